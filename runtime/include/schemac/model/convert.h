// Between C++ values and what is bound or read. Generated code adds its enumerations.
#pragma once

#include <concepts>
#include <stdexcept>
#include <string_view>

#include "schemac/db/connection.h"
#include "schemac/model/types.h"

namespace schemac::model {

/// How T is bound and read; specialised for each type of column.
template <class T>
struct Codec;

/// Enumerations: to_string(E) and parse(std::string_view, E&) are found beside their declaration.
template <class E>
requires std::is_enum_v<E>
struct Codec<E> {
  static db::Value bind(E label) { return std::string(to_string(label)); }
  static E read(const db::Rows& rows, int column) {
    E label{};
    if (!parse(rows.text(column), label))
      throw std::runtime_error("the database holds the unknown label '" + std::string(rows.text(column)) + "'");
    return label;
  }
};

template <>
struct Codec<bool> {
  static db::Value bind(bool value) { return value; }
  static bool read(const db::Rows& rows, int column) { return rows.boolean(column); }
};

template <std::signed_integral I>
struct Codec<I> {
  static db::Value bind(I value) { return static_cast<std::int64_t>(value); }
  static I read(const db::Rows& rows, int column) { return static_cast<I>(rows.integer(column)); }
};

template <std::floating_point F>
struct Codec<F> {
  static db::Value bind(F value) { return static_cast<double>(value); }
  static F read(const db::Rows& rows, int column) { return static_cast<F>(rows.floating(column)); }
};

template <>
struct Codec<std::string> {
  static db::Value bind(std::string value) { return value; }
  static std::string read(const db::Rows& rows, int column) { return std::string(rows.text(column)); }
};

template <>
struct Codec<Bytes> {
  static db::Value bind(Bytes value) { return value; }
  static Bytes read(const db::Rows& rows, int column) { return {rows.bytes(column)}; }
};

template <>
struct Codec<Decimal> {
  static db::Value bind(const Decimal& value) { return value.digits; }
  static Decimal read(const db::Rows& rows, int column) { return {std::string(rows.text(column))}; }
};

template <>
struct Codec<Uuid> {
  static db::Value bind(const Uuid& value) { return value.text; }
  static Uuid read(const db::Rows& rows, int column) { return {std::string(rows.text(column))}; }
};

template <>
struct Codec<Json> {
  static db::Value bind(const Json& value) { return value.text; }
  static Json read(const db::Rows& rows, int column) { return {std::string(rows.text(column))}; }
};

template <>
struct Codec<JsonArray> {
  static db::Value bind(const JsonArray& value) { return value.text; }
  static JsonArray read(const db::Rows& rows, int column) { return {std::string(rows.text(column))}; }
};

template <>
struct Codec<Timestamp> {
  static db::Value bind(Timestamp value) { return to_sql(value); }
  static Timestamp read(const db::Rows& rows, int column) {
    const auto instant = parse_timestamp(rows.text(column));
    if (!instant)
      throw std::runtime_error("the database holds '" + std::string(rows.text(column)) + "', which is no instant");
    return *instant;
  }
};

template <>
struct Codec<Date> {
  static db::Value bind(Date value) { return to_sql(value); }
  static Date read(const db::Rows& rows, int column) {
    const auto day = parse_date(rows.text(column));
    if (!day) throw std::runtime_error("the database holds '" + std::string(rows.text(column)) + "', which is no date");
    return *day;
  }
};

template <>
struct Codec<TimeOfDay> {
  static db::Value bind(TimeOfDay value) { return to_sql(value); }
  static TimeOfDay read(const db::Rows& rows, int column) {
    const auto time = parse_time_of_day(rows.text(column));
    if (!time)
      throw std::runtime_error("the database holds '" + std::string(rows.text(column)) + "', which is no time");
    return *time;
  }
};

template <class T>
struct Codec<std::optional<T>> {
  static db::Value bind(const std::optional<T>& value) { return value ? Codec<T>::bind(*value) : db::Value(); }
  static std::optional<T> read(const db::Rows& rows, int column) {
    if (rows.is_null(column)) return std::nullopt;
    return Codec<T>::read(rows, column);
  }
};

template <class T>
db::Value bind(const T& value) {
  return Codec<T>::bind(value);
}

template <class T>
T read(const db::Rows& rows, int column) {
  return Codec<T>::read(rows, column);
}

}  // namespace schemac::model
