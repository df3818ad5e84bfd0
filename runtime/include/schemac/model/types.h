// The C++ types of columns, beyond those that C++ has.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "schemac/base/decimal.h"
#include "schemac/base/time.h"
#include "schemac/db/value.h"

namespace schemac {

/// An exact decimal as its digits: "12.30". Compares by value.
struct Decimal {
  std::string digits = "0";
  friend bool operator==(const Decimal& a, const Decimal& b) { return compare_decimals(a.digits, b.digits) == 0; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    return compare_decimals(a.digits, b.digits) <=> 0;
  }
};

/// A UUID as its text in lower case.
struct Uuid {
  std::string text;
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// A JSON document as its text.
struct Json {
  std::string text = "null";
  friend bool operator==(const Json&, const Json&) = default;
};

/// An array column, as JSON: `["a","b"]`.
struct JsonArray {
  std::string text = "[]";
  friend bool operator==(const JsonArray&, const JsonArray&) = default;
};

using Bytes = db::Bytes;
using Date = std::chrono::sys_days;
using TimeOfDay = std::chrono::microseconds;

/// A change of one column: nothing to change, or the new value. For a nullable column T is an optional, so that
/// "leave it" and "make it null" are two things.
template <class T>
class Patch {
 public:
  Patch() = default;
  /// Not explicit: assigning a value reads as just that.
  template <class U>
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): no value can be made of a Patch
  requires std::is_constructible_v<T, U&&> Patch(U&& value) : value_(T(std::forward<U>(value))) {}

  bool is_set() const { return value_.has_value(); }
  const T& value() const { return *value_; }
  friend bool operator==(const Patch&, const Patch&) = default;

 private:
  std::optional<T> value_;
};

}  // namespace schemac
