// The generated files against tests/golden/codegen, which is also compiled and run. SCHEMAC_UPDATE=1 rewrites them.
#include "codegen/generate.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "dialect/dialects.h"
#include "unit/codegen/sample_catalog.h"

namespace schemac::codegen {
namespace {

namespace fs = std::filesystem;

const fs::path kGolden = SCHEMAC_GOLDEN;

Options every_dialect() {
  static const auto view_columns = test::sample_view_columns();
  Options options;
  options.view_columns = &view_columns;
  for (const auto id : kAllDialects) options.dialects.push_back(&dialect::get(id));
  options.naming = &dialect::get(DialectId::postgres);
  options.cpp_namespace = "sample::model";
  options.title = "Sample";
  options.sources = {{"pages", "sample.schema:12"}};
  return options;
}

std::string content_of(const fs::path& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string all_of(const Result<std::vector<File>>& files) {
  std::string out;
  for (const auto& file : files.value()) out += file.content;
  return out;
}

TEST(Generate, WritesTheGoldenFiles) {
  const auto files = generate(test::sample_catalog(), every_dialect());
  ASSERT_TRUE(files);
  if (std::getenv("SCHEMAC_UPDATE") != nullptr)
    for (const auto& file : *files) std::ofstream(kGolden / file.path) << file.content;
  std::size_t kept = 0;
  for (const auto& entry : fs::directory_iterator(kGolden)) kept += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(kept, files->size()) << "a file lies there that is not generated";
  for (const auto& file : *files) EXPECT_EQ(content_of(kGolden / file.path), file.content) << file.path;
}

TEST(Generate, IsStableUnderClangFormat) {
  const auto command = "clang-format --dry-run -Werror " + kGolden.string() + "/*.h " + kGolden.string() + "/*.cpp";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(Generate, IsTheSameEachTime) {
  const auto first = generate(test::sample_catalog(), every_dialect()),
             second = generate(test::sample_catalog(), every_dialect());
  ASSERT_EQ(first->size(), second->size());
  for (std::size_t i = 0; i < first->size(); ++i) EXPECT_EQ((*first)[i].content, (*second)[i].content);
}

TEST(Generate, RefusesTwoThingsOfOneName) {
  auto catalog = test::sample_catalog();
  auto other = *catalog.tables.find(catalog::QName("users"));
  other.name = "people";
  catalog.tables.add(other);
  const auto files = generate(catalog, every_dialect());
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().front().message,
            "table users and table people would both be called 'User' in the generated code");
}

TEST(Generate, LeavesOutWhatIsNotEverywhere) {
  auto catalog = test::sample_catalog();
  auto& pages = *catalog.tables.find(catalog::QName("pages"));
  catalog::Column document;
  document.name = "document";
  document.type = catalog::native(DialectId::postgres, "tsvector");
  document.nullable = true;
  document.dialects = {"postgres"};
  pages.columns.push_back(document);
  EXPECT_EQ(all_of(generate(catalog, every_dialect())).find("document"), std::string::npos);
  auto options = every_dialect();
  options.dialects = {&dialect::get(DialectId::postgres)};
  const auto all = all_of(generate(catalog, options));
  EXPECT_NE(all.find("std::optional<std::string> document;"), std::string::npos);
  EXPECT_EQ(all.find(".sqlite = "), std::string::npos);
}

TEST(Generate, SaysWhatCannotBeServed) {
  auto catalog = test::sample_catalog();
  catalog::Api api;
  api.name = "v2";
  api.exposures.push_back({"nothing", "", {}, {}});
  catalog.apis.add(api);
  const auto files = generate(catalog, every_dialect());
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().front().code, diag::Code::SC9002);
}

}  // namespace
}  // namespace schemac::codegen
