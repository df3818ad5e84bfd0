#include "unit/codegen/sample_catalog.h"

namespace schemac::test {

using namespace catalog;

namespace {

Column column(std::string name, Type type, std::string comment = {}) {
  Column out;
  out.name = std::move(name);
  out.type = std::move(type);
  out.comment = std::move(comment);
  return out;
}

Column nullable(Column column) {
  column.nullable = true;
  return column;
}

/// With `on update now()`.
Column touched(Column column) {
  column.on_update = expr::call("now");
  return column;
}

Column with_default(Column column, Expr value) {
  column.default_value = std::move(value);
  return column;
}

Column identity(std::string name) {
  auto out = column(std::move(name), portable("bigint"));
  out.identity = Identity{};
  return out;
}

Type array_of(Type type) {
  type.dimensions = 1;
  return type;
}

Type enumeration(std::string name) {
  Type out;
  out.kind = TypeKind::enumeration;
  out.name = std::move(name);
  return out;
}

Unique unique(std::vector<std::string> columns) {
  Unique out;
  out.columns = std::move(columns);
  return out;
}

ForeignKey reference(std::string column, std::string table, ReferentialAction on_delete) {
  ForeignKey out;
  out.columns = {std::move(column)};
  out.table = std::move(table);
  out.referenced = {"id"};
  out.on_delete = on_delete;
  return out;
}

Check check(std::string name, Expr expr) {
  Check out;
  out.name = std::move(name);
  out.expr = std::move(expr);
  return out;
}

Table users() {
  Table table;
  table.name = "users";
  table.code_name = "User";
  table.comment = "A person who can log in.";
  table.columns = {identity("id"), column("username", portable("varchar", {"64"}), "The name to log in with."),
                   column("email", portable("varchar", {"255"})), column("password", portable("text"))};
  table.columns.back().hidden = true;
  table.primary_key = PrimaryKey{{}, {"id"}, {}};
  table.uniques = {unique({"username"}), unique({"email"})};
  table.checks = {check("username_not_blank",
                        expr::binary(">", expr::call("length", {expr::column("username")}), expr::number("0")))};
  return table;
}

Table pages() {
  Table table;
  table.name = "pages";
  table.code_name = "Page";
  table.comment =
      "One indexed page. Its text is what people search in, so it is kept as it was fetched, without the markup "
      "that surrounded it; an empty text is allowed.";
  table.columns = {
      identity("id"),
      column("title", portable("varchar", {"255"})),
      column("url", portable("varchar", {"500"})),
      with_default(column("language", enumeration("Language")), expr::label("en")),
      nullable(column("author_id", portable("bigint"))),
      column("content", portable("text")),
      touched(nullable(column("last_updated", portable("timestamptz"), "When it was last fetched."))),
      with_default(column("visible", portable("bool")), expr::boolean(true)),
      with_default(column("rank", portable("decimal", {"12", "2"})), expr::number("0")),
      with_default(column("created_at", portable("timestamptz")), expr::call("now")),
      nullable(column("data", portable("json"))),
      with_default(column("tags", array_of(portable("text"))), expr::node(ExprKind::array, "", {})),
      nullable(column("class", portable("uuid"))),
      nullable(column("day", portable("date"))),
      nullable(column("time", portable("time"))),
      nullable(column("octets", portable("bytes"))),
      nullable(column("ratio", portable("double"))),
      nullable(column("small", portable("smallint"))),
  };
  table.primary_key = PrimaryKey{{}, {"id"}, {}};
  table.uniques = {unique({"url"}), unique({"language", "title"})};
  table.foreign_keys = {reference("author_id", "users", ReferentialAction::set_null)};
  table.checks = {
      check("some_ratio", expr::binary("or", expr::node(ExprKind::is_null, "", {expr::column("ratio")}),
                                       expr::binary("<", expr::column("ratio"), expr::number("1000000")))),
      check("", expr::node(ExprKind::between, "", {expr::column("rank"), expr::number("0"), expr::number("100.5")})),
      check("fresh",
            expr::binary("or", expr::binary("<>", expr::column("title"), expr::string("\"old\"")),
                         expr::binary("and", expr::column("visible"),
                                      expr::node(ExprKind::in, "",
                                                 {expr::column("language"), expr::label("en"), expr::label("da")}))))};
  return table;
}

Table marks() {
  Table table;
  table.name = "page_marks";
  table.columns = {column("page_id", portable("bigint")), column("word", portable("varchar", {"20"})),
                   with_default(column("weight", portable("int")), expr::number("1"))};
  table.primary_key = PrimaryKey{{}, {"page_id", "word"}, {}};
  table.foreign_keys = {reference("page_id", "pages", ReferentialAction::cascade)};
  return table;
}

/// The visible pages in Danish, the title under a name of its own.
View danish_pages() {
  const auto clause = [](std::string word, std::vector<Expr> args) {
    return expr::node(ExprKind::clause, std::move(word), std::move(args));
  };
  View view;
  view.name = "danish_pages";
  view.code_name = "DanishPage";
  view.comment = "Pages in Danish that may be seen.";
  view.query =
      expr::node(ExprKind::select, "",
                 {clause("columns", {expr::column("id"), expr::node(ExprKind::alias, "name", {expr::column("title")}),
                                     expr::column("language"), expr::column("rank"), expr::column("last_updated")}),
                  clause("from", {expr::node(ExprKind::table, "pages", {})}),
                  clause("where", {expr::binary("and", expr::binary("=", expr::column("language"), expr::label("da")),
                                                expr::column("visible"))})});
  return view;
}

Api api() {
  Api out;
  out.name = "v1";
  out.exposures = {
      {"users", "", {{{"read"}, "anyone"}}, {"id", "username"}},
      {"pages", "", {{{"read"}, "anyone"}, {{"create", "update", "delete"}, "member"}}, {}},
      {"danish_pages", "danish", {{{"read"}, "anyone"}}, {}},
      {"page_marks", "marks", {{{"read", "create", "update", "delete"}, "anyone"}}, {}},
  };
  return out;
}

}  // namespace

Catalog sample_catalog() {
  Catalog catalog;
  Enum language;
  language.name = "Language";
  language.comment = "Languages a page can be written in.";
  language.labels = {{"en", "", ""}, {"da", "danish", ""}};
  catalog.enums.add(language);
  catalog.tables.add(users());
  catalog.tables.add(pages());
  catalog.tables.add(marks());
  catalog.views.add(danish_pages());
  catalog.roles.add({"member", ""});
  catalog.apis.add(api());
  catalog.canonicalise();
  return catalog;
}

std::map<std::string, std::vector<Column>> sample_view_columns() {
  return {{"danish_pages",
           {column("id", portable("bigint")), column("name", portable("varchar", {"255"})),
            column("language", enumeration("Language")), column("rank", portable("decimal", {"12", "2"})),
            nullable(column("last_updated", portable("timestamptz")))}}};
}

}  // namespace schemac::test
