// Expressions: one uniform tree. Kind and text name the node, args are its children; what the engines print is read
// into the same tree, so that two expressions are compared as trees and never as text.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/rare.h"
#include "catalog/type.h"

namespace schemac::catalog {

enum class ExprKind {
  null_,        // NULL
  boolean,      // text: "true" or "false"
  number,       // text: the digits as written
  string,       // text: the characters, unescaped
  interval,     // text: "1 day"
  label,        // text: a label of the enum that the place expects
  array,        // [a, b]: args
  column,       // text: the column; args[0], where there is one, is a column node naming its table or alias
  star,         // * ; args[0] as above
  unary,        // text: "not", "-", "+" ; one argument
  binary,       // text: "and" "or" "=" "<>" "<" "<=" ">" ">=" "+" "-" "*" "/" "%" "||" "is distinct from"
                //       "is not distinct from" or a dialect's operator; two arguments
  is_null,      // args[0] IS NULL
  is_not_null,  // args[0] IS NOT NULL
  in,           // args[0] IN (args[1…]); a select as only element is a subquery
  not_in,
  between,  // args[0] BETWEEN args[1] AND args[2]
  not_between,
  like,  // args[0] LIKE args[1] [ESCAPE args[2]]
  not_like,
  call,        // text: the function, lower case; args
  case_,       // [operand as clause "operand"], clause "when" (condition, value)…, [clause "else"]
  cast,        // args[0] AS type
  exists,      // args[0] is a select
  subquery,    // a scalar subquery; args[0] is a select
  tuple,       // (a, b)
  select,      // clauses: "distinct" "columns" "from" "where" "group by" "having" "order by" "limit" "offset"
               // "union" "union all"
  clause,      // text: its word, as listed with case_ and select
  alias,       // args[0] AS text
  table,       // text: a table's name, possibly "schema.table"
  join,        // text: "join", "left join", "right join", "full join", "cross join"; args: left, right, [condition]
  ordering,    // text: "", "desc", with " nulls first"/" nulls last"; args[0]
  collate,     // args[0] COLLATE text
  by_dialect,  // args are raw nodes, one for each dialect that is given
  raw,         // text: SQL of the dialect named by `dialect`, untouched
};
constexpr std::array<std::string_view, 34> enum_names(ExprKind) {
  return {"null",     "boolean", "number",  "string",      "interval", "label",      "array",   "column",      "star",
          "unary",    "binary",  "is null", "is not null", "in",       "not in",     "between", "not between", "like",
          "not like", "call",    "case",    "cast",        "exists",   "subquery",   "tuple",   "select",      "clause",
          "alias",    "table",   "join",    "ordering",    "collate",  "by dialect", "raw"};
}

/// What the text of an instant ends with.
inline constexpr std::string_view kUtc = "+00";

struct Expr {
  ExprKind kind = ExprKind::null_;
  std::string text;
  std::string dialect;  // of a raw node
  std::vector<Expr> args;
  Rare<Type> type;  // of a cast: its target; of a string: timestamptz, where it is an instant

  friend bool operator==(const Expr&, const Expr&) = default;
  static constexpr auto fields() {
    return std::tuple{field("kind", &Expr::kind), field("text", &Expr::text), field("dialect", &Expr::dialect),
                      field("args", &Expr::args), field("type", &Expr::type)};
  }
};

namespace expr {

inline Expr null() { return {}; }
inline Expr boolean(bool value) { return {ExprKind::boolean, value ? "true" : "false", {}, {}, {}}; }
inline Expr number(std::string digits) { return {ExprKind::number, std::move(digits), {}, {}, {}}; }
inline Expr string(std::string characters) { return {ExprKind::string, std::move(characters), {}, {}, {}}; }
inline Expr label(std::string name) { return {ExprKind::label, std::move(name), {}, {}, {}}; }
inline Expr column(std::string name) { return {ExprKind::column, std::move(name), {}, {}, {}}; }
inline Expr node(ExprKind kind, std::string text, std::vector<Expr> args) {
  return {kind, std::move(text), {}, std::move(args), {}};
}
inline Expr call(std::string function, std::vector<Expr> args = {}) {
  return node(ExprKind::call, std::move(function), std::move(args));
}
inline Expr binary(std::string op, Expr left, Expr right) {
  return node(ExprKind::binary, std::move(op), {std::move(left), std::move(right)});
}
inline Expr raw(DialectId dialect, std::string sql) {
  return {ExprKind::raw, std::move(sql), std::string(to_string(dialect)), {}, {}};
}

/// Calls `visit` on every node, parents first.
template <class E, class F>
void walk(E& root, F&& visit) {
  visit(root);
  for (auto& arg : root.args) walk(arg, visit);
}

/// The names of the columns that `root` reads, in order of first appearance; columns inside raw SQL are not seen.
std::vector<std::string> columns_of(const Expr& root);

/// True where raw SQL is anywhere in `root`.
bool has_raw(const Expr& root);

/// The raw SQL that `dialect` is to use for `root`, where `root` is by_dialect or raw: MariaDB takes MySQL's where it
/// has none of its own. Nullptr where the dialect is given none.
const Expr* for_dialect(const Expr& root, DialectId dialect);

/// Renames column references `from` to `to`, outside raw SQL.
void rename_column(Expr& root, const std::string& from, const std::string& to);

}  // namespace expr
}  // namespace schemac::catalog
