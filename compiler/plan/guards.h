// Queries for the rows that stand in the way of a plan.
#pragma once

#include "plan/seeds.h"

namespace schemac::plan {

std::vector<dialect::Guard> guards_for(const Input& input, const std::vector<dialect::TableAlteration>& alterations,
                                       const Seeds& seeds);

}  // namespace schemac::plan
