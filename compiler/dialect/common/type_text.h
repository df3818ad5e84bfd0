// "numeric(12,2)" and "enum('a','b') unsigned" in their parts, which is how the engines print types.
#pragma once

#include <span>

#include "catalog/type.h"

namespace schemac::dialect {

struct TypeText {
  std::string before;             // "timestamp"
  std::vector<std::string> args;  // "3"; quoted arguments keep their quotes
  std::string behind;             // "without time zone"; empty where there is nothing
};
TypeText split_type(std::string_view printed);

/// "(12,2)", or nothing.
std::string args_text(const std::vector<std::string>& args);

/// One line of a dialect's table of types: how a portable type is called there. `keeps_args`: its arguments go along.
struct TypeRow {
  std::string_view portable;
  std::string_view native;
  bool keeps_args = false;
};

const TypeRow* find_by_portable(std::span<const TypeRow> rows, std::string_view portable);
/// The first row of that native name whose portable type can take `arg_count` arguments.
const TypeRow* find_by_native(std::span<const TypeRow> rows, std::string_view native, std::size_t arg_count);

}  // namespace schemac::dialect
