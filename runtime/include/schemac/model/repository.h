// What every generated repository does, once: statements run, rows become entities.
#pragma once

#include <optional>
#include <stdexcept>
#include <vector>

#include "schemac/model/field.h"
#include "schemac/query/accept.h"
#include "schemac/query/render.h"
#include "schemac/query/write.h"

namespace schemac::model {

/// One statement in the words of each engine that the schema is configured for; empty for the others.
struct Sql {
  std::string_view postgres = {}, mysql = {}, mariadb = {}, sqlite = {};

  /// Throws std::runtime_error where the engine is not configured.
  std::string_view on(Engine engine) const;
};

/// Which rows, in which order.
struct ListOptions {
  query::Filter filter = {};
  std::vector<query::Ordering> order = {};
  std::optional<std::int64_t> limit = {}, offset = {};
};

/// Reads the current row, all columns of its table in their order.
template <class Entity>
using RowReader = Entity (*)(const db::Rows&);

template <class Entity>
std::optional<Entity> find(db::Connection& connection, const Sql& sql, std::vector<db::Value> values,
                           RowReader<Entity> read) {
  const auto rows = connection.query(sql.on(connection.engine()), values);
  if (!rows->next()) return std::nullopt;
  return read(*rows);
}

/// Every column of a table, in order.
std::vector<std::size_t> all_columns(const query::Table& table);

template <class Entity>
std::vector<Entity> list(db::Connection& connection, const query::Table& table, const ListOptions& options,
                         RowReader<Entity> read) {
  query::Select what{all_columns(table), options.filter, options.order, options.limit, options.offset};
  const auto statement = query::select(connection.engine(), table, what);
  const auto rows = connection.query(statement.sql, statement.values);
  std::vector<Entity> entities;
  while (rows->next()) entities.push_back(read(*rows));
  return entities;
}

std::int64_t count(db::Connection& connection, const query::Table& table, const query::Filter& filter);

/// Inserts a row and reads it back with what the engine filled in; what the schema does not allow is refused before,
/// alike on every engine. Runs two statements on MySQL: inside a transaction, where others may change the row between
/// them.
template <class Entity>
Entity insert(db::Connection& connection, const query::Table& table, std::vector<query::Assignment> row,
              RowReader<Entity> read) {
  const auto engine = connection.engine();
  row = query::accepted_row(table, std::move(row));
  if (query::can_return(engine, query::Action::insert)) {
    const auto columns = all_columns(table);
    const auto statement = query::insert(engine, table, row, columns);
    const auto rows = connection.query(statement.sql, statement.values);
    rows->next();
    query::number_on(connection, table, row);
    return read(*rows);
  }
  const std::vector<std::vector<query::Assignment>> rows = {std::move(row)};
  const auto written = query::insert_rows(connection, table, rows, {});
  if (written.keys.empty()) throw std::runtime_error("the key of the new row is not known: give it a value");
  ListOptions options;
  options.filter = query::key_filter(table, written.keys.front());
  return list(connection, table, options, read).at(0);
}

/// How many rows were changed: 0 or 1 by key. Nothing is run where there is nothing to change.
std::int64_t update(db::Connection& connection, const query::Table& table,
                    const std::vector<query::Assignment>& changes, const query::Filter& filter);

/// Adds the value of a field.
template <class T>
void assign(std::vector<query::Assignment>& row, Field<T> field, const T& value) {
  row.push_back({field.index, bind(value)});
}

/// Adds the value where there is one; none leaves the column its default.
template <class T>
void assign(std::vector<query::Assignment>& row, Field<T> field, const std::optional<T>& value) {
  if (value) row.push_back({field.index, bind(*value)});
}

/// Adds what a patch sets: a value, or null.
template <class T, class U>
void assign(std::vector<query::Assignment>& row, Field<T> field, const Patch<U>& patch) {
  if (patch.is_set()) row.push_back({field.index, bind(patch.value())});
}

}  // namespace schemac::model
