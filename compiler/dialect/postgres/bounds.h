// What a partition's bounds say, as a condition on rows that a query can ask.
#pragma once

#include <functional>

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

/// A part of SQL that PostgreSQL printed, with other names for those that `renamed` has another one for.
std::string with_names(const std::string& sql, const std::function<std::string(const std::string&)>& renamed);

/// How a catalog's partitioned tables are called where the condition is asked, and their columns.
struct Called {
  std::function<QName(const QName& table)> table;
  std::function<std::string(const QName& table, const std::string& column)> column;
};

/// The condition on the rows that one of the partitions of `parent` takes; nothing where it cannot be told.
std::optional<std::string> taken_by_partitions(const Dialect& d, const Table& parent, const Catalog& catalog,
                                               const Called& called);

/// The condition on the rows within the bounds of `partition`; nothing where it cannot be told.
std::optional<std::string> within_bounds(const Dialect& d, const Table& partition, const Table& parent,
                                         const Catalog& catalog, const Called& called);

/// What `parent` is partitioned by, a column or an expression each; empty where one says more than that.
std::vector<std::string> partition_key(const Table& parent, const Called& called);

}  // namespace schemac::dialect::postgres
