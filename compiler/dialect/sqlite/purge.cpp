#include "dialect/sqlite/sqlite.h"
#include "engine/connection.h"

namespace schemac::dialect::sqlite {

Result<Statements> SqliteDialect::purge(engine::Connection& connection, std::string_view tag) const {
  auto rows = connection.query(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
      " AND substr(name, 1, ?) = ? ORDER BY name",
      {std::to_string(tag.size() + 10), "_schemac_" + std::string(tag) + "_"});
  if (!rows) return failure(std::move(rows.error()));
  Statements out;
  for (const auto& row : *rows) out.push_back({"DROP TABLE " + quoted(*row[0]), "delete table " + *row[0]});
  auto counts = connection.query("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'");
  if (!counts) return failure(std::move(counts.error()));
  if (counts->empty()) return out;
  auto counters = connection.query("SELECT name FROM sqlite_sequence WHERE substr(name, 1, ?) = ? ORDER BY name",
                                   {std::to_string(tag.size() + 10), "_schemac_" + std::string(tag) + "_"});
  if (!counters) return failure(std::move(counters.error()));
  for (const auto& row : *counters)
    out.push_back({"DELETE FROM sqlite_sequence WHERE name = " + literal(*row[0]), "delete the counter of " + *row[0]});
  return out;
}

}  // namespace schemac::dialect::sqlite
