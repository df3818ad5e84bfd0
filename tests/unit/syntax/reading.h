// A text read by the parser, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syntax/parse.h"

namespace schemac::syntax {

struct Reading {
  explicit Reading(std::string_view text)
      : file(parse(sources, sources.add("test.schema", std::string(text)), found)) {}

  /// Each diagnostic as "line:column message".
  std::vector<std::string> messages() const {
    std::vector<std::string> result;
    for (const diag::Diagnostic& d : found) {
      const diag::LineColumn at = sources.position(d.labels.front().span.source, d.labels.front().span.begin);
      result.push_back(std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.message);
    }
    return result;
  }

  diag::SourceMap sources;
  diag::Diagnostics found;
  ast::File file;
};

}  // namespace schemac::syntax
