#include "import/postgres/indexes.h"

#include <algorithm>

#include "base/text.h"
#include "import/postgres/tables.h"

namespace schemac::import::postgres {

using namespace catalog;

std::string index_part_name(const Node& element) {
  if (std::string given = element.text("indexcolname"); !given.empty()) return given;
  if (std::string column = element.text("name"); !column.empty()) return column;
  const std::string figured = figured_name(element["expr"]);
  return figured.empty() ? "expr" : figured;
}

std::vector<std::string> index_column_names(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    std::string each = name;
    for (int n = 1; std::find(out.begin(), out.end(), each) != out.end(); ++n) {
      const std::string number = std::to_string(n);
      each = std::string(text::truncated(name, 63 - number.size())) + number;
    }
    out.push_back(each);
  }
  return out;
}

namespace {

std::string dotted(const std::vector<std::string>& parts) {
  const WrittenName name = written_name(parts);
  const bool system = name.schema.empty() || name.schema == "pg_catalog" || name.schema == "public";
  return (system ? "" : text::quoted(name.schema, '"') + ".") + text::quoted(name.name, '"');
}

/// The tokens of an element's expression: in parentheses, or a call.
std::pair<std::size_t, std::size_t> expression_tokens(const SqlText& text, std::size_t begin, std::size_t end) {
  if (text[begin].lower == "(") return {begin + 1, text.closing(begin, end)};
  const std::size_t open = text.find(begin, end, "(");
  return {begin, open == end ? begin + 1 : text.closing(open, end) + 1};
}

/// Classes that are what an index uses without them, for those who name them all the same. What a type's own class is
/// otherwise only a server knows.
bool is_default_class(const std::string& opclass, const std::string& method, const Column* column) {
  if (!column || column->type.dimensions > 0) {
    return column && method == "gin" && opclass == "array_ops";
  }
  const std::string& type = column->type.name.name;
  if (method == "gin")
    return (type == "jsonb" && opclass == "jsonb_ops") || (type == "tsvector" && opclass == "tsvector_ops");
  if (!method.empty() && method != "hash") return false;
  static const std::map<std::string, std::string> kDefaults = {{"text", "text_ops"},
                                                               {"character varying", "text_ops"},
                                                               {"integer", "int4_ops"},
                                                               {"bigint", "int8_ops"},
                                                               {"smallint", "int2_ops"},
                                                               {"boolean", "bool_ops"},
                                                               {"uuid", "uuid_ops"},
                                                               {"numeric", "numeric_ops"},
                                                               {"date", "date_ops"},
                                                               {"timestamp with time zone", "timestamptz_ops"},
                                                               {"timestamp without time zone", "timestamp_ops"},
                                                               {"bytea", "bytea_ops"},
                                                               {"inet", "inet_ops"},
                                                               {"character", "bpchar_ops"}};
  const auto found = kDefaults.find(type);
  return found != kDefaults.end() &&
         (opclass == found->second || (type == "character varying" && opclass == "varchar_ops"));
}

IndexPart part_of(const Statement& s, const Node& element, std::size_t begin, std::size_t end, const Table& table,
                  const std::string& method) {
  IndexPart part;
  const std::string column = element.text("name");
  if (!column.empty()) {
    part.expr = expr::column(column);
  } else {
    const auto [first, last] = expression_tokens(s.text, begin, end);
    part.expr = expression(s, first, last, element["expr"], &table);
  }
  part.descending = element.text("ordering") == "SORTBY_DESC";
  const std::string nulls = element.text("nulls_ordering");
  if (nulls == "SORTBY_NULLS_FIRST" && !part.descending) part.nulls = "first";
  if (nulls == "SORTBY_NULLS_LAST" && part.descending) part.nulls = "last";
  if (const auto collation = element.strings("collation"); !collation.empty()) {
    part.collation = dotted(collation);
    const Column* of = table.find_column(column);
    const std::string own = of && !of->collation.empty() ? of->collation : "\"default\"";
    if (part.collation == own) part.collation.clear();
  }
  const std::string opclass = written_name(element.strings("opclass")).name;
  std::vector<std::string> options;
  for (const Node& option : element.list("opclassopts"))
    options.push_back(option.text("defname") + " = " + text::quoted(option_value(s.text, option), '\''));
  if (!opclass.empty() && (!options.empty() || !is_default_class(opclass, method, table.find_column(column))))
    part.opclass = ident(opclass) + (options.empty() ? "" : " (" + text::join(options, ", ") + ")");
  return part;
}

/// Of a materialized view: the statement, with the name that it gets.
void carry_index(const Statement& s, const QName& of, const std::string& name) {
  const std::size_t on = s.text.at_byte(s.node["relation"].location().value_or(0));
  std::size_t rest = on + 1;
  while (rest + 1 < s.text.size() && s.text[rest].lower == ".") rest += 2;
  const std::string text = "CREATE " + std::string(s.node.flag("unique") ? "UNIQUE " : "") + "INDEX \x02 ON \x01 " +
                           s.text.slice(rest, s.text.size(), qualified(s, s.node));
  const std::string schema = of.schema.empty() ? "" : ident(of.schema) + ".";
  s.db.add_raw({"index " + schema + "\x03", text, "DROP INDEX " + schema + "\x02", of, name});
}

}  // namespace

