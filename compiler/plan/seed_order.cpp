#include "plan/seed_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "catalog/seed_rows.h"
#include "plan/names.h"

namespace schemac::plan {

using namespace catalog;

namespace {

/// Values of one spelling may be one to the engine. Case is left out, since a collation may do so.
std::string spelling(const Expr& value) {
  std::string out = text::to_lower(value.text);
  if (value.kind == ExprKind::string || value.kind == ExprKind::label) out = "'" + out + "'";
  for (const Expr& arg : value.args) out += "(" + spelling(arg) + ")";
  return out;
}

/// What a row has in `unique`, as far as `columns` say; nothing where it is null, which is like no other, or unknown.
std::optional<std::string> held(const UniqueColumns& unique, const SeedChange& row, const Names& columns,
                                const std::vector<Expr>& values) {
  std::string out;
  for (const std::string& column : unique.columns) {
    const Expr* value = value_in(columns, values, column);
    if (!value && !has(row.changed, column)) continue;  // no seed speaks of it: it may be the same in both rows
    if (!value || (value->kind == ExprKind::null_ && unique.nulls_differ)) return std::nullopt;
    out += spelling(*value) + "\n";
  }
  return out;
}

bool changes_any(const SeedChange& row, const UniqueColumns& unique) {
  return std::any_of(row.changed.begin(), row.changed.end(),
                     [&](const std::string& column) { return has(unique.columns, column); });
}

/// With a null in place of a value it is as true as before, or unknown, and so no check that fails.
bool passes_null(const Expr& e) {
  static const std::set<std::string> kOperators{
      "and", "or", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "not"};
  static const std::set<std::string> kFunctions{"length", "char_length", "lower", "upper"};
  switch (e.kind) {
    case ExprKind::null_:
    case ExprKind::boolean:
    case ExprKind::number:
    case ExprKind::string:
    case ExprKind::label:
    case ExprKind::column:
    case ExprKind::in:
    case ExprKind::not_in:
    case ExprKind::between:
    case ExprKind::not_between:
    case ExprKind::like:
    case ExprKind::not_like:
      break;
    case ExprKind::unary:
    case ExprKind::binary:
      if (!kOperators.contains(e.text)) return false;
      break;
    case ExprKind::call:
      if (!kFunctions.contains(e.text)) return false;
      break;
    default:
      return false;
  }
  return std::all_of(e.args.begin(), e.args.end(), passes_null);
}

/// The rows of one table.
class TableOrder {
 public:
  TableOrder(const std::vector<SeedChange>& rows, std::size_t begin, std::size_t end, const Catalog& to, bool way_back,
             SeedOrder& out)
      : rows_(rows),
        to_(to),
        way_back_(way_back),
        table_(*to.tables.find(rows[begin].table)),
        out_(out),
        uniques_(unique_columns(table_)) {
    for (std::size_t i = begin; i < end; ++i)
      if (rows_[i].kind != SeedChange::Kind::erase) left_.insert(i);
    for (std::size_t u = 0; u < uniques_.size(); ++u) find_edges(u);
  }

  void run() {
    std::set<std::size_t> ready;
    for (const std::size_t row : left_)
      if (waits_[row] == 0) ready.insert(row);
    while (!left_.empty()) {
      while (ready.empty()) open_circle(ready);
      const std::size_t row = *ready.begin();
      ready.erase(row);
      left_.erase(row);
      out_.steps.push_back({row});
      const auto [first, last] = edges_.equal_range(row);
      for (auto edge = first; edge != last; ++edge) remove(edge->second, ready);
    }
  }

 private:
  struct Edge {
    std::size_t from, to, unique;
    bool there = true;
  };

  void find_edges(std::size_t u) {
    std::multimap<std::string, std::size_t> left_by;
    for (const std::size_t row : left_)
      if (rows_[row].kind == SeedChange::Kind::update && changes_any(rows_[row], uniques_[u]))
        if (auto value = held(uniques_[u], rows_[row], rows_[row].columns_then, rows_[row].values_then))
          left_by.emplace(std::move(*value), row);
    if (left_by.empty()) return;
    for (const std::size_t row : left_) {
      if (rows_[row].kind == SeedChange::Kind::update && !changes_any(rows_[row], uniques_[u])) continue;
      const auto value = held(uniques_[u], rows_[row], rows_[row].columns, rows_[row].values);
      if (!value) continue;
      const auto [first, last] = left_by.equal_range(*value);
      for (auto found = first; found != last; ++found) {
        if (found->second == row) continue;
        edges_.emplace(found->second, Edge{found->second, row, u});
        out_.behind[row].push_back(found->second);
        ++waits_[row];
      }
    }
  }

  void remove(Edge& edge, std::set<std::size_t>& ready) {
    if (!std::exchange(edge.there, false)) return;
    if (--waits_[edge.to] == 0 && left_.contains(edge.to)) ready.insert(edge.to);
  }

  std::vector<Edge*> circle() {
    std::vector<Edge*> way;
    std::size_t at = *left_.begin();
    for (;;) {
      Edge& edge = std::find_if(edges_.begin(), edges_.end(), [&](const auto& e) {
                     return e.second.there && e.second.to == at;
                   })->second;
      const auto seen = std::find(way.begin(), way.end(), &edge);
      if (seen != way.end()) return {seen, way.end()};
      way.push_back(&edge);
      at = edge.from;
    }
  }

