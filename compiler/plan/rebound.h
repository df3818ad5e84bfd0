// Foreign keys that stay as they are, but must let go of a key while that changes.
#pragma once

#include "dialect/dialect.h"

namespace schemac::plan {

/// One alteration for each table with such foreign keys: they are dropped, and added again. `before` goes by the new
/// names; `work` is what the plan alters.
std::vector<dialect::TableAlteration> rebound(const catalog::Catalog& before, const catalog::Catalog& after,
                                              const std::vector<dialect::TableAlteration>& work);

}  // namespace schemac::plan
