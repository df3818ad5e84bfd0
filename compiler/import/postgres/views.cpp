// Views and materialized views.
#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/programs.h"
#include "import/postgres/rights.h"
#include "import/postgres/tables.h"

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

/// A query as the server keeps it, and what its columns are.
ReadQuery kept_query(const Statement& s, const std::string& sql) {
  const WholeNames whole(s.db);
  return read_query(s.db, sql, [&](const Node& type_name) { return std::optional(column_type(s, type_name)); });
}

Relation relation_of(RelationKind kind, ReadQuery query, const std::vector<std::string>& given, std::set<QName> reads) {
  Relation out{kind, {}, {}, std::move(reads), {}, {}};
  if (kind == RelationKind::view) out.query = std::move(query.sql);
  if (!query.columns.known) return out;
  for (QueryColumn& column : query.columns.columns) {
    out.columns.push_back(std::move(column.name));
    out.types.push_back(std::move(column.type));
  }
  for (std::size_t i = 0; i < given.size() && i < out.columns.size(); ++i) out.columns[i] = given[i];
  return out;
}

bool reads_temporary(const Database& db, const std::set<QName>& reads) {
  return std::any_of(reads.begin(), reads.end(),
                     [&](const QName& name) { return db.relations.at(name).kind == RelationKind::temporary; });
}

std::size_t behind_name(const Statement& s, const Node& range_var) {
  std::size_t at = s.text.at_byte(range_var.location().value_or(0)) + 1;
  while (at + 1 < s.text.size() && s.text[at].lower == ".") at += 2;
  return at;
}

/// CREATE RECURSIVE VIEW, which is one WITH RECURSIVE.
bool is_recursive(const Statement& s, const Node& range_var) {
  const std::size_t name = s.text.at_byte(range_var.location().value_or(0));
  for (std::size_t i = 0; i < name; ++i)
    if (s.text[i].lower == "recursive") return true;
  return false;
}

}  // namespace

void create_view(const Statement& s) {
  const Node range_var = s.node["view"], query = s.node["query"];
  const std::set<QName> reads = relations_in(s, query);
  if (range_var.text("relpersistence") == "t" || reads_temporary(s.db, reads))
    return make_temporary(s, "view", range_var.text("relname"));
  const QName name = new_name(s, written_name(range_var), range_var.location());
  const std::size_t begin = s.text.find(behind_name(s, range_var), s.text.size(), "as");
  if (s.db.relations.contains(name) && !s.node.flag("replace"))
    taken("relation '" + name.text() + "'", range_var.location());
  std::size_t end = s.text.size();
  View view;
  view.name = name;
  for (const Node& alias : s.node.list("aliases")) view.columns.push_back(alias.text("sval"));
  view.options = storage_options(s.text, s.node.list("options"));
  if (const std::string check = s.node.text("withCheckOption"); check != "NO_CHECK_OPTION" && !check.empty()) {
    for (std::size_t at = begin; at < end; at = s.text.find(at + 1, end, "with"))
      if (const std::size_t next = s.text.find(at + 1, end, "with"); next == end) {
        end = at;
        break;
      }
    view.options.push_back({"postgres", "check_option", check == "LOCAL_CHECK_OPTION" ? "local" : "cascaded"});
  }
  std::string sql = sql_of(s, begin + 1, end, query);
  if (is_recursive(s, range_var)) {
    std::vector<std::string> columns;
    for (const std::string& column : view.columns) columns.push_back(ident(column));
    const std::string own = ident(name.name), list = text::join(columns, ", ");
    sql = "WITH RECURSIVE " + own + " (" + list + ") AS (" + sql + ") SELECT " + list + " FROM " + own;
  }
  Relation relation = relation_of(RelationKind::view, kept_query(s, sql), view.columns, reads);
  view.query = dialect::postgres::read_query(relation.query, s.db.enums());
  if (const View* before = s.db.catalog.views.find(name)) view.comment = before->comment;
  if (!s.db.relations.contains(name)) give_default_rights(s.db, "TABLE", name);
  s.db.relations[name] = std::move(relation);
  s.db.catalog.views.erase(name.text());
  s.db.catalog.views.add(std::move(view));
}

