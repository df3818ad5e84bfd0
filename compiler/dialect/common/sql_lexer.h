// What an engine printed, in tokens: names without their quotes, strings without their escapes, operators whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::dialect {

enum class SqlTokenKind {
  word,    // a name or keyword without quotes, in lower case
  name,    // a quoted name
  number,  // as written
  string,  // its characters
  bytes,   // x'0a', b'101', _latin1'a', _latin1 0xf8: as written
  symbol,  // an operator or a punctuation mark
  end,
};

struct SqlToken {
  SqlTokenKind kind = SqlTokenKind::end;
  std::string text;
  std::size_t begin = 0, end = 0;  // where it stands in the source
  std::string written;             // of a word: in its own case

  bool is(std::string_view symbol_or_word) const {
    return (kind == SqlTokenKind::symbol || kind == SqlTokenKind::word) && text == symbol_or_word;
  }
  bool is_name() const { return kind == SqlTokenKind::word || kind == SqlTokenKind::name; }
  /// The name that it stands for: PostgreSQL folds what is not quoted, the others keep it.
  const std::string& name(DialectId dialect) const {
    return kind == SqlTokenKind::word && dialect != DialectId::postgres ? written : text;
  }
};

/// Comments and blanks are dropped, and so is the usual character set before MySQL's strings. Ends with an `end` token.
std::vector<SqlToken> lex_sql(DialectId dialect, std::string_view sql);

}  // namespace schemac::dialect
