#include "dialect/postgres/parse/tree_form.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace schemac::dialect::postgres::parse {

using nlohmann::json;

bool is_node(const json& node, const char* kind) {
  return node.is_object() && node.size() == 1 && node.begin().key() == kind;
}

namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What says where something stands, or how it is to be done, and nothing of what there is in the end.
constexpr std::array<std::string_view, 8> kSaysNothing = {
    "location", "stmt_location", "stmt_len", "replace", "if_not_exists", "missing_ok", "catalogname", "row_format"};
/// Members that are a name with its schema before it.
constexpr std::array<std::string_view, 8> kNames = {"names",    "funcname",  "objname",    "defnames",
                                                    "typeName", "type_name", "domainname", "collname"};

/// Lists of which the order says nothing.
constexpr std::array<std::string_view, 4> kUnordered = {"privileges", "roles", "grantees", "exprs"};

json node(const char* kind, json members) { return json{{kind, std::move(members)}}; }

json operation(const json& model, const char* name, json left, json right) {
  json out = model;
  out["kind"] = "AEXPR_OP";
  out["name"] = json::array({node("String", {{"sval", name}})});
  out["lexpr"] = std::move(left);
  out["rexpr"] = std::move(right);
  return node("A_Expr", std::move(out));
}

std::string text_of_string(const json& node) {
  return is_node(node, "String") ? node["String"].value("sval", "") : std::string();
}

std::string operator_of(const json& expression) {
  return expression.contains("name") && !expression["name"].empty() ? text_of_string(expression["name"].back()) : "";
}

const json* array_in(const json& value) {
  const json* inner = &value;
  while (is_node(*inner, "TypeCast") && inner->begin()->contains("arg")) inner = &(*inner)["TypeCast"]["arg"];
  return is_node(*inner, "A_ArrayExpr") ? &*inner->begin() : nullptr;
}

/// ARRAY['a', 'b']::text[] is printed with the cast at each element.
json cast_elements(json cast) {
  const json* array = array_in(cast["arg"]);
  json type = cast.value("typeName", json::object());
  if (!array || !type.contains("arrayBounds")) return node("TypeCast", std::move(cast));
  type.erase("arrayBounds");
  json elements = json::array();
  for (const json& each : array->value("elements", json::array()))
    elements.push_back(is_node(each, "TypeCast") ? each : node("TypeCast", {{"arg", each}, {"typeName", type}}));
  return node("A_ArrayExpr", {{"elements", std::move(elements)}});
}

/// BETWEEN is two comparisons, IN is = ANY of an array, and LIKE the operator ~~.
json plain_operation(json e) {
  const std::string kind = e.value("kind", "");
  const bool negated = kind == "AEXPR_NOT_BETWEEN";
  if ((kind == "AEXPR_BETWEEN" || negated) && is_node(e["rexpr"], "List")) {
    const json bounds = e["rexpr"]["List"]["items"];
    json args = json::array({operation(e, negated ? "<" : ">=", e["lexpr"], bounds[0]),
                             operation(e, negated ? ">" : "<=", e["lexpr"], bounds[1])});
    return node("BoolExpr", {{"boolop", negated ? "OR_EXPR" : "AND_EXPR"}, {"args", std::move(args)}});
  }
  if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR") e["kind"] = "AEXPR_OP";
  if (kind == "AEXPR_NOT_DISTINCT") {
    e["kind"] = "AEXPR_DISTINCT";
    return node("BoolExpr", {{"boolop", "NOT_EXPR"}, {"args", json::array({node("A_Expr", std::move(e))})}});
  }
  const std::string op = operator_of(e);
  if ((kind == "AEXPR_OP_ANY" && op == "=") || (kind == "AEXPR_OP_ALL" && op == "<>"))
    if (const json* array = array_in(e["rexpr"])) {
      e["kind"] = "AEXPR_IN";
      e["rexpr"] = node("List", {{"items", array->value("elements", json::array())}});
    }
  return node("A_Expr", std::move(e));
}

/// `a and (b and c)` is `a and b and c`.
json flat(json condition) {
  if (condition.value("boolop", "") == "NOT_EXPR") return node("BoolExpr", std::move(condition));
  json args = json::array();
  for (json& arg : condition["args"])
    if (is_node(arg, "BoolExpr") && arg["BoolExpr"]["boolop"] == condition["boolop"])
      for (json& inner : arg["BoolExpr"]["args"]) args.push_back(std::move(inner));
    else
      args.push_back(std::move(arg));
  condition["args"] = std::move(args);
  return node("BoolExpr", std::move(condition));
}

