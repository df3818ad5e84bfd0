// What the language has no words for is carried as the statement that makes it and the one that takes it away. Each
// query gives both, with the name that the object goes by.
#include "base/text.h"
#include "dialect/postgres/inspect.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

// SQL expressions: the qualified name of a pg_class c, of a pg_type t, in the pg_namespace n.
const std::string kClass = qualified_sql("n.nspname", "c.relname");
const std::string kType = qualified_sql("n.nspname", "t.typname");

std::string storage_word(const std::string& code) {
  return "CASE " + code + " WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END";
}

std::string of_class(const std::string& condition) {
  return " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + kOwnNamespaces +
         " AND c.relname NOT LIKE '\\_schemac\\_%' AND " + not_of_extension("pg_class", "c") + " AND " + condition;
}
std::string of_type(const std::string& condition) {
  return " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE " + kOwnNamespaces +
         " AND t.typname NOT LIKE '\\_schemac\\_%' AND " + not_of_extension("pg_type", "t") + " AND " + condition;
}
/// Of what belongs to a table or view: rules, policies, triggers, constraints, under alias `x`.
std::string of_relation(const std::string& catalog, const std::string& relation, const std::string& condition) {
  return " FROM " + catalog + " x JOIN pg_class c ON c.oid = x." + relation +
         " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + kOwnNamespaces +
         " AND c.relname NOT LIKE '\\_schemac\\_%' AND " + not_of_extension("pg_class", "c") + " AND " + condition;
}

std::string sequences() {
  return "SELECT 'sequence ' || " + kClass +
         ", format('CREATE SEQUENCE %s AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s" +
         " START WITH %s CACHE %s %s', " + kClass +
         ", format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,"
         " CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END), 'DROP SEQUENCE ' || " +
         kClass +
         " FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
         "WHERE " +
         kOwnNamespaces + " AND c.relname NOT LIKE '\\_schemac\\_%' AND " + not_of_extension("pg_class", "c") +
         " AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND " +
         kNumbersColumn + ")";
}

std::string owned_sequences() {
  return "SELECT 'sequence ' || " + kClass + " || ' of column', 'ALTER SEQUENCE ' || " + kClass +
         " || ' OWNED BY ' || " + qualified_sql("tn.nspname", "tc.relname") +
         " || '.' || quote_ident(a.attname), 'ALTER SEQUENCE ' || " + kClass +
         " || ' OWNED BY NONE' FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON"
         " n.oid = c.relnamespace JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND "
         "o.deptype = 'a'"
         " JOIN pg_class tc ON tc.oid = o.refobjid JOIN pg_namespace tn ON tn.oid = tc.relnamespace"
         " JOIN pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid WHERE " +
         kOwnNamespaces + " AND c.relname NOT LIKE '\\_schemac\\_%' AND tc.relname NOT LIKE '\\_schemac\\_%' AND " +
         not_of_extension("pg_class", "c") + " AND NOT (" + kNumbersColumn + ")";
}

std::string unlogged_sequences() {
  return "SELECT 'persistence of sequence ' || " + kClass + ", 'ALTER SEQUENCE ' || " + kClass +
         " || ' SET UNLOGGED', 'ALTER SEQUENCE ' || " + kClass +
         " || ' SET LOGGED' FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid ="
         " c.relnamespace WHERE c.relpersistence = 'u' AND c.relname NOT LIKE '\\_schemac\\_%' AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_class", "c") +
         " AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND " +
         kNumbersColumn + ")";
}

/// A clause a line: what is altered is told from that (objects.cpp).
std::string domains() {
  return "SELECT 'domain ' || " + kType + ", 'CREATE DOMAIN ' || " + kType +
         " || ' AS ' || format_type(t.typbasetype, t.typtypmod)"
         " || COALESCE((SELECT ' COLLATE ' || " +
         qualified_sql("con.nspname", "co.collname") +
         " FROM pg_collation co JOIN pg_namespace con ON con.oid = co.collnamespace JOIN pg_type b ON b.oid = "
         "t.typbasetype"
         " WHERE co.oid = t.typcollation AND t.typcollation <> b.typcollation), '')"
         " || COALESCE(E'\\nDEFAULT ' || pg_get_expr(t.typdefaultbin, 0), '')"
         " || CASE WHEN t.typnotnull THEN E'\\nNOT NULL' ELSE '' END"
         " || COALESCE((SELECT string_agg(E'\\nCONSTRAINT ' || quote_ident(k.conname) || ' ' || "
         "pg_get_constraintdef(k.oid),"
         " '' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid), ''), 'DROP DOMAIN ' || " +
         kType + of_type("t.typtype = 'd'");
}

