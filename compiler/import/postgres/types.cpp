#include "import/postgres/types.h"

#include <algorithm>

#include "base/text.h"
#include "import/postgres/rights.h"
#include "import/postgres/tables.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

/// A table, a view and a type share names, since each has the type of its rows; an index or a sequence has none.
void need_free_type(const Statement& s, const QName& name) {
  const auto relation = s.db.relations.find(name);
  const bool has_rows = relation != s.db.relations.end() && relation->second.kind != RelationKind::index &&
                        relation->second.kind != RelationKind::sequence;
  if (s.db.types.contains(name) || has_rows) taken("type '" + name.text() + "'");
}

}  // namespace

void create_schema(const Statement& s) {
  std::string name = s.node.text("schemaname");
  const Node owner = s.node["authrole"];
  if (name.empty()) name = owner.text("rolename");
  const std::string own = Database::schema_of(name);
  if (!s.db.schemas.insert(own).second) {
    if (s.node.flag("if_not_exists") || own.empty()) return;
    taken("schema '" + name + "'");
  }
  s.db.catalog.namespaces.add({QName(name), ""});
  give_default_rights(s.db, "SCHEMA", QName(name));
  if (owner) set_owner(s, "SCHEMA", QName(name), "", role_name(owner));
  if (!s.node.list("schemaElts").empty()) needs_server("CREATE SCHEMA with statements inside");
}

void create_extension(const Statement& s) {
  const std::string name = s.node.text("extname");
  if (!s.db.extensions.insert(name).second) {
    if (s.node.flag("if_not_exists")) return;
    taken("extension '" + name + "'");
  }
  std::string schema = s.db.search_path.empty() ? "" : s.db.search_path.front();
  for (const Node& option : s.node.list("options"))
    if (option.text("defname") == "schema") schema = Database::schema_of(option_value(s.text, option));
  if (name == "plpgsql") return;
  const bool own = schema == "pg_catalog" || schema == name;
  s.db.catalog.extensions.add({own ? QName(name) : QName(schema, name), "", {}});
}

void create_enum(const Statement& s) {
  const QName name = new_name(s, written_name(s.node.strings("typeName")));
  need_free_type(s, name);
  Enum object;
  object.name = name;
  for (const std::string& label : s.node.strings("vals")) object.labels.push_back({label, "", ""});
  s.db.types[name] = TypeKind::enumeration;
  give_default_rights(s.db, "TYPE", name);
  s.db.catalog.enums.add(std::move(object));
}

void alter_enum(const Statement& s) {
  const WrittenName written = written_name(s.node.strings("typeName"));
  const auto name = s.db.find_type(written.schema, written.name);
  Enum* object = name ? s.db.catalog.enums.find(*name) : nullptr;
  if (!object) missing("enum '" + shown(written) + "'");
  auto& labels = object->labels;
  const auto at = [&](const std::string& label) {
    return std::find_if(labels.begin(), labels.end(), [&](const EnumLabel& each) { return each.name == label; });
  };
  const std::string old = s.node.text("oldVal"), fresh = s.node.text("newVal"), beside = s.node.text("newValNeighbor");
  if (!old.empty()) {
    if (at(old) == labels.end()) missing("label '" + old + "' of '" + name->text() + "'");
    at(old)->name = fresh;
    return;
  }
  if (at(fresh) != labels.end()) {
    if (s.node.flag("skipIfNewValExists")) return;
    taken("label '" + fresh + "' of '" + name->text() + "'");
  }
  auto place = labels.end();
  if (!beside.empty()) {
    place = at(beside);
    if (place == labels.end()) missing("label '" + beside + "' of '" + name->text() + "'");
    if (s.node.flag("newValIsAfter")) ++place;
  }
  labels.insert(place, {fresh, "", ""});
}

