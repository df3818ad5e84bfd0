// SQLite's text as SQLite reads it: words and names are the same in any case, and quoted by four kinds of quotes.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::test {

struct SqliteToken {
  enum class Kind { word, name, string, number, symbol };
  Kind kind = Kind::symbol;
  std::string text;     // in lower case, without quotes; a string as it stands between its quotes
  char quote = '\0';    // of a name or string
  std::string written;  // of a word or name: without quotes, in its own case

  bool is(std::string_view what) const { return (kind == Kind::word || kind == Kind::symbol) && text == what; }
  /// A name that needs no quotes has none, and a string has its own.
  std::string shown() const;
};

using SqliteTokens = std::vector<SqliteToken>;

/// Comments and blanks are dropped; what is spelt in two ways (`==`, `!=`) is spelt in one.
SqliteTokens sqlite_tokens(std::string_view text);

/// What "x" is: the name of one of `names` (in lower case), or else a string.
void settle_double_quotes(SqliteTokens& tokens, const std::set<std::string>& names);

std::string shown(const SqliteTokens& tokens);

/// Thrown where a text is not what its reader knows.
struct NotUnderstood : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Goes through tokens from the first to the last.
class SqliteCursor {
 public:
  explicit SqliteCursor(const SqliteTokens& tokens) : tokens_(tokens) {}

  bool at_end() const { return at_ >= tokens_.size(); }
  bool at(std::string_view what) const { return !at_end() && tokens_[at_].is(what); }
  bool next_is(std::string_view what) const { return at_ + 1 < tokens_.size() && tokens_[at_ + 1].is(what); }
  bool accept(std::string_view what);
  bool accept_all(std::initializer_list<std::string_view> words);
  void expect(std::string_view what);
  const SqliteToken& peek() const { return tokens_[at_]; }
  const SqliteToken& take();
  /// What stands in the parentheses that open here.
  SqliteTokens parenthesised();
  SqliteTokens rest();
  SqliteTokens until(std::string_view word);

 private:
  const SqliteTokens& tokens_;
  std::size_t at_ = 0;
};

/// The tokens between the commas outside of parentheses.
std::vector<SqliteTokens> sqlite_list(const SqliteTokens& tokens);

/// An expression with the parentheses that its operators' precedence asks for, and no others.
std::string sqlite_expression(const SqliteTokens& tokens);

}  // namespace schemac::test
