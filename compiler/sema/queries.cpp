// Queries: what they read from, what they give.
#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <set>

#include "sema/expressions.h"

namespace schemac::sema {

using catalog::Expr;
using catalog::ExprKind;
namespace expr = catalog::expr;

/// The columns of subqueries in FROM, for as long as the query around them is read.
struct Expressions::Sources {
  std::deque<std::vector<catalog::Column>> columns;
};

namespace {

Expr clause(std::string word, std::vector<Expr> args) {
  return expr::node(ExprKind::clause, std::move(word), std::move(args));
}

std::string ordering(ast::Direction direction, ast::NullsOrder nulls) {
  std::string result = direction == ast::Direction::descending ? "desc" : "";
  if (nulls == ast::NullsOrder::unsaid) return result;
  if (result.empty()) result = "asc";
  return result + (nulls == ast::NullsOrder::first ? " nulls first" : " nulls last");
}

}  // namespace

Expr Expressions::select(const ast::Select& select, const Scope* outer, std::vector<catalog::Column>& columns,
                         bool named) {
  Scope scope;
  scope.named = named;
  scope.outer = outer;
  scope.place = "a query";
  scope.queries = scope.aggregates = scope.qualify = true;
  Sources sources;
  Expr result = select_core(select.first, scope, sources, columns);
  for (const ast::SetOperation& each : select.rest) {
    constexpr std::string_view kWords[] = {"union", "except", "intersect"};
    Scope other = scope;
    other.tables.clear();
    Sources its_sources;
    std::vector<catalog::Column> its_columns;
    Expr query = select_core(each.query, other, its_sources, its_columns);
    if (its_columns.size() != columns.size())
      analysis_.report(diag::make(diag::Code::SC2018, its_columns.size(), columns.size()).at(each.span));
    for (std::size_t i = 0; i < std::min(columns.size(), its_columns.size()); ++i)
      columns[i].nullable = columns[i].nullable || its_columns[i].nullable;
    result.args.push_back(
        clause(std::string(kWords[static_cast<std::size_t>(each.op)]) + (each.all ? " all" : ""), {std::move(query)}));
  }
  std::vector<Expr> keys;
  // A name in ORDER BY may be one that the query gives, or one of its tables'.
  Scope ordered = scope;
  ordered.tables.insert(ordered.tables.begin(), {"", &columns, false, true});
  for (const ast::OrderKey& key : select.order_by) {
    const auto* name = std::get_if<ast::Reference>(&key.key.kind);
    const bool given = name != nullptr && name->name.parts.size() == 1 &&
                       std::any_of(columns.begin(), columns.end(), [&](const catalog::Column& column) {
                         return column.name == name->name.last().text;
                       });
    Expr value = given ? expr::column(name->name.last().text) : read(key.key, scope).expr;
    keys.push_back(expr::node(ExprKind::ordering, ordering(key.direction, key.nulls), {std::move(value)}));
  }
  if (!keys.empty()) result.args.push_back(clause("order by", std::move(keys)));
  if (select.limit) result.args.push_back(clause("limit", {read(*select.limit, scope).expr}));
  if (select.offset) result.args.push_back(clause("offset", {read(*select.offset, scope).expr}));
  return result;
}

Expr Expressions::select_core(const ast::SelectCore& core, Scope& scope, Sources& sources,
                              std::vector<catalog::Column>& columns) {
  std::vector<Expr> from;
  for (const ast::JoinedSource& each : core.from) from.push_back(joined(each, scope, sources));
  Expr result = expr::node(ExprKind::select, "", {});
  if (core.distinct) result.args.push_back(clause("distinct", {}));
  std::vector<Expr> items;
  for (const ast::SelectItem& each : core.items) item(each, scope, items, columns);
  result.args.push_back(clause("columns", std::move(items)));
  if (!from.empty()) result.args.push_back(clause("from", std::move(from)));
  Scope filter = scope;
  filter.aggregates = false;
  filter.place = "where";
  if (core.where) result.args.push_back(clause("where", {condition(*core.where, filter).expr}));
  std::vector<Expr> groups;
  filter.place = "group by";
  for (const ast::Expression& each : core.group_by) groups.push_back(read(each, filter).expr);
  if (!groups.empty()) result.args.push_back(clause("group by", std::move(groups)));
  if (core.having) result.args.push_back(clause("having", {condition(*core.having, scope).expr}));
  return result;
}

void Expressions::item(const ast::SelectItem& item, const Scope& scope, std::vector<Expr>& items,
                       std::vector<catalog::Column>& columns) {
  const auto* reference = item.expression ? std::get_if<ast::Reference>(&item.expression->kind) : nullptr;
  if (!item.expression || (reference != nullptr && reference->star)) {
    const std::string wanted = item.expression ? reference->name.str() : "";
    Expr star = expr::node(ExprKind::star, "", {});
    if (!wanted.empty()) star.args.push_back(expr::column(wanted));
    items.push_back(std::move(star));
    bool found = false;
    for (const ScopeTable& table : scope.tables) {
      if (!wanted.empty() && table.alias != wanted) continue;
      found = true;
      for (catalog::Column column : *table.columns) {
        column.nullable = column.nullable || table.outer_joined;
        columns.push_back(std::move(column));
      }
    }
    if (!found && !wanted.empty())
      analysis_.report(diag::make(diag::Code::SC2003, wanted).at(item.span, "not among the tables here"));
    return;
  }
  Typed value = read(*item.expression, scope);
  catalog::Column column;
  if (item.alias) {
    column.name = item.alias->text;
  } else if (reference != nullptr) {
    column.name = reference->name.last().text;
  } else if (scope.named) {
    analysis_.report(diag::make(diag::Code::SC2032).at(item.span).with_help("write 'as name' after it"));
  }
  const bool taken = std::any_of(columns.begin(), columns.end(),
                                 [&](const catalog::Column& each) { return each.name == column.name; });
  if (taken && scope.named && !column.name.empty())
    analysis_.report(diag::make(diag::Code::SC2002, column.name).at(item.span));
  column.nullable = value.nullable;
  column.type = value.type.value_or(catalog::portable("text"));
  columns.push_back(std::move(column));
  items.push_back(item.alias ? expr::node(ExprKind::alias, item.alias->text, {std::move(value.expr)})
                             : std::move(value.expr));
}

Expr Expressions::source(const ast::Source& source, Scope& scope, Sources& sources) {
  ScopeTable table;
  Expr result;
  if (const auto* name = std::get_if<ast::QualifiedName>(&source.what)) {
    const std::vector<catalog::Column>* columns = columns_of_(*name);
    sources.columns.emplace_back();
    table.open = columns == nullptr;
    table.columns = columns != nullptr ? columns : &sources.columns.back();
    table.alias = source.alias ? source.alias->text : name->last().text;
    result = expr::node(ExprKind::table, name->str(), {});
  } else {
    sources.columns.emplace_back();
    std::vector<catalog::Column>& columns = sources.columns.back();
    result = expr::node(ExprKind::subquery, "", {select(*std::get<1>(source.what), scope.outer, columns)});
    table.columns = &columns;
    if (source.alias)
      table.alias = source.alias->text;
    else
      analysis_.report(
          diag::make(diag::Code::SC2032).at(source.span).with_help("write a name after the closing parenthesis"));
  }
  for (const ScopeTable& other : scope.tables)
    if (other.alias == table.alias) analysis_.report(diag::make(diag::Code::SC2002, table.alias).at(source.span));
  scope.tables.push_back(table);
  if (!source.alias) return result;
  return expr::node(ExprKind::alias, source.alias->text, {std::move(result)});
}

Expr Expressions::joined(const ast::JoinedSource& joined, Scope& scope, Sources& sources) {
  const std::size_t begin = scope.tables.size();
  Expr result = source(joined.first, scope, sources);
  for (const ast::Join& join : joined.joins) {
    constexpr std::string_view kWords[] = {"join", "left join", "right join", "full join", "cross join"};
    const std::size_t before = scope.tables.size();
    Expr right = source(join.source, scope, sources);
    const bool keeps_right = join.kind == ast::JoinKind::right || join.kind == ast::JoinKind::full;
    const bool keeps_left = join.kind == ast::JoinKind::left || join.kind == ast::JoinKind::full;
    for (std::size_t i = begin; keeps_right && i < before; ++i) scope.tables[i].outer_joined = true;
    if (keeps_left) scope.tables.back().outer_joined = true;
    std::vector<Expr> parts = {std::move(result), std::move(right)};
    Scope on = scope;
    on.aggregates = false;
    on.place = "on";
    if (join.on) parts.push_back(condition(*join.on, on).expr);
    if (!join.on && join.kind != ast::JoinKind::cross)
      analysis_.report(diag::make(diag::Code::SC2033)
                           .at(join.span)
                           .with_help("write 'on' and a condition after it, or 'cross join'"));
    result = expr::node(ExprKind::join, std::string(kWords[static_cast<std::size_t>(join.kind)]), std::move(parts));
  }
  return result;
}

}  // namespace schemac::sema
