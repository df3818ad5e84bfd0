#include "dialect/mysql/defaults.h"

#include <charconv>

#include "dialect/common/number_text.h"
#include "dialect/mysql/read_sql.h"
#include "schemac/base/time.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// date-and-time-type-syntax.html: the digits of a second that a column keeps.
std::size_t digits_of_seconds(const Type& type) {
  std::size_t digits = 0;
  if (!type.args.empty()) std::from_chars(type.args[0].data(), type.args[0].data() + type.args[0].size(), digits);
  return digits;
}

/// With all the digits of a second that the column keeps, where it keeps those that are written.
std::string filled_up(std::string moment, std::size_t digits) {
  const std::size_t point = moment.find('.');
  const std::size_t written = point == moment.npos ? 0 : moment.size() - point - 1;
  if (written > digits) return moment;
  if (written == 0 && digits > 0) moment += '.';
  return moment.append(digits - written, '0');
}

std::string moment_as_printed(const std::string& text, const Type& type) {
  const std::string& name = type.name.name;
  if (name == "time") {
    const auto time = parse_time_of_day(text);
    return time ? filled_up(to_sql(*time), digits_of_seconds(type)) : text;
  }
  const auto instant = name == "datetime" || name == "timestamp" ? parse_timestamp(text) : std::nullopt;
  return instant ? filled_up(to_sql(*instant), digits_of_seconds(type)) : text;
}

/// The servers want the precision of the column.
void now_as_precise_as_the_column(std::optional<Expr>& value, const Type& type) {
  const bool moment = type.name.name == "datetime" || type.name.name == "timestamp";
  std::vector<Expr> precision;
  for (const std::string& arg : type.args) precision.push_back(expr::number(arg));
  if (value == expr::call("current_timestamp") && !type.args.empty())
    value = expr::call("current_timestamp", {precision[0]});
  else if (moment && value == expr::call("current_timestamp", {expr::number("6")}))
    value = expr::call("current_timestamp", std::move(precision));
}

}  // namespace

void default_as_printed(Column& column) {
  for (auto* value : {&column.default_value, &column.on_update}) now_as_precise_as_the_column(*value, column.type);
  if (!column.default_value) return;
  Expr& value = *column.default_value;
  if (value.kind == ExprKind::null_ && column.nullable) return column.default_value.reset();  // as without one
  if (value.kind == ExprKind::boolean) value = expr::number(value.text == "true" ? "1" : "0");
  if (Expr* number = number_in(value)) number->text = plain_number(without_exponent(number->text));
  if (value.kind == ExprKind::string) value.text = moment_as_printed(value.text, column.type);
}

}  // namespace schemac::dialect::mysql
