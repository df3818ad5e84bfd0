// A view that says `*` has the columns that were there when it was made: where there come to be others, it is made
// anew.
#pragma once

#include <set>
#include <string>

#include "catalog/change.h"

namespace schemac::plan {

/// Whether SQL takes all columns of something, and speaks of one of `names`.
bool takes_all_of_any(const catalog::Expr& sql, const std::set<std::string>& names);

/// Whether raw SQL gives the columns of one of `names` other names by their places: `FROM t x(a, b)`.
bool renames_columns_of_any(const catalog::Expr& sql, const std::set<std::string>& names);

/// Tables with columns that come, go or get another name, by the names that the tables had and will have.
std::set<std::string> tables_of_other_columns(const catalog::ChangeSet& changes);

}  // namespace schemac::plan
