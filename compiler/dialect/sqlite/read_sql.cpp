#include "dialect/sqlite/read_sql.h"

#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/common/sql_parser.h"
#include "dialect/common/sql_printer.h"
#include "dialect/sqlite/rowid.h"
#include "dialect/sqlite/sqlite.h"
#include "dialect/sqlite/types.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

const ReaderRules& rules() {
  static const ReaderRules rules = [] {
    ReaderRules made;
    made.dialect = DialectId::sqlite;
    made.default_schema = "main";
    made.read_type = [](std::string_view text) { return parse_type(text); };
    made.finish = [](Expr expr) {
      if (expr.kind == ExprKind::binary && expr.text == "is distinct from") expr.text = "is not";
      if (expr.kind == ExprKind::binary && expr.text == "is not distinct from") expr.text = "is";
      return expr;
    };
    return made;
  }();
  return rules;
}

Option option(std::string name, std::string value) { return {"sqlite", std::move(name), std::move(value)}; }

/// CREATE [TEMP] [UNIQUE] KIND [IF NOT EXISTS] name
std::string read_head(SqlParser& sql, std::string_view kind) {
  sql.expect("create");
  if (!sql.accept("temp")) sql.accept("temporary");
  sql.accept("unique");
  sql.expect(kind);
  sql.accept_all({"if", "not", "exists"});
  const std::string name = sql.name();
  return sql.accept(".") ? sql.name() : name;
}

std::vector<std::string> read_names(SqlParser& sql) {
  std::vector<std::string> names;
  sql.expect("(");
  do names.push_back(sql.name());
  while (sql.accept(","));
  sql.expect(")");
  return names;
}

/// (expr), of which what cannot be read stays raw.
Expr read_parenthesised(SqlParser& sql) {
  sql.expect("(");
  return read_expr(sql.rest_of_parentheses(), rules());
}

class TableReader {
 public:
  explicit TableReader(std::string_view text) : sql_(text, rules()) {}

  Table read() {
    table_.name = read_head(sql_, "table");
    sql_.expect("(");
    do member();
    while (sql_.accept(",") || !sql_.at(")"));  // the constraints of a table stand without commas too
    sql_.expect(")");
    while (!sql_.at_end()) table_option();
    settle();
    return std::move(table_);
  }

 private:
  void member() {
    const std::string name = constraint_name();
    if (sql_.accept_all({"primary", "key"})) {
      table_.primary_key = PrimaryKey{name, {}, {}};
      table_.primary_key->columns = key_columns(table_.primary_key->options);
      conflict(table_.primary_key->options);
    } else if (sql_.at("unique") && sql_.peek(1).is("(")) {
      sql_.take();
      Unique key;
      key.name = name;
      key.columns = key_columns(key.options);
      conflict(key.options);
      table_.uniques.push_back(std::move(key));
    } else if (sql_.at("check") && sql_.peek(1).is("(")) {
      check(name);
      Options passed_over;  // SQLite takes a conflict clause here, and goes by none
      conflict(passed_over);
    } else if (sql_.accept_all({"foreign", "key"})) {
      std::vector<std::string> columns = read_names(sql_);
      references(name, std::move(columns));
    } else if (name.empty() || !(sql_.at(",") || sql_.at(")"))) {
      column();
    }
  }

  /// The last of several: SQLite goes by that, and takes one that no constraint follows.
  std::string constraint_name() {
    std::string name;
    while (sql_.accept("constraint")) name = sql_.name();
    return name;
  }

  /// (a, b COLLATE NOCASE DESC): the catalog's keys are of columns alone, and an option holds what else is said.
  std::vector<std::string> key_columns(Options& options) {
    std::vector<std::string> columns, parts;
    bool plain = true;
    sql_.expect("(");
    do {
      columns.push_back(sql_.name());
      std::string part = text::quoted(columns.back(), '"');
      if (sql_.accept("collate")) part += " COLLATE " + sql_.name(), plain = false;
      if (sql_.accept("desc")) part += " DESC", plain = false;
      sql_.accept("asc");
      if (sql_.accept("autoincrement")) counted_ = columns.back();
      parts.push_back(std::move(part));
    } while (sql_.accept(","));
    sql_.expect(")");
    if (!plain) options.push_back(option("parts", text::join(parts, ", ")));
    return columns;
  }

