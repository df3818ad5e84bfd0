#include "base/text.h"
#include "dialect/mysql/mysql.h"
#include "engine/connection.h"

namespace schemac::dialect::mysql {

Result<Statements> MysqlDialect::purge(engine::Connection& connection, std::string_view tag) const {
  const std::string prefix = "_schemac_" + std::string(tag) + "_";
  Statements out;
  auto tables = connection.query(
      "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = database() AND "
      "left(table_name, "
      "char_length(?)) = ? "
      "ORDER BY 1",
      {prefix, prefix});
  if (!tables) return failure(std::move(tables.error()));
  for (const auto& row : *tables) {
    const std::string kind = *row[1] == "SEQUENCE" ? "sequence" : "table";
    out.push_back({"DROP " + text::to_upper(kind) + " " + quoted(*row[0]), "delete " + kind + " " + *row[0]});
  }
  auto columns = connection.query(
      "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = database() AND "
      "left(table_name, 9) <> '_schemac_' AND left(column_name, char_length(?)) = ? ORDER BY 1, 2",
      {prefix, prefix});
  if (!columns) return failure(std::move(columns.error()));
  for (const auto& row : *columns)
    out.push_back({"ALTER TABLE " + quoted(*row[0]) + " DROP COLUMN " + quoted(*row[1]),
                   "delete column " + *row[0] + "." + *row[1]});
  return out;
}

}  // namespace schemac::dialect::mysql
