// Names, texts, expressions, queries and types.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/overloaded.h"
#include "base/text.h"
#include "syntax/print_text.h"
#include "syntax/words.h"

namespace schemac::syntax {

namespace {

/// How tightly an expression binds: what stands in a place that demands more is put in parentheses.
enum Binding { kOr = 1, kAnd, kNot, kPredicate, kConcat, kSum, kProduct, kSign, kAtom };

struct Operator {
  std::string_view text;
  int binding;
};

Operator binary_operator(ast::BinaryOperator op) {
  using enum ast::BinaryOperator;
  switch (op) {
    case multiply:
      return {"*", kProduct};
    case divide:
      return {"/", kProduct};
    case modulo:
      return {"%", kProduct};
    case add:
      return {"+", kSum};
    case subtract:
      return {"-", kSum};
    case concat:
      return {"||", kConcat};
    case equal:
      return {"=", kPredicate};
    case not_equal:
      return {"<>", kPredicate};
    case less:
      return {"<", kPredicate};
    case less_equal:
      return {"<=", kPredicate};
    case greater:
      return {">", kPredicate};
    case greater_equal:
      return {">=", kPredicate};
    case distinct_from:
      return {"is distinct from", kPredicate};
    case not_distinct_from:
      return {"is not distinct from", kPredicate};
    case like:
      return {"like", kPredicate};
    case not_like:
      return {"not like", kPredicate};
    case logical_and:
      return {"and", kAnd};
    case logical_or:
      return {"or", kOr};
  }
  return {};
}

int binding(const ast::Expression& expression) {
  if (const auto* binary = std::get_if<ast::Binary>(&expression.kind)) return binary_operator(binary->op).binding;
  if (const auto* unary = std::get_if<ast::Unary>(&expression.kind))
    return unary->op == ast::UnaryOperator::logical_not ? kNot : kSign;
  const bool predicate = std::holds_alternative<ast::Is>(expression.kind) ||
                         std::holds_alternative<ast::In>(expression.kind) ||
                         std::holds_alternative<ast::Between>(expression.kind);
  return predicate ? kPredicate : kAtom;
}

}  // namespace

// ── names and texts

std::string TextPrinter::name(const ast::Name& name) const {
  return is_identifier(name.text) ? name.text : text::quoted(name.text, '`');
}

std::string TextPrinter::optional_name(const std::optional<ast::Name>& name) const {
  if (!name) return {};
  return " " + (is_keyword(name->text) ? text::quoted(name->text, '`') : this->name(*name));
}

std::string TextPrinter::names(const std::vector<ast::Name>& names) const {
  std::string result;
  for (const ast::Name& each : names) result += (result.empty() ? "" : ", ") + name(each);
  return result;
}

std::string TextPrinter::qualified(const ast::QualifiedName& name) const {
  std::string result;
  for (const ast::Name& part : name.parts) result += (result.empty() ? "" : ".") + this->name(part);
  return result;
}

// In an expression the reserved words have their own meaning, except after a dot.
std::string TextPrinter::expression_name(const ast::QualifiedName& name) const {
  const std::string result = qualified(name);
  const std::string& first = name.parts.front().text;
  return is_reserved(first) ? text::quoted(first, '`') + result.substr(first.size()) : result;
}

std::string TextPrinter::naming(const ast::Naming& naming) const {
  std::string result;
  if (naming.code) result += " as " + name(*naming.code);
  if (naming.was) result += " was " + qualified(*naming.was);
  return result;
}

std::string TextPrinter::quoted(std::string_view text) const { return text::quoted(text, '"'); }

std::string TextPrinter::raw(std::string_view text) const {
  std::string quotes = "\"\"\"";
  while (quotes.size() < 5 && text.find(quotes) != std::string_view::npos) quotes += '"';
  return quotes + std::string(text) + quotes;
}

std::string TextPrinter::alternatives(const std::vector<ast::DialectRaw>& raws) const {
  std::string result;
  for (const ast::DialectRaw& each : raws)
    result += (result.empty() ? "" : " ") + std::string(to_string(each.dialect)) + " " + raw(each.sql);
  return result;
}

std::string TextPrinter::dialects(const std::vector<ast::DialectName>& dialects) const {
  std::string result;
  for (const ast::DialectName& each : dialects)
    result += (result.empty() ? "" : ", ") + std::string(to_string(each.id));
  return result;
}

// ── expressions

std::string TextPrinter::expression(const ast::Expression& expression) const { return this->expression(expression, 0); }

std::string TextPrinter::expressions(const std::vector<ast::Expression>& list) const {
  std::string result;
  for (const ast::Expression& each : list) result += (result.empty() ? "" : ", ") + expression(each);
  return result;
}

std::string TextPrinter::literal(const ast::Expression& expression, std::string written) const {
  if (source_.empty() || !expression.span.exists()) return written;
  return std::string(source_.substr(expression.span.begin, expression.span.end - expression.span.begin));
}

std::string TextPrinter::expression(const ast::Expression& expression, int demanded) const {
  const int own = binding(expression);
  if (own < demanded) return "(" + this->expression(expression, 0) + ")";
  const auto negation = [](bool negated) { return negated ? " not" : ""; };
  return std::visit(
      Overloaded{
          [](const ast::NullLiteral&) { return std::string("null"); },
          [](const ast::BooleanLiteral& it) { return std::string(it.value ? "true" : "false"); },
          [](const ast::NumberLiteral& it) { return it.digits; },
          [&](const ast::StringLiteral& it) {
            const bool lines = it.value.find_first_of("\r\n") != std::string::npos;
            return literal(expression, lines ? raw(it.value) : text::quoted(it.value, '\''));
          },
          [](const ast::BinaryLiteral& it) { return "x'" + it.digits + "'"; },
          [](const ast::IntervalLiteral& it) { return "interval " + text::quoted(it.value, '\''); },
          [&](const ast::ArrayLiteral& it) { return "[" + expressions(it.items) + "]"; },
          [&](const ast::Reference& it) { return expression_name(it.name) + (it.star ? ".*" : ""); },
          [&](const ast::Unary& it) {
            const std::string inner = this->expression(*it.operand, own);
            if (it.op == ast::UnaryOperator::logical_not) return "not " + inner;
            const std::string sign = it.op == ast::UnaryOperator::negate ? "-" : "+";
            return sign + (inner.starts_with(sign) ? " " : "") + inner;  // two dashes would begin a comment elsewhere
          },
          [&](const ast::Binary& it) {
            const Operator op = binary_operator(it.op);
            const int left = op.binding == kPredicate ? kPredicate + 1 : op.binding;  // comparisons do not chain
            return fmt::format("{} {} {}", this->expression(*it.left, left), op.text,
                               this->expression(*it.right, op.binding + 1));
          },
          [&](const ast::Is& it) {
            const std::string_view what = it.what == ast::Is::What::null    ? "null"
                                          : it.what == ast::Is::What::true_ ? "true"
                                                                            : "false";
            return fmt::format("{} is{} {}", this->expression(*it.operand, kPredicate + 1), negation(it.negated), what);
          },
          [&](const ast::Between& it) {
            return fmt::format("{}{} between {} and {}", this->expression(*it.operand, kPredicate + 1),
                               negation(it.negated), this->expression(*it.low, kPredicate + 1),
                               this->expression(*it.high, kPredicate + 1));
          },
          [&](const ast::In& it) {
            const auto* items = std::get_if<std::vector<ast::Expression>>(&it.among);
            return fmt::format("{}{} in ({})", this->expression(*it.operand, kPredicate + 1), negation(it.negated),
                               items != nullptr ? expressions(*items) : select(*std::get<1>(it.among)));
          },
          [&](const ast::Call& it) {
            return fmt::format("{}({}{}{})", expression_name(it.function), it.distinct ? "distinct " : "",
                               it.star ? "*" : "", expressions(it.arguments));
          },
          [&](const ast::Case& it) {
            std::string result = "case";
            if (it.subject) result += " " + this->expression(**it.subject);
            for (const ast::Case::Branch& branch : it.branches)
              result += " when " + this->expression(branch.when) + " then " + this->expression(branch.then);
            if (it.otherwise) result += " else " + this->expression(**it.otherwise);
            return result + " end";
          },
          [&](const ast::Cast& it) {
            return fmt::format("cast({} as {})", this->expression(*it.operand), type(*it.type));
          },
          [&](const ast::Exists& it) { return "exists (" + select(*it.query) + ")"; },
          [&](const ast::Subquery& it) { return "(" + select(*it.query) + ")"; },
          [&](const ast::Parenthesised& it) { return parenthesised(*it.inner); },
          [&](const ast::RawExpression& it) { return alternatives(it.alternatives); },
      },
      expression.kind);
}

// ── types

std::string TextPrinter::type(const ast::TypeRef& type) const {
  std::string result = type.alternatives.empty() ? qualified(type.name) : alternatives(type.alternatives);
  if (!type.arguments.empty()) result += "(" + expressions(type.arguments) + ")";
  if (type.is_unsigned) result += " unsigned";
  if (type.zerofill) result += " zerofill";
  for (int i = 0; i < type.dimensions; ++i) result += "[]";
  return result + (type.nullable ? "?" : "");
}

// ── queries; `between` stands between their clauses

std::string TextPrinter::order(ast::Direction direction, ast::NullsOrder nulls) const {
  std::string result;
  if (direction == ast::Direction::ascending) result += " asc";
  if (direction == ast::Direction::descending) result += " desc";
  if (nulls == ast::NullsOrder::first) result += " nulls first";
  if (nulls == ast::NullsOrder::last) result += " nulls last";
  return result;
}

std::string TextPrinter::source(const ast::Source& source) const {
  const auto* table = std::get_if<ast::QualifiedName>(&source.what);
  const std::string what = table != nullptr ? qualified(*table) : "(" + select(*std::get<1>(source.what)) + ")";
  if (!source.alias) return what;
  const bool plain = is_identifier(source.alias->text) && !is_keyword(source.alias->text);
  return what + (plain ? " " : " as ") + name(*source.alias);
}

std::string TextPrinter::select_core(const ast::SelectCore& core, std::string_view between) const {
  std::string result = core.distinct ? "select distinct" : "select";
  for (const ast::SelectItem& item : core.items) {
    result += &item == &core.items.front() ? " " : ", ";
    result += item.expression ? expression(*item.expression) : "*";
    if (item.alias) result += " as " + name(*item.alias);
  }
  for (const ast::JoinedSource& each : core.from) {
    result += &each == &core.from.front() ? std::string(between) + "from " : ", ";
    result += source(each.first);
    for (const ast::Join& join : each.joins) {
      constexpr std::array<std::string_view, 5> kWords = {"join", "left join", "right join", "full join", "cross join"};
      result += fmt::format("{}{} {}", between, kWords[static_cast<std::size_t>(join.kind)], source(join.source));
      if (join.on) result += " on " + expression(*join.on);
    }
  }
  if (core.where) result += std::string(between) + "where " + expression(*core.where);
  if (!core.group_by.empty()) result += std::string(between) + "group by " + expressions(core.group_by);
  if (core.having) result += std::string(between) + "having " + expression(*core.having);
  return result;
}

std::string TextPrinter::select(const ast::Select& select, std::string_view between) const {
  std::string result = select_core(select.first, between);
  for (const ast::SetOperation& each : select.rest) {
    constexpr std::array<std::string_view, 3> kWords = {"union", "except", "intersect"};
    result += fmt::format("{}{}{}{}{}", between, kWords[static_cast<std::size_t>(each.op)], each.all ? " all" : "",
                          between, select_core(each.query, between));
  }
  for (const ast::OrderKey& key : select.order_by) {
    result += &key == &select.order_by.front() ? std::string(between) + "order by " : ", ";
    result += expression(key.key) + order(key.direction, key.nulls);
  }
  if (select.limit) result += std::string(between) + "limit " + expression(*select.limit);
  if (select.offset) result += std::string(between) + "offset " + expression(*select.offset);
  return result;
}

// ── index keys

std::string TextPrinter::keys(const std::vector<ast::IndexKey>& keys) const {
  std::string result;
  for (const ast::IndexKey& key : keys) {
    if (!result.empty()) result += ", ";
    if (const auto* column = std::get_if<ast::Name>(&key.what)) {
      result += name(*column);
      if (key.prefix_length) result += fmt::format("({})", *key.prefix_length);
    } else {
      const auto& computed = std::get<ast::Expression>(key.what);
      const bool call = std::holds_alternative<ast::Call>(computed.kind);
      result += call ? expression(computed) : parenthesised(computed);
    }
    if (key.collation) result += " collate " + qualified(*key.collation);
    if (key.operator_class) result += optional_name(key.operator_class);
    result += order(key.direction, key.nulls);
  }
  return "(" + result + ")";
}

}  // namespace schemac::syntax