void set_default(json& options, const char* name, json value) {
  if (!options.contains(name)) options[name] = std::move(value);
}

json string_node(const char* text) { return node("String", {{"sval", text}}); }

/// Options by their names; one given twice keeps both.
json by_name(const json& elements) {
  json out = json::object();
  for (const json& each : elements) {
    const json& element = each["DefElem"];
    std::string name = element.value("defnamespace", "") + "." + element.value("defname", "");
    if (name.starts_with('.')) name.erase(0, 1);
    while (out.contains(name)) name += '+';
    out[name] = element.value("arg", json());
    if (element.value("defaction", "DEFELEM_UNSPEC") != "DEFELEM_UNSPEC") out[name + " action"] = element["defaction"];
  }
  return out;
}

json number_node(std::string text) { return node("Integer", {{"ival", std::move(text)}}); }

/// https://www.postgresql.org/docs/current/sql-createsequence.html: what holds where nothing is said.
void fill_sequence(json& options) {
  const auto text = [&](const char* name) {
    return options.contains(name) && options[name].is_object() ? options[name].begin()->value("ival", "")
                                                               : std::string();
  };
  for (const char* bound : {"minvalue", "maxvalue"})
    if (text(bound).empty()) options.erase(bound);  // NO MINVALUE
  if (options.contains("as") && is_node(options["as"], "TypeName"))
    options["as"] = options["as"]["TypeName"].value("names", json::array()).back();
  set_default(options, "as", string_node("int8"));
  set_default(options, "increment", number_node("1"));
  const std::string type = text_of_string(options["as"]);
  const bool down = text("increment").starts_with('-');
  const std::string most = type == "int2" ? "32767" : type == "int4" ? "2147483647" : "9223372036854775807";
  const std::string least = type == "int2" ? "-32768" : type == "int4" ? "-2147483648" : "-9223372036854775808";
  set_default(options, "minvalue", number_node(down ? least : "1"));
  set_default(options, "maxvalue", number_node(down ? "-1" : most));
  set_default(options, "start", options[down ? "maxvalue" : "minvalue"]);
  set_default(options, "cache", number_node("1"));
  set_default(options, "cycle", node("Boolean", json::object()));
}

/// https://www.postgresql.org/docs/current/sql-createfunction.html
void fill_function(json& options) {
  set_default(options, "volatility", string_node("volatile"));
  set_default(options, "parallel", string_node("unsafe"));
  for (const char* flag : {"strict", "security", "leakproof"})
    set_default(options, flag, node("Boolean", json::object()));
}

/// https://www.postgresql.org/docs/current/sql-createpublication.html
void fill_publication(json& options) {
  set_default(options, "publish", string_node("insert, update, delete, truncate"));
  set_default(options, "publish_via_partition_root", string_node("false"));
}

/// https://www.postgresql.org/docs/current/sql-createtype.html: how the type of many ranges is called.
void name_many_ranges(json& type) {
  json& params = type["params"];
  if (!params.is_object() || params.contains("multirange_type_name") || type.value("typeName", json()).empty()) return;
  std::string name = text_of_string(type["typeName"].back());
  const std::size_t range = name.rfind("range");
  name = range == name.npos ? name + "_multirange" : name.insert(range, "multi");
  json names = json::array();
  names.push_back(node("String", {{"sval", name}}));
  params["multirange_type_name"] = node("TypeName", {{"names", std::move(names)}, {"typemod", -1}});
}

/// The column of a query that `ORDER BY 2` and `ORDER BY its_name` mean.
json meant_by(const json& place, const json& targets) {
  const bool named = is_node(place, "ColumnRef") && place["ColumnRef"]["fields"].size() == 1;
  const std::string name = named ? text_of_string(place["ColumnRef"]["fields"][0]) : "";
  const std::string number = is_node(place, "A_Const") ? place["A_Const"].value("number", "") : "";
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const json& target = targets[i]["ResTarget"];
    if (number == std::to_string(i + 1) || (named && target.value("name", "") == name)) return target["val"];
  }
  return place;
}

void settle_places(json& select) {
  if (!select.contains("targetList")) return;
  if (select.contains("sortClause"))
    for (json& each : select["sortClause"])
      each["SortBy"]["node"] = meant_by(each["SortBy"]["node"], select["targetList"]);
  if (select.contains("groupClause"))
    for (json& each : select["groupClause"])
      if (is_node(each, "A_Const")) each = meant_by(each, select["targetList"]);
}