  void column() {
    Column column;
    column.name = sql_.name();
    column.nullable = true;
    column.type = column_type();
    while (column_constraint(column)) {
    }
    table_.columns.push_back(std::move(column));
  }

  /// The words of the declared type, with its arguments, as written.
  Type column_type() {
    const std::size_t begin = sql_.peek().begin;
    std::size_t end = begin;
    const auto at_word = [&] { return sql_.peek().is_name() || sql_.peek().kind == SqlTokenKind::string; };
    while (at_word() && !begins_constraint()) end = sql_.take().end;
    if (end > begin && sql_.accept("(")) {
      (void)sql_.rest_of_parentheses();
      end = sql_.peek().begin;
    }
    return parse_type(text::trim(sql_.source(begin, end)));
  }

  bool begins_constraint() const {
    for (const char* word : {"constraint", "primary", "not", "null", "unique", "check", "default", "collate",
                             "references", "generated", "as", "deferrable"})
      if (sql_.at(word)) return true;
    return false;
  }

  bool column_constraint(Column& column) {
    const std::string name = constraint_name();
    if (sql_.accept_all({"primary", "key"})) {
      table_.primary_key = PrimaryKey{name, {column.name}, {}};
      if (sql_.accept("desc"))
        table_.primary_key->options.push_back(
            option(is_integer(column) ? "indexed" : "parts",
                   is_integer(column) ? "true" : text::quoted(column.name, '"') + " DESC"));
      sql_.accept("asc");
      conflict(table_.primary_key->options);
      if (sql_.accept("autoincrement")) column.identity = Identity{};
    } else if (sql_.accept_all({"not", "null"})) {
      column.nullable = false;
      conflict(column.options);
    } else if (sql_.accept("null")) {
      column.nullable = true;
    } else if (sql_.accept("unique")) {
      Unique key;
      key.name = name;
      key.columns = {column.name};
      conflict(key.options);
      table_.uniques.push_back(std::move(key));
    } else if (sql_.at("check")) {
      check(name);
    } else if (sql_.accept("default")) {
      column.default_value = default_value();
    } else if (sql_.accept("collate")) {
      column.collation = sql_.name();
    } else if (sql_.at("references")) {
      references(name, {column.name});
    } else if (sql_.at("generated") || sql_.at("as")) {
      sql_.accept_all({"generated", "always"});
      sql_.expect("as");
      column.generated = Generated{read_parenthesised(sql_), false};
      column.generated->stored = sql_.accept("stored");
      sql_.accept("virtual");
    } else {
      return false;
    }
    return true;
  }

  Expr default_value() {
    if (sql_.at("(")) return read_parenthesised(sql_);
    if (sql_.accept("-")) return expr::node(ExprKind::unary, "-", {expr::number(sql_.take().text)});
    sql_.accept("+");
    const bool name = sql_.peek().kind == SqlTokenKind::name;  // DEFAULT "x" is a string to SQLite
    if (name) return expr::string(sql_.take().text);
    const bool keyword =
        sql_.at("null") || sql_.at("true") || sql_.at("false") || sql_.peek().text.starts_with("current_");
    if (sql_.peek().kind == SqlTokenKind::word && !keyword) return expr::string(sql_.take().written);
    return sql_.expression(1000);
  }

  void check(std::string name) {
    sql_.expect("check");
    Check check;
    check.name = std::move(name);
    check.expr = read_parenthesised(sql_);
    table_.checks.push_back(std::move(check));
  }

