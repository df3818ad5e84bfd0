// The functions that mean the same on every engine, and what they take and give.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "sema/expressions.h"

namespace schemac::sema {

namespace {

enum class Takes { anything, text, text_then_numbers, number, texts };
enum class Gives { integer, bigint, text, argument, number, boolean, now, date, time, average };

struct Function {
  std::string_view name;
  int least, most;  // arguments
  Takes takes;
  Gives gives;
  bool aggregate = false;
  bool stable = true;  // the same for the same arguments, always
};

constexpr int kAny = 100;

constexpr std::array kFunctions = {
    Function{"length", 1, 1, Takes::text, Gives::integer},
    Function{"lower", 1, 1, Takes::text, Gives::text},
    Function{"upper", 1, 1, Takes::text, Gives::text},
    Function{"trim", 1, 1, Takes::text, Gives::text},
    Function{"ltrim", 1, 1, Takes::text, Gives::text},
    Function{"rtrim", 1, 1, Takes::text, Gives::text},
    Function{"substr", 2, 3, Takes::text_then_numbers, Gives::text},
    Function{"replace", 3, 3, Takes::texts, Gives::text},
    Function{"abs", 1, 1, Takes::number, Gives::argument},
    Function{"round", 1, 2, Takes::number, Gives::number},
    Function{"coalesce", 1, kAny, Takes::anything, Gives::argument},
    Function{"nullif", 2, 2, Takes::anything, Gives::argument},
    Function{"now", 0, 0, Takes::anything, Gives::now, false, false},
    Function{"current_timestamp", 0, 0, Takes::anything, Gives::now, false, false},
    Function{"current_date", 0, 0, Takes::anything, Gives::date, false, false},
    Function{"current_time", 0, 0, Takes::anything, Gives::time, false, false},
    Function{"count", 1, 1, Takes::anything, Gives::bigint, true},
    Function{"sum", 1, 1, Takes::number, Gives::number, true},
    Function{"avg", 1, 1, Takes::number, Gives::average, true},
    Function{"min", 1, 1, Takes::anything, Gives::argument, true},
    Function{"max", 1, 1, Takes::anything, Gives::argument, true},
};

struct Word {
  std::string_view theirs, ours;
};
constexpr std::array kForeign = {Word{"char_length", "length"}, Word{"character_length", "length"},
                                 Word{"substring", "substr"},   Word{"ifnull", "coalesce"},
                                 Word{"nvl", "coalesce"},       Word{"lcase", "lower"},
                                 Word{"ucase", "upper"},        Word{"getdate", "now"},
                                 Word{"btrim", "trim"}};

std::string count_words(const Function& function) {
  const auto words = [](int count) {
    return count == 1 ? std::string("one argument") : fmt::format("{} arguments", count);
  };
  if (function.most == 0) return "no arguments";
  if (function.least == function.most) return words(function.least);
  if (function.most == kAny) return "at least " + words(function.least);
  return fmt::format("{} or {} arguments", function.least, function.most);
}

}  // namespace

Typed Expressions::call(const ast::Call& it, diag::Span span, const Scope& scope) {
  const std::string name = text::to_lower(it.function.str());
  const auto* known =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](const Function& f) { return f.name == name; });
  catalog::Expr result = catalog::expr::call(name);
  std::vector<Typed> arguments;
  for (const ast::Expression& each : it.arguments) {
    // The first argument of coalesce and nullif says what a bare name after it can mean.
    const bool same = known != kFunctions.end() && known->takes == Takes::anything && !arguments.empty();
    const std::optional<catalog::Type> expected = same ? arguments.front().type : std::nullopt;
    arguments.push_back(read(each, scope, expected ? &*expected : nullptr));
    result.args.push_back(arguments.back().expr);
  }
  if (known == kFunctions.end()) {
    diag::Diagnostic d =
        diag::make(diag::Code::SC2009, name).at(it.function.span, "not a function that every engine has");
    std::vector<std::string> candidates;
    for (const Function& each : kFunctions) candidates.emplace_back(each.name);
    const auto* foreign =
        std::find_if(kForeign.begin(), kForeign.end(), [&](const Word& word) { return word.theirs == name; });
    if (foreign != kForeign.end()) {
      d.with_help(fmt::format("write '{}'", foreign->ours)).fix(it.function.span, std::string(foreign->ours));
    } else {
      suggest(d, it.function.span, name, candidates);
    }
    if (d.help.empty())
      d.with_help("what only some engines have is written once for each: postgres \"\"\"…\"\"\" sqlite \"\"\"…\"\"\"");
    analysis_.report(std::move(d));
    return {std::move(result), std::nullopt, true, false};
  }
  if (it.star) result.args.push_back(catalog::expr::node(Kind::star, "", {}));
  if (it.distinct) result.args = {catalog::expr::node(Kind::clause, "distinct", std::move(result.args))};
  const int count = static_cast<int>(it.arguments.size()) + (it.star ? 1 : 0);
  if (count < known->least || count > known->most || (it.star && name != "count")) {
    analysis_.report(diag::make(diag::Code::SC2023, name, count_words(*known)).at(span));
    return {std::move(result), std::nullopt, true, false};
  }
  if (known->aggregate && !scope.aggregates)
    analysis_.report(diag::make(diag::Code::SC2024, scope.place, "an aggregate such as " + name + "()").at(span));
  if (!known->stable && scope.stable)
    analysis_.report(diag::make(diag::Code::SC2025, name + "()", scope.place).at(span));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const diag::Span at = it.arguments[i].span;
    const bool wants_text = known->takes == Takes::texts || known->takes == Takes::text ||
                            (known->takes == Takes::text_then_numbers && i == 0);
    const bool wants_number = known->takes == Takes::number || (known->takes == Takes::text_then_numbers && i > 0);
    if (wants_text) demand(arguments[i], at, {Family::text}, name, "a text");
    if (wants_number) demand(arguments[i], at, {Family::integer, Family::decimal, Family::real}, name, "a number");
  }
  bool nullable = false;
  for (const Typed& each : arguments) nullable = nullable || each.nullable;
  if (name == "coalesce")
    nullable = std::all_of(arguments.begin(), arguments.end(), [](const Typed& each) { return each.nullable; });
  if (name == "nullif" || (known->aggregate && name != "count")) nullable = true;
  if (name == "count") nullable = false;
  std::optional<catalog::Type> type;
  const std::optional<catalog::Type> first = arguments.empty() ? std::nullopt : arguments.front().type;
  switch (known->gives) {
    case Gives::integer:
      type = catalog::portable("int");
      break;
    case Gives::bigint:
      type = catalog::portable("bigint");
      break;
    case Gives::text:
      type = catalog::portable("text");
      break;
    case Gives::boolean:
      type = catalog::portable("bool");
      break;
    case Gives::now:
      type = catalog::portable("timestamptz");
      break;
    case Gives::date:
      type = catalog::portable("date");
      break;
    case Gives::time:
      type = catalog::portable("time");
      break;
    case Gives::argument:
      for (const Typed& each : arguments)
        if (!type) type = each.type;
      break;
    case Gives::number:
      if (family(first) == Family::real) type = catalog::portable("double");
      if (family(first) == Family::decimal) type = catalog::portable("decimal");
      if (family(first) == Family::integer) type = catalog::portable(known->aggregate ? "bigint" : "decimal");
      break;
    case Gives::average:
      type = catalog::portable(family(first) == Family::real ? "double" : "decimal");
      break;
  }
  return {std::move(result), std::move(type), nullable, false};
}

}  // namespace schemac::sema
