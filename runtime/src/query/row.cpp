#include "schemac/query/row.h"

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
  return column.precision < 0 ? *std::move(digits) : rounded_decimal(*digits, column.scale);
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

}  // namespace

void append_value(std::string& out, const Column& column, const db::Rows& rows, int at) {
  if (rows.is_null(at)) {
    out += "null";
    return;
  }
  if (column.array) return append_json(out, rows.text(at));
  switch (column.type) {
    case Type::boolean:
      out += rows.boolean(at) ? "true" : "false";
      return;
    case Type::int16:
    case Type::int32:
    case Type::int64:
      return json::append_integer(out, rows.integer(at));
    case Type::float32:
      return json::append_number(out, static_cast<float>(rows.floating(at)));
    case Type::float64:
      return json::append_number(out, rows.floating(at));
    case Type::decimal:
      return append_decimal(out, column, rows.text(at));
    case Type::bytes:
      return append_octets(out, rows.bytes(at));
    case Type::time:
      return append_time(out, rows.text(at));
    case Type::timestamp:
      return append_instant(out, rows.text(at), "");
    case Type::timestamptz:
      return append_instant(out, rows.text(at), "+00:00");
    case Type::json:
      return append_json(out, rows.text(at));
    case Type::text:
    case Type::date:
    case Type::uuid:
    case Type::enumeration:
    case Type::other:
      return json::append_string(out, rows.text(at));
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
    case Type::timestamp:
    case Type::timestamptz:
      if (const auto instant = parse_timestamp(rows.text(at))) return to_sql(*instant);
      break;
    default:
      break;
  }
  return std::string(rows.text(at));
}

}  // namespace schemac::query
