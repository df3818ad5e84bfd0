// Views that would have to go for a while, and that something which stays is made of: nothing can stand in for them.
#pragma once

#include "plan/plan.h"

namespace schemac::plan {

/// What PostgreSQL would stop at, each as SC7036.
diag::Diagnostics held_views(const Input& input);

}  // namespace schemac::plan
