// Operators with their classes and families, casts and text search: what tables, indexes and queries use without being
// of it. Carried as statements (inspect_raw.cpp).
#include "dialect/postgres/inspect.h"

namespace schemac::dialect::postgres {

namespace {

/// " FROM catalog x JOIN pg_namespace n … WHERE …" of the users' own.
std::string own(const std::string& catalog, const std::string& schema, const std::string& joins = "") {
  return " FROM " + catalog + " x JOIN pg_namespace n ON n.oid = x." + schema + joins + " WHERE " + kOwnNamespaces +
         " AND " + not_of_extension(catalog, "x");
}

/// An operator without a function is one that another has been told is its commutator or negator.
std::string operators() {
  const std::string schema = "CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END";
  const std::string name = schema + " || x.oprname";
  const std::string other =
      "(SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')' FROM pg_operator o JOIN pg_namespace n"
      " ON n.oid = o.oprnamespace WHERE o.oid = x.";
  const std::string operands =
      "'(' || CASE x.oprleft WHEN 0 THEN 'NONE' ELSE format_type(x.oprleft, NULL) END || ', ' || CASE x.oprright WHEN 0"
      " THEN 'NONE' ELSE format_type(x.oprright, NULL) END || ')'";
  return "SELECT 'operator ' || " + name + " || " + operands + ", 'CREATE OPERATOR ' || " + name +
         " || ' (FUNCTION = ' || x.oprcode::regproc::text"
         " || CASE x.oprleft WHEN 0 THEN '' ELSE ', LEFTARG = ' || format_type(x.oprleft, NULL) END"
         " || CASE x.oprright WHEN 0 THEN '' ELSE ', RIGHTARG = ' || format_type(x.oprright, NULL) END"
         " || COALESCE(', COMMUTATOR = ' || " +
         other + "oprcom), '') || COALESCE(', NEGATOR = ' || " + other +
         "oprnegate), '')"
         " || CASE WHEN x.oprrest <> 0 THEN ', RESTRICT = ' || x.oprrest::regproc::text ELSE '' END"
         " || CASE WHEN x.oprjoin <> 0 THEN ', JOIN = ' || x.oprjoin::regproc::text ELSE '' END"
         " || CASE WHEN x.oprcanhash THEN ', HASHES' ELSE '' END || CASE WHEN x.oprcanmerge THEN ', MERGES' ELSE '' END"
         " || ')', 'DROP OPERATOR ' || " +
         name + " || ' ' || " + operands + own("pg_operator", "oprnamespace") + " AND x.oprcode <> 0";
}

/// What a class brings, or a family has got beside its classes: its operators and functions, a line each.
std::string members_of(const std::string& catalog) {
  const auto depends = [&](const std::string& member) {
    return " EXISTS (SELECT FROM pg_depend e WHERE e.classid = '" + member + "'::regclass AND e.objid = m.oid AND" +
           " e.refclassid = '" + catalog + "'::regclass AND e.refobjid = x.oid)";
  };
  return "(SELECT string_agg(line, E',\\n  ' ORDER BY line) FROM (SELECT 'OPERATOR ' || m.amopstrategy || ' ' ||"
         " m.amopopr::regoperator::text || CASE m.amoppurpose WHEN 'o' THEN ' FOR ORDER BY ' || (SELECT " +
         qualified_sql("n.nspname", "f.opfname") +
         " FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = m.amopsortfamily) ELSE '' END"
         " FROM pg_amop m WHERE" +
         depends("pg_amop") +
         " UNION ALL SELECT 'FUNCTION ' || m.amprocnum || ' (' || format_type(m.amproclefttype, NULL) || ', ' ||"
         " format_type(m.amprocrighttype, NULL) || ') ' || m.amproc::regprocedure::text FROM pg_amproc m WHERE" +
         depends("pg_amproc") + ") l(line))";
}

std::string operator_families() {
  const std::string name = qualified_sql("n.nspname", "x.opfname");
  const std::string family = "OPERATOR FAMILY ' || " + name + " || ' USING ' || am.amname";
  return "SELECT am.amname || ' operator family ' || " + name + ", 'CREATE " + family + " || COALESCE(E';\\nALTER " +
         family + " || E' ADD\\n  ' || " + members_of("pg_opfamily") + ", ''), 'DROP " + family +
         own("pg_opfamily", "opfnamespace", " JOIN pg_am am ON am.oid = x.opfmethod");
}

std::string operator_classes() {
  const std::string name = qualified_sql("n.nspname", "x.opcname");
  return "SELECT am.amname || ' operator class ' || " + name + ", 'CREATE OPERATOR CLASS ' || " + name +
         " || CASE WHEN x.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' || format_type(x.opcintype, NULL) ||"
         " ' USING ' || am.amname || ' FAMILY ' || (SELECT " +
         qualified_sql("fn.nspname", "f.opfname") +
         " FROM pg_opfamily f JOIN pg_namespace fn ON fn.oid = f.opfnamespace WHERE f.oid = x.opcfamily) || E' AS\\n  "
         "' || concat_ws(E',\\n  ', " +
         members_of("pg_opclass") +
         ", CASE WHEN x.opckeytype <> 0 THEN 'STORAGE ' || format_type(x.opckeytype, NULL) END),"
         " 'DROP OPERATOR CLASS ' || " +
         name + " || ' USING ' || am.amname" +
         own("pg_opclass", "opcnamespace", " JOIN pg_am am ON am.oid = x.opcmethod");
}

std::string casts() {
  const std::string cast = "'(' || format_type(x.castsource, NULL) || ' AS ' || format_type(x.casttarget, NULL) || ')'";
  return "SELECT 'cast ' || " + cast + ", 'CREATE CAST ' || " + cast +
         " || CASE x.castmethod WHEN 'f' THEN ' WITH FUNCTION ' || x.castfunc::regprocedure::text WHEN 'i' THEN"
         " ' WITH INOUT' ELSE ' WITHOUT FUNCTION' END || CASE x.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' "
         "THEN"
         " ' AS IMPLICIT' ELSE '' END, 'DROP CAST ' || " +
         cast +
         " FROM pg_cast x WHERE x.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid ="
         " 'pg_cast'::regclass AND i.objid = x.oid AND i.deptype = 'i') AND " +
         not_of_extension("pg_cast", "x");
}

/// An option a line: what is altered is told from that (prerequisites.cpp).
std::string text_search_dictionaries() {
  const std::string name = qualified_sql("n.nspname", "x.dictname");
  return "SELECT 'text search dictionary ' || " + name + ", 'CREATE TEXT SEARCH DICTIONARY ' || " + name +
         " || ' (TEMPLATE = ' || (SELECT CASE tn.nspname WHEN 'pg_catalog' THEN '' ELSE quote_ident(tn.nspname) || '.'"
         " END || quote_ident(t.tmplname) FROM pg_ts_template t JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE"
         " t.oid = x.dicttemplate) || COALESCE(E',\\n  ' || (SELECT string_agg(o[1], E',\\n  ') FROM"
         " regexp_matches(x.dictinitoption, '(\"?\\w+\"? = E?''(?:[^'']|'''')*'')', 'g') o), '') || E'\\n)',"
         " 'DROP TEXT SEARCH DICTIONARY ' || " +
         name + own("pg_ts_dict", "dictnamespace");
}

/// A mapping a line, for the same reason.
std::string text_search_configurations() {
  const std::string name = qualified_sql("n.nspname", "x.cfgname");
  return "SELECT 'text search configuration ' || " + name + ", 'CREATE TEXT SEARCH CONFIGURATION ' || " + name +
         " || ' (PARSER = ' || (SELECT CASE pn.nspname WHEN 'pg_catalog' THEN '' ELSE quote_ident(pn.nspname) || '.' "
         "END"
         " || quote_ident(p.prsname) FROM pg_ts_parser p JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid ="
         " x.cfgparser) || ')' || COALESCE((SELECT string_agg(E';\\nALTER TEXT SEARCH CONFIGURATION ' || " +
         name +
         " || ' ADD MAPPING FOR ' || quote_ident(m.token) || ' WITH ' || m.dictionaries, '' ORDER BY m.token) FROM"
         " (SELECT (SELECT t.alias FROM ts_token_type(x.cfgparser) t WHERE t.tokid = k.maptokentype),"
         " string_agg(k.mapdict::regdictionary::text, ', ' ORDER BY k.mapseqno) FROM pg_ts_config_map k WHERE k.mapcfg "
         "="
         " x.oid GROUP BY k.maptokentype) m(token, dictionaries)), ''), 'DROP TEXT SEARCH CONFIGURATION ' || " +
         name + own("pg_ts_config", "cfgnamespace");
}

}  // namespace

std::vector<KindQuery> prerequisite_queries() {
  return {{any_own("pg_operator"), operators()},
          {any_own("pg_opfamily"), operator_families()},
          {any_own("pg_opclass"), operator_classes()},
          {any_own("pg_cast"), casts()},
          {any_own("pg_ts_dict"), text_search_dictionaries()},
          {any_own("pg_ts_config"), text_search_configurations()}};
}

}  // namespace schemac::dialect::postgres
