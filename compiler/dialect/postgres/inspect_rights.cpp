// Who may do what, who owns what, and what is said of what: carried as statements (inspect_raw.cpp). What follows from
// PostgreSQL's own defaults is left out.
#include "dialect/postgres/inspect.h"

namespace schemac::dialect::postgres {

namespace {

const std::string kRole = "(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)";

/// What each object is called in GRANT, its rights, and those that it would have if nobody had said anything.
std::string objects_with_rights() {
  const std::string not_ours = " AND c.relname NOT LIKE '\\_schemac\\_%'";
  const std::string function =
      qualified_sql("n.nspname", "p.proname") + " || '(' || pg_get_function_identity_arguments(p.oid) || ')'";
  return "SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || " +
         qualified_sql("n.nspname", "c.relname") +
         ", c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", c.relowner), ''"
         " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', "
         "'f') AND " +
         kOwnNamespaces + not_ours + " AND " + not_of_extension("pg_class", "c") + " UNION ALL SELECT 'TABLE ' || " +
         qualified_sql("n.nspname", "c.relname") +
         ", a.attacl, NULL::aclitem[], ' (' || quote_ident(a.attname) || ')' FROM pg_attribute a JOIN pg_class c ON"
         " c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attacl IS NOT NULL AND NOT"
         " a.attisdropped AND a.attname NOT LIKE '\\_schemac\\_%' AND " +
         kOwnNamespaces + not_ours + " AND " + not_of_extension("pg_class", "c") +
         " UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || " + function +
         ", p.proacl, acldefault('f', p.proowner), '' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
         "WHERE " +
         kOwnNamespaces + " AND " + not_of_extension("pg_proc", "p") +
         " UNION ALL SELECT 'SCHEMA ' || quote_ident(n.nspname), n.nspacl, COALESCE((SELECT i.initprivs FROM "
         "pg_init_privs i"
         " WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid), acldefault('n', n.nspowner)), ''"
         " FROM pg_namespace n WHERE " +
         kOwnNamespaces + " AND " + not_of_extension("pg_namespace", "n") + " UNION ALL SELECT 'TYPE ' || " +
         qualified_sql("n.nspname", "t.typname") +
         ", t.typacl, acldefault('T', t.typowner), '' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
         "WHERE"
         " t.typtype IN ('e', 'd', 'r', 'c') AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_type", "t");
}

std::string default_rights() {
  return "SELECT 'ALTER DEFAULT PRIVILEGES FOR ROLE ' || quote_ident(pg_get_userbyid(d.defaclrole))"
         " || COALESCE((SELECT ' IN SCHEMA ' || quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = "
         "d.defaclnamespace), '')"
         " || ' ', CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' "
         "WHEN 'T'"
         " THEN 'TYPES' ELSE 'SCHEMAS' END, d.defaclacl, CASE d.defaclnamespace WHEN 0 THEN acldefault(CASE"
         " d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) ELSE NULL::aclitem[] END, ''"
         " FROM pg_default_acl d";
}

}  // namespace

std::string rights_query() {
  return "WITH o(before, called, acl, base, columns) AS (SELECT '', x.* FROM (" + objects_with_rights() +
         ") x(called, acl, base, columns) WHERE acl IS NOT NULL UNION ALL " + default_rights() +
         "),"
         // an owner has the right by nature, and may have been given the option to hand it on
         " granted AS (SELECT before, called, e.grantee, e.is_grantable, b.grantee IS NOT NULL AS is_own,"
         " string_agg(e.privilege_type || columns, ', ' ORDER BY e.privilege_type) AS rights, columns"
         " FROM o, aclexplode(o.acl) e LEFT JOIN LATERAL (SELECT b.grantee, b.is_grantable AS may FROM"
         " aclexplode(o.base) b WHERE b.grantee = e.grantee AND b.privilege_type = e.privilege_type) b ON true"
         " WHERE b.grantee IS NULL OR (e.is_grantable AND NOT b.may)"
         " GROUP BY before, called, e.grantee, e.is_grantable, columns, b.grantee IS NOT NULL),"
         " revoked AS (SELECT before, called, grantee, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS "
         "rights"
         " FROM o, aclexplode(o.base) b WHERE NOT EXISTS (SELECT FROM aclexplode(o.acl) e WHERE e.grantee = b.grantee "
         "AND"
         " e.privilege_type = b.privilege_type) GROUP BY before, called, grantee)"
         " SELECT lower(before) || 'grant on ' || called || columns || ' to ' || " +
         kRole +
         " || CASE WHEN is_grantable THEN ' with grant option' ELSE '' END || CASE WHEN is_own THEN ' of its own' ELSE"
         " '' END, before || 'GRANT ' || rights || ' ON ' || called"
         " || ' TO ' || " +
         kRole +
         " || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END,"
         " before || CASE WHEN is_own THEN 'REVOKE GRANT OPTION FOR ' ELSE 'REVOKE ' END || rights || ' ON ' || called"
         " || ' FROM ' || " +
         kRole +
         " FROM granted"
         " UNION ALL SELECT lower(before) || 'revoke on ' || called || ' from ' || " +
         kRole + ", before || 'REVOKE ' || rights || ' ON ' || called || ' FROM ' || " + kRole +
         ", before || 'GRANT ' || rights || ' ON ' || called || ' TO ' || " + kRole + " FROM revoked ORDER BY 1";
}

