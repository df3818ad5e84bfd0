// Functions and procedures, in the words of pg_get_functiondef() (src/backend/utils/adt/ruleutils.c).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/programs.h"
#include "import/postgres/rights.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

struct Parameters {
  std::vector<std::string> written;    // with their defaults
  std::vector<std::string> table;      // of RETURNS TABLE
  std::vector<std::string> arguments;  // the types of those that a caller gives
  std::vector<std::string> identity;   // as pg_get_function_identity_arguments() has them
};

Parameters parameters_of(const Statement& s) {
  Parameters out;
  const auto nodes = s.node.list("parameters");
  const std::size_t open = s.text.find(0, s.text.size(), "(");
  const auto places = s.text.parts(open + 1, s.text.closing(open, s.text.size()));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::string mode = nodes[i].text("mode"), name = nodes[i].text("name");
    const std::string type = (nodes[i]["argType"].flag("setof") ? "SETOF " : "") + type_text(s, nodes[i]["argType"]);
    const std::string plain = (name.empty() ? "" : ident(name) + " ") + type;
    if (mode == "FUNC_PARAM_TABLE") {
      out.table.push_back(plain);
      continue;
    }
    std::string text = mode == "FUNC_PARAM_OUT"        ? "OUT "
                       : mode == "FUNC_PARAM_INOUT"    ? "INOUT "
                       : mode == "FUNC_PARAM_VARIADIC" ? "VARIADIC "
                                                       : "";
    text += plain;
    if (mode != "FUNC_PARAM_OUT") out.arguments.push_back(type);
    if (mode != "FUNC_PARAM_OUT" || s.node.flag("is_procedure")) out.identity.push_back(text);
    if (const Node value = nodes[i]["defexpr"]; value && i < places.size()) {
      std::size_t at = s.text.find(places[i].first, places[i].second, "default");
      if (at == places[i].second) at = s.text.find(places[i].first, places[i].second, "=");
      text += " DEFAULT " + sql_of(s, at + 1, places[i].second, value);
    }
    out.written.push_back(std::move(text));
  }
  return out;
}

std::string setting(const Node& set) {
  const std::string name = set.text("name");
  if (set.text("kind") == "VAR_SET_CURRENT") needs_server("SET … FROM CURRENT in a function");
  if (set.text("kind") != "VAR_SET_VALUE") return "";
  std::vector<std::string> values;
  for (const Node& arg : set.list("args"))
    values.push_back(
        text::quoted(arg.has("ival") ? std::to_string(arg["ival"].number("ival")) : arg["sval"].text("sval"), '\''));
  return " SET " + name + " TO " + text::join(values, ", ") + "\n";
}

/// What stands between the name of the language and AS.
struct Attributes {
  std::string language = "sql", volatility, parallel, cost, rows, support, body, settings;
  bool window = false, strict = false, definer = false, leakproof = false;
  std::vector<std::string> link;  // of a C function: the file and the symbol

  void take(const SqlText& text, const Node& option) {
    const std::string name = option.text("defname"), value = option_value(text, option);
    if (name == "language") language = value;
    if (name == "volatility") volatility = value == "volatile" ? "" : " " + schemac::text::to_upper(value);
    if (name == "parallel") parallel = value == "unsafe" ? "" : " PARALLEL " + schemac::text::to_upper(value);
    if (name == "strict") strict = option["arg"].flag("boolval");
    if (name == "security") definer = option["arg"].flag("boolval");
    if (name == "leakproof") leakproof = option["arg"].flag("boolval");
    if (name == "window") window = option["arg"].flag("boolval");
    if (name == "cost") cost = value;
    if (name == "rows") rows = value;
    if (name == "support") support = value;
    if (name == "set") settings += setting(option["arg"]);
    if (name == "transform") needs_server("TRANSFORM of a function");
    if (name == "as") {
      link = option["arg"].strings("items");
      body = link.empty() ? "" : link[0];
    }
  }
  std::string words() const {
    std::string out = window ? " WINDOW" : "";
    out += volatility + parallel;
    if (strict) out += " STRICT";
    if (definer) out += " SECURITY DEFINER";
    if (leakproof) out += " LEAKPROOF";
    const bool native = language == "c" || language == "internal";
    if (!cost.empty() && cost != (native ? "1" : "100")) out += " COST " + cost;
    if (!rows.empty() && rows != "1000") out += " ROWS " + rows;
    if (!support.empty()) out += " SUPPORT " + support;
    return out;
  }
  bool is_plain() const { return words().empty() && settings.empty(); }
};

std::string dollar_quoted(const std::string& body, bool procedure) {
  std::string tag = procedure ? "$procedure" : "$function";
  while (body.find(tag) != body.npos) tag += "x";
  return tag + "$" + body + tag + "$";
}

