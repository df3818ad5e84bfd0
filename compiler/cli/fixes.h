// Making the corrections that diagnostics offer.
#pragma once

#include "diag/diagnostic.h"

namespace schemac::cli {

/// Edits the files; how many places were changed. Of corrections that overlap the first is made.
Result<int> apply_fixes(const diag::SourceMap& sources, const diag::Diagnostics& diagnostics);

}  // namespace schemac::cli
