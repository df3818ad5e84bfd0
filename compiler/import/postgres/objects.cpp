#include "import/postgres/objects.h"

#include <algorithm>

#include "base/text.h"
#include "import/postgres/programs.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

void define_aggregate(const Statement& s) {
  if (s.node.flag("oldstyle")) needs_server("an aggregate in the old spelling (BASETYPE)");
  const QName name = new_name(s, written_name(s.node.strings("defnames")));
  std::vector<std::string> arguments, identity;
  const auto lists = s.node.list("args");  // the arguments, and how many of them are direct
  for (const Node& parameter : lists.empty() ? lists : lists[0].list("items")) {
    const std::string type = type_text(s, parameter["argType"]), given = parameter.text("name");
    const bool variadic = parameter.text("mode") == "FUNC_PARAM_VARIADIC";
    arguments.push_back(type);
    identity.push_back((variadic ? "VARIADIC " : "") + (given.empty() ? "" : ident(given) + " ") + type);
  }
  const std::size_t open = s.text.find(0, s.text.size(), "(");
  const std::size_t close = s.text.closing(open, s.text.size());
  if (s.text.find(open, close, "order") != close) needs_server("an ordered-set aggregate");
  const std::size_t options = s.text.find(close + 1, s.text.size(), "(");
  const std::string list = identity.empty() ? "*" : text::join(identity, ", ");
  s.db.add_raw({"aggregate \x01(" + list + ")",
                "CREATE AGGREGATE \x01(" + list + ") " + sql_of(s, options, s.text.size(), s.node),
                "DROP AGGREGATE \x01(" + list + ")", name, ""});
  s.db.programs.emplace(name, Program{"AGGREGATE", arguments, "", text::join(identity, ", ")});
}

/// Kinds whose options are kept as they are written.
void define_by_text(const Statement& s, const std::string& word) {
  const QName name = new_name(s, written_name(s.node.strings("defnames")));
  std::size_t rest = s.text.find(0, s.text.size(), "(");
  if (rest == s.text.size()) rest = s.text.find(0, s.text.size(), "from");
  s.db.add_raw({text::to_lower(word) + " \x01", "CREATE " + word + " \x01 " + sql_of(s, rest, s.text.size(), s.node),
                "DROP " + word + " \x01", name, ""});
}

}  // namespace

void define(const Statement& s) {
  const std::string kind = s.node.text("kind");
  if (kind == "OBJECT_AGGREGATE") return define_aggregate(s);
  if (kind == "OBJECT_COLLATION") return define_by_text(s, "COLLATION");
  if (kind == "OBJECT_TSDICTIONARY") return define_by_text(s, "TEXT SEARCH DICTIONARY");
  if (kind == "OBJECT_TSCONFIGURATION") return define_by_text(s, "TEXT SEARCH CONFIGURATION");
  if (kind == "OBJECT_OPERATOR") {
    const WrittenName written = written_name(s.node.strings("defnames"));
    const QName name = new_name(s, written);
    const std::string own = (name.schema.empty() ? "" : ident(name.schema) + ".") + name.name;
    std::string left = "NONE", right = "NONE";
    for (const Node& option : s.node.list("definition")) {
      if (option.text("defname") == "leftarg") left = type_text(s, option["arg"]);
      if (option.text("defname") == "rightarg") right = type_text(s, option["arg"]);
    }
    const std::string operands = "(" + left + ", " + right + ")";
    const std::size_t open = s.text.find(0, s.text.size(), "(");
    s.db.add_raw({"operator " + own + operands,
                  "CREATE OPERATOR " + own + " " + sql_of(s, open, s.text.size(), s.node),
                  "DROP OPERATOR " + own + " " + operands,
                  {},
                  name.text()});
    return;
  }
  needs_server("this kind of object");
}

void create_statistics(const Statement& s) {
  const auto relations = s.node.list("relations");
  if (relations.empty()) needs_server("statistics of no table");
  const QName of = relation(s, relations[0]);
  auto parts = s.node.strings("defnames");
  if (parts.empty()) {  // ChooseExtendedStatisticName()
    std::vector<std::string> columns;
    for (const Node& each : s.node.list("exprs"))
      columns.push_back(each.text("name").empty() ? "expr" : each.text("name"));
    parts = {Database::object_name(of.name, Database::joined(columns), "stat")};
  }
  const QName name = parts.size() > 1 ? new_name(s, written_name(parts)) : QName(of.schema, parts[0]);
  const std::size_t end = s.text.at_byte(relations[0].location().value_or(0));
  std::size_t begin = s.text.find(0, end, "(");  // the kinds, which stand before ON
  const std::size_t on = s.text.find(0, end, "on");
  if (begin > on) begin = on;
  s.db.add_raw({"statistics " + called(name),
                "CREATE STATISTICS " + called(name) + " " + sql_of(s, begin, end, s.node) + " \x01",
                "DROP STATISTICS " + called(name), of, name.text()});
}

