// Views, routines and triggers; and by name, what else there is.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/inspect.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

std::string quoted(const QName& name) {
  return (name.schema.empty() ? "" : text::quoted(name.schema, '"') + ".") + text::quoted(name.name, '"');
}

Result<void> views(Inspecting& state) {
  return state.each(
      "SELECT n.nspname, c.relname, pg_get_viewdef(c.oid), obj_description(c.oid, 'pg_class'), "
      "array_to_json(c.reloptions)"
      " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND " +
          kOwnNamespaces + " AND " + not_of_extension("pg_class", "c"),
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[1]))) return;
        View view;
        view.name = name_of(row[0], row[1]);
        view.query = read_query(text_of(row[2]), state.enums);
        view.comment = text_of(row[3]);
        view.options = storage_options(row[4]);
        order_settings(view.options);
        state.out.catalog.views.add(std::move(view));
      });
}

/// A trigger's function is written as lowering writes the one that it makes for a PL/pgSQL block; any other as
/// PostgreSQL prints it.
Result<void> routines(Inspecting& state) {
  return state.each(
      "SELECT n.nspname, p.proname, p.prokind, obj_description(p.oid, 'pg_proc'),"
      " pg_get_functiondef(p.oid), p.prosrc,"
      " p.prorettype = 'trigger'::regtype AND l.lanname = 'plpgsql' AND p.pronargs = 0 AND NOT p.prosecdef"
      " AND NOT p.proisstrict AND p.proconfig IS NULL AND p.provolatile = 'v' AND p.proparallel = 'u'"
      " AND NOT p.proleakproof AND p.procost = 100 AND p.prosupport = 0"
      " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang"
      " WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass"
      " AND i.objid = p.oid AND i.deptype = 'i') AND " +  // a range type's constructors come with it
          kOwnNamespaces +
          " AND " + not_of_extension("pg_proc", "p"),
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[1]))) return;
        Routine routine;
        routine.name = name_of(row[0], row[1]);
        routine.kind = row[2] == "p" ? "procedure" : "function";
        routine.comment = text_of(row[3]);
        std::string definition = std::string(text::trim(text_of(row[4])));
        if (is_true(row[6]) && row[5]->find("$schemac$") == std::string::npos)
          definition = fmt::format("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $schemac${}$schemac$",
                                   quoted(routine.name), *row[5]);
        routine.signature = signature_in(definition);
        routine.definition = expr::raw(DialectId::postgres, std::move(definition));
        state.out.catalog.routines.add(std::move(routine));
      });
}

/// The condition between WHEN ( and ) EXECUTE, which no catalog function prints by itself.
std::optional<Expr> condition_in(const std::string& definition, const Surroundings& surroundings) {
  const std::size_t begin = definition.find(" WHEN ("), end = definition.rfind(") EXECUTE FUNCTION ");
  if (begin == definition.npos || end == definition.npos) return std::nullopt;
  return read(definition.substr(begin + 7, end - begin - 7), surroundings);
}

/// tgtype's bits (src/include/catalog/pg_trigger.h): row 1, before 2, insert 4, delete 8, update 16, truncate 32,
/// instead 64.
void events_of(int type, const std::vector<std::string>& columns, Trigger& trigger) {
  trigger.per_statement = !(type & 1);
  trigger.timing = type & 64 ? "instead of" : type & 2 ? "before" : "after";
  if (type & 4) trigger.events.push_back("insert");
  if (type & 16) trigger.events.push_back(columns.empty() ? "update" : "update of " + text::join(columns, ", "));
  if (type & 8) trigger.events.push_back("delete");
  if (type & 32) trigger.events.push_back("truncate");
}

Result<void> triggers(Inspecting& state) {
  return state.each(
      "SELECT t.tgrelid, tn.nspname, c.relname, t.tgname, t.tgtype, n.nspname, p.proname, pg_get_triggerdef(t.oid),"
      " (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(t.tgattr::int2[]) WITH ORDINALITY k(num, n)"
      " JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k.num), obj_description(t.oid, 'pg_trigger')"
      " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace tn ON tn.oid = c.relnamespace"
      " JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace"
      " WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND NOT " +
          text::replace_all(kSpecialTrigger, "x.", "t.") + " AND " + text::replace_all(kOwnNamespaces, "n.", "tn.") +
          " AND " + not_of_extension("pg_trigger", "t"),
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[3])) || is_reserved_name(text_of(row[2]))) return;
        Trigger trigger;
        trigger.name = text_of(row[3]);
        trigger.table = name_of(row[1], row[2]);
        events_of(std::stoi(*row[4]), list_of(row[8]), trigger);
        trigger.when = condition_in(*row[7], {state.table(row[0]), state.enums});
        const std::string definition = text_of(row[7]);
        trigger.body =
            expr::raw(DialectId::postgres, trigger_call(definition.substr(definition.rfind(" EXECUTE ") + 1)));
        trigger.comment = text_of(row[9]);
        state.out.catalog.triggers.add(std::move(trigger));
      });
}

}  // namespace

