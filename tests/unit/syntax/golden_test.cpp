// Every file of tests/golden/syntax is read, and what is said of it compared with the .errors file beside it.
// SCHEMAC_UPDATE=1 rewrites those files.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "diag/render.h"
#include "syntax/parse.h"

namespace schemac::syntax {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Golden, SaysWhatIsExpectedOfEachMistake) {
  std::size_t cases = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(SCHEMAC_GOLDEN "/syntax")) {
    if (entry.path().extension() != ".schema") continue;
    ++cases;
    diag::SourceMap sources;
    diag::Diagnostics found;
    parse(sources, sources.add(entry.path().filename(), read(entry.path())), found);
    const std::string said = diag::render(sources, found, diag::Format::text);
    const fs::path expected = fs::path(entry.path()).replace_extension(".errors");
    if (std::getenv("SCHEMAC_UPDATE") != nullptr) std::ofstream(expected, std::ios::binary) << said;
    EXPECT_EQ(said, read(expected)) << entry.path();
    const std::string code = entry.path().filename().string().substr(0, 6);
    EXPECT_NE(said.find(code), std::string::npos) << entry.path();
  }
  EXPECT_GE(cases, 14U);
}

// The indented blocks of a page, each a file of declarations or the members of a table.
std::vector<std::string> examples(const std::string& page) {
  std::vector<std::string> result;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const bool code = line.starts_with("    ");
    if (!code && !line.empty()) inside = false;
    if (code && !inside) result.emplace_back();
    if (code) inside = true;
    if (inside) result.back() += (code ? line.substr(4) : line) + "\n";
  }
  return result;
}

std::string errors_of(const std::string& text) {
  diag::SourceMap sources;
  diag::Diagnostics found;
  parse(sources, sources.add("example.schema", text), found);
  return diag::render(sources, found, diag::Format::text);
}

TEST(Docs, EveryExampleOfTheLanguageIsRead) {
  const std::vector<std::string> all = examples(read(SCHEMAC_DOCS "/language.md"));
  EXPECT_GE(all.size(), 15U);
  for (const std::string& example : all) {
    const std::string as_file = errors_of(example);
    if (as_file.empty()) continue;
    EXPECT_EQ(errors_of("table t {\n" + example + "}\n"), "") << example << as_file;
  }
}

TEST(Limits, RefuseAFileThatIsTooLarge) {
  diag::SourceMap sources;
  diag::Diagnostics found;
  EXPECT_TRUE(parse(sources, sources.add("large.schema", std::string(kMaxFileSize + 1, '\n')), found).broken);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(diag::render(sources, found, diag::Format::text),
            read(SCHEMAC_GOLDEN "/syntax/SC1015_file_too_large.errors"));
}

TEST(Stdlib, IsReadWithoutAMistake) {
  std::size_t modules = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(SCHEMAC_STDLIB)) {
    if (entry.path().extension() != ".schema") continue;
    ++modules;
    diag::SourceMap sources;
    diag::Diagnostics found;
    parse(sources, sources.add(entry.path().filename(), read(entry.path())), found);
    EXPECT_EQ(diag::render(sources, found, diag::Format::text), "");
  }
  EXPECT_GE(modules, 4U);
}

}  // namespace
}  // namespace schemac::syntax