std::string composite_types() {
  return "SELECT 'type ' || " + kType + ", 'CREATE TYPE ' || " + kType +
         " || ' AS (' || COALESCE((SELECT string_agg(E'\\n  ' || quote_ident(a.attname) || ' ' || "
         "format_type(a.atttypid,"
         " a.atttypmod) || COALESCE((SELECT ' COLLATE ' || quote_ident(co.collname) FROM pg_collation co, pg_type b"
         " WHERE co.oid = a.attcollation AND b.oid = a.atttypid AND b.typcollation <> co.oid), ''), ',' ORDER BY"
         " a.attnum) FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '')"
         " || E'\\n)', 'DROP TYPE ' || " +
         kType +
         of_type("t.typtype = 'c' AND EXISTS (SELECT FROM pg_class r WHERE r.oid = t.typrelid AND r.relkind = 'c')");
}

std::string range_types() {
  return "SELECT 'type ' || " + kType + ", 'CREATE TYPE ' || " + kType +
         " || ' AS RANGE (SUBTYPE = ' || format_type(r.rngsubtype, NULL)"
         " || ', MULTIRANGE_TYPE_NAME = ' || format_type(r.rngmultitypid, NULL)"
         " || CASE WHEN r.rngsubopc <> (SELECT o.oid FROM pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod WHERE "
         "m.amname ="
         " 'btree' AND o.opcdefault AND o.opcintype = (SELECT d.opcintype FROM pg_opclass d WHERE d.oid = r.rngsubopc))"
         " THEN ', SUBTYPE_OPCLASS = ' || (SELECT " +
         qualified_sql("on_.nspname", "o.opcname") +
         " FROM pg_opclass o JOIN pg_namespace on_ ON on_.oid = o.opcnamespace WHERE o.oid = r.rngsubopc) ELSE '' END"
         " || COALESCE((SELECT ', COLLATION = ' || " +
         qualified_sql("con.nspname", "co.collname") +
         " FROM pg_collation co JOIN pg_namespace con ON con.oid = co.collnamespace JOIN pg_type b ON b.oid ="
         " r.rngsubtype WHERE co.oid = r.rngcollation AND b.typcollation <> r.rngcollation), '')"
         " || CASE WHEN r.rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc::text ELSE '' END"
         " || CASE WHEN r.rngcanonical <> 0 THEN ', CANONICAL = ' || r.rngcanonical::regproc::text ELSE '' END || ')',"
         " 'DROP TYPE ' || " +
         kType + " FROM pg_range r, LATERAL (SELECT b.* FROM pg_type b WHERE b.oid = r.rngtypid) t" +
         " JOIN pg_namespace n ON n.oid = t.typnamespace WHERE " + kOwnNamespaces + " AND " +
         not_of_extension("pg_type", "t");
}

std::string collations() {
  const std::string name = qualified_sql("n.nspname", "t.collname");
  return "SELECT 'collation ' || " + name + ", 'CREATE COLLATION ' || " + name +
         " || ' (PROVIDER = ' || CASE t.collprovider WHEN 'i' THEN 'icu' ELSE 'libc' END"
         " || COALESCE(', LOCALE = ' || quote_literal(t.colliculocale), ', LC_COLLATE = ' || "
         "quote_literal(t.collcollate)"
         " || ', LC_CTYPE = ' || quote_literal(t.collctype))"
         " || CASE WHEN t.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END || ')', 'DROP COLLATION ' "
         "|| " +
         name + " FROM pg_collation t JOIN pg_namespace n ON n.oid = t.collnamespace WHERE " + kOwnNamespaces +
         " AND " + not_of_extension("pg_collation", "t");
}

