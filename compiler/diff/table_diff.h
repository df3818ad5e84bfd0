// What differs inside one table.
#pragma once

#include "diff/diff.h"

namespace schemac::diff {

/// Appends to `changes` what leads from `before` to `after`, which are called the same.
void table_changes(const catalog::Table& before, const catalog::Table& after, const Options& options,
                   catalog::ChangeSet& changes, diag::Diagnostics& problems);

}  // namespace schemac::diff
