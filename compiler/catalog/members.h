// The list of a table that a member belongs to, for code that treats all kinds of members alike.
#pragma once

#include "catalog/table.h"

namespace schemac::catalog {

inline std::vector<Unique>& members(Table& table, const Unique&) { return table.uniques; }
inline std::vector<ForeignKey>& members(Table& table, const ForeignKey&) { return table.foreign_keys; }
inline std::vector<Check>& members(Table& table, const Check&) { return table.checks; }
inline std::vector<Index>& members(Table& table, const Index&) { return table.indexes; }

}  // namespace schemac::catalog