std::string materialized_views() {
  return "SELECT 'materialized view ' || " + kClass + ", 'CREATE MATERIALIZED VIEW ' || " + kClass +
         " || COALESCE(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') || COALESCE(' TABLESPACE ' || "
         "(SELECT "
         "quote_ident(space.spcname) FROM pg_tablespace space WHERE space.oid = c.reltablespace), '') || E' AS\\n'"
         " || rtrim(pg_get_viewdef(c.oid), ';') || CASE WHEN c.relispopulated THEN '' ELSE E'\\nWITH NO DATA' END,"
         " 'DROP MATERIALIZED VIEW ' || " +
         kClass + of_class("c.relkind = 'm'");
}

std::string materialized_view_indexes() {
  const std::string index = qualified_sql("n.nspname", "i.relname");
  const std::string of_views =
      " FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid"
      " JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace space ON space.oid = i.reltablespace"
      " WHERE c.relkind = 'm' AND " +
      kOwnNamespaces + " AND " + not_of_extension("pg_class", "c");
  return "SELECT 'index ' || " + index + ", pg_get_indexdef(x.indexrelid), 'DROP INDEX ' || " + index + of_views +
         " UNION ALL SELECT 'tablespace of index ' || " + index + ", 'ALTER INDEX ' || " + index +
         " || ' SET TABLESPACE ' || quote_ident(space.spcname), 'ALTER INDEX ' || " + index +
         " || ' SET TABLESPACE pg_default'" + of_views + " AND space.spcname IS NOT NULL";
}

std::string policies() {
  const std::string on = "quote_ident(x.polname) || ' ON ' || " + kClass;
  return "SELECT 'policy ' || x.polname || ' on ' || " + kClass + ", 'CREATE POLICY ' || " + on +
         " || CASE WHEN x.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END"
         " || CASE x.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'"
         " WHEN 'd' THEN ' FOR DELETE' ELSE '' END"
         " || CASE WHEN x.polroles = '{0}' THEN '' ELSE ' TO ' || (SELECT string_agg(quote_ident(r.rolname), ', ' "
         "ORDER BY"
         " r.rolname) FROM pg_roles r WHERE r.oid = ANY (x.polroles)) END"
         " || COALESCE(' USING (' || pg_get_expr(x.polqual, x.polrelid) || ')', '')"
         " || COALESCE(' WITH CHECK (' || pg_get_expr(x.polwithcheck, x.polrelid) || ')', ''), 'DROP POLICY ' || " +
         on + of_relation("pg_policy", "polrelid", "true");
}

std::string row_security() {
  const std::string alter = "'ALTER TABLE ' || " + kClass;
  return "SELECT 'row security of ' || " + kClass + ", " + alter + " || ' ENABLE ROW LEVEL SECURITY', " + alter +
         " || ' DISABLE ROW LEVEL SECURITY'" + of_class("c.relrowsecurity") +
         " UNION ALL SELECT 'forced row security of ' || " + kClass + ", " + alter +
         " || ' FORCE ROW LEVEL SECURITY', " + alter + " || ' NO FORCE ROW LEVEL SECURITY'" +
         of_class("c.relforcerowsecurity");
}

/// Of a trigger or a rule, from the column that holds it: how it is said to be in another state than most are.
std::string switched(const std::string& state) {
  return "CASE " + state +
         " WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' ELSE ' ENABLE' END";
}

std::string rules() {
  const std::string alter = "'ALTER TABLE ' || " + kClass + " || ";
  return "SELECT 'rule ' || x.rulename || ' on ' || " + kClass +
         ", rtrim(pg_get_ruledef(x.oid), ';'), 'DROP RULE ' || quote_ident(x.rulename) || ' ON ' || " + kClass +
         of_relation("pg_rewrite", "ev_class", "x.rulename <> '_RETURN'") + " UNION ALL SELECT 'state of rule ' || " +
         "x.rulename || ' on ' || " + kClass + ", " + alter + switched("x.ev_enabled") +
         " || ' RULE ' || quote_ident(x.rulename), " + alter + "' ENABLE RULE ' || quote_ident(x.rulename)" +
         of_relation("pg_rewrite", "ev_class", "x.rulename <> '_RETURN' AND x.ev_enabled <> 'O'");
}