  void references(std::string name, std::vector<std::string> columns) {
    sql_.expect("references");
    ForeignKey key;
    key.name = std::move(name);
    key.columns = std::move(columns);
    key.table = sql_.name();
    if (sql_.at("("))
      key.referenced = read_names(sql_);
    else
      key.options.push_back(option("references", "key"));
    for (bool more = true; more;) {
      if (sql_.accept_all({"on", "delete"}))
        key.on_delete = action();
      else if (sql_.accept_all({"on", "update"}))
        key.on_update = action();
      else if (sql_.accept("match"))
        key.match = text::to_lower(sql_.name()) == "full" ? "full" : "";
      else if (sql_.accept_all({"not", "deferrable"}))
        initially();
      else if (sql_.accept("deferrable"))
        key.deferrable = true, key.initially_deferred = initially();
      else
        more = false;
    }
    table_.foreign_keys.push_back(std::move(key));
  }

  bool initially() {
    if (sql_.accept_all({"initially", "deferred"})) return true;
    sql_.accept_all({"initially", "immediate"});
    return false;
  }

  ReferentialAction action() {
    if (sql_.accept_all({"set", "null"})) return ReferentialAction::set_null;
    if (sql_.accept_all({"set", "default"})) return ReferentialAction::set_default;
    if (sql_.accept("cascade")) return ReferentialAction::cascade;
    if (sql_.accept("restrict")) return ReferentialAction::restrict;
    if (sql_.accept_all({"no", "action"})) return ReferentialAction::no_action;
    throw Unreadable{};
  }

  void conflict(Options& options) {
    if (sql_.accept_all({"on", "conflict"})) options.push_back(option("on_conflict", text::to_upper(sql_.name())));
  }

  void table_option() {
    if (sql_.accept_all({"without", "rowid"}))
      table_.options.push_back(option("without_rowid", "true"));
    else if (sql_.accept("strict"))
      table_.options.push_back(option("strict", "true"));
    else
      sql_.expect(",");
  }

  /// An INTEGER key is the rowid, except where DESC stands beside the column itself
  /// (https://www.sqlite.org/lang_createtable.html#rowid): then it has an index. Below, DESC says nothing.
  void settle_rowid() {
    if (Column* counted = table_.find_column(counted_)) counted->identity = Identity{};
    PrimaryKey& key = *table_.primary_key;
    if (rowid_column(table_)) std::erase_if(key.options, [](const Option& o) { return o.name == "parts"; });
  }

  /// What follows from the whole: the key of a table without rowids is never null; a key that is said twice is one.
  void settle() {
    std::erase_if(table_.columns, [](const Column& column) { return is_reserved_name(column.name); });
    std::vector<Unique> uniques;
    for (Unique& key : table_.uniques)
      if (std::find(uniques.begin(), uniques.end(), key) == uniques.end()) uniques.push_back(std::move(key));
    table_.uniques = std::move(uniques);
    std::sort(table_.options.begin(), table_.options.end());
    if (table_.primary_key) settle_rowid();
    for (Unique& key : table_.uniques) std::sort(key.options.begin(), key.options.end());
    if (table_.primary_key) std::sort(table_.primary_key->options.begin(), table_.primary_key->options.end());
    if (!table_.primary_key) return;
    const auto& key = table_.primary_key->columns;
    for (const std::string& name : key) {
      Column* column = table_.find_column(name);
      if (column && has_option(table_.options, "without_rowid")) column->nullable = false;
    }
  }

  SqlParser sql_;
  Table table_;
  std::string counted_;  // the column of PRIMARY KEY (id AUTOINCREMENT)
};

}  // namespace

Table read_table(std::string_view sql) { return TableReader(sql).read(); }

void place_checks(Table& table) {
  for (Check& check : table.checks) {
    const auto columns = expr::columns_of(check.expr);
    const bool of_one = check.name.empty() && columns.size() == 1 && table.find_column(columns[0]);
    check.column = of_one && !expr::has_raw(check.expr) ? columns[0] : "";
  }
}

