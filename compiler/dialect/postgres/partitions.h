// Rows that move because a partition comes, goes, or gets other bounds while the table that it is of stays.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

Redistribution redistribution(const Dialect& d, const Both& both, const Quarantine& quarantine);

/// Rows that no partition will take: of one that gets other bounds, or of one that goes on the way back; and rows that
/// stand in the way of a table that becomes a partition, its own and those of the default one.
std::vector<Guard> partition_guards(const Dialect& d, const catalog::Change& change, const Both& both);

}  // namespace schemac::dialect::postgres
