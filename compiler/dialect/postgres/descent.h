// Partitions and heirs: they have from their parents what the catalog does not say of them again.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

/// The value of a table's option, "" where it has none of that name.
std::string option_of(const Table& table, std::string_view name);

/// The tables that `partition_of` or `inherits` names: "a, \"B\".c".
std::vector<QName> parents_of(const Table& table);

/// What detaches a table that gets another parent, and attaches it to that.
Statements leave_parents(const Dialect& d, const catalog::Alter<Table>& change);
Statements join_parents(const Dialect& d, const catalog::Alter<Table>& change);

/// A partition that goes into quarantine, or comes out of it, while its parent stays.
bool is_set_apart(const Table& table);
Statements detach(const Dialect& d, const Table& table);
Statements attach(const Dialect& d, const Table& table);

/// Rows outside the bounds of the partition that a table becomes; nothing where a query cannot tell.
std::optional<Guard> bound_guard(const Dialect& d, const catalog::Alter<Table>& change, const Both& both);

}  // namespace schemac::dialect::postgres