namespace {

constexpr const char* kDomain = "domain \x01";

std::string check_text(const Statement& s, std::size_t begin, std::size_t end, const Node& constraint) {
  const std::size_t open = s.text.find(s.text.find(begin, end, "check"), end, "(");
  const std::string condition = sql_of(s, open + 1, s.text.closing(open, end), constraint["raw_expr"]);
  return "CHECK (" + text::replace_all(text::replace_all(condition, " value ", " VALUE "), "(value ", "(VALUE ") + ")";
}

/// The lines of a domain's statement: its head, and a clause each.
std::vector<std::string> domain_lines(const RawRecord& domain) { return text::split(domain.create, '\n'); }

std::string domain_text(std::vector<std::string> lines) {
  const auto rank = [](const std::string& line) {
    return line.starts_with("CREATE ") ? 0 : line.starts_with("DEFAULT ") ? 1 : line == "NOT NULL" ? 2 : 3;
  };
  std::sort(lines.begin(), lines.end(),
            [&](const std::string& a, const std::string& b) { return rank(a) != rank(b) ? rank(a) < rank(b) : a < b; });
  return text::join(lines, "\n");
}

/// A domain's constraints have their names for themselves.
std::string domain_check_name(const std::vector<std::string>& lines, const QName& domain, const std::string& given) {
  if (!given.empty()) return given;
  for (int n = 0;; ++n) {
    std::string name = Database::object_name(domain.name, "", "check" + (n ? std::to_string(n) : ""));
    const std::string start = "CONSTRAINT " + ident(name) + " ";
    if (std::none_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(start); }))
      return name;
  }
}

}  // namespace

void create_domain(const Statement& s) {
  const QName name = new_name(s, written_name(s.node.strings("domainname")));
  need_free_type(s, name);
  std::string head = "CREATE DOMAIN \x01 AS " + type_text(s, s.node["typeName"]);
  if (const Node collation = s.node["collClause"]) {
    const auto parts = collation.strings("collname");
    head += " COLLATE " + (parts.size() > 1 && parts[0] != "public" ? ident(parts[0]) + "." : "") + ident(parts.back());
  }
  std::vector<std::string> lines{head};
  for (const Node& c : s.node.list("constraints")) {
    const std::string type = c.text("contype");
    const std::size_t begin = s.text.at_byte(c.location().value_or(0));
    const std::size_t end = constraint_end(s, s.node, c, s.text.size());
    if (type == "CONSTR_DEFAULT")
      lines.push_back("DEFAULT " + sql_of(s, s.text.find(begin, end, "default") + 1, end, c["raw_expr"]));
    if (type == "CONSTR_NOTNULL") lines.emplace_back("NOT NULL");
    if (type == "CONSTR_CHECK")
      lines.push_back("CONSTRAINT " + ident(domain_check_name(lines, name, c.text("conname"))) + " " +
                      check_text(s, begin, end, c));
  }
  s.db.types[name] = TypeKind::domain;
  give_default_rights(s.db, "TYPE", name);
  s.db.add_raw({kDomain, domain_text(std::move(lines)), "DROP DOMAIN \x01", name, ""});
}

void alter_domain(const Statement& s) {
  const WrittenName written = written_name(s.node.strings("typeName"));
  const auto name = s.db.find_type(written.schema, written.name);
  RawRecord* domain = name ? s.db.find_raw(kDomain, *name, "") : nullptr;
  if (!domain) missing("domain '" + shown(written) + "'");
  std::vector<std::string> lines = domain_lines(*domain);
  const std::string type = s.node.text("subtype");
  const auto drop = [&](const std::string& start) {
    return std::erase_if(lines, [&](const std::string& line) { return line.starts_with(start); }) > 0;
  };
  if (type == "T") {  // SET DEFAULT, DROP DEFAULT
    drop("DEFAULT ");
    if (const Node value = s.node["def"])
      lines.push_back("DEFAULT " + sql_of(s, s.text.find(0, s.text.size(), "default") + 1, s.text.size(), value));
  } else if (type == "N") {
    drop("NOT NULL");
  } else if (type == "O") {
    drop("NOT NULL");
    lines.emplace_back("NOT NULL");
  } else if (type == "C") {
    const Node c = s.node["def"];
    if (c.text("contype") != "CONSTR_CHECK") needs_server("this constraint of a domain");
    const std::size_t begin = s.text.at_byte(c.location().value_or(0));
    lines.push_back("CONSTRAINT " + ident(domain_check_name(lines, *name, c.text("conname"))) + " " +
                    check_text(s, begin, s.text.size(), c) + (c.flag("skip_validation") ? " NOT VALID" : ""));
  } else if (type == "X") {
    if (!drop("CONSTRAINT " + ident(s.node.text("name")) + " ") && !s.node.flag("missing_ok"))
      missing("constraint '" + s.node.text("name") + "' of '" + name->text() + "'");
  } else if (type == "V") {
    for (std::string& line : lines)
      if (line.starts_with("CONSTRAINT " + ident(s.node.text("name")) + " ") && line.ends_with(" NOT VALID"))
        line.resize(line.size() - std::string_view(" NOT VALID").size());
  }
  domain->create = domain_text(std::move(lines));
}

