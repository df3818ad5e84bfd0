#include "import/postgres/statement.h"

#include <cctype>

#include "base/text.h"

namespace schemac::import::postgres {

using namespace catalog;

void needs_server(const std::string& what, std::optional<std::size_t> at) {
  throw Refusal{diag::make(diag::Code::SC4026, what)
                    .with_help("name a server to try the file on, in a database of its own: '--dev-url "
                               "postgres://HOST/postgres'"),
                at, false, false};
}

void missing(const std::string& what, std::optional<std::size_t> at) {
  throw Refusal{diag::make(diag::Code::SC4025, what + " does not exist")
                    .with_help("the statements are read in the order of the file: what a statement names is made by "
                               "one before it"),
                at, false, true};
}

void taken(const std::string& what, std::optional<std::size_t> at) {
  throw Refusal{diag::make(diag::Code::SC4025, what + " exists already"), at, true, false};
}

WrittenName written_name(const std::vector<std::string>& parts) {
  if (parts.empty()) return {};
  return {parts.size() > 1 ? parts[parts.size() - 2] : "", parts.back()};
}
WrittenName written_name(const Node& range_var) { return {range_var.text("schemaname"), range_var.text("relname")}; }

std::string shown(const WrittenName& name) { return name.schema.empty() ? name.name : name.schema + "." + name.name; }

QName new_name(const Statement& s, const WrittenName& name, std::optional<std::size_t> at) {
  const auto& path = s.db.search_path;
  if (name.schema.empty()) {
    for (const std::string& schema : path)
      if (s.db.schemas.contains(schema)) return {schema, name.name};
    missing("a schema to make '" + name.name + "' in", at);
  }
  const std::string schema = Database::schema_of(name.schema);
  if (!s.db.schemas.contains(schema)) missing("schema '" + name.schema + "'", at);
  return {schema, name.name};
}

std::optional<QName> new_relation(const Statement& s, const Node& range_var, bool may_be_there) {
  if (range_var.text("relpersistence") == "t") {
    make_temporary(s, s.node.is("CreateSeqStmt") ? "sequence" : "table", range_var.text("relname"));
    return std::nullopt;
  }
  const QName name = new_name(s, written_name(range_var), range_var.location());
  if (!s.db.relations.contains(name)) return name;
  if (!may_be_there) taken("relation '" + name.text() + "'", range_var.location());
  return std::nullopt;
}

void make_temporary(const Statement& s, const std::string& kind, const std::string& name) {
  s.db.relations[{Database::kTemporary, name}] = {RelationKind::temporary, {}, {}, {}, {}, {}};
  s.db.left_out.push_back("temporary " + kind + " " + name);
}

QName relation(const Statement& s, const Node& range_var) {
  const WrittenName name = written_name(range_var);
  if (const auto found = s.db.find_relation(name.schema, name.name)) return *found;
  missing("relation '" + shown(name) + "'", range_var.location());
}

QName relation(const Statement& s, const std::vector<std::string>& parts) {
  const WrittenName name = written_name(parts);
  if (const auto found = s.db.find_relation(name.schema, name.name)) return *found;
  missing("relation '" + shown(name) + "'");
}

bool is_table(const Database& db, const QName& name) {
  const auto found = db.relations.find(name);
  return found != db.relations.end() && found->second.kind == RelationKind::table;
}

Table& table_of(const Statement& s, const Node& range_var) {
  const QName name = relation(s, range_var);
  if (!is_table(s.db, name)) missing("table '" + name.text() + "'", range_var.location());
  return *s.db.table(name);
}

std::string role_name(const Node& role_spec) {
  const std::string type = role_spec.text("roletype");
  if (type == "ROLESPEC_PUBLIC") return "PUBLIC";
  const std::string name = role_spec.text("rolename");
  // who makes the scratch server is called so, and so is who makes most dumps
  return type != "ROLESPEC_CSTRING" || name == "postgres" ? "" : name;
}

std::vector<std::string> name_parts(const Node& object) {
  if (object.is("String")) return {object.text("sval")};
  if (object.is("List")) return object.strings("items");
  return object.strings(object.has("objname") ? "objname" : "names");
}

namespace {

/// libpg_query 15-4.0 leaves integers below 1 out of its tree: what stands behind an option's name.
std::string written_integer(const SqlText& text, const Node& element) {
  std::size_t at = text.at_byte(element.location().value_or(0));
  while (at < text.size() && text[at].lower != "-" && (text[at].lower.empty() || !std::isdigit(text[at].lower[0])))
    ++at;
  return text[at].lower == "-" ? "-" + text[at + 1].lower : text[at].lower;
}

}  // namespace

std::string option_value(const SqlText& text, const Node& element) {
  const Node arg = element["arg"];
  if (!arg) return "true";
  if (arg.is("Integer")) return arg.has("ival") ? std::to_string(arg.number("ival")) : written_integer(text, element);
  if (arg.is("Float")) return arg.text("fval");
  if (arg.is("Boolean")) return arg.flag("boolval") ? "true" : "false";
  // a bare word reads like a type
  if (arg.is("TypeName")) return schemac::text::join(arg.strings("names"), ".");
  if (arg.is("List")) return schemac::text::join(arg.strings("items"), ".");
  return arg.text("sval");
}

Options storage_options(const SqlText& text, const std::vector<Node>& elements) {
  Options out;
  for (const Node& each : elements) {
    const std::string space = each.text("defnamespace");
    out.push_back({"postgres", (space.empty() ? "" : space + ".") + schemac::text::to_lower(each.text("defname")),
                   option_value(text, each)});
  }
  return out;
}

}  // namespace schemac::import::postgres
