// Aggregates, ordered-set and hypothetical-set ones too, with every option (sql-createaggregate.html). Carried as
// statements (inspect_raw.cpp).
#include "dialect/postgres/inspect.h"

namespace schemac::dialect::postgres {

namespace {

std::string function(const std::string& word, const std::string& oid) {
  return " || CASE WHEN a." + oid + " <> 0 THEN ', " + word + " = ' || a." + oid + "::regproc::text ELSE '' END";
}
std::string number(const std::string& word, const std::string& column) {
  return " || CASE WHEN a." + column + " <> 0 THEN ', " + word + " = ' || a." + column + " ELSE '' END";
}
std::string text(const std::string& word, const std::string& column) {
  return " || COALESCE(', " + word + " = ' || quote_literal(a." + column + "), '')";
}
std::string flag(const std::string& word, const std::string& column) {
  return " || CASE WHEN a." + column + " THEN ', " + word + "' ELSE '' END";
}
/// What is usual depends on the kind: the final function of an ordinary aggregate leaves the state alone.
std::string modify(const std::string& word, const std::string& column) {
  return " || CASE WHEN a." + column + " = CASE a.aggkind WHEN 'n' THEN 'r'::\"char\" ELSE 'w' END THEN '' ELSE ', " +
         word + " = ' || CASE a." + column +
         " WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END";
}

}  // namespace

std::string aggregates_query() {
  const std::string called =
      qualified_sql("n.nspname", "p.proname") + " || '(' || " +
      "CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END || ')'";
  return "SELECT 'aggregate ' || " + called + ", 'CREATE AGGREGATE ' || " + called +
         " || ' (SFUNC = ' || a.aggtransfn::regproc::text || ', STYPE = ' || format_type(a.aggtranstype, NULL)" +
         number("SSPACE", "aggtransspace") + function("FINALFUNC", "aggfinalfn") +
         flag("FINALFUNC_EXTRA", "aggfinalextra") + modify("FINALFUNC_MODIFY", "aggfinalmodify") +
         function("COMBINEFUNC", "aggcombinefn") + function("SERIALFUNC", "aggserialfn") +
         function("DESERIALFUNC", "aggdeserialfn") + text("INITCOND", "agginitval") +
         function("MSFUNC", "aggmtransfn") + function("MINVFUNC", "aggminvtransfn") +
         " || CASE WHEN a.aggmtranstype <> 0 THEN ', MSTYPE = ' || format_type(a.aggmtranstype, NULL) ELSE '' END" +
         number("MSSPACE", "aggmtransspace") + function("MFINALFUNC", "aggmfinalfn") +
         flag("MFINALFUNC_EXTRA", "aggmfinalextra") + " || CASE WHEN a.aggmtransfn = 0 THEN '' ELSE ''" +
         modify("MFINALFUNC_MODIFY", "aggmfinalmodify") + " END" + text("MINITCOND", "aggminitval") +
         " || CASE WHEN a.aggsortop <> 0 THEN ', SORTOP = OPERATOR(' || (SELECT quote_ident(sn.nspname) || '.' ||"
         " s.oprname FROM pg_operator s JOIN pg_namespace sn ON sn.oid = s.oprnamespace WHERE s.oid = a.aggsortop) ||"
         " ')' ELSE '' END"
         " || CASE a.aggkind WHEN 'h' THEN ', HYPOTHETICAL' ELSE '' END"
         " || CASE p.proparallel WHEN 's' THEN ', PARALLEL = safe' WHEN 'r' THEN ', PARALLEL = restricted' ELSE '' END"
         " || ')', 'DROP AGGREGATE ' || " +
         called +
         " FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace"
         " WHERE " +
         kOwnNamespaces + " AND " + not_of_extension("pg_proc", "p");
}

}  // namespace schemac::dialect::postgres
