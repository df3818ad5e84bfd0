#include "cli/fixes.h"

#include <algorithm>
#include <map>

#include "store/files.h"

namespace schemac::cli {

Result<int> apply_fixes(const diag::SourceMap& sources, const diag::Diagnostics& diagnostics) {
  std::map<std::uint32_t, std::vector<diag::FixIt>> by_source;
  for (const diag::Diagnostic& d : diagnostics)
    for (const diag::FixIt& fix : d.fixes) by_source[fix.span.source.value].push_back(fix);
  int made = 0;
  for (auto& [source, fixes] : by_source) {
    std::stable_sort(fixes.begin(), fixes.end(),
                     [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
    std::string text;
    std::uint32_t at = 0;
    const std::string_view before = sources.text(diag::SourceId{source});
    for (const diag::FixIt& fix : fixes) {
      if (fix.span.begin < at) continue;
      text += before.substr(at, fix.span.begin - at);
      text += fix.text;
      at = fix.span.end;
      ++made;
    }
    text += before.substr(at);
    if (auto done = store::write_file(sources.name({source}), text); !done) return failure(std::move(done.error()));
  }
  return made;
}

}  // namespace schemac::cli
