#include "dialect/postgres/inspect.h"

#include <nlohmann/json.hpp>

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

using namespace catalog;

const std::string kOwnNamespaces =
    "n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemac') AND n.nspname NOT LIKE 'pg\\_%'";

std::string qualified_sql(const std::string& schema, const std::string& name) {
  return "(CASE " + schema + " WHEN 'public' THEN '' ELSE quote_ident(" + schema + ") || '.' END || quote_ident(" +
         name + "))";
}

/// A serial column is one whose sequence is as `serial` makes it; any other sequence stands for itself.
const std::string kNumbersColumn =
    "(o.deptype = 'i' OR (o.deptype = 'a' AND EXISTS (SELECT FROM pg_attribute sa JOIN pg_class sc ON sc.oid = "
    "sa.attrelid"
    " JOIN pg_attrdef sd ON sd.adrelid = sa.attrelid AND sd.adnum = sa.attnum"
    " WHERE sa.attrelid = o.refobjid AND sa.attnum = o.refobjsubid AND sa.atttypid = q.seqtypid AND sa.attnotnull"
    " AND sc.relnamespace = c.relnamespace AND q.seqstart = 1 AND q.seqincrement = 1 AND q.seqmin = 1"
    " AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqmax = CASE q.seqtypid WHEN 'int2'::regtype THEN 32767"
    " WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END"
    " AND pg_get_expr(sd.adbin, sd.adrelid) = format('nextval(%L::regclass)', q.seqrelid::regclass::text))))";

const std::string kSpecialTrigger = "(x.tgconstraint <> 0 OR x.tgoldtable IS NOT NULL OR x.tgnewtable IS NOT NULL)";

std::string not_of_extension(const std::string& catalog, const std::string& alias) {
  return "NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '" + catalog + "'::regclass AND e.objid = " + alias +
         ".oid AND e.deptype = 'e')";
}

std::string comment_of(const std::string& catalog, const std::string& oid, const std::string& column) {
  return " LEFT JOIN pg_description comment ON comment.classoid = '" + catalog +
         "'::regclass AND comment.objoid = " + oid + " AND comment.objsubid = " + column;
}

std::vector<std::string> list_of(const engine::Value& json) {
  return json ? nlohmann::json::parse(*json).get<std::vector<std::string>>() : std::vector<std::string>{};
}

Options storage_options(const engine::Value& json) {
  Options options;
  for (const std::string& setting : list_of(json)) {
    const std::size_t equals = setting.find('=');
    options.push_back({"postgres", setting.substr(0, equals), setting.substr(equals + 1)});
  }
  return options;
}

QName name_of(const engine::Value& schema, const engine::Value& name) {
  return {schema == "public" ? "" : text_of(schema), text_of(name)};
}

Result<void> inspect_types(Inspecting& state) {
  auto done = state.each("SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace n WHERE " +
                             kOwnNamespaces + " AND nspname <> 'public' AND " + not_of_extension("pg_namespace", "n"),
                         [&](const Row& row) {
                           state.out.catalog.namespaces.add({text_of(row[0]), text_of(row[1])});
                         });
  if (!done) return done;
  done = state.each(
      "SELECT n.nspname, e.extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
      " WHERE e.extname <> 'plpgsql' AND n.nspname <> 'schemac'",
      [&](const Row& row) {
        const bool own = row[0] == "pg_catalog" || row[0] == row[1];
        state.out.catalog.extensions.add({own ? QName(text_of(row[1])) : name_of(row[0], row[1]), "", {}});
      });
  if (!done) return done;
  return state.each(
      "SELECT n.nspname, t.typname, obj_description(t.oid, 'pg_type'),"
      " (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid)"
      " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND " +
          kOwnNamespaces + " AND " + not_of_extension("pg_type", "t"),
      [&](const Row& row) {
        Enum object;
        object.name = name_of(row[0], row[1]);
        object.comment = text_of(row[2]);
        for (const std::string& label : list_of(row[3])) object.labels.push_back({label, "", ""});
        state.enums.insert(object.name);
        state.out.catalog.enums.add(std::move(object));
      });
}

Result<Inspection> PostgresDialect::inspect(engine::Connection& connection) const {
  Inspecting state{connection, {}, {}, {}};
  for (const auto part : {inspect_types, inspect_tables, inspect_constraints, inspect_indexes, inspect_programs,
                          inspect_raw, inspect_unmanaged})
    if (auto done = part(state); !done) return failure(std::move(done.error()));
  state.out.catalog.canonicalise();
  return std::move(state.out);
}

}  // namespace schemac::dialect::postgres
