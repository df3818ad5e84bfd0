#include "schemac/rest/convert.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "schemac/base/decimal.h"
#include "schemac/base/time.h"
#include "schemac/base/utf8.h"

namespace schemac::rest {

namespace {

using query::Column;
using query::Type;

http::FieldError error(const Column& column, std::string code, std::string rest) {
  const std::string field(column.name);
  return {field, std::move(code), field + " " + std::move(rest), ""};
}

http::FieldError wrong_type(const Column& column, std::string_view wanted, const json::Value& value) {
  return error(column, "type", "must be " + std::string(wanted) + ", not " + std::string(value.kind()) + ".");
}

/// The text of a string or number; nothing of anything else.
std::optional<std::string_view> text_of(const json::Value& value) {
  if (const auto* text = value.string()) return *text;
  if (const auto* number = value.number()) return number->digits;
  return std::nullopt;
}

template <class Integer>
Converted convert_integer(const Column& column, const json::Value& value) {
  const auto text = text_of(value);
  if (!text) return wrong_type(column, "an integer", value);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (end != text->data() + text->size() || failed == std::errc::invalid_argument)
    return error(column, "type", "must be an integer.");
  constexpr auto kLowest = std::numeric_limits<Integer>::min(), kHighest = std::numeric_limits<Integer>::max();
  if (failed != std::errc{} || number < kLowest || number > kHighest)
    return error(column, "out-of-range",
                 "must be between " + std::to_string(kLowest) + " and " + std::to_string(kHighest) + ".");
  return db::Value(number);
}

Converted convert_float(const Column& column, const json::Value& value) {
  const auto text = text_of(value);
  if (!text) return wrong_type(column, "a number", value);
  double number = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failed != std::errc{} || end != text->data() + text->size() || !std::isfinite(number))
    return error(column, "type", "must be a finite number.");
  if (column.type == Type::float32 && std::abs(number) > std::numeric_limits<float>::max())
    return error(column, "out-of-range", "is too large for a single-precision number.");
  return db::Value(number);
}

Converted convert_decimal(const Column& column, const json::Value& value) {
  const auto text = text_of(value);
  const auto digits = text ? normalized_decimal(*text) : std::nullopt;
  if (!digits) return error(column, "type", "must be a decimal number.");
  if (column.precision < 0) return db::Value(*digits);
  if (integer_digits(*digits) > column.precision - column.scale)
    return error(column, "out-of-range",
                 "has more than " + std::to_string(column.precision - column.scale) + " digits before the point.");
  const auto scaled = decimal_with_scale(*digits, column.scale);
  if (!scaled)
    return error(column, "out-of-range", "has more than " + std::to_string(column.scale) + " digits behind the point.");
  return db::Value(*scaled);
}

Converted convert_characters(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  if (text == nullptr) return wrong_type(column, "a string", value);
  if (text->find('\0') != text->npos) return error(column, "type", "must not hold the character U+0000.");
  const auto length = count_code_points(*text);
  if (column.max_length > 0 && length > static_cast<std::size_t>(column.max_length))
    return error(column, "too-long",
                 "is at most " + std::to_string(column.max_length) + " characters long, this one has " +
                     std::to_string(length) + ".");
  return db::Value(*text);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Converted convert_bytes(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  const bool prefixed = text != nullptr && text->starts_with("\\x") && text->size() % 2 == 0;
  std::string octets;
  for (std::size_t i = 2; prefixed && i < text->size(); i += 2) {
    const int high = hex_digit((*text)[i]), low = hex_digit((*text)[i + 1]);
    if (high < 0 || low < 0) return error(column, "type", R"(must be octets in hexadecimal: "\\x6869".)");
    octets += static_cast<char>(high * 16 + low);
  }
  if (!prefixed) return error(column, "type", R"(must be octets in hexadecimal: "\\x6869".)");
  if (column.max_length > 0 && octets.size() > static_cast<std::size_t>(column.max_length))
    return error(column, "too-long", "is at most " + std::to_string(column.max_length) + " octets long.");
  return db::Value(db::Bytes{std::move(octets)});
}

/// `duration` cut to the column's digits of a second, so that no engine has anything left to round.
template <class Duration>
Duration cut(const Column& column, Duration duration) {
  std::int64_t unit = 1;
  for (int digits = column.precision < 0 ? 6 : column.precision; digits < 6; ++digits) unit *= 10;
  const auto micros = duration.count();
  return Duration(micros - ((micros % unit) + unit) % unit);
}

Converted convert_temporal(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  if (text == nullptr) return wrong_type(column, "a string", value);
  if (column.type == Type::date) {
    const auto day = parse_date(*text);
    return day ? Converted(db::Value(to_sql(*day))) : error(column, "type", "must be a date: \"2026-11-21\".");
  }
  if (column.type == Type::time) {
    const auto time = parse_time_of_day(*text);
    return time ? Converted(db::Value(to_sql(cut(column, *time))))
                : error(column, "type", "must be a time of day: \"10:30:05\".");
  }
  const auto instant = parse_timestamp(*text);
  if (!instant) return error(column, "type", "must be a date and time: \"2026-11-21T10:30:05Z\".");
  return db::Value(to_sql(Timestamp(cut(column, instant->time_since_epoch()))));
}

Converted convert_uuid(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  bool valid = text != nullptr && text->size() == 36;
  for (std::size_t i = 0; valid && i < 36; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    valid = dash ? (*text)[i] == '-' : hex_digit((*text)[i]) >= 0;
  }
  if (!valid) return error(column, "type", "must be a UUID.");
  std::string lower = *text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  return db::Value(std::move(lower));
}

Converted convert_label(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  if (text != nullptr && std::find(column.labels.begin(), column.labels.end(), *text) != column.labels.end())
    return db::Value(*text);
  std::string labels;
  for (const auto label : column.labels) labels += (labels.empty() ? "" : ", ") + std::string(label);
  return error(column, "not-a-label", "must be one of " + labels + ".");
}

Converted convert_json(const json::Value& value) {
  std::string text;
  json::append_canonical(text, value);
  return db::Value(std::move(text));
}

Converted convert_other(const Column& column, const json::Value& value) {
  if (const auto text = text_of(value)) return db::Value(std::string(*text));
  if (const auto* truth = value.boolean()) return db::Value(std::string(*truth ? "true" : "false"));
  return wrong_type(column, "a string", value);
}

Converted convert_array(const Column& column, const json::Value& value) {
  if (value.array() == nullptr) return wrong_type(column, "an array", value);
  Column element = column;
  element.array = false;
  for (const auto& item : *value.array()) {
    if (item.is_null()) continue;
    auto converted = convert(element, item);
    if (std::holds_alternative<http::FieldError>(converted)) return converted;
  }
  return convert_json(value);
}

}  // namespace

Converted convert(const Column& column, const json::Value& value) {
  if (value.is_null()) {
    if (column.nullable) return db::Value();
    return error(column, "required", "must not be null.");
  }
  if (column.array) return convert_array(column, value);
  switch (column.type) {
    case Type::boolean:
      if (const auto* truth = value.boolean()) return db::Value(*truth);
      return wrong_type(column, "a boolean", value);
    case Type::int16:
      return convert_integer<std::int16_t>(column, value);
    case Type::int32:
      return convert_integer<std::int32_t>(column, value);
    case Type::int64:
      return convert_integer<std::int64_t>(column, value);
    case Type::float32:
    case Type::float64:
      return convert_float(column, value);
    case Type::decimal:
      return convert_decimal(column, value);
    case Type::text:
      return convert_characters(column, value);
    case Type::bytes:
      return convert_bytes(column, value);
    case Type::date:
    case Type::time:
    case Type::timestamp:
    case Type::timestamptz:
      return convert_temporal(column, value);
    case Type::uuid:
      return convert_uuid(column, value);
    case Type::json:
      return convert_json(value);
    case Type::enumeration:
      return convert_label(column, value);
    case Type::other:
      return convert_other(column, value);
  }
  return error(column, "type", "cannot be written.");
}

Converted convert_text(const Column& column, std::string_view text) {
  if (column.array || column.type == Type::json) {
    auto parsed = json::parse(text);
    if (const auto* value = std::get_if<json::Value>(&parsed)) return convert(column, *value);
    return error(column, "type", "must be JSON: " + std::get<json::ParseError>(parsed).message + ".");
  }
  if (column.type == Type::boolean) {
    if (text == "true" || text == "false") return db::Value(text == "true");
    return error(column, "type", "must be true or false.");
  }
  return convert(column, json::Value(std::string(text)));
}

}  // namespace schemac::rest
