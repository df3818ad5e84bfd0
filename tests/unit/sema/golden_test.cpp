// Every file of tests/golden/sema is analysed, and what is said of it compared with the .errors file beside it.
// SCHEMAC_UPDATE=1 rewrites those files.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "diag/render.h"
#include "sema/sema.h"

namespace schemac::sema {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Golden, SaysWhatIsExpectedOfEachMistake) {
  fs::current_path(SCHEMAC_GOLDEN "/sema");
  std::size_t cases = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(".")) {
    if (entry.path().extension() != ".schema") continue;
    ++cases;
    diag::SourceMap sources;
    diag::Diagnostics found;
    const Schema schema = analyse({{entry.path().filename()}, SCHEMAC_STDLIB, {}}, sources, found);
    report_limits(schema, {kAllDialects.begin(), kAllDialects.end()}, found);
    const std::string said = diag::render(sources, found, diag::Format::text);
    const fs::path expected = fs::path(entry.path()).replace_extension(".errors");
    if (std::getenv("SCHEMAC_UPDATE") != nullptr) std::ofstream(expected, std::ios::binary) << said;
    EXPECT_EQ(said, read(expected)) << entry.path();
    const std::string code = entry.path().filename().string().substr(0, 6);
    EXPECT_NE(said.find(code), std::string::npos) << entry.path();
  }
  EXPECT_GE(cases, 37U);
}

}  // namespace
}  // namespace schemac::sema
