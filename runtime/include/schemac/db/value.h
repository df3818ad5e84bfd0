// What is bound to a statement. Every engine takes the same forms; a driver alone knows its own wire types.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace schemac::db {

/// Octets, told apart from text.
struct Bytes {
  std::string data;
  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

/// Null, or a value in its neutral form: decimals as their digits, instants as `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC,
/// dates as `YYYY-MM-DD`, UUIDs in lower case, JSON in its canonical text, enum labels as text.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Bytes>;

inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

}  // namespace schemac::db
