// Which rows hold values that a column's new type does not take: the conversion would stop at the first of them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/postgres/postgres.h"
#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using catalog::Type;
using catalog::TypeKind;

namespace {

struct Range {
  std::string_view type, least, most;
};
constexpr std::array<Range, 3> kIntegers = {{
    {"smallint", "-32768", "32767"},
    {"integer", "-2147483648", "2147483647"},
    {"bigint", "-9223372036854775808", "9223372036854775807"},
}};

const Range* integer(const Type& type) {
  const auto found = std::find_if(kIntegers.begin(), kIntegers.end(),
                                  [&](const Range& range) { return range.type == type.name.name; });
  return found == kIntegers.end() ? nullptr : found;
}
bool is_fraction(const Type& type) {
  const std::string& name = type.name.name;
  return name == "numeric" || name == "real" || name == "double precision";
}
bool is_bounded_text(const Type& type) {
  const std::string& name = type.name.name;
  return name == "character" || (name == "character varying" && !type.args.empty());
}

class Values {
 public:
  Values(const std::string& column, const Type& from, const Type& to)
      : column_(column), text_("btrim(" + column + "::text)"), from_(from), to_(to) {}

  /// The condition on the values that do not fit; empty where every value does, or only a try can tell.
  std::string unfit() const {
    const std::string& name = to_.name.name;
    if (to_.kind == TypeKind::enumeration)
      return to_.args.empty() ? "" : fmt::format("{}::text NOT IN ({})", column_, text::join(to_.args, ", "));
    if (integer(to_) || name == "numeric") return unfit_number();
    if (name == "double precision" || name == "real")
      return is_written() ? fmt::format("{} !~* '{}'", text_, kAnyNumber) : "";
    if (name == "boolean" && is_text(from_))
      return fmt::format("lower({}) !~ '^(t(r(ue?)?)?|f(a(l(se?)?)?)?|y(es?)?|no?|on|off?|[01])$'", text_);
    if (name == "uuid" && is_text(from_))
      return fmt::format("{} !~* '^[{{]?[0-9a-f]{{4}}(-?[0-9a-f]{{4}}){{7}}[}}]?$'", text_);
    if (name == "uuid" && from_.name.name != "uuid") return column_ + " IS NOT NULL";  // no number or day is one
    return "";
  }

 private:
  static constexpr std::string_view kWhole = "^[-+]?[0-9]+$";
  static constexpr std::string_view kFraction = "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$";
  static constexpr std::string_view kAnyNumber =
      "^([-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?|nan|[-+]?inf(inity)?)$";

  /// By way of its text: a word, a label.
  bool is_written() const { return is_text(from_) || from_.kind == TypeKind::enumeration; }
  bool is_number() const { return integer(from_) || is_fraction(from_); }

  std::string unfit_number() const {
    if (is_number()) return out_of_range(column_ + "::numeric");
    if (!is_written()) return "";
    const std::string range = out_of_range(text_ + "::numeric");
    if (range.empty()) return fmt::format("{} !~* '{}'", text_, kAnyNumber);
    return fmt::format("CASE WHEN {} ~ '{}' THEN {} ELSE {} IS NOT NULL END", text_, integer(to_) ? kWhole : kFraction,
                       range, column_);
  }

  std::string out_of_range(const std::string& number) const {
    if (const Range* range = integer(to_)) {
      const Range* from = integer(from_);
      if (from && from <= range) return "";
      return fmt::format("round({}) NOT BETWEEN {} AND {}", number, range->least, range->most);
    }
    if (to_.args.empty()) return "";
    const int behind = to_.args.size() > 1 ? std::atoi(to_.args[1].c_str()) : 0;
    const int before = std::max(std::atoi(to_.args[0].c_str()) - behind, 0);
    if (holds_all_digits(before, behind)) return "";
    return fmt::format("abs(round({}, {})) >= 1{}", number, behind, std::string(static_cast<std::size_t>(before), '0'));
  }
  bool holds_all_digits(int before, int behind) const {
    if (from_.name.name != "numeric" || from_.args.empty()) return false;
    const int own_behind = from_.args.size() > 1 ? std::atoi(from_.args[1].c_str()) : 0;
    return std::atoi(from_.args[0].c_str()) - own_behind <= before && own_behind <= behind;
  }

  std::string column_, text_;
  const Type &from_, &to_;
};

}  // namespace

std::optional<Guard> PostgresDialect::type_guard(const Table& table, const Column& from, const Column& to, bool) const {
  if (from.type.dimensions || to.type.dimensions) return std::nullopt;
  const std::string subject = table.name.text() + "." + to.name, column = quoted(from.name);
  if (is_bounded_text(to.type))
    return Guard{diag::Code::SC6003, subject,
                 fmt::format("char_length({}::text) > {}", column, to.type.args.empty() ? "1" : to.type.args[0])};
  const std::string unfit = Values(column, from.type, to.type).unfit();
  if (unfit.empty()) return std::nullopt;
  return Guard{diag::Code::SC6005, "type " + type_sql(to.type) + " of " + subject, unfit};
}

}  // namespace schemac::dialect::postgres