/// Constraint triggers and those with transition tables; and whether a trigger fires. What is said of a partitioned
/// table's trigger holds for its partitions, too (sql-altertable.html), so that these speak after it, the deepest last:
/// what needs no other object is made in the order of names.
std::string special_triggers() {
  const std::string on = "quote_ident(x.tgname) || ' ON ' || " + kClass;
  const std::string alter = "'ALTER TABLE ' || " + kClass + " || ";
  const std::string of_parent = "(SELECT up.tgenabled FROM pg_trigger up WHERE up.oid = x.tgparentid)";
  return "SELECT 'trigger ' || x.tgname || ' on ' || " + kClass + ", pg_get_triggerdef(x.oid), 'DROP TRIGGER ' || " +
         on + of_relation("pg_trigger", "tgrelid", "NOT x.tgisinternal AND x.tgparentid = 0 AND " + kSpecialTrigger) +
         " UNION ALL SELECT 'state of trigger ' || x.tgname || ' on ' || " + kClass + ", " + alter +
         switched("x.tgenabled") + " || ' TRIGGER ' || quote_ident(x.tgname), " + alter +
         "' ENABLE TRIGGER ' || quote_ident(x.tgname)" +
         of_relation("pg_trigger", "tgrelid", "NOT x.tgisinternal AND x.tgparentid = 0 AND x.tgenabled <> 'O'") +
         " UNION ALL SELECT 'trigger state of ' || repeat('sub', (SELECT count(*)::int FROM"
         " pg_partition_ancestors(c.oid)) - 2) || 'partition ' || x.tgname || ' on ' || " +
         kClass + ", " + alter + switched("x.tgenabled") + " || ' TRIGGER ' || quote_ident(x.tgname), " + alter +
         switched(of_parent) + " || ' TRIGGER ' || quote_ident(x.tgname)" +
         of_relation("pg_trigger", "tgrelid", "x.tgparentid <> 0 AND x.tgenabled <> " + of_parent);
}

std::string event_triggers() {
  return "SELECT 'event trigger ' || x.evtname, 'CREATE EVENT TRIGGER ' || quote_ident(x.evtname) || ' ON ' || "
         "x.evtevent"
         " || COALESCE(' WHEN TAG IN (' || (SELECT string_agg(quote_literal(g), ', ') FROM unnest(x.evttags) g) || "
         "')', '')"
         " || ' EXECUTE FUNCTION ' || x.evtfoid::regproc::text || '()', 'DROP EVENT TRIGGER ' || quote_ident(x.evtname)"
         " FROM pg_event_trigger x WHERE " +
         not_of_extension("pg_event_trigger", "x") +
         " UNION ALL SELECT 'state of event trigger ' || x.evtname, 'ALTER EVENT TRIGGER ' || quote_ident(x.evtname) "
         "|| " +
         switched("x.evtenabled") +
         ", 'ALTER EVENT TRIGGER ' || quote_ident(x.evtname) || ' ENABLE' FROM pg_event_trigger x WHERE x.evtenabled "
         "<> "
         "'O' AND " +
         not_of_extension("pg_event_trigger", "x");
}

std::string exclusion_constraints() {
  const std::string alter = "'ALTER TABLE ' || " + kClass;
  return "SELECT 'constraint ' || x.conname || ' on ' || " + kClass + ", " + alter +
         " || ' ADD CONSTRAINT ' || quote_ident(x.conname) || ' ' || pg_get_constraintdef(x.oid), " + alter +
         " || ' DROP CONSTRAINT ' || quote_ident(x.conname)" +
         of_relation("pg_constraint", "conrelid", "x.contype = 'x' AND x.conparentid = 0");
}

std::string statistics() {
  const std::string name = qualified_sql("n.nspname", "x.stxname");
  return "SELECT 'statistics ' || " + name + ", pg_get_statisticsobjdef(x.oid), 'DROP STATISTICS ' || " + name +
         " FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace WHERE " + kOwnNamespaces + " AND " +
         not_of_extension("pg_statistic_ext", "x");
}

