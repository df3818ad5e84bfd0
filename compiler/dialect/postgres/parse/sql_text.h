// The text of a statement beside its parse tree: the tree says where an expression is and what it reads, the text how
// it was written, which is what is kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/sql_scanner.h"

namespace schemac::dialect::postgres::parse {

struct Token {
  std::size_t begin = 0, end = 0;
  Piece piece = Piece::symbol;
  std::string lower;  // a word in lower case, a symbol as it is, nothing of what is quoted
};

/// What is to stand in the place of some bytes.
struct Splice {
  std::size_t begin = 0, end = 0;
  std::string text;
};
using Splices = std::vector<Splice>;

class SqlText {
 public:
  explicit SqlText(std::string sql);

  const std::string& sql() const { return sql_; }
  std::size_t size() const { return tokens_.size(); }
  /// A token; behind the last one, one of no text.
  const Token& operator[](std::size_t i) const { return i < tokens_.size() ? tokens_[i] : none_; }
  /// The number of the first token at or behind a byte; size() where there is none.
  std::size_t at_byte(std::size_t byte) const;

  /// The first of the words, or symbols, outside of parentheses between two tokens; `end` where there is none.
  std::size_t find(std::size_t begin, std::size_t end, std::string_view word) const;
  /// The `)` of the `(` at `open`.
  std::size_t closing(std::size_t open, std::size_t end) const;
  /// Parts between commas outside of parentheses, as pairs of tokens.
  std::vector<std::pair<std::size_t, std::size_t>> parts(std::size_t begin, std::size_t end) const;

  /// The text of some tokens on one line, without comments, spliced: names in the case that they mean, reserved words
  /// in upper case.
  std::string slice(std::size_t begin, std::size_t end, const Splices& splices = {}) const;

 private:
  std::string sql_;
  std::vector<Token> tokens_;
  Token none_;
};

/// `sql` with each splice in the place of its bytes.
std::string spliced(const std::string& sql, Splices splices);

/// `name` as SQL writes it: quoted only where it must be.
std::string ident(std::string_view name);

}  // namespace schemac::dialect::postgres::parse
