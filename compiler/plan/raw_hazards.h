// What raw SQL puts at risk is known to the dialect that it is of: what it would rather keep, it puts into quarantine.
#pragma once

#include "plan/plan.h"

namespace schemac::plan {

std::vector<Hazard> raw_hazards(const Input& input, const dialect::Both& both);

}  // namespace schemac::plan