namespace {

/// The tokens of the query behind AS.
std::pair<std::size_t, std::size_t> query_tokens(const Statement& s, const Node& range_var) {
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
  return {begin + 1, end};
}

void create_materialized_view(const Statement& s, const QName& name) {
  const Node into = s.node["into"], query = s.node["query"];
  std::string head = "CREATE MATERIALIZED VIEW \x01";
  std::vector<std::string> columns, options;
  for (const Node& column : into.list("colNames")) columns.push_back(ident(column.text("sval")));
  if (!columns.empty()) head += " (" + text::join(columns, ", ") + ")";
  for (const Option& option : storage_options(s.text, into.list("options")))
    options.push_back(option.name + "=" + option.value);
  if (!options.empty()) head += " WITH (" + text::join(options, ", ") + ")";
  Options space;
  set_tablespace(s.db, space, into.text("tableSpaceName"));
  if (!space.empty()) head += " TABLESPACE " + space[0].value;
  const auto [begin, end] = query_tokens(s, into["rel"]);
  ReadQuery kept = kept_query(s, sql_of(s, begin, end, query));
  s.db.add_raw({kMaterializedView, head + " AS\n " + kept.sql + (into.flag("skipData") ? "\nWITH NO DATA" : ""),
                "DROP MATERIALIZED VIEW \x01", name, ""});
  s.db.relations[name] =
      relation_of(RelationKind::materialized_view, std::move(kept), into.strings("colNames"), relations_in(s, query));
  give_default_rights(s.db, "TABLE", name);
}

/// What CREATE TABLE AS and SELECT INTO make: columns of the query's types, and nothing else of them.
void create_table_of(const Statement& s, const Node& into, const QName& name, const std::string& sql) {
  const QueryColumns columns = kept_query(s, sql).columns;
  if (!columns.known) needs_server("the columns of '" + name.text() + "', which its query does not name");
  const auto given = into.strings("colNames");
  Table table;
  table.name = name;
  for (std::size_t i = 0; i < columns.columns.size(); ++i) {
    const QueryColumn& from = columns.columns[i];
    Column column;
    column.name = i < given.size() ? given[i] : from.name;
    if (!from.type) needs_server("the type of column '" + column.name + "' of '" + name.text() + "'");
    column.type = from.type->type;
    column.collation = from.type->collation;
    column.nullable = true;
    if (table.find_column(column.name)) taken("column '" + name.text() + "." + column.name + "'");
    table.columns.push_back(std::move(column));
  }
  table.options = storage_options(s.text, into.list("options"));
  if (into["rel"].text("relpersistence") == "u") table.options.push_back({"postgres", "unlogged", "true"});
  set_tablespace(s.db, table.options, into.text("tableSpaceName"));
  s.db.relations[name] = {RelationKind::table, {}, {}, {}, {}, {}};
  s.db.catalog.tables.add(std::move(table));
  give_default_rights(s.db, "TABLE", name);
}

}  // namespace

void create_table_as(const Statement& s) {
  const Node range_var = s.node["into"]["rel"];
  const auto name = new_relation(s, range_var, s.node.flag("if_not_exists"));
  if (!name) return;
  if (s.node.text("objtype") == "OBJECT_MATVIEW") return create_materialized_view(s, *name);
  if (!s.node["query"].is("SelectStmt")) needs_server("CREATE TABLE AS EXECUTE");
  const auto [begin, end] = query_tokens(s, range_var);
  relations_in(s, s.node["query"]);
  create_table_of(s, s.node["into"], *name, sql_of(s, begin, end, s.node["query"]));
}

void select_into(const Statement& s) {
  const Node into = s.node["intoClause"], range_var = into["rel"];
  const auto name = new_relation(s, range_var, false);
  if (!name) return;
  const std::size_t word = s.text.find(0, s.text.size(), "into"), behind = behind_name(s, range_var);
  const Splices splices = qualified(s, s.node);
  create_table_of(s, into, *name, s.text.slice(0, word, splices) + " " + s.text.slice(behind, s.text.size(), splices));
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
