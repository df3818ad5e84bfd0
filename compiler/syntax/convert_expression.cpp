// Expressions, queries and types.
#include <utility>

#include "syntax/convert.h"

namespace schemac::syntax {

namespace {

using L = SchemaLexer;

ast::BinaryOperator binary_operator(std::size_t token) {
  using enum ast::BinaryOperator;
  switch (token) {
    case L::STAR:
      return multiply;
    case L::SLASH:
      return divide;
    case L::PERCENT:
      return modulo;
    case L::PLUS:
      return add;
    case L::MINUS:
      return subtract;
    case L::CONCAT:
      return concat;
    case L::EQUAL:
      return equal;
    case L::NOT_EQUAL:
      return not_equal;
    case L::LESS:
      return less;
    case L::LESS_EQUAL:
      return less_equal;
    case L::GREATER:
      return greater;
    case L::GREATER_EQUAL:
      return greater_equal;
    case L::KW_AND:
      return logical_and;
    default:
      return logical_or;
  }
}

ast::Direction direction(const antlr4::Token* token) {
  if (token == nullptr) return ast::Direction::unsaid;
  return token->getType() == L::KW_DESC ? ast::Direction::descending : ast::Direction::ascending;
}

ast::NullsOrder nulls_order(const antlr4::Token* token) {
  if (token == nullptr) return ast::NullsOrder::unsaid;
  return token->getType() == L::KW_FIRST ? ast::NullsOrder::first : ast::NullsOrder::last;
}

}  // namespace

Converter::Nesting::Nesting(Converter& converter, diag::Span where) : converter_(converter) {
  if (converter.depth_ >= kMaxExpressionDepth) {
    converter.diagnostics_.push_back(diag::make(diag::Code::SC1005, kMaxExpressionDepth).at(where));
    throw Incomplete{};
  }
  ++converter.depth_;
}

ast::Expression Converter::value(P::ValueContext* context) {
  if (need(context).portable != nullptr) return expression(context->portable);
  return {place(*context), ast::RawExpression{alternatives(context->raws)}};
}

std::optional<ast::Expression> Converter::maybe(P::ValueContext* context) {
  return context == nullptr ? std::nullopt : std::optional(value(context));
}

std::optional<ast::Expression> Converter::maybe(P::ExpressionContext* context) {
  return context == nullptr ? std::nullopt : std::optional(expression(context));
}

std::vector<ast::Expression> Converter::values(const std::vector<P::ValueContext*>& list) {
  std::vector<ast::Expression> result;
  result.reserve(list.size());
  for (P::ValueContext* each : list) result.push_back(value(each));
  return result;
}

std::vector<ast::Expression> Converter::expressions(const std::vector<P::ExpressionContext*>& list) {
  std::vector<ast::Expression> result;
  result.reserve(list.size());
  for (P::ExpressionContext* each : list) result.push_back(expression(each));
  return result;
}

ast::Expression Converter::expression(P::ExpressionContext* context) {
  const ast::Node at = place(need(context));
  const Nesting nesting(*this, at.span);
  if (context->test != nullptr) return predicate(context->test);
  if (context->negated != nullptr)
    return {at, ast::Unary{ast::UnaryOperator::logical_not, expression(context->negated)}};
  return {at, ast::Binary{binary_operator(need_token(context->op).getType()), expression(context->left),
                          expression(context->right)}};
}

ast::Expression Converter::predicate(P::PredicateContext* context) {
  const ast::Node at = place(need(context));
  ast::Expression left = operand(context->left);
  const bool negated = context->negation != nullptr;
  if (context->comparison != nullptr)
    return {at, ast::Binary{binary_operator(context->comparison->getType()), std::move(left), operand(context->right)}};
  if (context->KW_IS() != nullptr) {
    using enum ast::BinaryOperator;
    if (context->right != nullptr)
      return {at, ast::Binary{negated ? not_distinct_from : distinct_from, std::move(left), operand(context->right)}};
    const auto what = context->KW_NULL() != nullptr   ? ast::Is::What::null
                      : context->KW_TRUE() != nullptr ? ast::Is::What::true_
                                                      : ast::Is::What::false_;
    return {at, ast::Is{std::move(left), what, negated}};
  }
  if (context->KW_LIKE() != nullptr)
    return {at, ast::Binary{negated ? ast::BinaryOperator::not_like : ast::BinaryOperator::like, std::move(left),
                            operand(context->right)}};
  if (context->low != nullptr)
    return {at, ast::Between{std::move(left), operand(context->low), operand(context->high), negated}};
  if (context->query != nullptr)
    return {at, ast::In{std::move(left), ast::Box<ast::Select>(select(context->query)), negated}};
  if (!context->items.empty()) return {at, ast::In{std::move(left), expressions(context->items), negated}};
  return left;
}

ast::Expression Converter::operand(P::OperandContext* context) {
  if (need(context).atom != nullptr) return primary(context->atom);
  const ast::Node at = place(*context);
  const Nesting nesting(*this, at.span);
  if (context->sign != nullptr) {
    const auto op = context->sign->getType() == L::MINUS ? ast::UnaryOperator::negate : ast::UnaryOperator::plus;
    return {at, ast::Unary{op, operand(context->right)}};
  }
  return {at, ast::Binary{binary_operator(need_token(context->op).getType()), operand(context->left),
                          operand(context->right)}};
}

ast::Expression Converter::primary(P::PrimaryContext* context) {
  const ast::Node at = place(need(context));
  if (context->constant != nullptr) return literal(context->constant);
  if (context->reference != nullptr) {
    P::ColumnRefContext& reference = need(context->reference);
    ast::QualifiedName name{place(reference), {name_of(need_token(need(reference.first).start))}};
    if (!reference.parts.empty())
      for (ast::Name& part : names(reference.parts)) name.parts.push_back(std::move(part));
    return {at, ast::Reference{std::move(name), reference.STAR() != nullptr}};
  }
  if (context->call != nullptr) return call(context->call);
  if (context->inner != nullptr) return {at, ast::Parenthesised{expression(context->inner)}};
  switch (context->start->getType()) {
    case L::LBRACKET:
      return {at, ast::ArrayLiteral{expressions(context->items)}};
    case L::KW_CAST:
      return {at, ast::Cast{expression(context->operandOf), type(context->type)}};
    case L::KW_EXISTS:
      return {at, ast::Exists{select(context->query)}};
    case L::LPAREN:
      return {at, ast::Subquery{select(context->query)}};
    default:
      break;
  }
  ast::Case result;
  if (context->subject != nullptr) result.subject = expression(context->subject);
  for (P::CaseBranchContext* branch : context->branches)
    result.branches.push_back({expression(need(branch).when), expression(branch->then)});
  if (result.branches.empty()) throw Incomplete{};
  if (context->otherwise != nullptr) result.otherwise = expression(context->otherwise);
  return {at, std::move(result)};
}

ast::Expression Converter::call(P::FunctionCallContext* context) {
  P::FunctionNameContext& target = need(need(context).target);
  ast::QualifiedName function{place(target), {name_of(need_token(target.start))}};
  if (!target.parts.empty())
    for (ast::Name& part : names(target.parts)) function.parts.push_back(std::move(part));
  return {place(*context), ast::Call{std::move(function), expressions(context->arguments),
                                     context->KW_DISTINCT() != nullptr, context->STAR() != nullptr}};
}

ast::Expression Converter::literal(P::LiteralContext* context) {
  const ast::Node at = place(need(context));
  const antlr4::Token& token = need_token(context->start);
  switch (token.getType()) {
    case L::NUMBER:
      return {at, ast::NumberLiteral{std::string(text(token))}};
    case L::STRING:
      return {at, ast::StringLiteral{string(token)}};
    case L::RAW:
      return {at, ast::StringLiteral{raw(token)}};
    case L::BINARY: {
      const std::string_view written = text(token);
      return {at, ast::BinaryLiteral{std::string(written.substr(2, written.size() - 3))}};
    }
    case L::KW_TRUE:
      return {at, ast::BooleanLiteral{true}};
    case L::KW_FALSE:
      return {at, ast::BooleanLiteral{false}};
    case L::KW_INTERVAL:
      return {at, ast::IntervalLiteral{string(need_token(context->text))}};
    default:
      return {at, ast::NullLiteral{}};
  }
}

// ── types

ast::TypeRef Converter::type(P::TypeRefContext* context) {
  ast::TypeRef result{place(need(context)), {}, {}, false, false, 0, false, {}};
  if (context->target != nullptr) {
    result.name = qualified(context->target);
    result.arguments = values(context->arguments);
    for (P::TypeWordContext* word : context->words)
      (need(word).start->getType() == L::KW_UNSIGNED ? result.is_unsigned : result.zerofill) = true;
  } else {
    result.alternatives = alternatives(context->raws);
    if (result.alternatives.empty()) throw Incomplete{};
  }
  result.dimensions = static_cast<int>(context->dimensions.size());
  result.nullable = context->stop->getType() == L::QUESTION;
  return result;
}

// ── queries

ast::Select Converter::select(P::SelectContext* context) {
  ast::Select result;
  result.span = span(need(context));
  const Nesting nesting(*this, result.span);
  result.first = select_core(context->first);
  for (P::SetOperationContext* each : context->rest) {
    const std::size_t kind = need_token(need(each).kind).getType();
    const auto op = kind == L::KW_UNION    ? ast::SetOperator::union_
                    : kind == L::KW_EXCEPT ? ast::SetOperator::except
                                           : ast::SetOperator::intersect;
    result.rest.push_back({place(*each), op, each->KW_ALL() != nullptr, select_core(each->query)});
  }
  for (P::OrderKeyContext* each : context->order)
    result.order_by.push_back(
        {place(need(each)), expression(each->key), direction(each->direction), nulls_order(each->nulls)});
  result.limit = maybe(context->limit);
  result.offset = maybe(context->offset);
  return result;
}

ast::SelectCore Converter::select_core(P::SelectCoreContext* context) {
  ast::SelectCore result;
  result.span = span(need(context));
  result.distinct = context->KW_DISTINCT() != nullptr;
  for (P::SelectItemContext* item : context->items)
    result.items.push_back({place(need(item)), maybe(item->item), maybe_name(item->alias)});
  for (P::JoinedSourceContext* each : context->sources) result.from.push_back(joined_source(each));
  result.where = maybe(context->where);
  result.group_by = expressions(context->groups);
  result.having = maybe(context->having);
  return result;
}

ast::JoinedSource Converter::joined_source(P::JoinedSourceContext* context) {
  ast::JoinedSource result{place(need(context)), source(context->first), {}};
  for (P::JoinContext* each : context->joins) {
    auto kind = ast::JoinKind::inner;
    if (need(each).kind != nullptr) switch (each->kind->getType()) {
        case L::KW_LEFT:
          kind = ast::JoinKind::left;
          break;
        case L::KW_RIGHT:
          kind = ast::JoinKind::right;
          break;
        case L::KW_FULL:
          kind = ast::JoinKind::full;
          break;
        case L::KW_CROSS:
          kind = ast::JoinKind::cross;
          break;
        default:
          break;
      }
    result.joins.push_back({place(*each), kind, source(each->joined), maybe(each->condition)});
  }
  return result;
}

ast::Source Converter::source(P::SourceContext* context) {
  ast::Source result;
  result.span = span(need(context));
  if (context->query != nullptr) {
    result.what = ast::Box<ast::Select>(select(context->query));
  } else {
    result.what = qualified(context->table);
  }
  if (context->alias != nullptr) result.alias = name(context->alias);
  if (context->bare != nullptr) result.alias = plain_name(context->bare);
  return result;
}

// ── index keys: columns, prefixes and expressions

std::vector<ast::IndexKey> Converter::keys(P::IndexKeysContext* context) {
  std::vector<ast::IndexKey> result;
  for (P::IndexKeyContext* each : need(context).keys) result.push_back(key(each));
  return result;
}

ast::IndexKey Converter::key(P::IndexKeyContext* context) {
  ast::IndexKey result;
  result.span = span(need(context));
  if (context->key != nullptr) {
    result.what = name(context->key);
  } else if (context->computed != nullptr) {
    result.what = value(context->computed);
  } else {
    result.what = call(context->call);
    const auto& made = std::get<ast::Call>(std::get<ast::Expression>(result.what).kind);
    const bool one = made.arguments.size() == 1 && made.function.parts.size() == 1;
    if (const auto* length = one ? std::get_if<ast::NumberLiteral>(&made.arguments.front().kind) : nullptr) {
      const bool whole =
          length->digits.size() < 10 && length->digits.find_first_not_of("0123456789") == std::string::npos;
      if (!whole) {
        diagnostics_.push_back(diag::make(diag::Code::SC1014, length->digits).at(made.arguments.front().span));
        throw Incomplete{};
      }
      result.prefix_length = static_cast<std::uint32_t>(std::stoul(length->digits));
      result.what = ast::Name(made.function.last());
    }
  }
  if (context->collation != nullptr) result.collation = qualified(context->collation);
  if (context->text != nullptr)
    result.collation = ast::QualifiedName{{span(*context->text)}, {{{span(*context->text)}, string(*context->text)}}};
  if (context->operatorClass != nullptr) result.operator_class = plain_name(context->operatorClass);
  result.direction = direction(context->direction);
  result.nulls = nulls_order(context->nulls);
  return result;
}

}  // namespace schemac::syntax
