// Whether a plan leaves a column less room than it had: what a row is to have must then be there before the column
// changes, where else it comes once all is changed.
#pragma once

#include "plan/plan.h"

namespace schemac::plan {

/// Of a column of a table, both by the names that they will have: what it may hold becomes less, and nothing that it
/// could not hold before becomes possible.
bool is_narrowed(const Input& input, const catalog::QName& table, const std::string& column);

}  // namespace schemac::plan
