// SQL for what a request decides: filters, order, columns. Names come from the table's description, values are bound.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemac/base/url.h"
#include "schemac/db/value.h"
#include "schemac/query/filter.h"
#include "schemac/query/table.h"

namespace schemac::query {

struct Statement {
  std::string sql;
  std::vector<db::Value> values;
};

/// `name` quoted as the engine does.
std::string quoted_name(Engine engine, std::string_view name);

Statement select(Engine engine, const Table& table, const Select& what);
Statement count(Engine engine, const Table& table, const Filter& filter);
/// `returning` lists the columns to give back, where the engine can (see can_return).
Statement insert(Engine engine, const Table& table, std::span<const Assignment> row,
                 std::span<const std::size_t> returning = {});
Statement update(Engine engine, const Table& table, std::span<const Assignment> changes, const Filter& filter,
                 std::span<const std::size_t> returning = {});
Statement erase(Engine engine, const Table& table, const Filter& filter, std::span<const std::size_t> returning = {});

enum class Action { insert, update, erase };

/// Whether the engine can give back the rows that an action touched: MariaDB cannot for an update, MySQL never.
bool can_return(Engine engine, Action action);

}  // namespace schemac::query
