#include "schemac/model/repository.h"

#include <numeric>

namespace schemac::model {

std::string_view Sql::on(Engine engine) const {
  std::string_view sql;
  switch (engine) {
    case Engine::sqlite:
      sql = sqlite;
      break;
    case Engine::postgres:
      sql = postgres;
      break;
    case Engine::mysql:
      sql = mysql;
      break;
    case Engine::mariadb:
      sql = mariadb;
      break;
  }
  if (sql.empty()) throw std::runtime_error("this service was not generated for the engine of its database URL");
  return sql;
}

std::vector<std::size_t> all_columns(const query::Table& table) {
  std::vector<std::size_t> columns(table.columns.size());
  std::iota(columns.begin(), columns.end(), 0);
  return columns;
}

std::int64_t count(db::Connection& connection, const query::Table& table, const query::Filter& filter) {
  const auto statement = query::count(connection.engine(), table, filter);
  const auto rows = connection.query(statement.sql, statement.values);
  rows->next();
  return rows->integer(0);
}

std::int64_t update(db::Connection& connection, const query::Table& table,
                    const std::vector<query::Assignment>& changes, const query::Filter& filter) {
  if (changes.empty()) return 0;
  const auto statement = query::update(connection.engine(), table, query::accepted_row(table, changes), filter);
  return connection.execute(statement.sql, statement.values);
}

}  // namespace schemac::model
