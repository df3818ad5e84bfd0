// Partitions and heirs: they have from their parents what the catalog does not say of them again.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

/// The tables that `partition_of` or `inherits` names: "a, \"B\".c".
std::vector<QName> parents_of(const Table& table);

/// An heir's column that its parents have too is merged with theirs, and follows it in all that happens to it
/// (sql-createtable.html, INHERITS): it is left to them.
void leave_to_parents(Catalog& catalog);

/// Of one parent, and only its bounds are others.
bool is_rebound(const Table& before, const Table& after);
bool is_default_partition(const Table* table);
std::vector<const Table*> partitions_of(const QName& parent, const Catalog& catalog);

/// What detaches a table that gets another parent, and attaches it to that.
Statements leave_parents(const Dialect& d, const catalog::Alter<Table>& change);
Statements join_parents(const Dialect& d, const catalog::Alter<Table>& change);

/// A partition that goes into quarantine, or comes out of it, while its parent stays.
bool is_set_apart(const Table& table);
Statements detach(const Dialect& d, const Table& table);
Statements attach(const Dialect& d, const Table& table);

/// Names of indexes and sequences that a table gives up for others of `catalog` that are called so.
Statements give_up_names(const Dialect& d, const Table& table, const Catalog& catalog);

}  // namespace schemac::dialect::postgres