/// Of a table that has heirs, which its name alone would take along, itself is named (sql-createpublication.html).
std::string publications() {
  const std::string tables =
      "(SELECT string_agg(CASE WHEN c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid) "
      "THEN 'TABLE ONLY ' ELSE 'TABLE ' END || " +
      qualified_sql("n.nspname", "c.relname") +
      " || COALESCE(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a "
      "WHERE"
      " a.attrelid = c.oid AND a.attnum = ANY (r.prattrs)) || ')', '') || COALESCE(' WHERE (' || pg_get_expr(r.prqual,"
      " c.oid) || ')', ''), ', ' ORDER BY n.nspname, c.relname) FROM pg_publication_rel r JOIN pg_class c ON c.oid ="
      " r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = x.oid)";
  const std::string schemas =
      "(SELECT string_agg('TABLES IN SCHEMA ' || quote_ident(n.nspname), ', ' ORDER BY n.nspname) FROM"
      " pg_publication_namespace s JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = x.oid)";
  return "SELECT 'publication ' || x.pubname, 'CREATE PUBLICATION ' || quote_ident(x.pubname) || CASE WHEN"
         " x.puballtables THEN ' FOR ALL TABLES' ELSE COALESCE(' FOR ' || NULLIF(concat_ws(', ', " +
         tables + ", " + schemas +
         "), ''), '') END || ' WITH (publish = ' || quote_literal(concat_ws(', ', CASE WHEN x.pubinsert THEN 'insert'"
         " END, CASE WHEN x.pubupdate THEN 'update' END, CASE WHEN x.pubdelete THEN 'delete' END, CASE WHEN"
         " x.pubtruncate THEN 'truncate' END)) || CASE WHEN x.pubviaroot THEN ', publish_via_partition_root = true'"
         " ELSE '' END || ')', 'DROP PUBLICATION ' || quote_ident(x.pubname) FROM pg_publication x WHERE " +
         not_of_extension("pg_publication", "x");
}

/// What a table is told beside its definition.
std::string table_settings() {
  const std::string alter = "'ALTER TABLE ' || " + kClass;
  const std::string index =
      " FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid"
      " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " +
      kOwnNamespaces + " AND c.relname NOT LIKE '\\_schemac\\_%' AND ";
  const std::string column =
      " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid ="
      " c.relnamespace JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND NOT a.attisdropped"
      " AND a.attname NOT LIKE '\\_schemac\\_%' AND c.relname NOT LIKE '\\_schemac\\_%' AND"
      " c.relkind IN ('r', 'p', 'm') AND " +
      kOwnNamespaces + " AND ";
  const std::string alter_column = alter + " || ' ALTER COLUMN ' || quote_ident(a.attname) || ";
  const std::string of_column = kClass + " || '.' || a.attname, ";
  return "SELECT 'clustering of ' || " + kClass + ", " + alter + " || ' CLUSTER ON ' || quote_ident(i.relname), " +
         alter + " || ' SET WITHOUT CLUSTER'" + index +
         "x.indisclustered"
         " UNION ALL SELECT 'replica identity of ' || " +
         kClass + ", " + alter + " || ' REPLICA IDENTITY USING INDEX ' || quote_ident(i.relname), " + alter +
         " || ' REPLICA IDENTITY DEFAULT'" + index +
         "x.indisreplident AND c.relreplident = 'i'"
         " UNION ALL SELECT 'replica identity of ' || " +
         kClass + ", " + alter +
         " || CASE c.relreplident WHEN 'f' THEN ' REPLICA IDENTITY FULL' ELSE ' REPLICA IDENTITY NOTHING' END, " +
         alter + " || ' REPLICA IDENTITY DEFAULT'" +
         of_class("c.relkind IN ('r', 'p') AND c.relreplident IN ('f', 'n')") + " UNION ALL SELECT 'storage of ' || " +
         of_column + alter_column + "' SET STORAGE ' || " + storage_word("a.attstorage") + ", " + alter_column +
         "' SET STORAGE ' || " + storage_word("t.typstorage") + column +
         "a.attstorage <> t.typstorage"
         " UNION ALL SELECT 'statistics of ' || " +
         of_column + alter_column + "' SET STATISTICS ' || a.attstattarget, " + alter_column + "' SET STATISTICS -1'" +
         column +
         "a.attstattarget >= 0"
         " UNION ALL SELECT 'settings of ' || " +
         of_column + alter_column + "' SET (' || d.\"all\" || ')', " + alter_column +
         "' RESET (n_distinct, n_distinct_inherited)'" +
         text::replace_all(column, "WHERE a.attnum > 0",
                           ", LATERAL (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o WHERE o LIKE"
                           " 'n\\_distinct%') d(\"all\") WHERE a.attnum > 0") +
         "a.attoptions IS NOT NULL AND d.\"all\" IS NOT NULL"
         " UNION ALL SELECT 'target of statistics ' || " +
         qualified_sql("n.nspname", "x.stxname") + ", 'ALTER STATISTICS ' || " +
         qualified_sql("n.nspname", "x.stxname") +
         " || ' SET STATISTICS ' || x.stxstattarget, 'ALTER STATISTICS ' || " +
         qualified_sql("n.nspname", "x.stxname") +
         " || ' SET STATISTICS -1' FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace"
         " WHERE x.stxstattarget >= 0 AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_statistic_ext", "x") +
         " UNION ALL SELECT 'statistics of index ' || i.relname || ' ' || ia.attnum, 'ALTER INDEX ' || " +
         qualified_sql("n.nspname", "i.relname") +
         " || ' ALTER COLUMN ' || ia.attnum || ' SET STATISTICS ' || ia.attstattarget, 'ALTER INDEX ' || " +
         qualified_sql("n.nspname", "i.relname") + " || ' ALTER COLUMN ' || ia.attnum || ' SET STATISTICS -1'" +
         " FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid"
         " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute ia ON ia.attrelid = i.oid WHERE "
         "ia.attstattarget >= 0 AND c.relname NOT LIKE '\\_schemac\\_%' AND " +
         kOwnNamespaces + " UNION ALL SELECT 'default of view ' || " + of_column + alter_column +
         "' SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), " + alter_column +
         "' DROP DEFAULT' FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN"
         " pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_class", "c") + " UNION ALL SELECT 'compression of ' || " +
         of_column + alter_column +
         "' SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END, " + alter_column +
         "' SET COMPRESSION default'" + column + "a.attcompression IN ('p', 'l')";
}

