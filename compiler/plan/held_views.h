// Views that would have to go for a while, and that something which stays is made of: nothing can stand in for them.
#pragma once

#include "plan/plan.h"

namespace schemac::plan {

/// A change that PostgreSQL would stop at, why, and what to do instead.
struct Refusal {
  std::string change, reason, help;
};
std::vector<Refusal> held_views(const Input& input);

}  // namespace schemac::plan
