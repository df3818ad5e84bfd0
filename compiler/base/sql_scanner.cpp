#include "base/sql_scanner.h"

#include <algorithm>

namespace schemac {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Scanner {
 public:
  Scanner(DialectId dialect, std::string_view sql, std::size_t at, bool backslashes)
      : dialect_(dialect), sql_(sql), at_(at), backslashes_(backslashes) {}

  ScannedPiece scan() const {
    const char c = sql_[at_];
    if (is_blank(c)) return {Piece::blank, at_, while_(is_blank)};
    if (const std::size_t end = comment_end()) return {Piece::comment, at_, end};
    if (const std::size_t end = dollar_quote_end()) return {Piece::quoted, at_, end};
    if (c == '\'' || c == '"') return {Piece::quoted, at_, quote_end(at_, c, backslash_escapes())};
    if (c == '`' && dialect_ != DialectId::postgres) return {Piece::quoted, at_, quote_end(at_, c, false)};
    if (c == '[' && dialect_ == DialectId::sqlite) return {Piece::quoted, at_, behind("]", at_ + 1)};
    if (is_escape_string()) return {Piece::quoted, at_, quote_end(at_ + 1, '\'', true)};
    if (is_word(c)) return {Piece::word, at_, while_(is_word)};
    return {Piece::symbol, at_, at_ + 1};
  }

 private:
  bool mysql_family() const { return dialect_ == DialectId::mysql || dialect_ == DialectId::mariadb; }
  bool backslash_escapes() const { return backslashes_ && mysql_family(); }

  bool starts(std::string_view text) const { return sql_.substr(at_).starts_with(text); }

  template <class Predicate>
  std::size_t while_(Predicate predicate) const {
    std::size_t end = at_;
    while (end < sql_.size() && predicate(sql_[end])) ++end;
    return end;
  }

  /// Just behind the first `text` at or after `from`, or the end.
  std::size_t behind(std::string_view text, std::size_t from) const {
    const std::size_t found = sql_.find(text, from);
    return found == sql_.npos ? sql_.size() : found + text.size();
  }

  /// The end of the comment that begins here; 0 where none does.
  std::size_t comment_end() const {
    if (starts("--") && starts_dash_comment()) return line_end();
    if (sql_[at_] == '#' && mysql_family()) return line_end();
    if (!starts("/*")) return 0;
    if (mysql_family() && (starts("/*!") || starts("/*M!"))) return 0;
    if (dialect_ != DialectId::postgres) return behind("*/", at_ + 2);
    int depth = 0;
    for (std::size_t i = at_; i + 1 < sql_.size(); ++i) {
      if (sql_[i] == '/' && sql_[i + 1] == '*')
        ++depth, ++i;
      else if (sql_[i] == '*' && sql_[i + 1] == '/' && --depth == 0)
        return i + 2;
      else if (sql_[i] == '*' && sql_[i + 1] == '/')
        ++i;
    }
    return sql_.size();
  }

  /// MySQL wants white space behind the dashes: `5--1` is a subtraction there.
  bool starts_dash_comment() const {
    return !mysql_family() || at_ + 2 >= sql_.size() || static_cast<unsigned char>(sql_[at_ + 2]) <= ' ';
  }

  std::size_t line_end() const { return std::min(sql_.find('\n', at_), sql_.size()); }

  /// PostgreSQL's $tag$ … $tag$; 0 where none begins here.
  std::size_t dollar_quote_end() const {
    if (dialect_ != DialectId::postgres || sql_[at_] != '$') return 0;
    std::size_t tag_end = at_ + 1;
    while (tag_end < sql_.size() && is_word(sql_[tag_end]) && sql_[tag_end] != '$') ++tag_end;
    const bool opens = tag_end < sql_.size() && sql_[tag_end] == '$' && !is_digit(sql_[at_ + 1]);
    return opens ? behind(sql_.substr(at_, tag_end + 1 - at_), tag_end + 1) : 0;
  }

  /// PostgreSQL's E'…', in which backslashes escape.
  bool is_escape_string() const {
    return dialect_ == DialectId::postgres && (sql_[at_] == 'e' || sql_[at_] == 'E') && at_ + 1 < sql_.size() &&
           sql_[at_ + 1] == '\'';
  }

  std::size_t quote_end(std::size_t open, char quote, bool backslashes) const {
    for (std::size_t i = open + 1; i < sql_.size(); ++i) {
      if (backslashes && sql_[i] == '\\')
        ++i;
      else if (sql_[i] != quote)
        continue;
      else if (i + 1 < sql_.size() && sql_[i + 1] == quote)
        ++i;
      else
        return i + 1;
    }
    return sql_.size();
  }

  DialectId dialect_;
  std::string_view sql_;
  std::size_t at_;
  bool backslashes_;
};

}  // namespace

ScannedPiece scan_piece(DialectId dialect, std::string_view sql, std::size_t at, bool backslashes) {
  return Scanner(dialect, sql, at, backslashes).scan();
}

}  // namespace schemac
