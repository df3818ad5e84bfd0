#include "sema/expressions.h"

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "schemac/base/time.h"

namespace schemac::sema {

using catalog::Expr;
using catalog::Type;
using catalog::TypeKind;
namespace expr = catalog::expr;

namespace {

Typed typed(Expr expression, Type type, bool nullable = false) {
  return {std::move(expression), std::move(type), nullable, false};
}

bool numeric(Family family) { return family == Family::integer || family == Family::decimal || family == Family::real; }

}  // namespace

Family family(const std::optional<Type>& type) {
  if (!type || type->kind == TypeKind::native) return Family::any;
  if (type->dimensions > 0) return Family::array;
  if (type->kind == TypeKind::enumeration) return Family::label;
  const std::string& name = type->name.name;
  if (name == "bool") return Family::boolean;
  if (name == "smallint" || name == "int" || name == "bigint") return Family::integer;
  if (name == "decimal") return Family::decimal;
  if (name == "real" || name == "double") return Family::real;
  if (name == "bytes") return Family::bytes;
  if (name == "date") return Family::date;
  if (name == "time") return Family::time;
  if (name == "timestamp" || name == "timestamptz") return Family::timestamp;
  if (name == "uuid") return Family::uuid;
  if (name == "json") return Family::json;
  return Family::text;
}

bool fits(const Typed& found, const Type& wanted) {
  const Family from = family(found.type);
  const Family to = family(wanted);
  if (from == Family::any || to == Family::any || from == to) {
    if (from == Family::label && to == Family::label) return found.type->name == wanted.name;
    return true;
  }
  if (found.literal_text) return to != Family::boolean && !numeric(to) && to != Family::label && to != Family::array;
  if (numeric(from) && numeric(to)) return from == Family::integer || to != Family::integer;
  return (from == Family::date && to == Family::timestamp) || (from == Family::array && to == Family::json);
}

// ── demands

void Expressions::demand(const Typed& value, diag::Span span, std::initializer_list<Family> families,
                         const std::string& what, const std::string& wanted) {
  const Family found = family(value.type);
  if (found == Family::any || std::find(families.begin(), families.end(), found) != families.end()) return;
  if (value.literal_text && families.begin() != families.end()) {
    const auto accepts_text = [](Family each) {
      return each == Family::date || each == Family::timestamp || each == Family::time;
    };
    if (std::any_of(families.begin(), families.end(), accepts_text)) return;
  }
  analysis_.report(
      diag::make(diag::Code::SC2022, what, wanted, spelled(*value.type)).at(span, "this is " + spelled(*value.type)));
}

void Expressions::demand_comparable(const Typed& left, const Typed& right, diag::Span span) {
  if (!left.type || !right.type || fits(left, *right.type) || fits(right, *left.type)) return;
  analysis_.report(diag::make(diag::Code::SC2021, spelled(*left.type), spelled(*right.type)).at(span));
}

Typed Expressions::condition(const ast::Expression& expression, const Scope& scope) {
  Typed result = read(expression, scope);
  demand(result, expression.span, {Family::boolean}, scope.place, "a condition");
  return result;
}

Typed Expressions::read_as(const ast::Expression& expression, const Scope& scope, const Type& expected) {
  Typed result = read(expression, scope, &expected);
  if (!fits(result, expected))
    analysis_.report(diag::make(diag::Code::SC2020, scope.place, spelled(expected), spelled(*result.type))
                         .at(expression.span, "this is " + spelled(*result.type)));
  return result;
}

// ── reading

Typed Expressions::read(const ast::Expression& expression, const Scope& scope, const Type* expected) {
  const diag::Span span = expression.span;
  return std::visit(
      Overloaded{
          [](const ast::NullLiteral&) {
            return Typed{expr::null(), std::nullopt, true, false};
          },
          [](const ast::BooleanLiteral& it) { return typed(expr::boolean(it.value), catalog::portable("bool")); },
          [](const ast::NumberLiteral& it) {
            const bool whole = it.digits.find_first_of(".eE") == std::string::npos;
            constexpr std::size_t kIntDigits = 9;
            const char* type = !whole ? "decimal" : it.digits.size() <= kIntDigits ? "int" : "bigint";
            return typed(expr::number(it.digits), catalog::portable(type));
          },
          [&](const ast::StringLiteral& it) { return string(it, span, expected); },
          [](const ast::BinaryLiteral& it) {
            Expr result = expr::node(Kind::by_dialect, "", {});
            result.args = {expr::raw(DialectId::postgres, "'\\x" + it.digits + "'::bytea"),
                           expr::raw(DialectId::mysql, "x'" + it.digits + "'"),
                           expr::raw(DialectId::sqlite, "x'" + it.digits + "'")};
            return typed(std::move(result), catalog::portable("bytes"));
          },
          [](const ast::IntervalLiteral& it) {
            return Typed{expr::node(Kind::interval, it.value, {}), std::nullopt, false, false};
          },
          [&](const ast::ArrayLiteral& it) { return array(it, scope, expected); },
          [&](const ast::Reference& it) { return reference(it, span, scope, expected); },
          [&](const ast::Unary& it) { return unary(it, scope); },
          [&](const ast::Binary& it) { return binary(it, span, scope); },
          [&](const ast::Is& it) {
            const Typed operand = read(*it.operand, scope);
            if (it.what == ast::Is::What::null)
              return typed(expr::node(it.negated ? Kind::is_not_null : Kind::is_null, "", {operand.expr}),
                           catalog::portable("bool"));
            demand(operand, it.operand->span, {Family::boolean}, "is", "a condition");
            return typed(expr::binary(it.negated ? "is distinct from" : "is not distinct from", operand.expr,
                                      expr::boolean(it.what == ast::Is::What::true_)),
                         catalog::portable("bool"));
          },
          [&](const ast::Between& it) { return between(it, scope); },
          [&](const ast::In& it) { return in(it, span, scope); },
          [&](const ast::Call& it) { return call(it, span, scope); },
          [&](const ast::Case& it) { return case_(it, scope, expected); },
          [&](const ast::Cast& it) { return cast(it, scope); },
          [&](const ast::Exists& it) { return query(*it.query, span, scope, Kind::exists); },
          [&](const ast::Subquery& it) { return query(*it.query, span, scope, Kind::subquery); },
          [&](const ast::Parenthesised& it) { return read(*it.inner, scope, expected); },
          [&](const ast::RawExpression& it) { return raw(it); },
      },
      expression.kind);
}

Typed Expressions::raw(const ast::RawExpression& it) {
  Expr result = expr::node(Kind::by_dialect, "", {});
  for (const ast::DialectRaw& each : it.alternatives)
    result.args.push_back(expr::raw(each.dialect, std::string(text::trim(each.sql))));
  return {std::move(result), std::nullopt, true, false};
}

Typed Expressions::string(const ast::StringLiteral& it, diag::Span span, const Type* expected) {
  const Family wanted = expected != nullptr ? family(*expected) : Family::any;
  if (wanted == Family::label) return label(it.value, span, *expected);
  Typed result = typed(expr::string(it.value), catalog::portable("text"));
  result.literal_text = true;
  // the engines that keep one as a text tell its cases apart
  if (expected != nullptr && expected->is("uuid")) result.expr.text = text::to_lower(it.value);
  if (wanted == Family::date && !parse_date(it.value)) not_of_the_calendar(it.value, span, *expected);
  if (wanted == Family::time) {
    const auto time = parse_time_of_day(it.value);
    if (time)
      result.expr.text = to_sql(*time);
    else
      not_of_the_calendar(it.value, span, *expected);
  }
  if (wanted == Family::timestamp) moment(result.expr, span, *expected);
  return result;
}

/// A moment is written in one form, an instant with the type that tells it from a text: each engine reads it in its own
/// way.
void Expressions::moment(Expr& literal, diag::Span span, const Type& type) {
  const auto instant = parse_timestamp(literal.text);
  if (!instant) return not_of_the_calendar(literal.text, span, type);
  if (type.is("timestamptz")) {
    literal.text = to_sql(*instant) + std::string(catalog::kUtc);
    literal.type = catalog::portable("timestamptz");
  } else if (!parse_date(literal.text) && !parse_timestamp(literal.text + "Z")) {
    analysis_.report(diag::make(diag::Code::SC2039, literal.text, "a " + spelled(type) + ", which has no offset")
                         .at(span)
                         .with_help("leave the offset out, or make the column a timestamptz"));
  } else {
    literal.text = to_sql(*instant);
  }
}

void Expressions::not_of_the_calendar(const std::string& text, diag::Span span, const Type& type) {
  const char* example = type.is("date")   ? "\"2026-11-21\""
                        : type.is("time") ? "\"10:30:05\""
                                          : "\"2026-11-21T10:30:05\"";
  std::string help = std::string("write it as ") + example;
  if (type.is("timestamptz")) help += ", with Z or an offset such as +02:00 behind it where it is not UTC";
  analysis_.report(diag::make(diag::Code::SC2039, text, "a " + spelled(type)).at(span).with_help(std::move(help)));
}

Typed Expressions::label(const std::string& name, diag::Span span, const Type& type) {
  const ast::Enum* declared = nullptr;
  if (const auto found = analysis_.symbols.enums.find(type.name.text()); found != analysis_.symbols.enums.end())
    declared = found->second.node;
  std::vector<std::string> labels;
  if (declared != nullptr)
    for (const ast::EnumLabel& each : declared->labels) labels.push_back(each.name.text);
  if (declared != nullptr && std::find(labels.begin(), labels.end(), name) == labels.end()) {
    diag::Diagnostic d = diag::make(diag::Code::SC2008, type.name.text(), name).at(span, "no label of this name");
    d.at(declared->name.span, "declared here");
    suggest(d, span, name, labels);
    if (d.help.empty()) d.with_help("its labels are " + text::join(labels, ", "));
    analysis_.report(std::move(d));
  }
  return typed(expr::label(name), type);
}

Typed Expressions::array(const ast::ArrayLiteral& it, const Scope& scope, const Type* expected) {
  Typed result{expr::node(Kind::array, "", {}), std::nullopt, false, false};
  std::optional<Type> element;
  if (expected != nullptr && expected->dimensions > 0) {
    result.type = *expected;
    element = *expected;
    --element->dimensions;
  }
  for (const ast::Expression& each : it.items)
    result.expr.args.push_back((element ? read_as(each, scope, *element) : read(each, scope)).expr);
  return result;
}

// ── columns

const catalog::Column* Expressions::find(const std::string& table, const std::string& column, const Scope& scope,
                                         bool& outer_join, bool& open, int& found) const {
  const catalog::Column* result = nullptr;
  for (const ScopeTable& each : scope.tables) {
    if (!table.empty() && each.alias != table) continue;
    open = open || each.open;
    for (const catalog::Column& candidate : *each.columns) {
      if (candidate.name != column) continue;
      ++found;
      result = &candidate;
      outer_join = each.outer_joined;
    }
  }
  if (result == nullptr && scope.outer != nullptr) return find(table, column, *scope.outer, outer_join, open, found);
  return result;
}

bool Expressions::is_column(const ast::Expression& expression, const Scope& scope) const {
  const auto& name = std::get<ast::Reference>(expression.kind).name.parts.front().text;
  bool outer_join = false;
  bool open = false;
  int found = 0;
  return find("", name, scope, outer_join, open, found) != nullptr;
}

Typed Expressions::reference(const ast::Reference& it, diag::Span span, const Scope& scope, const Type* expected) {
  const std::string& column = it.name.last().text;
  if (it.name.parts.size() == 1) {
    const std::string lower = text::to_lower(column);
    if (lower == "current_timestamp" || lower == "current_date" || lower == "current_time") {
      if (scope.stable) analysis_.report(diag::make(diag::Code::SC2025, lower + "()", scope.place).at(span));
      const bool instant = lower == "current_timestamp";
      return typed(expr::call(lower), catalog::portable(instant                   ? "timestamptz"
                                                        : lower == "current_date" ? "date"
                                                                                  : "time"));
    }
  }
  ast::QualifiedName table = it.name;
  table.parts.pop_back();
  bool outer_join = false;
  bool open = false;
  int count = 0;
  const catalog::Column* found = find(table.str(), column, scope, outer_join, open, count);
  if (found == nullptr && it.name.parts.size() == 1 && expected != nullptr && family(*expected) == Family::label)
    return label(column, span, *expected);
  Expr result = expr::column(column);
  if (scope.qualify && !table.parts.empty()) result.args.push_back(expr::column(table.str()));
  if (found == nullptr) {
    if (!open && !analysis_.symbols.broken) unknown_column(it, scope);
    return {std::move(result), std::nullopt, true, false};
  }
  if (count > 1) analysis_.report(diag::make(diag::Code::SC2031, column).at(span));
  return {std::move(result), found->type, found->nullable || outer_join, false};
}

void Expressions::unknown_column(const ast::Reference& it, const Scope& scope) {
  ast::QualifiedName table = it.name;
  table.parts.pop_back();
  std::vector<std::string> candidates;
  std::vector<std::string> tables;
  for (const Scope* each = &scope; each != nullptr; each = each->outer)
    for (const ScopeTable& source : each->tables) {
      tables.push_back(source.alias);
      if (!table.parts.empty() && source.alias != table.str()) continue;
      for (const catalog::Column& column : *source.columns) candidates.push_back(column.name);
    }
  const bool known_table = table.parts.empty() || std::find(tables.begin(), tables.end(), table.str()) != tables.end();
  if (!known_table) {
    diag::Diagnostic d =
        diag::make(diag::Code::SC2003, table.str()).at(table.parts.front().span, "not among the tables here");
    suggest(d, table.parts.front().span, table.str(), tables);
    analysis_.report(std::move(d));
    return;
  }
  const std::string where =
      tables.empty() ? scope.place : "'" + (table.parts.empty() ? text::join(tables, "', '") : table.str()) + "'";
  const diag::Span last = it.name.last().span;
  diag::Diagnostic d = diag::make(diag::Code::SC2004, where, it.name.last().text).at(last, "no column of this name");
  suggest(d, last, it.name.last().text, candidates);
  if (d.help.empty() && tables.empty()) d.with_help("a text is written in quotes");
  analysis_.report(std::move(d));
}

// ── queries

bool Expressions::allows_query(diag::Span span, const Scope& scope) {
  if (!scope.queries) analysis_.report(diag::make(diag::Code::SC2024, scope.place, "a query").at(span));
  return scope.queries;
}

Typed Expressions::query(const ast::Select& it, diag::Span span, const Scope& scope, Kind kind) {
  if (!allows_query(span, scope)) return {};
  std::vector<catalog::Column> columns;
  Expr selected = select(it, &scope, columns, false);
  if (kind == Kind::exists) return typed(expr::node(kind, "", {std::move(selected)}), catalog::portable("bool"));
  Typed result{expr::node(kind, "", {std::move(selected)}), std::nullopt, true, false};
  if (columns.size() == 1) result.type = columns.front().type;
  return result;
}

}  // namespace schemac::sema
