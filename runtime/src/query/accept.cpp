#include "schemac/query/accept.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "schemac/base/decimal.h"
#include "schemac/base/time.h"
#include "schemac/base/utf8.h"
#include "schemac/db/error.h"
#include "schemac/query/row.h"

namespace schemac::query {

namespace {

constexpr const char* kHexadecimal = R"(must be octets in hexadecimal: "\\x6869".)";

Refusal wrong_type(std::string_view wanted, const json::Value& value) {
  return {"type", "must be " + std::string(wanted) + ", not " + std::string(value.kind()) + "."};
}

Refusal wrong_type(std::string_view wanted) { return {"type", "must be " + std::string(wanted) + "."}; }

/// The text of a string or number; nothing of anything else.
std::optional<std::string_view> text_of(const json::Value& value) {
  if (const auto* text = value.string()) return *text;
  if (const auto* number = value.number()) return number->digits;
  return std::nullopt;
}

struct Range {
  std::int64_t lowest, highest;
};

template <class Integer>
constexpr Range kRangeOf = {std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max()};

Range range_of(Type type) {
  if (type == Type::int16) return kRangeOf<std::int16_t>;
  return type == Type::int32 ? kRangeOf<std::int32_t> : kRangeOf<std::int64_t>;
}

Refusal outside(Range range) {
  return {"out-of-range",
          "must be between " + std::to_string(range.lowest) + " and " + std::to_string(range.highest) + "."};
}

Accepted accept_integer(const Column& column, std::int64_t number) {
  const auto range = range_of(column.type);
  if (number < range.lowest || number > range.highest) return outside(range);
  return db::Value(number);
}

Accepted accept_integer(const Column& column, const json::Value& value) {
  const auto text = text_of(value);
  if (!text) return wrong_type("an integer", value);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (end != text->data() + text->size() || failed == std::errc::invalid_argument) return wrong_type("an integer");
  if (failed != std::errc{}) return outside(range_of(column.type));
  return accept_integer(column, number);
}

/// Of single precision as the nearest such number, which every engine then keeps and compares alike; and one zero, not
/// two.
Accepted accept_float(const Column& column, double number) {
  if (!std::isfinite(number)) return wrong_type("a finite number");
  if (column.type == Type::float32) {
    if (std::abs(number) > std::numeric_limits<float>::max())
      return Refusal{"out-of-range", "is too large for a single-precision number."};
    const auto nearest = static_cast<double>(static_cast<float>(number));
    if (nearest == 0 && number != 0) return Refusal{"out-of-range", "is too small for a single-precision number."};
    number = nearest;
  }
  return db::Value(number == 0 ? 0.0 : number);
}

Accepted accept_float(const Column& column, const json::Value& value) {
  const auto text = text_of(value);
  if (!text) return wrong_type("a number", value);
  double number = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failed != std::errc{} || end != text->data() + text->size()) return wrong_type("a finite number");
  return accept_float(column, number);
}

Accepted accept_decimal(const Column& column, std::string_view text) {
  const auto digits = normalized_decimal(text);
  if (!digits) return wrong_type("a decimal number");
  if (column.precision < 0) return db::Value(*digits);
  if (integer_digits(*digits) > column.precision - column.scale)
    return Refusal{"out-of-range",
                   "has more than " + std::to_string(column.precision - column.scale) + " digits before the point."};
  const auto scaled = decimal_with_scale(*digits, column.scale);
  if (!scaled)
    return Refusal{"out-of-range", "has more than " + std::to_string(column.scale) + " digits behind the point."};
  return db::Value(*scaled);
}

/// Blanks at the end of a char(n) mean nothing (SQL:2016, 8.2): PostgreSQL adds them, MySQL and MariaDB take them away.
Accepted accept_characters(const Column& column, std::string_view text) {
  if (!is_text(text)) return Refusal{"type", "must be UTF-8 text without the character U+0000."};
  if (column.padded) text = text.substr(0, text.find_last_not_of(' ') + 1);
  const auto length = count_code_points(text);
  if (column.max_length > 0 && length > static_cast<std::size_t>(column.max_length))
    return Refusal{"too-long", "is at most " + std::to_string(column.max_length) + " characters long, this one has " +
                                   std::to_string(length) + "."};
  return db::Value(std::string(text));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Accepted accept_bytes(const Column& column, db::Bytes octets) {
  if (column.max_length > 0 && octets.data.size() > static_cast<std::size_t>(column.max_length))
    return Refusal{"too-long", "is at most " + std::to_string(column.max_length) + " octets long."};
  return db::Value(std::move(octets));
}

Accepted accept_bytes(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  if (text == nullptr || !text->starts_with("\\x") || text->size() % 2 != 0) return Refusal{"type", kHexadecimal};
  db::Bytes octets;
  for (std::size_t i = 2; i < text->size(); i += 2) {
    const int high = hex_digit((*text)[i]), low = hex_digit((*text)[i + 1]);
    if (high < 0 || low < 0) return Refusal{"type", kHexadecimal};
    octets.data += static_cast<char>(high * 16 + low);
  }
  return accept_bytes(column, std::move(octets));
}

/// `duration` cut to the column's digits of a second, so that no engine has anything left to round.
template <class Duration>
Duration cut(const Column& column, Duration duration) {
  std::int64_t unit = 1;
  for (int digits = column.precision < 0 ? 6 : column.precision; digits < 6; ++digits) unit *= 10;
  const auto micros = duration.count();
  return Duration(micros - ((micros % unit) + unit) % unit);
}

Accepted accept_temporal(const Column& column, std::string_view text) {
  if (column.type == Type::date) {
    const auto day = parse_date(text);
    return day ? Accepted(db::Value(to_sql(*day))) : wrong_type("a date: \"2026-11-21\"");
  }
  if (column.type == Type::time) {
    const auto time = parse_time_of_day(text);
    return time ? Accepted(db::Value(to_sql(cut(column, *time)))) : wrong_type("a time of day: \"10:30:05\"");
  }
  const auto instant = parse_timestamp(text);
  if (!instant) return wrong_type("a date and time: \"2026-11-21T10:30:05Z\"");
  return db::Value(to_sql(Timestamp(cut(column, instant->time_since_epoch()))));
}

Accepted accept_uuid(std::string_view text) {
  bool valid = text.size() == 36;
  for (std::size_t i = 0; valid && i < 36; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    valid = dash ? text[i] == '-' : hex_digit(text[i]) >= 0;
  }
  if (!valid) return wrong_type("a UUID");
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  return db::Value(std::move(lower));
}

Accepted accept_label(const Column& column, std::string_view text) {
  if (std::find(column.labels.begin(), column.labels.end(), text) != column.labels.end())
    return db::Value(std::string(text));
  std::string labels;
  for (const auto label : column.labels) labels += (labels.empty() ? "" : ", ") + std::string(label);
  return Refusal{"not-a-label", "must be one of " + labels + "."};
}

/// What not every engine keeps of a document: U+0000 (PostgreSQL), and numbers beyond the doubles (MySQL).
const char* unkept(const json::Value& value) {
  constexpr const char* kZero = "must not hold the character U+0000.";
  if (const auto* text = value.string()) return text->find('\0') != text->npos ? kZero : nullptr;
  if (const auto* number = value.number()) {
    double parsed = 0;
    const auto& digits = number->digits;
    const auto failed = std::from_chars(digits.data(), digits.data() + digits.size(), parsed).ec;
    return failed != std::errc{} ? "holds a number that is too large, or too near to zero, for a double." : nullptr;
  }
  if (const auto* items = value.array())
    for (const auto& item : *items)
      if (const char* wrong = unkept(item)) return wrong;
  if (const auto* members = value.object())
    for (const auto& [name, member] : *members) {
      if (name.find('\0') != name.npos) return kZero;
      if (const char* wrong = unkept(member)) return wrong;
    }
  return nullptr;
}

Accepted accept_json(const json::Value& value) {
  if (const char* wrong = unkept(value)) return Refusal{"out-of-range", wrong};
  std::string text;
  json::append_canonical(text, value);
  return db::Value(std::move(text));
}

Accepted accept_array(const Column& column, const json::Value& value) {
  if (value.array() == nullptr) return wrong_type("an array", value);
  Column element = column;
  element.array = false;
  std::string text = "[";
  for (const auto& item : *value.array()) {
    auto accepted = item.is_null() ? Accepted(db::Value()) : accept(element, item);
    if (std::holds_alternative<Refusal>(accepted)) return accepted;
    if (text.size() > 1) text += ',';
    append_neutral(text, element, std::get<db::Value>(accepted));
  }
  return db::Value(text + "]");
}

/// A text as a column takes it that is not an array.
Accepted accept_text(const Column& column, std::string_view text) {
  switch (column.type) {
    case Type::decimal:
      return accept_decimal(column, text);
    case Type::date:
    case Type::time:
    case Type::timestamp:
    case Type::timestamptz:
      return accept_temporal(column, text);
    case Type::uuid:
      return accept_uuid(text);
    case Type::enumeration:
      return accept_label(column, text);
    default:
      return accept_characters(column, text);
  }
}

Accepted accept_string(const Column& column, const json::Value& value) {
  const auto* text = value.string();
  return text != nullptr ? accept_text(column, *text) : wrong_type("a string", value);
}

Accepted accept_other(const Column& column, const json::Value& value) {
  if (const auto text = text_of(value)) return accept_characters(column, *text);
  if (const auto* truth = value.boolean()) return db::Value(std::string(*truth ? "true" : "false"));
  return wrong_type("a string", value);
}

/// A bound text that holds JSON: a document, or an array's elements.
Accepted accept_document(const Column& column, std::string_view text) {
  const auto parsed = json::parse(text);
  if (const auto* wrong = std::get_if<json::ParseError>(&parsed))
    return Refusal{"type", "must be JSON: " + wrong->message + "."};
  const auto& value = std::get<json::Value>(parsed);
  return column.array ? accept_array(column, value) : accept_json(value);
}

std::optional<Refusal> refuse_null(const Column& column) {
  if (column.nullable) return std::nullopt;
  return Refusal{"required", "must not be null."};
}

[[noreturn]] void refuse(const Table& table, const Column& column, const Refusal& refusal) {
  db::ErrorDetail detail;
  detail.kind = refusal.code == "required" ? db::ErrorKind::not_null : db::ErrorKind::invalid_value;
  detail.message = std::string(table.name) + "." + std::string(column.name) + " " + refusal.detail;
  detail.table = table.name;
  detail.column = column.name;
  throw db::Error(std::move(detail));
}

}  // namespace

Accepted accept(const Column& column, const json::Value& value) {
  if (value.is_null()) {
    if (auto refusal = refuse_null(column)) return *std::move(refusal);
    return db::Value();
  }
  if (column.array) return accept_array(column, value);
  switch (column.type) {
    case Type::boolean:
      if (const auto* truth = value.boolean()) return db::Value(*truth);
      return wrong_type("a boolean", value);
    case Type::int16:
    case Type::int32:
    case Type::int64:
      return accept_integer(column, value);
    case Type::float32:
    case Type::float64:
      return accept_float(column, value);
    case Type::decimal:
      if (const auto text = text_of(value)) return accept_decimal(column, *text);
      return wrong_type("a decimal number");
    case Type::bytes:
      return accept_bytes(column, value);
    case Type::json:
      return accept_json(value);
    case Type::enumeration:
      if (value.string() == nullptr) return accept_label(column, "");
      return accept_label(column, *value.string());
    case Type::text:
    case Type::date:
    case Type::time:
    case Type::timestamp:
    case Type::timestamptz:
    case Type::uuid:
      return accept_string(column, value);
    case Type::other:
      return accept_other(column, value);
  }
  return Refusal{"type", "cannot be written."};
}

Accepted accept(const Column& column, const db::Value& value) {
  if (db::is_null(value)) {
    if (auto refusal = refuse_null(column)) return *std::move(refusal);
    return value;
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) return accept_integer(column, *number);
  if (const auto* number = std::get_if<double>(&value)) return accept_float(column, *number);
  if (const auto* octets = std::get_if<db::Bytes>(&value)) return accept_bytes(column, *octets);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return value;
  return column.array || column.type == Type::json ? accept_document(column, *text) : accept_text(column, *text);
}

std::vector<Assignment> accepted_row(const Table& table, std::vector<Assignment> row) {
  for (auto& assignment : row) {
    if (!assignment.value) continue;
    const auto& column = table.columns[assignment.column];
    auto accepted = accept(column, *assignment.value);
    if (const auto* refusal = std::get_if<Refusal>(&accepted)) refuse(table, column, *refusal);
    assignment.value = std::get<db::Value>(std::move(accepted));
  }
  for (const auto* check : violated_checks(table, row))
    throw db::Error({.kind = db::ErrorKind::check,
                     .message = "a row of " + std::string(table.name) + " does not satisfy " + std::string(check->name),
                     .constraint = std::string(check->name),
                     .table = std::string(table.name)});
  return row;
}

std::vector<const Constraint*> violated_checks(const Table& table, std::span<const Assignment> row) {
  Record record;
  for (const auto& assignment : row)
    if (assignment.value) record.set(table.columns[assignment.column], *assignment.value);
  std::vector<const Constraint*> violated;
  for (const auto& constraint : table.constraints) {
    const bool known = std::all_of(constraint.columns.begin(), constraint.columns.end(),
                                   [&](const auto column) { return record.has(column); });
    if (known && constraint.check != nullptr && constraint.check(record) == Truth::no) violated.push_back(&constraint);
  }
  return violated;
}

}  // namespace schemac::query
