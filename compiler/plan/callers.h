// What tables compute by way of something that goes and comes back: a routine of another result, a type or a collation
// that another one takes the place of. It goes meanwhile, and comes back.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "dialect/dialect.h"

namespace schemac::plan {

/// Takes from the tables of `before` the defaults, computed columns and members that speak of one of `names`, and
/// returns the alterations that do so. `changes` no longer take them, and bring back those that `to` has.
std::vector<dialect::TableAlteration> free_callers(catalog::Catalog& before, const catalog::Catalog& to,
                                                   catalog::ChangeSet& changes, const std::set<std::string>& names);

}  // namespace schemac::plan
