// JSON as it came in a request. Numbers keep their digits, so that 64-bit integers and decimals lose nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace schemac::json {

class Value;
using Array = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;  // in the order written

/// A number as the digits that were written: "12345678901234567890.10".
struct Number {
  std::string digits;
  friend bool operator==(const Number&, const Number&) = default;
};

class Value {
 public:
  Value() = default;
  explicit Value(bool truth) : data_(truth) {}
  explicit Value(Number number) : data_(std::move(number)) {}
  explicit Value(std::string text) : data_(std::move(text)) {}
  explicit Value(Array items) : data_(std::move(items)) {}
  explicit Value(Object members) : data_(std::move(members)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const Number* number() const { return std::get_if<Number>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }

  /// The member called `name`; nothing where this is no object or has none.
  const Value* find(std::string_view name) const;

  /// "null", "a boolean", "a number", …: for messages.
  std::string_view kind() const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object> data_;
};

/// What is wrong with a text that should be JSON, in one sentence.
struct ParseError {
  std::string message;
};

/// Parses a whole text: strict JSON in UTF-8, no member twice in one object, at most `max_depth` levels.
std::variant<Value, ParseError> parse(std::string_view text, std::size_t max_depth = 64);

/// The one text of a value: no spaces, an object's members by length of name and then by bytes (as PostgreSQL's jsonb
/// and MySQL's JSON order them). Equal documents have equal texts on every engine.
void append_canonical(std::string& out, const Value& value);

}  // namespace schemac::json
