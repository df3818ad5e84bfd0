// Writes that give rows back, on engines that can return them and on those that cannot.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "schemac/db/connection.h"
#include "schemac/query/filter.h"
#include "schemac/query/table.h"

namespace schemac::query {

/// What to give back of the rows written: nothing but the count where `columns` is empty.
struct Returning {
  std::vector<std::size_t> columns;
  std::vector<std::string> names;  // the members' names, empty: the columns'
};

struct Written {
  std::int64_t count = 0;
  std::string json;                          // the rows' objects, separated by commas
  std::vector<std::vector<db::Value>> keys;  // of each row, where the table has a key and the engine tells it
};

/// Several statements may be needed: run these inside a transaction. They throw db::Error.
Written insert_rows(db::Connection& connection, const Table& table, std::span<const std::vector<Assignment>> rows,
                    const Returning& returning);
Written update_rows(db::Connection& connection, const Table& table, std::span<const Assignment> changes,
                    const Filter& filter, const Returning& returning);
Written erase_rows(db::Connection& connection, const Table& table, const Filter& filter, const Returning& returning);

/// After a write that gave a row its number: PostgreSQL's sequence goes on behind it, as the other engines do,
/// where the database's user may do that.
void number_on(db::Connection& connection, const Table& table, std::span<const Assignment> row);

/// The filter for the row with this key, its values in the key's order.
Filter key_filter(const Table& table, std::span<const db::Value> key);

}  // namespace schemac::query