Result<void> inspect_programs(Inspecting& state) {
  for (const auto part : {views, routines, triggers})
    if (auto done = part(state); !done) return done;
  return {};
}

/// Indexes of partitions that are called otherwise than PostgreSQL calls them (ChooseIndexName in its indexcmds.c), as
/// far as it cuts no name off.
std::string names_of_partition_indexes() {
  return "SELECT 'name of index ' || ic.oid::regclass || ', which is its partition''s own' FROM pg_class ic JOIN "
         "pg_index"
         " x ON x.indexrelid = ic.oid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid ="
         " c.relnamespace CROSS JOIN LATERAL (SELECT c.relname || CASE WHEN x.indisprimary THEN '_pkey' ELSE '_' ||"
         " (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = ic.oid) || CASE"
         " WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = ic.oid AND k.conrelid = c.oid) THEN '_key' ELSE"
         " '_idx' END END AS usual) u WHERE ic.relispartition AND octet_length(usual) < 64 AND (left(ic.relname,"
         " length(usual)) <> usual OR substr(ic.relname, length(usual) + 1) !~ '^[0-9]*$') AND c.relname NOT LIKE"
         " '\\_schemac\\_%' AND ic.relname NOT LIKE '%\\_schemac\\_%' AND " +
         kOwnNamespaces;
}

/// What inspect_raw() carries no statement for.
Result<void> inspect_unmanaged(Inspecting& state) {
  const auto in_schema = [](const std::string& kind, const char* catalog, const char* name, const char* schema,
                            const std::string& condition = "true") {
    return " UNION ALL SELECT '" + kind + " ' || x." + name + " FROM " + catalog +
           " x JOIN pg_namespace n ON n.oid = x." + schema + " WHERE " + kOwnNamespaces + " AND " +
           not_of_extension(catalog, "x") + " AND " + condition;
  };
  const auto without_schema = [](const std::string& kind, const char* catalog, const char* name,
                                 const std::string& condition = "true") {
    return " UNION ALL SELECT '" + kind + " ' || x." + name + " FROM " + catalog + " x WHERE " +
           not_of_extension(catalog, "x") + " AND " + condition;
  };
  const std::string query =
      "SELECT 'foreign table ' || c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "WHERE"
      " c.relkind = 'f' AND " +
      kOwnNamespaces + " AND " + not_of_extension("pg_class", "c") +
      in_schema("text search parser", "pg_ts_parser", "prsname", "prsnamespace") +
      in_schema("text search template", "pg_ts_template", "tmplname", "tmplnamespace") +
      in_schema("conversion", "pg_conversion", "conname", "connamespace") +
      in_schema("window function", "pg_proc", "oid::regprocedure::text", "pronamespace", "x.prokind = 'w'") +
      in_schema("base type", "pg_type", "typname", "typnamespace",
                "x.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = x.oid)") +
      " UNION ALL SELECT 'foreign server ' || x.srvname FROM pg_foreign_server x WHERE " +
      not_of_extension("pg_foreign_server", "x") +
      without_schema("foreign data wrapper", "pg_foreign_data_wrapper", "fdwname") +
      without_schema("subscription", "pg_subscription", "subname",
                     "x.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())") +
      without_schema("language", "pg_language", "lanname", "x.oid >= 16384") +
      without_schema("access method", "pg_am", "amname", "x.oid >= 16384") +
      " UNION ALL SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ', declared by an heir too' FROM"
      " pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
      " a.attinhcount > 0 AND a.attislocal AND NOT a.attisdropped AND c.relkind = 'r' AND a.attname NOT LIKE"
      " '\\_schemac\\_%' AND c.relname NOT LIKE '\\_schemac\\_%' AND " +
      kOwnNamespaces + " UNION ALL " + names_of_partition_indexes() +
      " UNION ALL SELECT 'user mapping of ' || x.usename || ' on ' || x.srvname FROM pg_user_mappings x"
      " UNION ALL SELECT 'transform of ' || format_type(x.trftype, NULL) || ' for ' || l.lanname FROM pg_transform x"
      " JOIN pg_language l ON l.oid = x.trflang WHERE " +
      not_of_extension("pg_transform", "x") +
      " UNION ALL SELECT count(*) || CASE count(*) WHEN 1 THEN ' large object' ELSE ' large objects' END FROM"
      " pg_largeobject_metadata HAVING count(*) > 0"
      " UNION ALL SELECT 'security label on ' || x.objtype || ' ' || x.objname FROM pg_seclabels x WHERE x.objtype NOT"
      " IN ('database', 'role', 'tablespace')"
      " UNION ALL SELECT 'setting ' || o || ' of the database' FROM pg_db_role_setting x, unnest(x.setconfig) o WHERE"
      " x.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND x.setrole = 0 ORDER BY 1";
  return state.each(query, [&](const Row& row) { state.out.unmanaged.push_back(text_of(row[0])); });
}

}  // namespace schemac::dialect::postgres