Index read_index(std::string_view text) {
  SqlParser sql(text, rules());
  Index index;
  index.unique = sql.peek(1).is("unique");
  index.name = read_head(sql, "index");
  sql.expect("on");
  (void)sql.name();
  sql.expect("(");
  do {
    IndexPart part;
    part.expr = sql.expression();
    if (part.expr.kind == ExprKind::collate) {
      part.collation = part.expr.text;
      part.expr = Expr(part.expr.args[0]);
    }
    if (part.expr.kind == ExprKind::string) part.expr = expr::column(part.expr.text);  // a name, in a list of columns
    part.descending = sql.accept("desc");
    sql.accept("asc");
    index.parts.push_back(std::move(part));
  } while (sql.accept(","));
  sql.expect(")");
  if (sql.accept("where"))
    index.where = read_expr(sql.source(sql.peek().begin, text.size()), rules());
  else if (!sql.at_end())
    throw Unreadable{};
  return index;
}

namespace {

/// SQLite keeps a view as it was written: what the tree would not write in the same words stays as it is.
Expr read_query(std::string_view sql) {
  Expr tree = read_select(sql, rules());
  if (tree.kind == ExprKind::raw) return tree;
  const auto before = lex_sql(DialectId::sqlite, sql);
  const auto after = lex_sql(DialectId::sqlite, print_sql(tree, SqliteDialect()));
  const auto same = [](const SqlToken& a, const SqlToken& b) {
    const bool names = a.is_name() && b.is_name();
    return names ? text::to_lower(a.text) == text::to_lower(b.text) : a.kind == b.kind && a.text == b.text;
  };
  if (std::equal(before.begin(), before.end(), after.begin(), after.end(), same)) return tree;
  return expr::raw(DialectId::sqlite, std::string(text::trim(sql)));
}

}  // namespace

Expr read_written(std::string_view sql) {
  const std::string start = text::to_lower(text::trim(sql).substr(0, 6));
  return start == "select" ? read_query(sql) : read_expr(sql, rules());
}

View read_view(std::string_view text) {
  SqlParser sql(text, rules());
  View view;
  view.name = read_head(sql, "view");
  if (sql.at("(")) view.columns = read_names(sql);
  sql.expect("as");
  view.query = read_query(sql.source(sql.peek().begin, text.size()));
  return view;
}

Trigger read_trigger(std::string_view text) {
  SqlParser sql(text, rules());
  Trigger trigger;
  trigger.name = read_head(sql, "trigger");
  trigger.timing = sql.accept("after") ? "after" : sql.accept_all({"instead", "of"}) ? "instead of" : "before";
  sql.accept("before");
  std::string event = sql.name();
  if (event = text::to_lower(event); sql.accept("of")) {
    std::vector<std::string> columns;
    do columns.push_back(sql.name());
    while (sql.accept(","));
    event += " of " + text::join(columns, ", ");
  }
  trigger.events = {event};
  sql.expect("on");
  trigger.table = sql.name();
  sql.accept_all({"for", "each", "row"});
  if (sql.accept("when")) {
    const std::size_t begin = sql.peek().begin;
    while (!sql.at("begin") && !sql.at_end()) sql.take();
    trigger.when = read_expr(sql.source(begin, sql.peek().begin), rules());
    expr::walk(*trigger.when, [](Expr& node) {
      if (node.kind == ExprKind::column && !node.args.empty()) node.args[0].text = text::to_lower(node.args[0].text);
    });
  }
  if (!sql.at("begin")) throw Unreadable{};
  trigger.body = expr::raw(DialectId::sqlite, trigger_body(sql.source(sql.peek().begin, text.size())));
  return trigger;
}

std::string trigger_body(std::string_view text) {
  std::string_view body = text::trim(text);
  if (body.ends_with(";")) body = text::trim(body.substr(0, body.size() - 1));
  const bool wrapped = text::to_lower(body.substr(0, 5)) == "begin" && body.size() > 8 &&
                       text::to_lower(body.substr(body.size() - 3)) == "end";
  if (wrapped) body = text::trim(body.substr(5, body.size() - 8));
  return std::string(body) + (body.ends_with(";") ? "" : ";");
}

}  // namespace schemac::dialect::sqlite
