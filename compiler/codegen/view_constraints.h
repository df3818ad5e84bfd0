// Constraints by the names that the engines know them by.
#pragma once

#include "codegen/view.h"

namespace schemac::catalog {
struct Table;
}

namespace schemac::codegen {

/// The primary key, unique keys and indexes, foreign keys and checks of `table`. `named` is the table as PostgreSQL has
/// it, where every member has its conventional name: the one that the other engines use too.
std::vector<ConstraintView> describe_constraints(const catalog::Table& table, const catalog::Table& named,
                                                 const EntityView& entity);

}  // namespace schemac::codegen
