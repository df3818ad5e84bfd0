#include "dialect/postgres/postgres.h"
#include "engine/connection.h"

namespace schemac::dialect::postgres {

namespace {

/// One query for tables, columns and types: what to drop, and what to call it. Partitions and heirs go before their
/// parents; a column goes from the parent first, which takes those along that are not the heirs' own as well.
constexpr const char* kKept = R"(
WITH RECURSIVE depths(rel, depth) AS (
  SELECT inhrelid, 1 FROM pg_inherits
  UNION ALL SELECT i.inhrelid, d.depth + 1 FROM pg_inherits i JOIN depths d ON d.rel = i.inhparent)
SELECT format('DROP TABLE %I.%I', n.nspname, c.relname), 'delete table ' || c.relname, 1,
       -COALESCE((SELECT max(depth) FROM depths WHERE rel = c.oid), 0)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'schemac' AND c.relkind IN ('r', 'p') AND starts_with(c.relname, $1)
UNION ALL
SELECT format('ALTER TABLE %I.%I DROP COLUMN IF EXISTS %I', n.nspname, c.relname, a.attname),
       'delete column ' || c.relname || '.' || a.attname, 2,
       COALESCE((SELECT max(depth) FROM depths WHERE rel = c.oid), 0)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'schemac' AND NOT a.attisdropped AND starts_with(a.attname, $1)
   AND (a.attislocal OR a.attinhcount = 0)
UNION ALL
SELECT format('DROP TYPE %I.%I', n.nspname, t.typname), 'delete type ' || t.typname, 3, 0
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname = 'schemac' AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND EXISTS (
       SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))) AND starts_with(t.typname, $1)
UNION ALL
SELECT format('DROP SEQUENCE %I.%I', n.nspname, c.relname), 'delete sequence ' || c.relname, 4, 0
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'schemac' AND c.relkind = 'S' AND starts_with(c.relname, $1)
   AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid
                                               AND o.deptype IN ('a', 'i'))
ORDER BY 3, 4, 2)";

}  // namespace

Result<Statements> PostgresDialect::purge(engine::Connection& connection, std::string_view tag) const {
  auto rows = connection.query(kKept, {"_schemac_" + std::string(tag) + "_"});
  if (!rows) return failure(std::move(rows.error()));
  Statements out;
  for (const auto& row : *rows) out.push_back({*row[0], *row[1]});
  return out;
}

}  // namespace schemac::dialect::postgres
