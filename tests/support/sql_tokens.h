// A statement that an engine printed, in tokens: what the normal form is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::test {

struct Token {
  std::string text;     // as it stands, but a name that needs no quotes has none
  bool quoted = false;  // whether it was a quoted string or name
  bool tight = false;   // nothing stood between it and the token before

  /// The name that it is, without quotes.
  std::string_view name() const;
};

/// Comments and blanks are dropped.
std::vector<Token> sql_tokens(DialectId dialect, std::string_view statement);

/// The tokens with single blanks between them, none inside parentheses' edges or before a comma.
std::string joined(const std::vector<Token>& tokens);

/// CREATE TABLE in its parts: what stands before the members' parenthesis, the members, and what follows.
struct TableParts {
  std::vector<Token> head, tail;
  std::vector<std::vector<Token>> items;
};
TableParts table_parts(const std::vector<Token>& tokens);

}  // namespace schemac::test
