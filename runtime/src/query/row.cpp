#include "schemac/query/row.h"

#include <charconv>
#include <limits>
#include <utility>

#include "schemac/base/decimal.h"
#include "schemac/base/time.h"
#include "schemac/json/value.h"
#include "schemac/json/writer.h"

namespace schemac::query {

namespace {

/// The engine's text for a decimal: SQLite keeps none of the scale that was declared, computes in floating point, and
/// takes what is no number.
std::string decimal_text(const Column& column, std::string_view text) {
  auto digits = normalized_decimal(text);
  if (!digits) return std::string(text);
  return column.precision < 0 ? shortest_decimal(*std::move(digits)) : rounded_decimal(*digits, column.scale);
}

void append_decimal(std::string& out, const Column& column, std::string_view text) {
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return void(out += "null");  // as of a double
  if (!normalized_decimal(text)) return json::append_string(out, text);
  out += decimal_text(column, text);
}

void append_instant(std::string& out, std::string_view text, std::string_view suffix) {
  const auto instant = parse_timestamp(text);
  if (!instant) return json::append_string(out, text);  // "infinity", or a year beyond four digits
  out += '"';
  append_iso(out, *instant, suffix);
  out += '"';
}

/// "10:30:05.500000" as "10:30:05.5".
void append_time(std::string& out, std::string_view text) {
  const auto time = parse_time_of_day(text);
  if (!time) return json::append_string(out, text);
  std::string iso;
  append_iso(iso, Timestamp(*time), "");
  json::append_string(out, std::string_view(iso).substr(11));
}

std::string_view offset_of(Type type) { return type == Type::timestamptz ? "+00:00" : ""; }

void append_octets(std::string& out, std::string_view octets) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\"\\\\x";
  for (const char c : octets) {
    out += kHex[static_cast<unsigned char>(c) >> 4U];
    out += kHex[static_cast<unsigned char>(c) & 15U];
  }
  out += '"';
}

void append_json(std::string& out, std::string_view text) {
  const auto parsed = json::parse(text);
  if (const auto* value = std::get_if<json::Value>(&parsed))
    json::append_canonical(out, *value);
  else
    json::append_string(out, text);
}

/// A double, or null for what JSON has no number for; one zero, not two.
template <class Float>
void append_float(std::string& out, Float number) {
  json::append_number(out, number == 0 ? Float{0} : number);
}

/// The text of a value as the engine keeps it.
void append_text(std::string& out, const Column& column, std::string_view text) {
  switch (column.type) {
    case Type::decimal:
      return append_decimal(out, column, text);
    case Type::time:
      return append_time(out, text);
    case Type::timestamp:
    case Type::timestamptz:
      return append_instant(out, text, offset_of(column.type));
    case Type::json:
      return append_json(out, text);
    default:
      return json::append_string(out, column.padded ? text.substr(0, text.find_last_not_of(' ') + 1) : text);
  }
}

void append_float_text(std::string& out, const Column& column, std::string_view digits) {
  double number = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (column.type == Type::float32) return append_float(out, static_cast<float>(number));
  append_float(out, number);
}

/// An element of an array, which engines write as JSON, each a little otherwise.
void append_element(std::string& out, const Column& column, const json::Value& value) {
  const bool is_float = column.type == Type::float32 || column.type == Type::float64;
  const bool is_integer = column.type == Type::int16 || column.type == Type::int32 || column.type == Type::int64;
  const auto* number = value.number();
  const auto* text = value.string();
  if (column.type == Type::json || (number == nullptr && text == nullptr)) return json::append_canonical(out, value);
  const std::string_view written = number != nullptr ? std::string_view(number->digits) : std::string_view(*text);
  if (is_float) return append_float_text(out, column, written);
  if (is_integer && normalized_decimal(written)) return void(out += written);
  append_text(out, column, written);
}

void append_array(std::string& out, const Column& column, std::string_view text) {
  const auto parsed = json::parse(text);
  const auto* value = std::get_if<json::Value>(&parsed);
  if (value == nullptr || value->array() == nullptr) return append_json(out, text);
  Column element = column;
  element.array = false;
  const char* separator = "[";
  for (const auto& item : *value->array()) {
    out += std::exchange(separator, ",");
    append_element(out, element, item);
  }
  out += value->array()->empty() ? "[]" : "]";
}

}  // namespace

void append_neutral(std::string& out, const Column& column, const db::Value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) {
    out += *truth ? "true" : "false";
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    json::append_integer(out, *integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    if (column.type == Type::float32)
      append_float(out, static_cast<float>(*number));
    else
      append_float(out, *number);
  } else if (const auto* octets = std::get_if<db::Bytes>(&value)) {
    append_octets(out, octets->data);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    if (column.type == Type::decimal)  // as text: MySQL's JSON would make a double of it
      json::append_string(out, *text);
    else
      append_text(out, column, *text);
  } else {
    out += "null";
  }
}

void append_value(std::string& out, const Column& column, const db::Rows& rows, int at) {
  if (rows.is_null(at)) {
    out += "null";
    return;
  }
  if (column.array) return append_array(out, column, rows.text(at));
  switch (column.type) {
    case Type::boolean:
      out += rows.boolean(at) ? "true" : "false";
      return;
    case Type::int16:
    case Type::int32:
    case Type::int64:
      return json::append_integer(out, rows.integer(at));
    case Type::float32:
      return append_float(out, static_cast<float>(rows.floating(at)));
    case Type::float64:
      return append_float(out, rows.floating(at));
    case Type::bytes:
      return append_octets(out, rows.bytes(at));
    default:
      return append_text(out, column, rows.text(at));
  }
}

void append_row(std::string& out, const Table& table, std::span<const std::size_t> columns,
                std::span<const std::string> names, const db::Rows& rows) {
  out += '{';
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& column = table.columns[columns[i]];
    if (i > 0) out += ',';
    json::append_string(out, i < names.size() && !names[i].empty() ? std::string_view(names[i]) : column.name);
    out += ':';
    append_value(out, column, rows, static_cast<int>(i));
  }
  out += '}';
}

db::Value read_value(const Column& column, const db::Rows& rows, int at) {
  if (rows.is_null(at)) return {};
  if (column.array) return std::string(rows.text(at));
  switch (column.type) {
    case Type::boolean:
      return rows.boolean(at);
    case Type::int16:
    case Type::int32:
    case Type::int64:
      return rows.integer(at);
    case Type::float32:
    case Type::float64:
      return rows.floating(at);
    case Type::decimal:
      return decimal_text(column, rows.text(at));
    case Type::bytes:
      return db::Bytes{rows.bytes(at)};
    case Type::time:
      if (const auto time = parse_time_of_day(rows.text(at))) return to_sql(*time);
      break;
    case Type::timestamp:
    case Type::timestamptz:
      if (const auto instant = parse_timestamp(rows.text(at))) return to_sql(*instant);
      break;
    case Type::text: {
      const auto text = rows.text(at);
      return std::string(column.padded ? text.substr(0, text.find_last_not_of(' ') + 1) : text);
    }
    default:
      break;
  }
  return std::string(rows.text(at));
}

}  // namespace schemac::query