namespace {

constexpr const char* kType = "type \x01";

std::string attribute_line(const Statement& s, const std::string& name, const Node& definition) {
  const std::string line = "  " + ident(name) + " " + type_text(s, definition["typeName"]);
  const Node collation = definition["collClause"];
  return collation ? line + " COLLATE " + ident(collation.strings("collname").back()) : line;
}

std::string composite_text(const std::vector<std::string>& lines) {
  return "CREATE TYPE \x01 AS (\n" + text::join(lines, ",\n") + (lines.empty() ? ")" : "\n)");
}

}  // namespace

void create_composite(const Statement& s) {
  const QName name = new_name(s, written_name(s.node["typevar"]));
  need_free_type(s, name);
  std::vector<std::string> lines;
  for (const Node& column : s.node.list("coldeflist"))
    lines.push_back(attribute_line(s, column.text("colname"), column));
  s.db.types[name] = TypeKind::composite;
  give_default_rights(s.db, "TYPE", name);
  s.db.relations[name] = {RelationKind::composite_type, {}, {}, {}};
  s.db.add_raw({kType, composite_text(lines), "DROP TYPE \x01", name, ""});
}

void alter_composite(const Statement& s, const QName& name) {
  RawRecord* record = s.db.find_raw(kType, name, "");
  if (!record) missing("type '" + name.text() + "'");
  std::vector<std::string> lines = text::split(record->create, '\n');
  lines = {lines.begin() + 1, lines.end() - 1};
  for (std::string& line : lines)
    if (line.ends_with(",")) line.pop_back();
  for (const Node& command : s.node.list("cmds")) {
    const std::string type = command.text("subtype"), attribute = command.text("name");
    const Node definition = command["def"];
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
      return line.starts_with("  " + ident(attribute) + " ");
    });
    if (type == "AT_AddColumn") {
      lines.push_back(attribute_line(s, definition.text("colname"), definition));
    } else if (type == "AT_ChangeOwner") {
      set_owner(s, "TYPE", name, "", role_name(command["newowner"]));
    } else if (found == lines.end()) {
      if (!command.flag("missing_ok")) missing("attribute '" + attribute + "' of '" + name.text() + "'");
    } else if (type == "AT_DropColumn") {
      lines.erase(found);
    } else if (type == "AT_AlterColumnType") {
      *found = attribute_line(s, attribute, definition);
    } else {
      needs_server("this change of a type", s.node["relation"].location());
    }
  }
  s.db.find_raw(kType, name, "")->create = composite_text(lines);
}

void create_range(const Statement& s) {
  const QName name = new_name(s, written_name(s.node.strings("typeName")));
  std::vector<std::string> options;
  std::string multirange;
  for (const Node& option : s.node.list("params")) {
    const std::string word = option.text("defname");
    const Node arg = option["arg"];
    if (word == "subtype")
      options.insert(options.begin(), "SUBTYPE = " + type_text(s, arg));
    else if (word == "multirange_type_name")
      multirange = written_name(arg.strings("names")).name;
    else
      options.push_back(text::to_upper(word) + " = " + text::join(arg.strings("names"), "."));
  }
  if (multirange.empty()) {  // makeMultirangeTypeName(): the first "range" becomes "multirange"
    const std::size_t at = name.name.find("range");
    multirange =
        at == name.name.npos ? name.name + "_multirange" : name.name.substr(0, at) + "multi" + name.name.substr(at);
  }
  options.insert(options.begin() + 1, "MULTIRANGE_TYPE_NAME = " + called({name.schema, multirange}));
  s.db.types[name] = TypeKind::range;
  give_default_rights(s.db, "TYPE", name);
  s.db.types[{name.schema, multirange}] = TypeKind::range;
  s.db.add_raw({kType, "CREATE TYPE \x01 AS RANGE (" + text::join(options, ", ") + ")", "DROP TYPE \x01", name, ""});
}

}  // namespace schemac::import::postgres