/// What a partition, or an heir of another table, says otherwise of a column that it has from its parent. Its own heirs
/// get it, too, and speak after it: "default passed on of" stands behind "default of".
std::string inherited_defaults() {
  const std::string alter = "'ALTER TABLE ' || " + kClass + " || ' ALTER COLUMN ' || quote_ident(a.attname) || ";
  const auto default_of = [](const std::string& def) {
    return "COALESCE(' SET DEFAULT ' || pg_get_expr(" + def + ".adbin, " + def + ".adrelid), ' DROP DEFAULT')";
  };
  const std::string generation =
      "(WITH RECURSIVE above(rel, at) AS (SELECT inhparent, 1 FROM pg_inherits WHERE inhrelid = c.oid UNION ALL SELECT"
      " inhparent, at + 1 FROM pg_inherits JOIN above ON inhrelid = rel) SELECT max(at) FROM above)";
  return "SELECT 'default ' || repeat('passed on ', " + generation + " - 1) || 'of ' || " + kClass +
         " || '.' || a.attname, " + alter + default_of("d") + ", " + alter + default_of("pd") +
         " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
         " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum JOIN pg_inherits i ON i.inhrelid = "
         "c.oid"
         " JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname LEFT JOIN pg_attrdef pd ON"
         " pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum WHERE a.attinhcount > 0 AND NOT a.attisdropped AND"
         " a.attname NOT LIKE '\\_schemac\\_%' AND c.relname NOT LIKE '\\_schemac\\_%' AND c.relkind IN ('r', 'p') AND"
         " pg_get_expr(pd.adbin, pd.adrelid) IS DISTINCT FROM pg_get_expr(d.adbin, d.adrelid) AND " +
         kOwnNamespaces;
}

/// A column that may not be null though its parent's may; a primary key says so by itself.
std::string inherited_not_null() {
  const std::string alter = "'ALTER TABLE ' || " + kClass + " || ' ALTER COLUMN ' || quote_ident(a.attname) || ";
  return "SELECT 'not null of ' || " + kClass + " || '.' || a.attname, " + alter + "' SET NOT NULL', " + alter +
         "' DROP NOT NULL' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid ="
         " c.relnamespace WHERE a.attinhcount > 0 AND a.attnotnull AND NOT a.attisdropped AND c.relkind IN ('r', 'p')"
         " AND c.relname NOT LIKE '\\_schemac\\_%' AND a.attname NOT LIKE '\\_schemac\\_%' AND NOT EXISTS (SELECT FROM"
         " pg_inherits i JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname WHERE i.inhrelid "
         "="
         " a.attrelid AND pa.attnotnull) AND NOT EXISTS (SELECT FROM pg_index k WHERE k.indrelid = a.attrelid AND"
         " k.indisprimary AND a.attnum = ANY (k.indkey)) AND " +
         kOwnNamespaces;
}

