// Two branches that planned at the same time, joined.
#pragma once

#include "store/migrations.h"

namespace schemac::store {

/// The catalog that the migrations of all heads make together. SC7002 (the branches do not fit together) where two of
/// them change the same object, make indexes of one name (where names are shared), or one drops, renames or retypes
/// what a key, view, trigger or statement of the other reads: whichever ran first, the other's SQL was planned for what
/// is no longer there as it was.
Result<catalog::Catalog> merged(const Migrations& migrations, bool index_names_are_shared);

}  // namespace schemac::store