/// A function's arguments and what it returns are of types without their lengths, whatever is said.
void forget_lengths(json& function) {
  const auto forget = [](json& type) { type.erase("typmods"); };
  if (function.contains("returnType")) forget(function["returnType"]);
  if (function.contains("parameters"))
    for (json& each : function["parameters"]) forget(each["FunctionParameter"]["argType"]);
}

class Form {
 public:
  explicit Form(const std::string& sql) : sql_(sql) {}

  json of(json value) const {
    if (value.is_array()) {
      for (json& item : value) item = of(std::move(item));
      if (!value.empty() &&
          std::all_of(value.begin(), value.end(), [](const json& e) { return is_node(e, "DefElem"); }))
        return by_name(value);
      return value;
    }
    if (!value.is_object()) return value;
    if (is_node(value, "A_Const")) return constant(value["A_Const"]);
    if (is_node(value, "DefElem")) write_number(value["DefElem"]);
    json out = json::object();
    for (auto& [name, member] : value.items())
      if (!is_one_of(name, kSaysNothing)) out[name] = of_member(name, std::move(member));
    return settled(std::move(out));
  }

 private:
  json of_member(const std::string& name, json member) const {
    member = of(std::move(member));
    if (is_one_of(name, kNames) && member.is_array() && member.size() > 1) {
      const std::string schema = text_of_string(member.front());
      if (schema == "public" || schema == "pg_catalog") member.erase(member.begin());
    }
    if (name == "schemaname" && member == "public") return {};
    if (name == "mode" && member == "FUNC_PARAM_DEFAULT") return "FUNC_PARAM_IN";
    if (is_one_of(name, kUnordered) && member.is_array()) std::sort(member.begin(), member.end());
    return member;
  }

  static json settled(json out) {
    if (is_node(out, "A_Expr")) return plain_operation(std::move(out["A_Expr"]));
    if (is_node(out, "BoolExpr")) return flat(std::move(out["BoolExpr"]));
    if (is_node(out, "TypeCast")) return cast_elements(std::move(out["TypeCast"]));
    const auto fill = [&](const char* kind, auto&& with) {
      if (!is_node(out, kind)) return;
      json& options = out[kind]["options"];
      if (!options.is_object()) options = json::object();
      with(options);
    };
    fill("CreateSeqStmt", fill_sequence);
    fill("CreateFunctionStmt", fill_function);
    fill("CreatePublicationStmt", fill_publication);
    if (is_node(out, "CreateFunctionStmt")) forget_lengths(out["CreateFunctionStmt"]);
    if (is_node(out, "SelectStmt")) settle_places(out["SelectStmt"]);
    if (is_node(out, "CreateRangeStmt")) name_many_ranges(out["CreateRangeStmt"]);
    return out;
  }

  json constant(const json& value) const {
    if (value.contains("ival") || value.contains("fval")) {
      const json& number = value.contains("ival") ? value["ival"] : value["fval"];
      std::string text = number.contains("ival")   ? std::to_string(number["ival"].get<long long>())
                         : number.contains("fval") ? number["fval"].get<std::string>()
                                                   : written_number(value.value("location", 0));
      return node("A_Const", {{"number", std::move(text)}});
    }
    if (value.contains("sval")) return node("A_Const", {{"string", value["sval"].value("sval", "")}});
    json out = value;
    out.erase("location");
    return node("A_Const", std::move(out));
  }

  void write_number(json& element) const {
    if (!element.contains("arg")) return;
    json& arg = element["arg"];
    if (is_node(arg, "Float"))
      arg = number_node(arg["Float"].value("fval", ""));
    else if (is_node(arg, "Integer"))
      arg = number_node(arg["Integer"].contains("ival") ? std::to_string(arg["Integer"]["ival"].get<long long>())
                                                        : written_number(element.value("location", 0)));
  }

  /// libpg_query 15-4.0 leaves integers below 1 out of its tree: the first one that is written from `at` on.
  std::string written_number(std::size_t at) const {
    constexpr const char* kDigits = "0123456789";
    const std::size_t first = sql_.find_first_of(kDigits, std::min(at, sql_.size()));
    if (first == sql_.npos) return "0";
    const std::size_t sign = sql_.find_last_not_of(" \t\n", first == 0 ? 0 : first - 1);
    const std::size_t end = sql_.find_first_not_of(kDigits, first);
    const std::string digits = sql_.substr(first, end == sql_.npos ? end : end - first);
    return first > 0 && sign != sql_.npos && sign >= at && sql_[sign] == '-' ? "-" + digits : digits;
  }

  const std::string& sql_;
};

}  // namespace

json in_one_form(json tree, const std::string& sql) { return Form(sql).of(std::move(tree)); }

}  // namespace schemac::dialect::postgres::parse
