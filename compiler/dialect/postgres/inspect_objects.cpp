// Views, routines and triggers; and by name, what else there is.
#include <fmt/format.h>

#include "base/text.h"
#include "dialect/common/reserved.h"
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
        state.out.catalog.views.add(std::move(view));
      });
}

/// A trigger's function is written as lowering writes the one that it makes for a PL/pgSQL block; any other as
/// PostgreSQL prints it.
Result<void> routines(Inspecting& state) {
  return state.each(
      "SELECT n.nspname, p.proname, p.prokind, pg_get_function_identity_arguments(p.oid), obj_description(p.oid, "
      "'pg_proc'),"
      " pg_get_functiondef(p.oid), p.prosrc,"
      " p.prorettype = 'trigger'::regtype AND l.lanname = 'plpgsql' AND p.pronargs = 0 AND NOT p.prosecdef"
      " AND p.proconfig IS NULL AND p.provolatile = 'v' AND p.proparallel = 'u' AND NOT p.proleakproof AND p.procost = "
      "100"
      " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang"
      " WHERE p.prokind IN ('f', 'p') AND " +
          kOwnNamespaces + " AND " + not_of_extension("pg_proc", "p"),
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[1]))) return;
        Routine routine;
        routine.name = name_of(row[0], row[1]);
        routine.kind = row[2] == "p" ? "procedure" : "function";
        routine.signature = text_of(row[3]);
        routine.comment = text_of(row[4]);
        std::string definition = std::string(text::trim(text_of(row[5])));
        if (is_true(row[7]) && row[6]->find("$schemac$") == std::string::npos)
          definition = fmt::format("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $schemac${}$schemac$",
                                   quoted(routine.name), *row[6]);
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
      " JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k.num), obj_description(t.oid, 'pg_trigger'),"
      " t.tgenabled, t.tgconstraint <> 0 OR t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL"
      " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace tn ON tn.oid = c.relnamespace"
      " JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace"
      " WHERE NOT t.tgisinternal AND " +
          text::replace_all(kOwnNamespaces, "n.", "tn.") + " AND " + not_of_extension("pg_trigger", "t"),
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[3])) || is_reserved_name(text_of(row[2]))) return;
        Trigger trigger;
        trigger.name = text_of(row[3]);
        trigger.table = name_of(row[1], row[2]);
        if (is_true(row[11])) {  // deferred, or with transition tables
          state.out.unmanaged.push_back("trigger " + trigger.name.text() + " of table " + trigger.table.text());
          return;
        }
        events_of(std::stoi(*row[4]), list_of(row[8]), trigger);
        trigger.when = condition_in(*row[7], {state.table(row[0]), state.enums});
        const std::string definition = text_of(row[7]);
        trigger.body =
            expr::raw(DialectId::postgres, trigger_call(definition.substr(definition.rfind(" EXECUTE ") + 1)));
        trigger.comment = text_of(row[9]);
        if (row[10] != "O") trigger.options.push_back({"postgres", "enabled", text_of(row[10])});
        state.out.catalog.triggers.add(std::move(trigger));
      });
}

}  // namespace

Result<void> inspect_programs(Inspecting& state) {
  for (const auto part : {views, routines, triggers})
    if (auto done = part(state); !done) return done;
  return {};
}

Result<void> inspect_unmanaged(Inspecting& state) {
  const std::string of_class = " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " +
                               kOwnNamespaces + " AND " + not_of_extension("pg_class", "c") + " AND ";
  const std::string of_type = " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE " + kOwnNamespaces +
                              " AND " + not_of_extension("pg_type", "t") + " AND ";
  const std::string query =
      "SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table ' WHEN 'p' THEN"
      " 'partitioned table ' WHEN 'c' THEN 'composite type ' ELSE 'partition ' END || c.oid::regclass::text" +
      of_class + "(c.relkind IN ('m', 'f', 'p', 'c') OR (c.relkind = 'r' AND c.relispartition))" +
      " UNION ALL SELECT 'sequence ' || c.oid::regclass::text" + of_class +
      "c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.objid = c.oid AND o.deptype IN ('a', 'i')"
      " AND o.refobjsubid > 0)"
      " UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain ' ELSE 'range type ' END || t.oid::regtype::text" +
      of_type + "t.typtype IN ('d', 'r')" +
      " UNION ALL SELECT 'aggregate ' || p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid ="
      " p.pronamespace WHERE p.prokind IN ('a', 'w') AND " +
      kOwnNamespaces + " AND " + not_of_extension("pg_proc", "p") +
      " UNION ALL SELECT 'policy ' || p.polname || ' of table ' || p.polrelid::regclass::text FROM pg_policy p"
      " UNION ALL SELECT 'row security of table ' || c.oid::regclass::text" +
      of_class + "c.relrowsecurity" + " UNION ALL SELECT 'inheritance of table ' || c.oid::regclass::text" + of_class +
      "c.relkind = 'r' AND NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)" +
      " UNION ALL SELECT 'rule ' || r.rulename || ' of ' || c.oid::regclass::text FROM pg_rewrite r JOIN pg_class c ON"
      " c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND " +
      kOwnNamespaces + " UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger v WHERE " +
      not_of_extension("pg_event_trigger", "v") +
      " UNION ALL SELECT 'publication ' || pubname FROM pg_publication"
      " UNION ALL SELECT 'operator ' || o.oid::regoperator::text FROM pg_operator o JOIN pg_namespace n ON n.oid ="
      " o.oprnamespace WHERE " +
      kOwnNamespaces + " AND " + not_of_extension("pg_operator", "o") +
      " UNION ALL SELECT 'extended statistics ' || s.stxname FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid ="
      " s.stxnamespace WHERE " +
      kOwnNamespaces + " ORDER BY 1";
  return state.each(query, [&](const Row& row) { state.out.unmanaged.push_back(text_of(row[0])); });
}

}  // namespace schemac::dialect::postgres