namespace {

/// " UNION ALL SELECT word, name, owner, usual …" of a catalog whose columns begin with `prefix`.
std::string owners_of(const std::string& word, const std::string& catalog, const std::string& prefix,
                      const std::string& name) {
  return " UNION ALL SELECT " + word + ", " + name + ", x." + prefix + "owner, 'CURRENT_USER' FROM " + catalog +
         " x JOIN pg_namespace n ON n.oid = x." + prefix + "namespace WHERE " + kOwnNamespaces + " AND " +
         not_of_extension(catalog, "x");
}

}  // namespace

/// Whoever applies a migration owns what it makes; only other owners are said.
std::string owners_query() {
  const std::string function = qualified_sql("n.nspname", "p.proname") +
                               " || '(' || CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE"
                               " pg_get_function_identity_arguments(p.oid) END || ')'";
  return "SELECT 'owner of ' || lower(word) || ' ' || called, 'ALTER ' || word || ' ' || called || ' OWNER TO ' ||"
         " quote_ident(pg_get_userbyid(owner)), 'ALTER ' || word || ' ' || called || ' OWNER TO ' || usual FROM ("
         "SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE "
         "'TABLE'"
         " END AS word, " +
         qualified_sql("n.nspname", "c.relname") +
         " AS called, c.relowner AS owner, 'CURRENT_USER' AS usual"
         " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')"
         " AND c.relname NOT LIKE '\\_schemac\\_%' AND NOT EXISTS (SELECT FROM pg_depend o JOIN pg_sequence q ON"
         " q.seqrelid = o.objid WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND " +
         kNumbersColumn + ") AND " + kOwnNamespaces + " AND " + not_of_extension("pg_class", "c") +
         " UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END, " +
         function + ", p.proowner, 'CURRENT_USER' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE " +
         kOwnNamespaces + " AND " + not_of_extension("pg_proc", "p") +
         " UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, " +
         qualified_sql("n.nspname", "t.typname") +
         ", t.typowner, 'CURRENT_USER' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE (t.typtype IN"
         " ('e', 'd', 'r') OR (t.typtype = 'c' AND EXISTS (SELECT FROM pg_class r WHERE r.oid = t.typrelid AND "
         "r.relkind ="
         " 'c'))) AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_type", "t") +
         owners_of("'OPERATOR'", "pg_operator", "opr",
                   "n.nspname || '.' || x.oprname || regexp_replace("
                   "x.oid::regoperator::text, '^[^(]*', '')") +
         owners_of("'OPERATOR CLASS'", "pg_opclass", "opc",
                   qualified_sql("n.nspname", "x.opcname") +
                       " || ' USING ' || (SELECT amname FROM pg_am WHERE pg_am.oid = x.opcmethod)") +
         owners_of("'OPERATOR FAMILY'", "pg_opfamily", "opf",
                   qualified_sql("n.nspname", "x.opfname") +
                       " || ' USING ' || (SELECT amname FROM pg_am WHERE pg_am.oid = x.opfmethod)") +
         owners_of("'TEXT SEARCH DICTIONARY'", "pg_ts_dict", "dict", qualified_sql("n.nspname", "x.dictname")) +
         owners_of("'TEXT SEARCH CONFIGURATION'", "pg_ts_config", "cfg", qualified_sql("n.nspname", "x.cfgname")) +
         " UNION ALL SELECT 'SCHEMA', quote_ident(n.nspname), n.nspowner, 'CURRENT_USER' FROM pg_namespace n WHERE"
         " n.nspname <> 'public' AND " +
         kOwnNamespaces + " AND " + not_of_extension("pg_namespace", "n") +
         " UNION ALL SELECT 'SCHEMA', 'public', n.nspowner, 'pg_database_owner' FROM pg_namespace n WHERE n.nspname ="
         " 'public') x WHERE pg_get_userbyid(owner) <> CASE usual WHEN 'CURRENT_USER' THEN current_user ELSE usual END";
}

