#include "schemac/query/truth.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "schemac/base/decimal.h"
#include "schemac/base/utf8.h"
#include "schemac/query/table.h"

namespace schemac::query {

namespace {

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

/// A number as its digits, to compare numbers of all kinds exactly; nothing of what is no number.
std::optional<std::string> digits_of(const Operand& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* digits = std::get_if<Digits>(&value)) return normalized_decimal(digits->text);
  const auto* floating = std::get_if<double>(&value);
  if (floating == nullptr) return std::nullopt;
  std::array<char, 32> shortest{};
  const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), *floating).ptr;
  return normalized_decimal({shortest.data(), static_cast<std::size_t>(end - shortest.data())});
}

bool is_null(const Operand& value) { return std::holds_alternative<std::monostate>(value); }

template <class T>
int order_of(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

template <class Holds>
Truth compared(const Operand& a, const Operand& b, Holds holds) {
  const auto order = compare(a, b);
  return order ? truth_of(holds(*order)) : Truth::unknown;
}

}  // namespace

Truth operator&&(Truth a, Truth b) { return std::min(a, b); }
Truth operator||(Truth a, Truth b) { return std::max(a, b); }
Truth operator!(Truth a) { return a == Truth::unknown ? a : truth_of(a == Truth::no); }

void Record::set(const Column& column, const db::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && column.type == Type::decimal && !column.array)
    values_.emplace_back(column.name, Digits{*text});
  else
    values_.emplace_back(column.name, std::visit([](const auto& held) { return Operand(held); }, value));
}

bool Record::has(std::string_view column) const {
  return std::any_of(values_.begin(), values_.end(), [&](const auto& entry) { return entry.first == column; });
}

const Operand& Record::operator[](std::string_view column) const {
  static const Operand kNull;
  for (const auto& [name, value] : values_)
    if (name == column) return value;
  return kNull;
}

std::optional<int> compare(const Operand& a, const Operand& b) {
  if (is_null(a) || is_null(b)) return std::nullopt;
  if (const auto* left = std::get_if<double>(&a), *right = std::get_if<double>(&b); left != nullptr && right != nullptr)
    return order_of(*left, *right);
  const auto left = digits_of(a), right = digits_of(b);
  if (left && right) return compare_decimals(*left, *right);
  if (a.index() != b.index() || left) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&a)) return order_of(*text, std::get<std::string>(b));
  if (const auto* octets = std::get_if<db::Bytes>(&a)) return order_of(*octets, std::get<db::Bytes>(b));
  if (const auto* truth = std::get_if<bool>(&a)) return order_of(*truth, std::get<bool>(b));
  return std::nullopt;
}

Truth equal(const Operand& a, const Operand& b) {
  return compared(a, b, [](int order) { return order == 0; });
}
Truth not_equal(const Operand& a, const Operand& b) { return !equal(a, b); }
Truth less(const Operand& a, const Operand& b) {
  return compared(a, b, [](int order) { return order < 0; });
}
Truth less_equal(const Operand& a, const Operand& b) { return !less(b, a); }
Truth greater(const Operand& a, const Operand& b) { return less(b, a); }
Truth greater_equal(const Operand& a, const Operand& b) { return !less(a, b); }

Truth missing(const Operand& value) { return truth_of(is_null(value)); }

Truth is_true(const Operand& value) {
  if (is_null(value)) return Truth::unknown;
  const auto* truth = std::get_if<bool>(&value);
  return truth_of(truth != nullptr && *truth);
}

Truth in(const Operand& value, const std::vector<Operand>& candidates) {
  Truth found = Truth::no;
  for (const auto& candidate : candidates) found = found || equal(value, candidate);
  return found;
}

Operand length(const Operand& text) {
  const auto* characters = std::get_if<std::string>(&text);
  if (characters == nullptr) return {};
  return static_cast<std::int64_t>(count_code_points(*characters));
}

Operand number(std::string_view digits) { return Digits{std::string(digits)}; }

Operand text(std::string_view characters) { return std::string(characters); }

Operand boolean(bool truth) { return truth; }

}  // namespace schemac::query
