// Names that go round in a circle, that one thing leaves to another, or that are not free.
#pragma once

#include "catalog/catalog.h"
#include "diag/diagnostic.h"

namespace schemac::diff {

/// SC7012 for each circle of `renames` among what is there before and after: `a was b` beside `b was a`. None of them
/// takes effect, and values would stay under each other's names. `from` has the tables and enums by their new names.
diag::Diagnostics swapped_names(const catalog::Renames& renames, const catalog::Catalog& from);

/// SC7013 for each of `renames`, all of which take effect, whose old name something new gets in `to`. On the way back
/// the new thing would be taken for the old one.
diag::Diagnostics reused_names(const catalog::Renames& renames, const catalog::Catalog& to);

/// SC7014 for each of `renames` that takes no effect since its new name is there already, while what has the old one
/// goes: its rows would be left behind. `from` has everything by its new name.
diag::Diagnostics taken_names(const catalog::Renames& renames, const catalog::Catalog& from,
                              const catalog::Catalog& to);

}  // namespace schemac::diff
