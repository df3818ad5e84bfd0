// Checks of a schema, evaluated on a row before the database is asked: SQL's three-valued logic over bound values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemac/db/value.h"

namespace schemac::query {

/// True, false, or unknown (SQL's null). A check is violated by `no` only.
enum class Truth { no, unknown, yes };

Truth operator&&(Truth a, Truth b);
Truth operator||(Truth a, Truth b);
Truth operator!(Truth a);

/// A decimal's digits, told apart from text: "9.50" is less than "10" as a number, and greater as a text.
struct Digits {
  std::string text;
};

/// What a check compares: null, or a value.
using Operand = std::variant<std::monostate, bool, std::int64_t, double, Digits, std::string, db::Bytes>;

struct Column;

/// The values of a row that are known.
class Record {
 public:
  void set(const Column& column, const db::Value& value);
  bool has(std::string_view column) const;
  /// Null where the column is not known.
  const Operand& operator[](std::string_view column) const;

 private:
  std::vector<std::pair<std::string_view, Operand>> values_;
};

/// How two values compare: numbers by value (decimals exactly), all else by bytes. Nothing where either is null, or
/// where they are of two kinds, which the engine may compare or not.
std::optional<int> compare(const Operand& a, const Operand& b);

Truth equal(const Operand& a, const Operand& b);
Truth not_equal(const Operand& a, const Operand& b);
Truth less(const Operand& a, const Operand& b);
Truth less_equal(const Operand& a, const Operand& b);
Truth greater(const Operand& a, const Operand& b);
Truth greater_equal(const Operand& a, const Operand& b);
/// `value is null`, under a name that db::is_null(), which argument-dependent lookup finds too, does not have.
Truth missing(const Operand& value);
Truth is_true(const Operand& value);
/// `value in (a, b, …)`.
Truth in(const Operand& value, const std::vector<Operand>& candidates);

/// length(text) in code points; null of null.
Operand length(const Operand& text);
/// Literals of the schema; numbers are compared exactly.
Operand number(std::string_view digits);
Operand text(std::string_view characters);
Operand boolean(bool truth);

}  // namespace schemac::query
