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

/// " SET name TO value"
std::string setting(const Node& set) {
  std::vector<std::string> values;
  for (const Node& arg : set.list("args"))
    values.push_back(
        text::quoted(arg.has("ival") ? std::to_string(arg["ival"].number("ival")) : arg["sval"].text("sval"), '\''));
  return " SET " + set.text("name") + " TO " + text::join(values, ", ") + "\n";
}

/// What stands between the name of the language and AS.
struct Attributes {
  std::string language = "sql", volatility, parallel, cost, rows, support, body;
  std::vector<std::pair<std::string, std::string>> settings;  // by name, in their order
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
    if (name == "set") set(option["arg"]);
    if (name == "transform") needs_server("TRANSFORM of a function");
    if (name == "as") {
      link = option["arg"].strings("items");
      body = link.empty() ? "" : link[0];
    }
  }
  void set(const Node& clause) {
    const std::string kind = clause.text("kind"), name = clause.text("name");
    if (kind == "VAR_SET_CURRENT") needs_server("SET … FROM CURRENT in a function");
    const auto of_it = [&](const auto& each) { return each.first == name; };
    const auto found = std::find_if(settings.begin(), settings.end(), of_it);
    if (kind == "VAR_RESET_ALL") return settings.clear();
    if (kind != "VAR_SET_VALUE") return void(std::erase_if(settings, of_it));
    if (found != settings.end())
      found->second = setting(clause);
    else
      settings.emplace_back(name, setting(clause));
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

/// A CREATE FUNCTION or CREATE PROCEDURE, read.
struct FunctionText {
  bool procedure = false;
  Parameters parameters;
  std::string returns, body;
  Attributes attributes;
};

FunctionText read_function(const Statement& s) {
  FunctionText out;
  out.procedure = s.node.flag("is_procedure");
  out.parameters = parameters_of(s);
  for (const Node& option : s.node.list("options")) out.attributes.take(s.text, option);
  const Node result = s.node["returnType"];
  if (!out.parameters.table.empty())
    out.returns = "TABLE(" + text::join(out.parameters.table, ", ") + ")";
  else if (result)
    out.returns = (result.flag("setof") ? "SETOF " : "") + type_text(s, result);
  out.body = body_of(s, out.attributes, out.procedure);
  return out;
}

Routine routine_of(const QName& name, const FunctionText& f) {
  const std::string qualified_name = (name.schema.empty() ? "public" : ident(name.schema)) + "." + ident(name.name);
  std::string definition = fmt::format("CREATE OR REPLACE {} {}({})\n", f.procedure ? "PROCEDURE" : "FUNCTION",
                                       qualified_name, text::join(f.parameters.written, ", "));
  if (!f.returns.empty()) definition += " RETURNS " + f.returns + "\n";
  definition += " LANGUAGE " + ident(f.attributes.language) + "\n";
  if (const std::string words = f.attributes.words(); !words.empty()) definition += words + "\n";
  for (const auto& [of, text] : f.attributes.settings) definition += text;
  definition += f.body;
  // as lowering writes the function of a trigger's block
  if (f.returns == "trigger" && f.attributes.language == "plpgsql" && f.attributes.is_plain() &&
      f.parameters.written.empty() && f.attributes.body.find("$schemac$") == std::string::npos)
    definition = fmt::format("CREATE FUNCTION {}{}() RETURNS trigger LANGUAGE plpgsql AS $schemac${}$schemac$",
                             name.schema.empty() ? "" : text::quoted(name.schema, '"') + ".",
                             text::quoted(name.name, '"'), f.attributes.body);
  Routine routine;
  routine.name = name;
  routine.kind = f.procedure ? "procedure" : "function";
  routine.signature = dialect::postgres::signature_in(definition);
  routine.definition = expr::raw(DialectId::postgres, std::move(definition));
  return routine;
}

/// What the database keeps of a function, read again; its names are whole.
FunctionText read_again(Database& db, const Routine& routine) {
  const std::string& sql = routine.definition.text;
  const WholeNames whole(db);
  const ParseTree tree(sql);
  const SqlText text(sql);
  return read_function({db, text, tree.statement()});
}

}  // namespace

void create_function(const Statement& s) {
  const QName name = new_name(s, written_name(s.node.strings("funcname")));
  const FunctionText written = read_function(s);
  const Parameters& parameters = written.parameters;
  Routine routine = routine_of(name, written);
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
  const char* kind = written.procedure ? "PROCEDURE" : "FUNCTION";
  s.db.programs.emplace(name,
                        Program{kind, parameters.arguments, key_of(routine), text::join(parameters.identity, ", ")});
  s.db.catalog.routines.add(std::move(routine));
  if (fresh) give_default_rights(s.db, kind, name, "(" + text::join(parameters.identity, ", ") + ")");
}

void alter_function(const Statement& s) {
  const auto found = find_function(s, s.node["func"]);
  const Routine* before = s.db.catalog.routines.find(found->second.key);
  if (!before) missing("function '" + found->first.text() + "'");
  FunctionText text = read_again(s.db, *before);
  for (const Node& action : s.node.list("actions")) text.attributes.take(s.text, action);
  Routine after = routine_of(before->name, text);
  after.comment = before->comment;
  s.db.catalog.routines.replace(found->second.key, std::move(after));
}

Routine renamed_routine(Database& db, const Routine& routine, const QName& to) {
  Routine out = routine_of(to, read_again(db, routine));
  out.comment = routine.comment;
  return out;
}

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
