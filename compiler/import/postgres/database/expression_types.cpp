#include "import/postgres/database/expression_types.h"

#include <algorithm>
#include <map>

#include "dialect/postgres/read_sql.h"

namespace schemac::import::postgres {

using catalog::Type;

namespace {

using MaybeType = std::optional<Type>;

Type plain(const char* name) { return dialect::postgres::read_type(name, {}); }

MaybeType of_literal(const Node& constant) {
  if (constant.flag("isnull")) return std::nullopt;
  if (constant.has("ival")) return plain("integer");
  if (constant.has("fval")) {  // what is too large for an integer, too
    const std::string digits = constant["fval"].text("fval");
    if (digits.find_first_not_of("0123456789") != digits.npos) return plain("numeric");
    constexpr std::size_t kDigitsOfBigint = 18;
    return digits.size() <= kDigitsOfBigint ? MaybeType(plain("bigint")) : std::nullopt;
  }
  if (constant.has("boolval")) return plain("boolean");
  return constant.has("sval") ? MaybeType(plain("text")) : std::nullopt;
}

MaybeType of_value_function(const std::string& op) {
  if (op == "SVFOP_CURRENT_DATE") return plain("date");
  if (op == "SVFOP_CURRENT_TIMESTAMP") return plain("timestamp with time zone");
  if (op == "SVFOP_CURRENT_TIME") return plain("time with time zone");
  if (op == "SVFOP_LOCALTIMESTAMP") return plain("timestamp without time zone");
  if (op == "SVFOP_LOCALTIME") return plain("time without time zone");
  return std::nullopt;
}

/// Functions of the system that give one type whatever they are given.
MaybeType of_call(const Node& call) {
  static const std::map<std::string, const char*> kGive = {{"count", "bigint"},
                                                           {"now", "timestamp with time zone"},
                                                           {"clock_timestamp", "timestamp with time zone"},
                                                           {"statement_timestamp", "timestamp with time zone"},
                                                           {"transaction_timestamp", "timestamp with time zone"},
                                                           {"gen_random_uuid", "uuid"},
                                                           {"concat", "text"},
                                                           {"concat_ws", "text"},
                                                           {"md5", "text"},
                                                           {"initcap", "text"},
                                                           {"replace", "text"},
                                                           {"to_char", "text"},
                                                           {"bool_and", "boolean"},
                                                           {"bool_or", "boolean"},
                                                           {"random", "double precision"},
                                                           {"row_number", "bigint"},
                                                           {"rank", "bigint"},
                                                           {"dense_rank", "bigint"},
                                                           {"nextval", "bigint"},
                                                           {"jsonb_build_object", "jsonb"},
                                                           {"json_build_object", "json"},
                                                           {"to_jsonb", "jsonb"},
                                                           {"to_tsvector", "tsvector"}};
  const auto name = call.strings("funcname");
  if (name.empty() || (name.size() > 1 && name[0] != "pg_catalog")) return std::nullopt;
  const auto found = kGive.find(name.back());
  return found == kGive.end() ? std::nullopt : MaybeType(plain(found->second));
}

MaybeType of_operator(const Node& e) {
  static constexpr const char* kTests[] = {"AEXPR_IN",      "AEXPR_LIKE",     "AEXPR_ILIKE",        "AEXPR_BETWEEN",
                                           "AEXPR_SIMILAR", "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT", "AEXPR_NOT_BETWEEN",
                                           "AEXPR_OP_ANY",  "AEXPR_OP_ALL"};
  const std::string kind = e.text("kind");
  if (std::find(std::begin(kTests), std::end(kTests), kind) != std::end(kTests)) return plain("boolean");
  static constexpr const char* kCompare[] = {"=", "<>", "<", "<=", ">", ">=", "~", "!~", "~*", "!~*"};
  const auto name = e.strings("name");
  const bool compares = kind == "AEXPR_OP" && name.size() == 1 &&
                        std::find(std::begin(kCompare), std::end(kCompare), name[0]) != std::end(kCompare);
  return compares ? MaybeType(plain("boolean")) : std::nullopt;
}

}  // namespace

MaybeType type_of(const Node& e, const KnownTypes& known) {
  if (e.is("ColumnRef")) return known.column(e);
  if (e.is("TypeCast")) return known.written(e["typeName"]);
  if (e.is("A_Const")) return of_literal(e);
  if (e.is("SQLValueFunction")) return of_value_function(e.text("op"));
  if (e.is("FuncCall")) return of_call(e);
  if (e.is("A_Expr")) return of_operator(e);
  if (e.is("BoolExpr") || e.is("NullTest") || e.is("BooleanTest")) return plain("boolean");
  if (e.is("SubLink") && e.text("subLinkType") == "EXISTS_SUBLINK") return plain("boolean");
  if (e.is("CoalesceExpr") || e.is("MinMaxExpr")) {
    MaybeType common;
    for (const Node& arg : e.list("args")) {
      MaybeType each = type_of(arg, known);
      if (arg.is("A_Const") && (arg.has("sval") || arg.flag("isnull")) && common) continue;  // takes the others' type
      if (!each || !each->args.empty() || (common && !(*common == *each))) return std::nullopt;
      common = std::move(each);
    }
    return common;
  }
  return std::nullopt;
}

}  // namespace schemac::import::postgres
