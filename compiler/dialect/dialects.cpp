#include "dialect/dialects.h"

#include "dialect/mysql/mysql.h"
#include "dialect/postgres/postgres.h"
#include "dialect/sqlite/sqlite.h"

namespace schemac::dialect {

const Dialect& get(DialectId id) {
  static const postgres::PostgresDialect postgres;
  static const mysql::MysqlDialect mysql(DialectId::mysql), mariadb(DialectId::mariadb);
  static const sqlite::SqliteDialect sqlite;
  switch (id) {
    case DialectId::postgres:
      return postgres;
    case DialectId::mysql:
      return mysql;
    case DialectId::mariadb:
      return mariadb;
    case DialectId::sqlite:
      break;
  }
  return sqlite;
}

Catalog comparable(Catalog physical) {
  physical.seeds = {};
  return physical;
}

}  // namespace schemac::dialect