std::string body_of(const Statement& s, const Attributes& attributes, bool procedure) {
  if (attributes.link.size() > 1)
    return "AS " + text::quoted(attributes.link[0], '\'') + ", " + text::quoted(attributes.link[1], '\'');
  const Node sql = s.node["sql_body"];
  if (!sql) return "AS " + dollar_quoted(attributes.body, procedure);
  const std::size_t open = s.text.find(0, s.text.size(), "(");
  const std::size_t behind = s.text.closing(open, s.text.size());
  std::size_t at = s.text.find(behind + 1, s.text.size(), "begin");
  if (at == s.text.size()) return sql_of(s, s.text.find(behind + 1, s.text.size(), "return"), at, sql);
  return "BEGIN ATOMIC " + sql_of(s, at + 2, s.text.size(), sql);
}

}  // namespace

void create_function(const Statement& s) {
  const bool procedure = s.node.flag("is_procedure");
  const QName name = new_name(s, written_name(s.node.strings("funcname")));
  Parameters parameters = parameters_of(s);
  Attributes attributes;
  for (const Node& option : s.node.list("options")) attributes.take(s.text, option);
  const std::string qualified_name = (name.schema.empty() ? "public" : ident(name.schema)) + "." + ident(name.name);
  std::string definition = fmt::format("CREATE OR REPLACE {} {}({})\n", procedure ? "PROCEDURE" : "FUNCTION",
                                       qualified_name, text::join(parameters.written, ", "));
  const Node result = s.node["returnType"];
  std::string returns;
  if (!parameters.table.empty())
    returns = "TABLE(" + text::join(parameters.table, ", ") + ")";
  else if (result)
    returns = (result.flag("setof") ? "SETOF " : "") + type_text(s, result);
  else if (!procedure)
    returns = "";
  if (!returns.empty()) definition += " RETURNS " + returns + "\n";
  definition += " LANGUAGE " + ident(attributes.language) + "\n";
  if (const std::string words = attributes.words(); !words.empty()) definition += words + "\n";
  definition += attributes.settings + body_of(s, attributes, procedure);
  // as lowering writes the function of a trigger's block
  if (returns == "trigger" && attributes.language == "plpgsql" && attributes.is_plain() && parameters.written.empty() &&
      attributes.body.find("$schemac$") == std::string::npos)
    definition = fmt::format("CREATE FUNCTION {}{}() RETURNS trigger LANGUAGE plpgsql AS $schemac${}$schemac$",
                             name.schema.empty() ? "" : text::quoted(name.schema, '"') + ".",
                             text::quoted(name.name, '"'), attributes.body);
  Routine routine;
  routine.name = name;
  routine.kind = procedure ? "procedure" : "function";
  routine.signature = dialect::postgres::signature_in(definition);
  routine.definition = expr::raw(DialectId::postgres, std::move(definition));
  bool fresh = true;
  const auto [first, last] = s.db.programs.equal_range(name);
  for (auto it = first; it != last; ++it) {
    if (it->second.arguments != parameters.arguments) continue;
    fresh = false;
    if (!s.node.flag("replace")) taken("function '" + name.text() + "' with these arguments");
    if (const Routine* before = s.db.catalog.routines.find(it->second.key)) routine.comment = before->comment;
    s.db.catalog.routines.erase(it->second.key);
    s.db.programs.erase(it);
    break;
  }
  s.db.programs.emplace(name, Program{procedure ? "PROCEDURE" : "FUNCTION", parameters.arguments, key_of(routine),
                                      text::join(parameters.identity, ", ")});
  s.db.catalog.routines.add(std::move(routine));
  const std::string list = "(" + text::join(parameters.identity, ", ") + ")";
  if (fresh) give_default_rights(s.db, procedure ? "PROCEDURE" : "FUNCTION", name, list);
}

void alter_function(const Statement&) { needs_server("ALTER FUNCTION"); }

std::multimap<QName, Program>::iterator find_function(const Statement& s, const Node& object) {
  const WrittenName written = written_name(object.strings("objname"));
  const auto name = s.db.find_program(written.schema, written.name);
  if (!name) missing("function '" + shown(written) + "'");
  std::vector<std::string> arguments;
  for (const Node& type : object.list("objargs")) arguments.push_back(type_text(s, type));
  const auto [first, last] = s.db.programs.equal_range(*name);
  if (object.flag("args_unspecified") && std::next(first) == last) return first;
  for (auto it = first; it != last; ++it)
    if (it->second.arguments == arguments) return it;
  missing("function '" + shown(written) + "(" + text::join(arguments, ", ") + ")'");
}

}  // namespace schemac::import::postgres
