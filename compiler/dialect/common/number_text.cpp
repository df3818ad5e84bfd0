#include "dialect/common/number_text.h"

#include <charconv>

namespace schemac::dialect {

namespace {

constexpr int kExactDigits = 15;    // of a double
constexpr int kLeastExponent = -5;  // from where servers write an exponent

}  // namespace

std::string without_exponent(std::string_view digits) {
  const std::size_t e = digits.find_first_of("eE");
  if (e == digits.npos) return std::string(digits);
  std::string_view power = digits.substr(e + 1);
  if (power.starts_with("+")) power.remove_prefix(1);
  int exponent = 0;
  const auto read = std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (read.ec != std::errc() || read.ptr != power.data() + power.size()) return std::string(digits);
  std::string mantissa(digits.substr(0, e));
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::string all = mantissa.substr(0, point) + (point < mantissa.size() ? mantissa.substr(point + 1) : "");
  int before_point = static_cast<int>(point) + exponent;
  if (before_point > kExactDigits || exponent < kLeastExponent) return std::string(digits);
  if (before_point <= 0) all.insert(0, static_cast<std::size_t>(1 - before_point), '0'), before_point = 1;
  const auto whole = static_cast<std::size_t>(before_point);
  if (all.size() < whole) all.append(whole - all.size(), '0');
  std::string out = all.substr(0, whole) + (all.size() > whole ? "." + all.substr(whole) : "");
  const std::size_t first = std::min(out.find_first_not_of('0'), out.size() - 1);
  return out.substr(out[first] == '.' ? first - 1 : first);
}

catalog::Expr* number_in(catalog::Expr& value) {
  if (value.kind == catalog::ExprKind::number) return &value;
  const bool negative = value.kind == catalog::ExprKind::unary && value.text == "-";
  return negative && value.args[0].kind == catalog::ExprKind::number ? &value.args[0] : nullptr;
}

}  // namespace schemac::dialect
