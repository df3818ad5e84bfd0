// Operators, `between`, `in`, `case` and `cast`: what they take and give.
#include "sema/expressions.h"

namespace schemac::sema {

using catalog::Expr;
using catalog::Type;
namespace expr = catalog::expr;

namespace {

std::string operator_text(ast::BinaryOperator op) {
  using enum ast::BinaryOperator;
  switch (op) {
    case multiply:
      return "*";
    case divide:
      return "/";
    case modulo:
      return "%";
    case add:
      return "+";
    case subtract:
      return "-";
    case concat:
      return "||";
    case equal:
      return "=";
    case not_equal:
      return "<>";
    case less:
      return "<";
    case less_equal:
      return "<=";
    case greater:
      return ">";
    case greater_equal:
      return ">=";
    case distinct_from:
      return "is distinct from";
    case not_distinct_from:
      return "is not distinct from";
    case like:
      return "like";
    case not_like:
      return "not like";
    case logical_and:
      return "and";
    case logical_or:
      return "or";
  }
  return {};
}

bool one_bare_name(const ast::Expression& expression) {
  const auto* reference = std::get_if<ast::Reference>(&expression.kind);
  return reference != nullptr && reference->name.parts.size() == 1 && !reference->star;
}

}  // namespace

Typed Expressions::unary(const ast::Unary& it, const Scope& scope) {
  Typed operand = read(*it.operand, scope);
  if (it.op == ast::UnaryOperator::logical_not) {
    demand(operand, it.operand->span, {Family::boolean}, "not", "a condition");
    return {expr::node(Kind::unary, "not", {std::move(operand.expr)}), catalog::portable("bool"), operand.nullable,
            false};
  }
  demand(operand, it.operand->span, {Family::integer, Family::decimal, Family::real}, "a sign", "a number");
  const char* sign = it.op == ast::UnaryOperator::negate ? "-" : "+";
  return {expr::node(Kind::unary, sign, {std::move(operand.expr)}), std::move(operand.type), operand.nullable, false};
}

Typed Expressions::binary(const ast::Binary& it, diag::Span span, const Scope& scope) {
  const std::string op = operator_text(it.op);
  if (op == "and" || op == "or") {
    Typed left = read(*it.left, scope);
    Typed right = read(*it.right, scope);
    demand(left, it.left->span, {Family::boolean}, op, "conditions");
    demand(right, it.right->span, {Family::boolean}, op, "conditions");
    return {expr::binary(op, std::move(left.expr), std::move(right.expr)), catalog::portable("bool"),
            left.nullable || right.nullable, false};
  }
  if (it.op <= ast::BinaryOperator::concat) return arithmetic(it, span, scope, op);
  return comparison(it, span, scope, op);
}

// Reads both sides; where one is an enum's and the other a bare name, that name is a label.
std::pair<Typed, Typed> Expressions::pair(const ast::Expression& left, const ast::Expression& right,
                                          const Scope& scope) {
  const auto expected = [](const Typed& other) { return other.type ? &*other.type : nullptr; };
  if ((one_bare_name(left) && !is_column(left, scope)) || std::holds_alternative<ast::StringLiteral>(left.kind)) {
    Typed second = read(right, scope);
    Typed first = read(left, scope, expected(second));
    return {std::move(first), std::move(second)};
  }
  Typed first = read(left, scope);
  Typed second = read(right, scope, expected(first));
  return {std::move(first), std::move(second)};
}

Typed Expressions::comparison(const ast::Binary& it, diag::Span span, const Scope& scope, const std::string& op) {
  auto [left, right] = pair(*it.left, *it.right, scope);
  const bool like = it.op == ast::BinaryOperator::like || it.op == ast::BinaryOperator::not_like;
  if (like) {
    demand(left, it.left->span, {Family::text}, op, "texts");
    demand(right, it.right->span, {Family::text}, op, "texts");
    const Kind kind = it.op == ast::BinaryOperator::like ? Kind::like : Kind::not_like;
    return {expr::node(kind, "", {std::move(left.expr), std::move(right.expr)}), catalog::portable("bool"),
            left.nullable || right.nullable, false};
  }
  demand_comparable(left, right, span);
  const bool distinct = op.starts_with("is ");
  return {expr::binary(op, std::move(left.expr), std::move(right.expr)), catalog::portable("bool"),
          !distinct && (left.nullable || right.nullable), false};
}

Typed Expressions::arithmetic(const ast::Binary& it, diag::Span span, const Scope& scope, const std::string& op) {
  Typed left = read(*it.left, scope);
  Typed right = read(*it.right, scope);
  const bool nullable = left.nullable || right.nullable;
  const Family from = family(left.type);
  const Family to = family(right.type);
  std::optional<Type> type;
  if (op == "||") {
    demand(left, it.left->span, {Family::text}, op, "texts");
    demand(right, it.right->span, {Family::text}, op, "texts");
    type = catalog::portable("text");
  } else {
    const bool instant = from == Family::timestamp || from == Family::date;
    if (!instant) demand(left, it.left->span, {Family::integer, Family::decimal, Family::real}, op, "numbers");
    if (!instant) demand(right, it.right->span, {Family::integer, Family::decimal, Family::real}, op, "numbers");
    if (op == "/" && from == Family::integer && to == Family::integer)
      analysis_.report(diag::make(diag::Code::SC3010)
                           .at(span)
                           .with_help("write cast(a as decimal(20, 6)) / b for the exact quotient"));
    if (from == Family::real || to == Family::real) {
      type = catalog::portable("double");
    } else if (from == Family::decimal || to == Family::decimal) {
      type = catalog::portable("decimal");
    } else if (instant) {
      type = left.type;
    } else if (from == Family::integer && to == Family::integer) {
      type = left.type->is("bigint") ? left.type : right.type;
    }
  }
  return {expr::binary(op, std::move(left.expr), std::move(right.expr)), std::move(type), nullable, false};
}

Typed Expressions::between(const ast::Between& it, const Scope& scope) {
  auto [operand, low] = pair(*it.operand, *it.low, scope);
  Typed high = read(*it.high, scope, operand.type ? &*operand.type : nullptr);
  demand_comparable(operand, low, it.low->span);
  demand_comparable(operand, high, it.high->span);
  const bool nullable = operand.nullable || low.nullable || high.nullable;
  return {expr::node(it.negated ? Kind::not_between : Kind::between, "",
                     {std::move(operand.expr), std::move(low.expr), std::move(high.expr)}),
          catalog::portable("bool"), nullable, false};
}

Typed Expressions::in(const ast::In& it, diag::Span span, const Scope& scope) {
  Typed operand = read(*it.operand, scope);
  Expr result = expr::node(it.negated ? Kind::not_in : Kind::in, "", {operand.expr});
  if (const auto* items = std::get_if<std::vector<ast::Expression>>(&it.among)) {
    for (const ast::Expression& each : *items) {
      Typed value = read(each, scope, operand.type ? &*operand.type : nullptr);
      demand_comparable(operand, value, each.span);
      result.args.push_back(std::move(value.expr));
    }
  } else if (allows_query(span, scope)) {
    std::vector<catalog::Column> columns;
    result.args.push_back(select(*std::get<1>(it.among), &scope, columns, false));
  }
  return {std::move(result), catalog::portable("bool"), true, false};
}

Typed Expressions::case_(const ast::Case& it, const Scope& scope, const Type* expected) {
  Typed result{expr::node(Kind::case_, "", {}), std::nullopt, !it.otherwise.has_value(), false};
  Typed subject;
  if (it.subject) {
    subject = read(**it.subject, scope);
    result.expr.args.push_back(expr::node(Kind::clause, "operand", {subject.expr}));
  }
  const auto outcome = [&](const ast::Expression& value) {
    Typed each = read(value, scope, expected);
    if (result.type && each.type && !fits(each, *result.type) && !fits(result, *each.type))
      analysis_.report(diag::make(diag::Code::SC2021, spelled(*result.type), spelled(*each.type)).at(value.span));
    if (!result.type) result.type = each.type;
    result.nullable = result.nullable || each.nullable;
    return std::move(each.expr);
  };
  for (const ast::Case::Branch& branch : it.branches) {
    Typed when =
        it.subject ? read(branch.when, scope, subject.type ? &*subject.type : nullptr) : condition(branch.when, scope);
    if (it.subject) demand_comparable(subject, when, branch.when.span);
    result.expr.args.push_back(expr::node(Kind::clause, "when", {std::move(when.expr), outcome(branch.then)}));
  }
  if (it.otherwise) result.expr.args.push_back(expr::node(Kind::clause, "else", {outcome(**it.otherwise)}));
  return result;
}

Typed Expressions::cast(const ast::Cast& it, const Scope& scope) {
  Typed operand = read(*it.operand, scope);
  const std::optional<ResolvedType> type = types_.resolve(*it.type);
  if (!type) return {std::move(operand.expr), std::nullopt, operand.nullable, false};
  Expr result = expr::node(Kind::cast, "", {std::move(operand.expr)});
  result.type = type->type;
  return {std::move(result), type->type, operand.nullable, false};
}

}  // namespace schemac::sema