void create_publication(const Statement& s) {
  std::size_t rest = s.text.find(0, s.text.size(), "publication") + 2;
  s.db.add_raw({"publication \x03",
                "CREATE PUBLICATION \x02 " + sql_of(s, rest, s.text.size(), s.node),
                "DROP PUBLICATION \x02",
                {},
                s.node.text("pubname")});
}

/// A dump adds what is published to a publication of nothing.
void alter_publication(const Statement& s) {
  const std::string name = s.node.text("pubname");
  RawRecord* record = s.db.find_raw("publication \x03", {}, name);
  if (!record) missing("publication '" + name + "'");
  const std::size_t add = s.text.find(0, s.text.size(), "add");
  if (add == s.text.size() || !s.node.list("options").empty()) needs_server("this change of a publication");
  const std::string more = sql_of(s, add + 1, s.text.size(), s.node);
  const std::size_t with = std::min(record->create.rfind(" WITH ("), record->create.size());
  const bool first = record->create.find(" FOR ") >= with;
  record->create.insert(with, (first ? " FOR " : ", ") + more);
}

void create_cast(const Statement& s) {
  const std::string cast = "(" + type_text(s, s.node["sourcetype"]) + " AS " + type_text(s, s.node["targettype"]) + ")";
  const std::size_t open = s.text.find(0, s.text.size(), "(");
  const std::size_t rest = s.text.closing(open, s.text.size()) + 1;
  s.db.add_raw({"cast " + cast,
                "CREATE CAST " + cast + " " + sql_of(s, rest, s.text.size(), s.node),
                "DROP CAST " + cast,
                {},
                cast});
}

namespace {

/// "hash operator family hashed", with the rest of its statement.
RawRecord operator_group(const Statement& s, const std::string& kind, const char* list) {
  const QName name = new_name(s, written_name(s.node.strings(list)));
  const std::string method = s.node.text("amname");
  const std::string drop = "DROP " + text::to_upper(kind) + " \x01 USING " + ident(method);
  return {method + " " + kind + " \x01", "CREATE " + text::to_upper(kind) + " \x01", drop, name, ""};
}

}  // namespace

void create_operator_family(const Statement& s) {
  RawRecord record = operator_group(s, "operator family", "opfamilyname");
  record.create += " USING " + ident(s.node.text("amname"));
  s.db.add_raw(std::move(record));
}

void alter_operator_family(const Statement& s) {
  const RawRecord like = operator_group(s, "operator family", "opfamilyname");
  RawRecord* record = s.db.find_raw(like.name, like.on, "");
  if (!record) missing("operator family '" + like.on.text() + "'");
  if (s.node.flag("isDrop")) needs_server("ALTER OPERATOR FAMILY … DROP");
  const std::size_t add = s.text.find(0, s.text.size(), "add");
  record->create += ";\nALTER OPERATOR FAMILY \x01 USING " + ident(s.node.text("amname")) + " ADD\n  " +
                    sql_of(s, add + 1, s.text.size(), s.node);
}

void create_operator_class(const Statement& s) {
  RawRecord record = operator_group(s, "operator class", "opclassname");
  std::size_t rest = s.text.find(0, s.text.size(), "for");
  const std::size_t usual = s.text.find(0, rest, "default");
  record.create += " " + sql_of(s, std::min(rest, usual), s.text.size(), s.node);
  s.db.add_raw(std::move(record));
}

/// A mapping a line, as the inspection writes them.
void alter_text_search_configuration(const Statement& s) {
  const WrittenName written = written_name(s.node.strings("cfgname"));
  const QName name = new_name(s, written);
  RawRecord* record = s.db.find_raw("text search configuration \x01", name, "");
  if (!record) missing("text search configuration '" + shown(written) + "'");
  if (s.node.text("kind") != "ALTER_TSCONFIG_ADD_MAPPING") needs_server("a change of a mapping of text search");
  const std::size_t with = s.text.find(0, s.text.size(), "with");
  for (const std::string& token : s.node.strings("tokentype"))
    record->create += ";\nALTER TEXT SEARCH CONFIGURATION \x01 ADD MAPPING FOR " + ident(token) + " " +
                      sql_of(s, with, s.text.size(), s.node);
}

}  // namespace schemac::import::postgres