  /// One of its rows lets go of its value before another takes it.
  void open_circle(std::set<std::size_t>& ready) {
    const auto edges = circle();
    for (const auto instead : {&TableOrder::null_for, &TableOrder::outside})
      for (const Edge* edge : edges)
        for (const std::string& column : uniques_[edge->unique].columns) {
          if (!has(rows_[edge->from].changed, column)) continue;
          auto value = (this->*instead)(column, uniques_[edge->unique]);
          if (!value) continue;
          out_.steps.push_back({edge->from, column, std::move(value)});
          const auto [first, last] = edges_.equal_range(edge->from);
          for (auto one = first; one != last; ++one)
            if (has(uniques_[one->second.unique].columns, column)) remove(one->second, ready);
          return;
        }
    SeedOrder::Circle told{{}, uniques_[edges.front()->unique].columns};
    for (const Edge* edge : edges) told.rows.push_back(edge->from);
    out_.circles.push_back(std::move(told));
    for (auto& [from, one] : edges_)
      if (one.to == edges.front()->to) remove(one, ready);
  }

  std::optional<Expr> null_for(const std::string& name, const UniqueColumns& unique) {
    const Column* column = table_.find_column(name);
    const bool is_key = table_.primary_key && has(table_.primary_key->columns, name);
    if (!column || !column->nullable || is_key || !unique.nulls_differ || is_referred_to(name, false) ||
        is_read(name, [](const Expr& check) { return passes_null(check); }))
      return std::nullopt;
    return expr::null();
  }

  /// A value that no row is likely to have; whether one has it is looked up.
  std::optional<Expr> outside(const std::string& name, const UniqueColumns&) {
    constexpr std::array kTexts{"text",    "longtext", "mediumtext",        "tinytext",
                                "varchar", "char",     "character varying", "character"};
    constexpr std::array kNumbers{"smallint", "int", "integer", "bigint", "mediumint"};
    // the smallest kind of number that all engines have ends at -32768; where the way there was interrupted, its own
    // values are still there on the way back
    const int first = way_back_ ? -31001 : -30001;
    constexpr std::size_t kLongest = 5;
    const auto is_of = [](const auto& list, const std::string& word) {
      return std::find(list.begin(), list.end(), word) != list.end();
    };
    const Column* column = table_.find_column(name);
    if (!column || column->type.kind == TypeKind::enumeration || column->type.dimensions > 0) return std::nullopt;
    if (!column->type.words.empty() || is_referred_to(name, true) || is_read(name, [](const Expr&) { return false; }))
      return std::nullopt;
    for (const ForeignKey& key : table_.foreign_keys)
      if (has(key.columns, name)) return std::nullopt;
    const std::string type = text::to_lower(column->type.name.name);
    const auto& args = column->type.args;
    if (is_of(kNumbers, type)) return expr::number(std::to_string(first - aside_++));
    if (!is_of(kTexts, type) || (args.empty() && type.starts_with("char"))) return std::nullopt;
    if (!args.empty() && (args[0].size() > 8 || std::stoul(args[0]) < kLongest)) return std::nullopt;
    return expr::string(fmt::format("{}{}", way_back_ ? "^" : "~", ++aside_));
  }

  /// A check or a generated column might not take, or show, what is there meanwhile.
  template <class F>
  bool is_read(const std::string& name, const F& lets_pass) const {
    const auto reads = [&](const Expr& e) { return expr::has_raw(e) || has(expr::columns_of(e), name); };
    return std::any_of(table_.checks.begin(), table_.checks.end(),
                       [&](const Check& c) { return reads(c.expr) && !lets_pass(c.expr); }) ||
           std::any_of(table_.columns.begin(), table_.columns.end(),
                       [&](const Column& c) { return c.generated && reads(c.generated->expr); });
  }

  /// Rows elsewhere that follow come to have the right value in the end; a null would cut them off.
  bool is_referred_to(const std::string& name, bool may_follow) const {
    for (const Table& table : to_.tables)
      for (const ForeignKey& key : table.foreign_keys)
        if (key.table == table_.name && has(key.referenced, name) &&
            (!may_follow || key.on_update != ReferentialAction::cascade || table.name == table_.name))
          return true;
    return false;
  }

  const std::vector<SeedChange>& rows_;
  const Catalog& to_;
  const bool way_back_;
  const Table& table_;
  SeedOrder& out_;
  std::vector<UniqueColumns> uniques_;
  std::set<std::size_t> left_;
  std::map<std::size_t, std::size_t> waits_;  // how many edges lead to a row
  std::multimap<std::size_t, Edge> edges_;    // by the row that leaves what the other takes
  int aside_ = 0;
};

}  // namespace

std::string SeedChange::label() const {
  Names parts;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (has(key, columns[i])) parts.push_back(values[i].text);
  return text::join(parts, ", ") + " of " + table.text();
}

std::vector<UniqueColumns> unique_columns(const Table& table) {
  std::vector<UniqueColumns> out;
  if (table.primary_key) out.push_back({table.primary_key->columns});
  for (const Unique& unique : table.uniques) out.push_back({unique.columns, !unique.nulls_not_distinct});
  for (const Index& index : table.indexes) {
    if (!index.unique) continue;
    UniqueColumns unique{{}, !index.nulls_not_distinct, !index.where};
    for (const IndexPart& part : index.parts)
      for (const std::string& column : expr::columns_of(part.expr)) unique.columns.push_back(column);
    if (!unique.columns.empty()) out.push_back(std::move(unique));
  }
  return out;
}

SeedOrder seed_order(const std::vector<SeedChange>& rows, const Catalog& to, bool way_back) {
  SeedOrder out;
  out.behind.resize(rows.size());
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    while (end < rows.size() && rows[end].table == rows[begin].table) ++end;
    TableOrder(rows, begin, end, to, way_back, out).run();
  }
  return out;
}

}  // namespace schemac::plan
