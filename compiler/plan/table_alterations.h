// Changes of tables that stay, gathered by their tables.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace schemac::plan {

/// In the order in which `changes` first speak of a table. `before`: what the migration finds, by its new names.
std::vector<dialect::TableAlteration> table_alterations(const Input& input, const catalog::Catalog& before,
                                                        const catalog::ChangeSet& changes);

}  // namespace schemac::plan
