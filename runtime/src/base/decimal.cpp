#include "schemac/base/decimal.h"

#include <algorithm>
#include <charconv>

namespace schemac {

namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A plain decimal cut in its parts.
struct Parts {
  bool negative = false;
  std::string_view whole;  // without leading zeros
  std::string_view fraction;
};

std::optional<Parts> parts_of(std::string_view text) {
  Parts parts;
  if (text.starts_with('-') || text.starts_with('+')) {
    parts.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto point = text.find('.');
  parts.whole = text.substr(0, point);
  if (point != text.npos) parts.fraction = text.substr(point + 1);
  if (parts.whole.empty() && parts.fraction.empty()) return std::nullopt;
  if (!all_digits(parts.whole) || !all_digits(parts.fraction)) return std::nullopt;
  parts.whole.remove_prefix(std::min(parts.whole.find_first_not_of('0'), parts.whole.size()));
  return parts;
}

std::string_view without_trailing_zeros(std::string_view fraction) {
  return fraction.substr(0, fraction.find_last_not_of('0') + 1);
}

std::string written(bool negative, std::string_view whole, std::string_view fraction) {
  const bool zero = whole.empty() && without_trailing_zeros(fraction).empty();
  std::string out = negative && !zero ? "-" : "";
  out += whole.empty() ? "0" : whole;
  if (!fraction.empty()) out.append(".").append(fraction);
  return out;
}

/// The digits with the point moved `exponent` places to the right.
std::string shifted(const Parts& parts, int exponent) {
  std::string digits(parts.whole);
  digits += parts.fraction;
  auto point = static_cast<long>(parts.whole.size()) + exponent;
  if (point < 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0');
    point = 0;
  }
  if (point > static_cast<long>(digits.size())) digits.append(static_cast<std::size_t>(point) - digits.size(), '0');
  std::string_view whole = std::string_view(digits).substr(0, static_cast<std::size_t>(point));
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  return written(parts.negative, whole, std::string_view(digits).substr(static_cast<std::size_t>(point)));
}

int compare_magnitudes(const Parts& a, const Parts& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  if (const int order = a.whole.compare(b.whole); order != 0) return order;
  return without_trailing_zeros(a.fraction).compare(without_trailing_zeros(b.fraction));
}

bool is_zero(const Parts& parts) { return parts.whole.empty() && without_trailing_zeros(parts.fraction).empty(); }

}  // namespace

std::optional<std::string> normalized_decimal(std::string_view text) {
  const auto letter = text.find_first_of("eE");
  const auto parts = parts_of(text.substr(0, letter));
  if (!parts) return std::nullopt;
  if (letter == text.npos) return written(parts->negative, parts->whole, parts->fraction);
  auto digits = text.substr(letter + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int exponent = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (failed != std::errc{} || end != digits.data() + digits.size() || exponent < -1000 || exponent > 1000)
    return std::nullopt;
  return shifted(*parts, exponent);
}

std::optional<std::string> decimal_with_scale(std::string_view normalized, int scale) {
  const auto parts = parts_of(normalized);
  if (!parts) return std::nullopt;
  std::string fraction(without_trailing_zeros(parts->fraction));
  const auto wanted = static_cast<std::size_t>(std::max(0, scale));
  if (fraction.size() > wanted) return std::nullopt;
  fraction.resize(wanted, '0');
  return written(parts->negative, parts->whole, fraction);
}

std::string rounded_decimal(std::string_view normalized, int scale) {
  if (auto whole = decimal_with_scale(normalized, scale)) return *std::move(whole);
  const auto parts = parts_of(normalized);
  if (!parts) return std::string(normalized);
  const auto kept = static_cast<std::size_t>(std::max(0, scale));
  std::string digits = std::string(parts->whole) + std::string(parts->fraction.substr(0, kept));
  if (parts->fraction[kept] >= '5') {
    std::size_t at = digits.size();
    while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
    if (at == 0)
      digits.insert(0, "1");
    else
      ++digits[at - 1];
  }
  const std::size_t point = digits.size() - kept;
  return written(parts->negative, digits.substr(0, point), digits.substr(point));
}

std::string shortest_decimal(std::string normalized) {
  if (normalized.find('.') == std::string::npos) return normalized;
  normalized.erase(normalized.find_last_not_of('0') + 1);
  if (normalized.back() == '.') normalized.pop_back();
  return normalized;
}

int integer_digits(std::string_view normalized) {
  const auto parts = parts_of(normalized);
  return parts ? static_cast<int>(parts->whole.size()) : 0;
}

int compare_decimals(std::string_view a, std::string_view b) {
  const auto left = parts_of(a), right = parts_of(b);
  if (!left || !right) return left ? -1 : right ? 1 : a.compare(b);
  const bool left_negative = left->negative && !is_zero(*left), right_negative = right->negative && !is_zero(*right);
  if (left_negative != right_negative) return left_negative ? -1 : 1;
  const int order = compare_magnitudes(*left, *right);
  return left_negative ? -order : order;
}

}  // namespace schemac
