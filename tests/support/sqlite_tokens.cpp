#include "support/sqlite_tokens.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/sql_scanner.h"
#include "base/text.h"

namespace schemac::test {

namespace {

using Kind = SqliteToken::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Where the number that begins at `at` ends.
std::size_t number_end(std::string_view text, std::size_t at) {
  const bool hex = text.substr(at, 2) == "0x" || text.substr(at, 2) == "0X";
  for (; at < text.size(); ++at) {
    const bool sign = (text[at] == '-' || text[at] == '+') && !hex && std::tolower(text[at - 1]) == 'e';
    if (!is_word(text[at]) && text[at] != '.' && !sign) break;
  }
  return at;
}

std::string without_quotes(std::string_view text) {
  const char close = text[0] == '[' ? ']' : text[0];
  const std::string inner(text.substr(1, text.size() - 2));
  return close == ']' ? inner : text::replace_all(inner, std::string(2, close), std::string(1, close));
}

/// "||", "<=": two or three bytes that are one operator.
std::string_view operator_at(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kOperators = {
      "->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"};
  for (const std::string_view known : kOperators)
    if (text.starts_with(known)) return known;
  return text.substr(0, 1);
}

}  // namespace

std::string SqliteToken::shown() const {
  if (kind == Kind::string) return text::quoted(text, '\'');
  const bool plain = !text.empty() && !is_digit(text[0]) && std::all_of(text.begin(), text.end(), is_word);
  return kind == Kind::name && !plain ? text::quoted(text, '"') : text;
}

SqliteTokens sqlite_tokens(std::string_view text) {
  SqliteTokens tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (is_digit(text[at]) || (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1]))) {
      const std::size_t end = number_end(text, at);
      tokens.push_back({Kind::number, text::to_lower(text.substr(at, end - at)), '\0', {}});
      at = end;
      continue;
    }
    const bool blob = (text[at] == 'x' || text[at] == 'X') && text.substr(at + 1, 1) == "'";
    const ScannedPiece piece = scan_piece(DialectId::sqlite, text, blob ? at + 1 : at);
    if (blob) {
      tokens.push_back({Kind::number, text::to_lower(text.substr(at, piece.end - at)), '\0', {}});
      at = piece.end;
      continue;
    }
    const std::string_view written = text.substr(piece.begin, piece.end - piece.begin);
    at = piece.end;
    if (piece.piece == Piece::word) tokens.push_back({Kind::word, text::to_lower(written), '\0', std::string(written)});
    if (piece.piece == Piece::quoted) {
      const bool string = written[0] == '\'';
      const bool either = written[0] == '"';  // its case counts where it turns out to be a string
      const std::string inner = without_quotes(written);
      tokens.push_back(
          {string ? Kind::string : Kind::name, string || either ? inner : text::to_lower(inner), written[0], inner});
    }
    if (piece.piece == Piece::symbol) {
      const std::string_view symbol = operator_at(text.substr(piece.begin));
      at = piece.begin + symbol.size();
      tokens.push_back({Kind::symbol, symbol == "==" ? "=" : symbol == "!=" ? "<>" : std::string(symbol), '\0', {}});
    }
  }
  return tokens;
}

void settle_double_quotes(SqliteTokens& tokens, const std::set<std::string>& names) {
  for (SqliteToken& token : tokens) {
    if (token.quote != '"') continue;
    const std::string folded = text::to_lower(token.text);
    if (names.contains(folded))
      token.text = folded;
    else
      token.kind = Kind::string;
  }
}

std::string shown(const SqliteTokens& tokens) {
  std::vector<std::string> words;
  for (const SqliteToken& token : tokens) words.push_back(token.shown());
  return text::join(words, " ");
}

bool SqliteCursor::accept(std::string_view what) {
  if (!at(what)) return false;
  ++at_;
  return true;
}

bool SqliteCursor::accept_all(std::initializer_list<std::string_view> words) {
  std::size_t at = at_;
  for (const std::string_view word : words)
    if (at >= tokens_.size() || !tokens_[at++].is(word)) return false;
  at_ = at;
  return true;
}

void SqliteCursor::expect(std::string_view what) {
  if (!accept(what)) throw NotUnderstood("no " + std::string(what) + " in " + shown(tokens_));
}

const SqliteToken& SqliteCursor::take() {
  if (at_end()) throw NotUnderstood("ends early: " + shown(tokens_));
  return tokens_[at_++];
}

SqliteTokens SqliteCursor::parenthesised() {
  expect("(");
  SqliteTokens inside;
  for (int depth = 1;;) {
    const SqliteToken& token = take();
    if (token.is("(")) ++depth;
    if (token.is(")") && --depth == 0) return inside;
    inside.push_back(token);
  }
}

SqliteTokens SqliteCursor::rest() {
  SqliteTokens out(tokens_.begin() + static_cast<std::ptrdiff_t>(at_), tokens_.end());
  at_ = tokens_.size();
  return out;
}

SqliteTokens SqliteCursor::until(std::string_view word) {
  SqliteTokens out;
  while (!at_end() && !at(word)) out.push_back(take());
  return out;
}

std::vector<SqliteTokens> sqlite_list(const SqliteTokens& tokens) {
  std::vector<SqliteTokens> out(1);
  int depth = 0;
  for (const SqliteToken& token : tokens) {
    if (token.is("(")) ++depth;
    if (token.is(")")) --depth;
    if (depth == 0 && token.is(","))
      out.emplace_back();
    else
      out.back().push_back(token);
  }
  return out;
}

}  // namespace schemac::test
