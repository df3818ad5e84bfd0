#include "dialect/common/sql_lexer.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/sql_scanner.h"
#include "base/text.h"

namespace schemac::dialect {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_mysql_family(DialectId dialect) { return dialect == DialectId::mysql || dialect == DialectId::mariadb; }

/// Longest first.
constexpr std::array<std::string_view, 24> kOperators = {"!~~*", "!~~", "~~*", "!~*", "->>", "#>>", "<=>", "::",
                                                         "->",   "#>",  "<=",  ">=",  "<>",  "!=",  "==",  "||",
                                                         "&&",   "<<",  ">>",  "@>",  "<@",  "~~",  "~*",  "!~"};

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case '0':
      return '\0';
    case 'Z':
      return '\x1a';
    default:
      return c;
  }
}

/// The characters between the quotes of `quoted`, its doubled quotes and, where they escape, backslashes resolved.
std::string unquoted(std::string_view quoted, bool backslashes) {
  const char quote = quoted[0] == '[' ? ']' : quoted[0];
  std::string text;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (backslashes && quoted[i] == '\\' && i + 2 < quoted.size()) {
      const char next = quoted[++i];
      if (next == '%' || next == '_') text += '\\';  // an escape of LIKE, which MySQL leaves alone
      text += unescaped(next);
    } else {
      text += quoted[i];
      if (quoted[i] == quote && quoted[i + 1] == quote) ++i;
    }
  }
  return text;
}

class Lexer {
 public:
  Lexer(DialectId dialect, std::string_view sql) : dialect_(dialect), sql_(sql) {}

  std::vector<SqlToken> lex() {
    while (at_ < sql_.size()) next();
    tokens_.push_back({SqlTokenKind::end, "", sql_.size(), sql_.size(), ""});
    return std::move(tokens_);
  }

 private:
  void push(SqlTokenKind kind, std::string text, std::size_t end, std::string written = {}) {
    tokens_.push_back({kind, std::move(text), at_, end, std::move(written)});
    at_ = end;
  }

  void next() {
    const bool fraction = sql_[at_] == '.' && at_ + 1 < sql_.size() && is_digit(sql_[at_ + 1]);
    if (is_digit(sql_[at_]) || (fraction && !behind_name())) return number();
    const ScannedPiece piece = scan_piece(dialect_, sql_, at_);
    const std::string_view text = sql_.substr(piece.begin, piece.end - piece.begin);
    switch (piece.piece) {
      case Piece::blank:
      case Piece::comment:
        at_ = piece.end;
        return;
      case Piece::quoted:
        return quoted(text, piece.end);
      case Piece::word:
        return word(text, piece.end);
      case Piece::symbol:
        return symbol();
    }
  }

  /// Whether a '.' here parts two names.
  bool behind_name() const { return !tokens_.empty() && tokens_.back().is_name() && tokens_.back().end == at_; }

  void number() {
    std::size_t end = at_;
    if (sql_[at_] == '0' && end + 1 < sql_.size() && (sql_[end + 1] == 'x' || sql_[end + 1] == 'X')) {
      for (end += 2; end < sql_.size() && std::isxdigit(static_cast<unsigned char>(sql_[end]));) ++end;
      return push(SqlTokenKind::bytes, std::string(sql_.substr(at_, end - at_)), end);
    }
    const auto digits = [&] {
      while (end < sql_.size() && is_digit(sql_[end])) ++end;
    };
    digits();
    if (end < sql_.size() && sql_[end] == '.') ++end, digits();
    if (end < sql_.size() && (sql_[end] == 'e' || sql_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < sql_.size() && (sql_[exponent] == '+' || sql_[exponent] == '-')) ++exponent;
      if (exponent < sql_.size() && is_digit(sql_[exponent])) end = exponent, digits();
    }
    push(SqlTokenKind::number, std::string(sql_.substr(at_, end - at_)), end);
  }

  void quoted(std::string_view text, std::size_t end) {
    const char open = text[0];
    if (open == '$') {  // PostgreSQL's $tag$ … $tag$
      const std::size_t tag = text.find('$', 1) + 1;
      const std::size_t length = text.size() >= 2 * tag ? text.size() - 2 * tag : 0;
      return push(SqlTokenKind::string, std::string(text.substr(tag, length)), end);
    }
    if (open == 'e' || open == 'E') return push(SqlTokenKind::string, unquoted(text.substr(1), true), end);
    const bool string = open == '\'' || (open == '"' && is_mysql_family(dialect_));
    push(string ? SqlTokenKind::string : SqlTokenKind::name, unquoted(text, string && is_mysql_family(dialect_)), end);
  }

  void word(std::string_view text, std::size_t end) {
    std::string lower = text::to_lower(text);
    const bool before_string = end < sql_.size() && sql_[end] == '\'';
    if (before_string && (lower == "x" || lower == "b")) {
      const std::size_t string_end = scan_piece(dialect_, sql_, end).end;
      return push(SqlTokenKind::bytes, std::string(sql_.substr(at_, string_end - at_)), string_end);
    }
    // MySQL writes the character set before every string; one that is not the usual one is part of the string
    const bool introducer = is_mysql_family(dialect_) && before_string && lower[0] == '_' && lower != "_binary";
    if (introducer && lower == "_utf8mb4") {
      at_ = end;
      return;
    }
    if (introducer) {
      const std::size_t string_end = scan_piece(dialect_, sql_, end).end;
      return push(SqlTokenKind::bytes, std::string(sql_.substr(at_, string_end - at_)), string_end);
    }
    if (is_mysql_family(dialect_) && lower[0] == '_' && sql_.substr(end).starts_with(" 0x")) {  // _latin1 0xF8
      std::size_t digits_end = end + 3;
      while (digits_end < sql_.size() && std::isxdigit(static_cast<unsigned char>(sql_[digits_end]))) ++digits_end;
      return push(SqlTokenKind::bytes, std::string(sql_.substr(at_, digits_end - at_)), digits_end);
    }
    push(SqlTokenKind::word, std::move(lower), end, std::string(text));
  }

  /// PostgreSQL's operators may have any name of these characters, but end in + or - only where it holds one that
  /// standard SQL's operators have not (sql-syntax-lexical.html, 4.1.3).
  std::string_view operator_name() const {
    const std::size_t end = std::min(sql_.find_first_not_of("+-*/<>=~!@#%^&|`?", at_), sql_.size());
    std::string_view name = sql_.substr(at_, end - at_);
    if (name.find_first_of("~!@#%^&|`?") != name.npos) return name;
    while (name.size() > 1 && (name.back() == '+' || name.back() == '-')) name.remove_suffix(1);
    return name;
  }

  void symbol() {
    if (dialect_ == DialectId::postgres)
      if (const std::string_view name = operator_name(); !name.empty())
        return push(SqlTokenKind::symbol, std::string(name), at_ + name.size());
    for (const std::string_view op : kOperators)
      if (sql_.substr(at_).starts_with(op)) return push(SqlTokenKind::symbol, std::string(op), at_ + op.size());
    push(SqlTokenKind::symbol, std::string(1, sql_[at_]), at_ + 1);
  }

  DialectId dialect_;
  std::string_view sql_;
  std::size_t at_ = 0;
  std::vector<SqlToken> tokens_;
};

}  // namespace

std::vector<SqlToken> lex_sql(DialectId dialect, std::string_view sql) { return Lexer(dialect, sql).lex(); }

}  // namespace schemac::dialect