void create_index(const Statement& s) {
  const QName of = relation(s, s.node["relation"]);
  const RelationKind kind = s.db.relations[of].kind;
  if (kind == RelationKind::temporary) return;
  std::vector<std::string> names;
  for (const char* list : {"indexParams", "indexIncludingParams"})
    for (const Node& element : s.node.list(list)) names.push_back(index_part_name(element));
  std::string name = s.node.text("idxname");
  if (name.empty()) {
    name = s.db.relation_name(of, Database::joined(index_column_names(names)), "idx", false);
  } else if (s.db.relations.contains({of.schema, name})) {
    if (s.node.flag("if_not_exists")) return;
    taken("relation '" + name + "'", s.node["relation"].location());
  }
  s.db.relations[{of.schema, name}] = {RelationKind::index, of, {}, {}};
  if (kind != RelationKind::table) return carry_index(s, of, name);
  Table& table = *s.db.table(of);
  Table seen = table;
  seen.columns = s.db.all_columns(of);
  Index index;
  index.name = name;
  index.unique = s.node.flag("unique");
  const std::string method = s.node.text("accessMethod");
  if (method != "btree") index.method = method;
  const std::size_t open = s.text.find(s.text.at_byte(s.node["relation"].location().value_or(0)), s.text.size(), "(");
  const std::size_t close = s.text.closing(open, s.text.size());
  const auto places = s.text.parts(open + 1, close);
  const auto elements = s.node.list("indexParams");
  for (std::size_t i = 0; i < elements.size() && i < places.size(); ++i) {
    const std::string column = elements[i].text("name");
    if (!column.empty() && !seen.find_column(column))
      missing("column '" + of.text() + "." + column + "'", s.text[places[i].first].begin);
    index.parts.push_back(part_of(s, elements[i], places[i].first, places[i].second, seen, index.method));
  }
  for (const Node& element : s.node.list("indexIncludingParams")) index.include.push_back(element.text("name"));
  if (const Node where = s.node["whereClause"]) {
    index.where = expression(s, s.text.find(close + 1, s.text.size(), "where") + 1, s.text.size(), where, &seen);
  }
  index.nulls_not_distinct = s.node.flag("nulls_not_distinct");
  index.options = storage_options(s.text, s.node.list("options"));
  set_tablespace(s.db, index.options, s.node.text("tableSpace"));
  table.indexes.push_back(std::move(index));
}

Index* find_index(Database& db, const QName& name) {
  const auto found = db.relations.find(name);
  if (found == db.relations.end() || found->second.kind != RelationKind::index) return nullptr;
  Table* table = db.table(found->second.of);
  if (!table) return nullptr;
  for (Index& index : table->indexes)
    if (index.name == name.name) return &index;
  return nullptr;
}

}  // namespace schemac::import::postgres
