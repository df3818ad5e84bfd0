// One function a format; diag/render.h chooses among them.
#pragma once

#include <string>

#include "diag/diagnostic.h"
#include "diag/source.h"

namespace schemac::diag {

std::string render_text(const SourceMap& sources, const Diagnostics& diagnostics, bool colour);
std::string render_json(const SourceMap& sources, const Diagnostics& diagnostics);
std::string render_github(const SourceMap& sources, const Diagnostics& diagnostics);
std::string render_sarif(const SourceMap& sources, const Diagnostics& diagnostics);

}  // namespace schemac::diag
