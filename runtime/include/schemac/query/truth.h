// Checks of a schema, evaluated on a row before the database is asked: SQL's three-valued logic over bound values.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "schemac/db/value.h"

namespace schemac::query {

/// True, false, or unknown (SQL's null). A check is violated by `no` only.
enum class Truth { no, unknown, yes };

Truth operator&&(Truth a, Truth b);
Truth operator||(Truth a, Truth b);
Truth operator!(Truth a);

/// The values of a row that are known.
class Record {
 public:
  void set(std::string_view column, db::Value value) { values_.emplace_back(column, std::move(value)); }
  bool has(std::string_view column) const;
  /// Null where the column is not known.
  const db::Value& operator[](std::string_view column) const;

 private:
  std::vector<std::pair<std::string_view, db::Value>> values_;
};

/// How two values compare: numbers by value (decimals exactly), all else by bytes. Nothing where either is null.
std::optional<int> compare(const db::Value& a, const db::Value& b);

Truth equal(const db::Value& a, const db::Value& b);
Truth not_equal(const db::Value& a, const db::Value& b);
Truth less(const db::Value& a, const db::Value& b);
Truth less_equal(const db::Value& a, const db::Value& b);
Truth greater(const db::Value& a, const db::Value& b);
Truth greater_equal(const db::Value& a, const db::Value& b);
/// `value is null`, under a name that db::is_null(), which argument-dependent lookup finds too, does not have.
Truth missing(const db::Value& value);
Truth is_true(const db::Value& value);
/// `value in (a, b, …)`.
Truth in(const db::Value& value, const std::vector<db::Value>& candidates);

/// length(text) in code points; null of null.
db::Value length(const db::Value& text);
/// Literals of the schema; numbers are compared exactly.
db::Value number(std::string_view digits);
db::Value text(std::string_view characters);
db::Value boolean(bool truth);

}  // namespace schemac::query
