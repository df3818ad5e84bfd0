// Queries, as views hold them.
#include <array>
#include <utility>

#include "base/text.h"
#include "dialect/common/sql_parser.h"

namespace schemac::dialect {

using catalog::ExprKind;
namespace expr = catalog::expr;

namespace {

Expr clause(std::string word, std::vector<Expr> args) {
  return expr::node(ExprKind::clause, std::move(word), std::move(args));
}

/// Words that end an item, and so are no alias without AS.
bool ends_item(const SqlToken& token) {
  static constexpr std::array<std::string_view, 24> kWords = {
      "from", "where", "group", "having",  "order",  "limit",  "offset",    "union",
      "join", "left",  "right", "full",    "cross",  "inner",  "on",        "using",
      "as",   "fetch", "for",   "natural", "window", "except", "intersect", "straight_join"};
  return token.kind == SqlTokenKind::word && std::find(kWords.begin(), kWords.end(), token.text) != kWords.end();
}

const Expr* find_clause(const Expr& select, std::string_view word) {
  for (const Expr& part : select.args)
    if (part.text == word) return &part;
  return nullptr;
}

/// Calls `visit` on each node of one query, but not on those of the queries inside it.
template <class F>
void walk_own(Expr& root, F&& visit) {
  visit(root);
  for (Expr& arg : root.args)
    if (arg.kind != ExprKind::select) walk_own(arg, visit);
}

/// Engines write `pages.title` for `title`: where a query reads one table under its own name, the name says nothing.
void unqualify_own(Expr& query) {
  const Expr* from = find_clause(query, "from");
  if (!from || from->args.size() != 1 || from->args[0].kind != ExprKind::table) return;
  const std::string full = from->args[0].text;
  const std::string table = full.substr(full.rfind('.') + 1);
  walk_own(query, [&](Expr& node) {
    const bool named = (node.kind == ExprKind::column || node.kind == ExprKind::star) && !node.args.empty();
    if (named && node.args[0].text == table) node.args.clear();
  });
}

/// Nor does `title as title`.
bool says_nothing(const Expr& item, std::string_view alias) {
  return item.kind == ExprKind::column && item.text == alias;
}

/// In all queries inside of it; what is joined by a union keeps its names.
void unqualify_inside(Expr& node) {
  const bool is_union = node.kind == ExprKind::clause && node.text.starts_with("union");
  for (Expr& arg : node.args) {
    if (arg.kind == ExprKind::alias && says_nothing(arg.args[0], arg.text)) arg = Expr(arg.args[0]);
    unqualify_inside(arg);
    if (arg.kind == ExprKind::select && !is_union) unqualify_own(arg);
  }
}

}  // namespace

Expr unqualified(Expr query) {
  unqualify_inside(query);
  if (query.kind == ExprKind::select) unqualify_own(query);
  return query;
}

Expr SqlParser::select() {
  Expr query = select_core();
  while (accept("union")) {
    const bool all = accept("all");
    Expr other = select_core();
    if (find_clause(other, "union") || find_clause(other, "union all")) throw Unreadable{};  // a union (b union c)
    query.args.push_back(clause(all ? "union all" : "union", {std::move(other)}));
  }
  if (accept_all({"order", "by"})) {
    std::vector<Expr> keys;
    do keys.push_back(order_key());
    while (accept(","));
    query.args.push_back(clause("order by", std::move(keys)));
  }
  limit(query);
  unqualify_own(query);
  return query;
}

/// PostgreSQL prints OFFSET first, MySQL and MariaDB a comma: LIMIT 2,5.
void SqlParser::limit(Expr& query) {
  std::optional<Expr> offset, limit;
  if (accept("offset")) offset = expression();
  if (accept("limit")) limit = expression();
  if (limit && accept(",")) offset = std::exchange(limit, expression());
  if (!offset && accept("offset")) offset = expression();
  if (limit) query.args.push_back(clause("limit", {std::move(*limit)}));
  if (offset) query.args.push_back(clause("offset", {std::move(*offset)}));
}

Expr SqlParser::select_core() {
  if (accept("(")) {  // PostgreSQL wraps what a UNION joins where it must
    Expr inner = select();
    expect(")");
    for (const char* word : {"order by", "limit", "offset"})  // which would be those of the whole
      if (find_clause(inner, word)) throw Unreadable{};
    return inner;
  }
  expect("select");
  Expr core = expr::node(ExprKind::select, "", {});
  if (accept("distinct")) core.args.push_back(clause("distinct", {}));
  if (ends_item(peek())) throw Unreadable{};  // PostgreSQL has rows without columns
  std::vector<Expr> items;
  do items.push_back(select_item());
  while (accept(","));
  core.args.push_back(clause("columns", std::move(items)));
  if (accept("from")) {
    std::vector<Expr> sources;
    do sources.push_back(joined());
    while (accept(","));
    core.args.push_back(clause("from", std::move(sources)));
  }
  if (accept("where")) core.args.push_back(clause("where", {expression()}));
  if (accept_all({"group", "by"})) {
    std::vector<Expr> keys;
    do keys.push_back(expression());
    while (accept(","));
    core.args.push_back(clause("group by", std::move(keys)));
  }
  if (accept("having")) core.args.push_back(clause("having", {expression()}));
  return core;
}

Expr SqlParser::select_item() {
  Expr item = expression();
  const std::string alias = alias_if_any();
  return alias.empty() || says_nothing(item, alias) ? item : expr::node(ExprKind::alias, alias, {std::move(item)});
}

std::string SqlParser::alias_if_any() {
  if (accept("as")) return name();
  return peek().is_name() && !ends_item(peek()) ? name() : "";
}

Expr SqlParser::joined() {
  Expr left = from_item();
  while (true) {
    std::string kind = "join";
    if (at("left") || at("right") || at("full")) {
      kind = take().text + " join";
      accept("outer");
    } else if (at("cross") && peek(1).is("join")) {
      take();
      kind = "cross join";
    } else if (at("inner")) {
      take();
    }
    if (!accept("join")) {
      if (kind != "join") throw Unreadable{};
      return left;
    }
    std::vector<Expr> args{std::move(left), from_item()};
    if (accept("on")) args.push_back(expression());
    if (at("using")) throw Unreadable{};
    left = expr::node(ExprKind::join, std::move(kind), std::move(args));
  }
}

Expr SqlParser::from_item() {
  if (!accept("(")) return source_table();
  if (at("select")) {
    Expr query = expr::node(ExprKind::subquery, "", {select()});
    expect(")");
    const std::string alias = alias_if_any();
    return alias.empty() ? query : expr::node(ExprKind::alias, alias, {std::move(query)});
  }
  Expr inner = joined();
  expect(")");
  return inner;
}

Expr SqlParser::source_table() {
  std::string schema, table = name();
  if (accept(".")) schema = std::exchange(table, name());
  const bool ambiguous = (schema + table).find('.') != table.npos;  // the tree parts schema and table by a dot
  if (ambiguous || at("(")) throw Unreadable{};                     // or it is a function that gives rows
  const bool own = schema.empty() || schema == rules_.default_schema;
  Expr source = expr::node(ExprKind::table, own ? table : schema + "." + table, {});
  const std::string alias = alias_if_any();
  return alias.empty() || alias == table ? source : expr::node(ExprKind::alias, alias, {std::move(source)});
}

Expr SqlParser::order_key() {
  Expr key = expr::node(ExprKind::ordering, "", {expression()});
  if (accept("desc"))
    key.text = "desc";
  else
    accept("asc");
  if (accept_all({"nulls", "first"}))
    key.text += key.text.empty() ? "nulls first" : " nulls first";
  else if (accept_all({"nulls", "last"}))
    key.text += key.text.empty() ? "nulls last" : " nulls last";
  return key;
}

namespace {

template <class F>
Expr read_whole(std::string_view sql, const ReaderRules& rules, F&& read) {
  try {
    SqlParser parser(sql, rules);
    Expr tree = read(parser);
    parser.accept(";");
    if (parser.at_end()) return tree;
  } catch (const Unreadable&) {
  }
  return expr::raw(rules.dialect, std::string(text::trim(sql)));
}

}  // namespace

Expr read_expr(std::string_view sql, const ReaderRules& rules) {
  return read_whole(sql, rules, [](SqlParser& parser) { return parser.expression(); });
}

Expr read_select(std::string_view sql, const ReaderRules& rules) {
  return read_whole(sql, rules, [](SqlParser& parser) { return parser.select(); });
}

}  // namespace schemac::dialect
