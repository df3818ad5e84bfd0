// Diagnostics for people (text), programs (json), GitHub's annotations (github) and code scanners (sarif 2.1.0).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostic.h"
#include "diag/source.h"

namespace schemac::diag {

enum class Format { text, json, github, sarif };

std::optional<Format> parse_format(std::string_view name);

/// The diagnostics in the order given, ending in a line end unless there is nothing to write. `colour` (ANSI sequences)
/// matters to text only; json and sarif are one document each, also where there are none.
std::string render(const SourceMap& sources, const Diagnostics& diagnostics, Format format, bool colour = false);

/// "error", "warning" or "note".
std::string_view severity(const Diagnostic& diagnostic);

}  // namespace schemac::diag
