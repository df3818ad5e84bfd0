#include "dialect/common/sql_lexer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>

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

void append_code_point(std::string& out, std::uint32_t code) {
  const auto more = [&](int shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) return void(out += static_cast<char>(code));
  if (code < 0x800) return out += static_cast<char>(0xC0U | code >> 6), more(0);
  if (code < 0x10000) return out += static_cast<char>(0xE0U | code >> 12), more(6), more(0);
  out += static_cast<char>(0xF0U | (code >> 18 & 7U)), more(12), more(6), more(0);
}

/// A number of at most `most` digits at `at`, which is moved behind it; nothing where there is none.
std::optional<std::uint32_t> digits_at(std::string_view text, std::size_t& at, std::size_t most, int base) {
  std::uint32_t value = 0;
  const std::string_view digits = text.substr(at, most);
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (failed != std::errc{}) return std::nullopt;
  at += static_cast<std::size_t>(end - digits.data());
  return value;
}

/// Two halves of a character beyond the first 65,536 are one.
void append_unicode(std::string& out, std::uint32_t code, std::uint32_t& half) {
  if (code >= 0xD800 && code < 0xDC00) return void(half = code);
  if (half != 0 && code >= 0xDC00 && code < 0xE000) code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00);
  half = 0;
  append_code_point(out, code);
}

/// Between the quotes of E'…' (PostgreSQL manual, 4.1.2.2).
std::string c_style(std::string_view quoted) {
  const std::string_view text = quoted.substr(1, quoted.size() < 2 ? 0 : quoted.size() - 2);
  std::string out;
  std::uint32_t half = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      i += text[i] == '\'' ? 2 : 1;
      out += text[i - 1];
      continue;
    }
    const char escape = text[i + 1];
    std::size_t behind = i + 2, octal = i + 1;
    std::optional<std::uint32_t> code;
    if (escape == 'u' || escape == 'U') {
      code = digits_at(text, behind, escape == 'u' ? 4 : 8, 16);
      if (code) append_unicode(out, *code, half);
    } else if (escape == 'x') {
      code = digits_at(text, behind, 2, 16);
      if (code) out += static_cast<char>(*code);
    } else if (escape >= '0' && escape <= '7') {
      code = digits_at(text, octal, 3, 8);
      behind = octal;
      out += static_cast<char>(*code);
    }
    if (!code) out += escape == 'f' ? '\f' : escape == 'Z' ? 'Z' : unescaped(escape);
    i = behind;
  }
  return out;
}

/// Between the quotes of U&'…' (PostgreSQL manual, 4.1.2.3).
std::string with_unicode(std::string_view quoted) {
  const std::string plain = unquoted(quoted, false);
  std::string out;
  std::uint32_t half = 0;
  for (std::size_t i = 0; i < plain.size();) {
    std::size_t behind = i + 1;
    const bool six = plain.compare(i, 2, "\\+") == 0;
    if (six) ++behind;
    const auto code = plain[i] == '\\' ? digits_at(plain, behind, six ? 6 : 4, 16) : std::nullopt;
    if (code)
      append_unicode(out, *code, half);
    else
      behind = i + (plain.compare(i, 2, "\\\\") == 0 ? 2 : 1), out += plain[i];
    i = behind;
  }
  return out;
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
    if (open == 'e' || open == 'E') return string(c_style(text.substr(1)), end);
    if (open == '\'' && dialect_ == DialectId::postgres) return string(unquoted(text, false), end);
    const bool string = open == '\'' || (open == '"' && is_mysql_family(dialect_));
    push(string ? SqlTokenKind::string : SqlTokenKind::name, unquoted(text, string && is_mysql_family(dialect_)), end);
  }

  /// PostgreSQL's, which goes on behind the end of a line.
  void string(std::string text, std::size_t end) {
    for (;;) {
      const std::size_t next = sql_.find_first_not_of(" \t\r\n\f", end);
      if (next == sql_.npos || sql_[next] != '\'' || sql_.substr(end, next - end).find('\n') == sql_.npos) break;
      const std::size_t further = scan_piece(dialect_, sql_, next).end;
      text += unquoted(sql_.substr(next, further - next), false);
      end = further;
    }
    push(SqlTokenKind::string, std::move(text), end);
  }

  void word(std::string_view text, std::size_t end) {
    std::string lower = text::to_lower(text);
    const bool unicode = dialect_ == DialectId::postgres && lower == "u" && sql_.substr(end).starts_with('&') &&
                         end + 1 < sql_.size() && (sql_[end + 1] == '\'' || sql_[end + 1] == '"');
    if (unicode) {
      const std::size_t last = scan_piece(dialect_, sql_, end + 1).end;
      std::string meant = with_unicode(sql_.substr(end + 1, last - end - 1));
      return sql_[end + 1] == '"' ? push(SqlTokenKind::name, std::move(meant), last) : string(std::move(meant), last);
    }
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
