// Two branches that planned at the same time, joined.
#pragma once

#include "store/migrations.h"

namespace schemac::store {

/// The catalog that the migrations of all heads make together. SC7002 (the branches do not fit together) where two of
/// them change the same object, or one drops what another refers to: whichever ran first, the other's SQL was planned
/// for a table that is no longer there as it was.
Result<catalog::Catalog> merged(const Migrations& migrations);

}  // namespace schemac::store
