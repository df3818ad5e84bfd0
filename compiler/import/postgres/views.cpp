// Views and materialized views.
#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/programs.h"
#include "import/postgres/rights.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

/// The relations that a query reads, those of the system apart. SC4025 where one is not there.
std::set<QName> relations_in(const Statement& s, const Node& query) {
  std::set<std::string> local;
  walk(query, [&](const Node& node) {
    if (node.is("CommonTableExpr")) local.insert(node.text("ctename"));
  });
  std::set<QName> out;
  walk(query, [&](const Node& node) {
    if (!node.has("relname")) return;
    const WrittenName name = written_name(node);
    if (name.schema.empty() && local.contains(name.name)) return;
    const bool system = name.schema == "pg_catalog" || name.schema == "information_schema" ||
                        (name.schema.empty() && name.name.starts_with("pg_"));
    const auto found = s.db.find_relation(name.schema, name.name);
    if (found)
      out.insert(*found);
    else if (!system && s.db.extensions.empty())  // an extension brings views of its own
      missing("relation '" + shown(name) + "'", node.location());
  });
  return out;
}

bool has_star(const Node& query) {
  bool found = false;
  walk(query, [&](const Node& node) { found |= node.is("A_Star"); });
  return found;
}

/// What a query's columns are called; nothing where that is not plain to see.
std::vector<std::string> column_names(const Node& query, const std::vector<std::string>& given) {
  std::vector<std::string> out;
  if (has_star(query)) return {};
  const Node core = query["larg"] ? query["larg"] : query;
  for (const Node& target : core.list("targetList")) {
    std::string name = target.text("name");
    if (name.empty()) name = figured_name(target["val"]);
    out.push_back(name.empty() ? "?column?" : name);
  }
  for (std::size_t i = 0; i < given.size() && i < out.size(); ++i) out[i] = given[i];
  return out;
}

std::size_t behind_name(const Statement& s, const Node& range_var) {
  std::size_t at = s.text.at_byte(range_var.location().value_or(0)) + 1;
  while (at + 1 < s.text.size() && s.text[at].lower == ".") at += 2;
  return at;
}

}  // namespace

void create_view(const Statement& s) {
  const Node range_var = s.node["view"];
  const QName name = new_name(s, written_name(range_var), range_var.location());
  if (range_var.text("relpersistence") == "t") {
    s.db.relations[name] = {RelationKind::temporary, {}, {}, {}};
    return;
  }
  const std::size_t begin = s.text.find(behind_name(s, range_var), s.text.size(), "as");
  for (std::size_t i = 0; i < s.text.at_byte(range_var.location().value_or(0)); ++i)
    if (s.text[i].lower == "recursive") needs_server("CREATE RECURSIVE VIEW");
  if (s.db.relations.contains(name) && !s.node.flag("replace"))
    taken("relation '" + name.text() + "'", range_var.location());
  std::size_t end = s.text.size();
  View view;
  view.name = name;
  for (const Node& alias : s.node.list("aliases")) view.columns.push_back(alias.text("sval"));
  view.options = storage_options(s.text, s.node.list("options"));
  std::sort(view.options.begin(), view.options.end());
  if (const std::string check = s.node.text("withCheckOption"); check != "NO_CHECK_OPTION" && !check.empty()) {
    for (std::size_t at = begin; at < end; at = s.text.find(at + 1, end, "with"))
      if (const std::size_t next = s.text.find(at + 1, end, "with"); next == end) {
        end = at;
        break;
      }
    view.options.push_back({"postgres", "check_option", check == "LOCAL_CHECK_OPTION" ? "local" : "cascaded"});
    std::sort(view.options.begin(), view.options.end());
  }
  const Node query = s.node["query"];
  Relation relation{RelationKind::view, {}, column_names(query, view.columns), relations_in(s, query)};
  view.query = dialect::postgres::read_query(sql_of(s, begin + 1, end, query), s.db.enums());
  if (const View* before = s.db.catalog.views.find(name)) view.comment = before->comment;
  if (!s.db.relations.contains(name)) give_default_rights(s.db, "TABLE", name);
  s.db.relations[name] = std::move(relation);
  s.db.catalog.views.erase(name.text());
  s.db.catalog.views.add(std::move(view));
}

void create_table_as(const Statement& s) {
  const Node into = s.node["into"], range_var = into["rel"];
  const QName name = new_name(s, written_name(range_var), range_var.location());
  if (range_var.text("relpersistence") == "t") {
    s.db.relations[name] = {RelationKind::temporary, {}, {}, {}};
    return;
  }
  if (s.node.text("objtype") != "OBJECT_MATVIEW") needs_server("the columns of CREATE TABLE AS");
  if (s.db.relations.contains(name)) {
    if (s.node.flag("if_not_exists")) return;
    taken("relation '" + name.text() + "'", range_var.location());
  }
  const std::size_t begin = s.text.find(behind_name(s, range_var), s.text.size(), "as");
  std::size_t end = s.text.size();
  const auto ends_with = [&](std::initializer_list<std::string_view> words) {
    std::size_t at = end - std::min(end, words.size());
    return std::all_of(words.begin(), words.end(), [&](std::string_view word) { return s.text[at++].lower == word; });
  };
  if (ends_with({"with", "no", "data"}))
    end -= 3;
  else if (ends_with({"with", "data"}))
    end -= 2;
  std::string head = "CREATE MATERIALIZED VIEW \x01";
  std::vector<std::string> columns, options;
  for (const Node& column : into.list("colNames")) columns.push_back(ident(column.text("sval")));
  if (!columns.empty()) head += " (" + text::join(columns, ", ") + ")";
  for (const Option& option : storage_options(s.text, into.list("options")))
    options.push_back(option.name + "=" + option.value);
  if (!options.empty()) head += " WITH (" + text::join(options, ", ") + ")";
  const Node query = s.node["query"];
  Relation relation{
      RelationKind::materialized_view, {}, column_names(query, into.strings("colNames")), relations_in(s, query)};
  s.db.add_raw({kMaterializedView,
                head + " AS\n " + sql_of(s, begin + 1, end, query) + (into.flag("skipData") ? "\nWITH NO DATA" : ""),
                "DROP MATERIALIZED VIEW \x01", name, ""});
  s.db.relations[name] = std::move(relation);
  give_default_rights(s.db, "TABLE", name);
}

/// Filled or not is part of what is dumped.
void refresh(const Statement& s) {
  RawRecord* view = s.db.find_raw(kMaterializedView, relation(s, s.node["relation"]), "");
  if (!view) return;
  constexpr std::string_view kEmpty = "\nWITH NO DATA";
  if (view->create.ends_with(kEmpty)) view->create.resize(view->create.size() - kEmpty.size());
  if (s.node.flag("skipData")) view->create += kEmpty;
}

}  // namespace schemac::import::postgres