/// An index of a partitioned table that some of its partitions do not have: it is made of the table ONLY, and those of
/// partitions are attached to it one by one.
std::string partial_partitioned_indexes() {
  const std::string of_part = "(SELECT " + qualified_sql("pn.nspname", "p.relname") +
                              " FROM pg_class p JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE p.oid = ";
  return "SELECT 'index ' || " + qualified_sql("n.nspname", "ic.relname") +
         ", pg_get_indexdef(ic.oid) || COALESCE((SELECT string_agg(format(E';\\n%s;\\nALTER INDEX %s ATTACH PARTITION"
         " %s', pg_get_indexdef(t.relid), " +
         of_part + "t.parentrelid), " + of_part +
         "t.relid)), '' ORDER BY t.level, t.relid::text) FROM pg_partition_tree(ic.oid) t WHERE t.level > 0), ''),"
         " 'DROP INDEX ' || " +
         qualified_sql("n.nspname", "ic.relname") +
         " FROM pg_index x JOIN pg_class ic ON ic.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN"
         " pg_namespace n ON n.oid = c.relnamespace WHERE NOT x.indisvalid AND ic.relkind = 'I' AND NOT"
         " ic.relispartition AND c.relname NOT LIKE '\\_schemac\\_%' AND NOT EXISTS (SELECT FROM pg_constraint k WHERE"
         " k.conindid = ic.oid AND k.contype IN ('p', 'u', 'x')) AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_class", "c");
}

std::vector<KindQuery> kinds() {
  const std::string always = "true", sequence = "EXISTS (SELECT FROM pg_sequence)";
  const std::string materialized = any_own("pg_class", "relkind = 'm'"), heir = "EXISTS (SELECT FROM pg_inherits)";
  std::vector<KindQuery> out = {
      {sequence, sequences()},
      {sequence, owned_sequences()},
      {sequence, unlogged_sequences()},
      {any_own("pg_type", "typtype = 'd'"), domains()},
      {any_own("pg_class", "relkind = 'c'"), composite_types()},
      {any_own("pg_type", "typtype = 'r'"), range_types()},
      {any_own("pg_collation"), collations()},
      {materialized, materialized_views()},
      {materialized, materialized_view_indexes()},
      {any_own("pg_policy"), policies()},
      {any_own("pg_class", "(relrowsecurity OR relforcerowsecurity)"), row_security()},
      {any_own("pg_rewrite", "rulename <> '_RETURN'"), rules()},
      {any_own("pg_trigger", "NOT tgisinternal"), special_triggers()},
      {any_own("pg_event_trigger"), event_triggers()},
      {any_own("pg_proc", "prokind = 'a'"), aggregates_query()},
      {any_own("pg_constraint", "contype = 'x'"), exclusion_constraints()},
      {any_own("pg_statistic_ext"), statistics()},
      {any_own("pg_publication"), publications()},
      {always, table_settings()},
      {heir, inherited_defaults()},
      {heir, inherited_not_null()},
      {any_own("pg_class", "relkind = 'I'"), partial_partitioned_indexes()},
      {always, rights_query()},
      {always, owners_query()},
      {always, comments_query()},
  };
  for (KindQuery& query : prerequisite_queries()) out.push_back(std::move(query));
  return out;
}

}  // namespace

Result<void> inspect_raw(Inspecting& state) {
  const std::vector<KindQuery> queries = kinds();
  std::vector<std::string> conditions, parts;
  for (const KindQuery& query : queries) conditions.push_back(query.where);
  auto looked = state.each("SELECT " + text::join(conditions, ", "), [&](const Row& row) {
    for (std::size_t i = 0; i < queries.size(); ++i)
      if (is_true(row[i])) parts.push_back("SELECT * FROM (" + queries[i].sql + ") q(name, made, unmade)");
  });
  if (!looked) return looked;
  return state.each(text::join(parts, " UNION ALL "), [&](const Row& row) {
    RawObject object;
    object.name = text_of(row[0]);
    object.create = expr::raw(DialectId::postgres, text_of(row[1]));
    object.drop = expr::raw(DialectId::postgres, text_of(row[2]));
    state.out.catalog.raw_objects.add(std::move(object));
  });
}

}  // namespace schemac::dialect::postgres