/// Of what the catalog gives no comment of its own.
std::string comments_query() {
  const std::string on =
      "CASE WHEN i.type LIKE '% column' THEN 'COLUMN' WHEN i.type LIKE '% constraint' THEN 'CONSTRAINT'"
      " WHEN i.type = 'statistics object' THEN 'STATISTICS' ELSE upper(i.type) END || ' ' || CASE i.type WHEN 'domain "
      "constraint' THEN"
      " regexp_replace(i.identity, ' on (?!.* on )', ' ON DOMAIN ') WHEN 'aggregate' THEN (SELECT " +
      qualified_sql("an.nspname", "a.proname") +
      " || '(' || CASE WHEN a.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(a.oid) END || ')' FROM"
      " pg_proc a JOIN pg_namespace an ON an.oid = a.pronamespace WHERE a.oid = d.objoid) ELSE i.identity END";
  const auto is = [](const char* catalog) { return std::string("d.classoid = '") + catalog + "'::regclass"; };
  const auto is_of = [&](const char* catalog, const std::string& condition) {
    return "(" + is(catalog) + " AND EXISTS (SELECT FROM " + catalog + " x WHERE x.oid = d.objoid AND (" + condition +
           ")))";
  };
  return "SELECT 'comment on ' || i.type || ' ' || i.identity, 'COMMENT ON ' || " + on +
         " || ' IS ' || quote_literal(d.description), 'COMMENT ON ' || " + on +
         " || CASE WHEN i.type || i.identity = 'schemapublic' THEN ' IS ''standard public schema''' WHEN i.type ="
         " 'extension' THEN COALESCE((SELECT ' IS ' || quote_literal(v.comment) FROM pg_available_extensions v WHERE"
         " quote_ident(v.name) = i.identity), ' IS NULL') ELSE ' IS NULL' END"
         " FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i"
         " WHERE ((d.objoid >= 16384 AND (" +
         is_of(
             "pg_class",
             "CASE WHEN d.objsubid > 0 THEN x.relkind IN ('m', 'v', 'c') OR (x.relkind IN ('r', 'p') AND EXISTS (SELECT"
             " FROM pg_attribute h WHERE h.attrelid = x.oid AND h.attnum = d.objsubid AND h.attinhcount > 0)) WHEN"
             " x.relkind IN ('i', 'I') THEN EXISTS"
             " (SELECT FROM pg_index k JOIN pg_class m ON m.oid = k.indrelid WHERE k.indexrelid = x.oid AND "
             "m.relkind = 'm')"
             " OR EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))"
             " ELSE x.relkind IN ('m', 'S', 'c') END") +
         " OR " + is_of("pg_constraint", "(x.contype IN ('p', 'u', 'f', 'x') OR x.contypid <> 0)") + " OR " +
         is_of("pg_type", "x.typtype IN ('d', 'r', 'c')") + " OR " + is_of("pg_proc", "x.prokind = 'a'") + " OR " +
         is_of("pg_trigger", kSpecialTrigger + std::string(" OR x.tgparentid <> 0")) + " OR " + is("pg_policy") +
         " OR " + is_of("pg_rewrite", "x.rulename <> '_RETURN'") + " OR " + is("pg_event_trigger") + " OR " +
         is("pg_statistic_ext") + " OR " + is("pg_publication") + " OR " + is("pg_collation") + " OR " +
         is("pg_operator") + " OR " + is("pg_opclass") + " OR " + is("pg_opfamily") + " OR " + is("pg_cast") + " OR " +
         is("pg_ts_config") + " OR " + is("pg_ts_dict") + ")) OR (" + is_of("pg_namespace", "x.nspname = 'public'") +
         " AND d.description <> 'standard public schema') OR " +
         is_of("pg_extension",
               "x.extname <> 'plpgsql' AND d.description IS DISTINCT FROM (SELECT v.comment FROM"
               " pg_available_extensions v WHERE v.name = x.extname)") +
         ")"
         " AND (i.schema IS NULL OR i.schema <> 'schemac') AND i.identity NOT LIKE '%\\_schemac\\_%'"
         " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = "
         "'e')";
}

}  // namespace schemac::dialect::postgres
