#include "schemac/query/truth.h"

#include <algorithm>
#include <string>

#include "schemac/base/decimal.h"
#include "schemac/base/utf8.h"

namespace schemac::query {

namespace {

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

bool is_number(const db::Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

/// A number as its digits, for comparing one with a decimal.
std::string digits_of(const db::Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* floating = std::get_if<double>(&value)) {
    auto text = normalized_decimal(std::to_string(*floating));
    return text.value_or("");
  }
  return std::get<std::string>(value);
}

template <class Holds>
Truth compared(const db::Value& a, const db::Value& b, Holds holds) {
  const auto order = compare(a, b);
  return order ? truth_of(holds(*order)) : Truth::unknown;
}

}  // namespace

Truth operator&&(Truth a, Truth b) { return std::min(a, b); }
Truth operator||(Truth a, Truth b) { return std::max(a, b); }
Truth operator!(Truth a) { return a == Truth::unknown ? a : truth_of(a == Truth::no); }

bool Record::has(std::string_view column) const {
  return std::any_of(values_.begin(), values_.end(), [&](const auto& entry) { return entry.first == column; });
}

const db::Value& Record::operator[](std::string_view column) const {
  static const db::Value kNull;
  for (const auto& [name, value] : values_)
    if (name == column) return value;
  return kNull;
}

std::optional<int> compare(const db::Value& a, const db::Value& b) {
  if (db::is_null(a) || db::is_null(b)) return std::nullopt;
  const auto* left = std::get_if<std::int64_t>(&a);
  const auto* right = std::get_if<std::int64_t>(&b);
  if (left != nullptr && right != nullptr) return *left < *right ? -1 : *left > *right ? 1 : 0;
  const auto* left_double = std::get_if<double>(&a);
  const auto* right_double = std::get_if<double>(&b);
  if (left_double != nullptr && right_double != nullptr)
    return *left_double < *right_double ? -1 : *left_double > *right_double ? 1 : 0;
  if ((is_number(a) || is_number(b)) && !std::holds_alternative<bool>(a) && !std::holds_alternative<bool>(b))
    return compare_decimals(digits_of(a), digits_of(b));
  return a < b ? -1 : b < a ? 1 : 0;
}

Truth equal(const db::Value& a, const db::Value& b) {
  return compared(a, b, [](int order) { return order == 0; });
}
Truth not_equal(const db::Value& a, const db::Value& b) { return !equal(a, b); }
Truth less(const db::Value& a, const db::Value& b) {
  return compared(a, b, [](int order) { return order < 0; });
}
Truth less_equal(const db::Value& a, const db::Value& b) { return !less(b, a); }
Truth greater(const db::Value& a, const db::Value& b) { return less(b, a); }
Truth greater_equal(const db::Value& a, const db::Value& b) { return !less(a, b); }

Truth missing(const db::Value& value) { return truth_of(db::is_null(value)); }

Truth is_true(const db::Value& value) {
  if (db::is_null(value)) return Truth::unknown;
  const auto* truth = std::get_if<bool>(&value);
  return truth_of(truth != nullptr && *truth);
}

Truth in(const db::Value& value, const std::vector<db::Value>& candidates) {
  Truth found = Truth::no;
  for (const auto& candidate : candidates) found = found || equal(value, candidate);
  return found;
}

db::Value length(const db::Value& text) {
  const auto* characters = std::get_if<std::string>(&text);
  if (characters == nullptr) return {};
  return static_cast<std::int64_t>(count_code_points(*characters));
}

db::Value number(std::string_view digits) {
  if (digits.find_first_of(".eE") == digits.npos && digits.size() <= 18)
    return static_cast<std::int64_t>(std::stoll(std::string(digits)));
  return std::string(digits);
}

db::Value text(std::string_view characters) { return std::string(characters); }

db::Value boolean(bool truth) { return truth; }

}  // namespace schemac::query
