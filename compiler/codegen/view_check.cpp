#include "codegen/view_check.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "codegen/printer.h"

namespace schemac::codegen {

using catalog::Expr;
using catalog::ExprKind;

namespace {

using Text = std::optional<std::string>;

/// Kinds whose neutral form compares as the engines compare: text by code point, numbers by value.
constexpr std::array<std::string_view, 8> kComparable = {"boolean", "int16",   "int32", "int64",
                                                         "float64", "decimal", "text",  "enumeration"};

class Translator {
 public:
  explicit Translator(const EntityView& entity) : entity_(entity) {}

  Text condition(const Expr& expr) const {
    switch (expr.kind) {
      case ExprKind::binary:
        return binary(expr);
      case ExprKind::unary:
        return expr.text == "not" ? applied("!", condition(expr.args[0])) : std::nullopt;
      case ExprKind::is_null:
        return called("missing", {value(expr.args[0])});
      case ExprKind::is_not_null:
        return applied("!", called("missing", {value(expr.args[0])}));
      case ExprKind::in:
        return in(expr);
      case ExprKind::not_in:
        return applied("!", in(expr));
      case ExprKind::between:
        return between(expr);
      case ExprKind::not_between:
        return applied("!", between(expr));
      case ExprKind::column:
        return is_kind(expr, "boolean") ? called("is_true", {value(expr)}) : std::nullopt;
      default:
        return std::nullopt;
    }
  }

 private:
  static Text called(std::string_view function, const std::vector<Text>& arguments) {
    std::string out = std::string(function) + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (!arguments[i]) return std::nullopt;
      out += (i > 0 ? ", " : "") + *arguments[i];
    }
    return out + ")";
  }

  static Text applied(std::string_view prefix, const Text& operand) {
    if (!operand) return std::nullopt;
    const bool joined = operand->starts_with('(') || operand->find(" && ") == operand->npos;
    const bool plain = joined && operand->find(" || ") == operand->npos;
    return std::string(prefix) + (plain ? *operand : "(" + *operand + ")");
  }

  Text binary(const Expr& expr) const {
    if (expr.text == "and" || expr.text == "or") {
      const auto left = operand(expr.args[0], expr.text), right = operand(expr.args[1], expr.text);
      if (!left || !right) return std::nullopt;
      return *left + (expr.text == "and" ? " && " : " || ") + *right;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kComparisons = {{{"=", "equal"},
                                                                                            {"<>", "not_equal"},
                                                                                            {"<", "less"},
                                                                                            {"<=", "less_equal"},
                                                                                            {">", "greater"},
                                                                                            {">=", "greater_equal"}}};
    const bool ordered = expr.text != "=" && expr.text != "<>";
    if (ordered && (is_kind(expr.args[0], "enumeration") || is_kind(expr.args[1], "enumeration"))) return std::nullopt;
    for (const auto& [sql, function] : kComparisons)
      if (sql == expr.text) return called(function, {value(expr.args[0]), value(expr.args[1])});
    return std::nullopt;
  }

  /// An operand of `and` or `or`, in parentheses where it is the other of the two.
  Text operand(const Expr& expr, const std::string& word) const {
    auto text = condition(expr);
    const bool joined = expr.kind == ExprKind::binary && (expr.text == "and" || expr.text == "or");
    if (!text || !joined || expr.text == word) return text;
    return "(" + *text + ")";
  }

  Text in(const Expr& expr) const {
    std::vector<Text> candidates;
    for (std::size_t i = 1; i < expr.args.size(); ++i) candidates.push_back(value(expr.args[i]));
    auto list = called("", candidates);
    if (!list) return std::nullopt;
    list->front() = '{';
    list->back() = '}';
    return called("in", {value(expr.args[0]), list});
  }

  Text between(const Expr& expr) const {
    if (is_kind(expr.args[0], "enumeration")) return std::nullopt;  // its order is the engine's to know
    const auto tested = value(expr.args[0]);
    const auto low = called("greater_equal", {tested, value(expr.args[1])});
    const auto high = called("less_equal", {tested, value(expr.args[2])});
    if (!low || !high) return std::nullopt;
    return "(" + *low + " && " + *high + ")";
  }

  Text value(const Expr& expr) const {
    switch (expr.kind) {
      case ExprKind::column:
        return column(expr);
      case ExprKind::number:
        return "number(" + literal(expr.text) + ")";
      case ExprKind::string:
      case ExprKind::label:
        return "text(" + literal(expr.text) + ")";
      case ExprKind::boolean:
        return "boolean(" + expr.text + ")";
      case ExprKind::unary:
        if (expr.text == "-" && expr.args[0].kind == ExprKind::number)
          return "number(" + literal("-" + expr.args[0].text) + ")";
        return std::nullopt;
      case ExprKind::call:
        if (expr.text == "length" && expr.args.size() == 1 && is_kind(expr.args[0], "text"))
          return called("length", {value(expr.args[0])});
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  const ColumnView* find(const Expr& expr) const {
    if (expr.kind != ExprKind::column) return nullptr;
    const auto found = std::find_if(entity_.columns.begin(), entity_.columns.end(),
                                    [&](const auto& column) { return column.name == expr.text; });
    return found == entity_.columns.end() || found->array ? nullptr : &*found;
  }

  bool is_kind(const Expr& expr, std::string_view kind) const {
    const auto* column = find(expr);
    return column != nullptr && column->kind == kind;
  }

  Text column(const Expr& expr) const {
    const auto* found = find(expr);
    if (found == nullptr || std::find(kComparable.begin(), kComparable.end(), found->kind) == kComparable.end())
      return std::nullopt;
    return "row[" + literal(found->name) + "]";
  }

  const EntityView& entity_;
};

}  // namespace

std::optional<std::string> check_condition(const catalog::Expr& check, const EntityView& entity) {
  return Translator(entity).condition(check);
}

}  // namespace schemac::codegen
