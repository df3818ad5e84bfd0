// Two catalogs → the changes that lead from one to the other. Identity is the name, or what `was` declares; nothing is
// guessed.
#pragma once

#include "catalog/change.h"

namespace schemac::diff {

struct Pair {
  catalog::Catalog from;
  catalog::Catalog to;
  catalog::Renames renames;  // those that do not apply to `from` are ignored
};

struct Options {
  bool column_order = true;          // false: the order of columns is no difference
  bool accept_drop_and_add = false;  // true: an unexplained drop+add is the drop and the add that it says
  bool of_tables = false;            // that of tables alone, or of columns
  bool of_columns = false;
};

/// The changes in an order in which they can be folded. SC7010 and SC7011 (refused) for a dropped and an added thing
/// so alike that a rename may have been meant, SC7012 for names that swap, SC7013 for an old name that is
/// used again.
Result<catalog::ChangeSet> diff(const Pair& pair, const Options& options = {});

/// Those of `renames` that take effect, in an order in which they do: the old name is in `from`, and the new one is
/// not, or goes to something else first.
catalog::Renames effective(const catalog::Renames& renames, const catalog::Catalog& from);

/// `from` with its objects and columns called by their new names.
catalog::Catalog renamed(catalog::Catalog from, const catalog::Renames& renames);

}  // namespace schemac::diff
