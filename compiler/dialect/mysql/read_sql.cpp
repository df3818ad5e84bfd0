#include "dialect/mysql/read_sql.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "dialect/common/number_text.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/common/sql_reader.h"
#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

struct Synonym {
  std::string_view printed, usual;
};
constexpr std::array<Synonym, 7> kFunctions = {{{"now", "current_timestamp"},
                                                {"curdate", "current_date"},
                                                {"curtime", "current_time"},
                                                {"ucase", "upper"},
                                                {"lcase", "lower"},
                                                {"substr", "substring"},
                                                {"octet_length", "length"}}};

bool is_zero(const Expr& e) { return e.kind == ExprKind::number && e.text == "0"; }

Expr call(Expr e) {
  for (const Synonym& synonym : kFunctions)
    if (e.text == synonym.printed) e.text = synonym.usual;
  if (e.text == "count" && e.args.size() == 1 && is_zero(e.args[0])) e.args[0] = expr::node(ExprKind::star, "", {});
  return e;
}

/// NOT of a predicate that has a negation of its own.
Expr negation(Expr e) {
  Expr& inner = e.args[0];
  switch (inner.kind) {
    case ExprKind::like:
      return inner.kind = ExprKind::not_like, Expr(inner);
    case ExprKind::in:
      return inner.kind = ExprKind::not_in, Expr(inner);
    case ExprKind::between:
      return inner.kind = ExprKind::not_between, Expr(inner);
    default:
      return e;
  }
}

/// MariaDB writes out that one row is enough.
Expr without_limit(Expr exists) {
  std::erase_if(exists.args[0].args, [](const Expr& part) {
    return part.kind == ExprKind::clause && part.text == "limit" && part.args[0] == expr::number("1");
  });
  return exists;
}

Expr finish(Expr e, DialectId id) {
  if (e.kind == ExprKind::exists && id == DialectId::mariadb) return without_limit(std::move(e));
  if (e.kind == ExprKind::call) return call(std::move(e));
  if (e.kind == ExprKind::unary && e.text == "not") return negation(std::move(e));
  // MySQL writes a number that stands for a truth value as a comparison with 0
  if (e.kind == ExprKind::binary && e.text == "<>" && is_zero(e.args[0])) return Expr(e.args[1]);
  if (e.kind == ExprKind::binary && e.text == "=" && is_zero(e.args[0]))
    return expr::node(ExprKind::unary, "not", {Expr(e.args[1])});
  return e;
}

ReaderRules rules(DialectId id) {
  ReaderRules rules;
  rules.dialect = id;
  rules.read_type = [id](std::string_view text) { return parse_type(text, id); };
  rules.finish = [id](Expr e) { return finish(std::move(e), id); };
  return rules;
}

std::string without_backslashes(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

/// The bytes that MySQL shows as though each were a character of Latin-1.
std::string from_latin1(std::string_view shown) {
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto lead = static_cast<unsigned char>(shown[i]);
    if (lead < 0x80)
      out += shown[i];
    else if ((lead == 0xC2 || lead == 0xC3) && i + 1 < shown.size())
      out += static_cast<char>((lead << 6 & 0xC0) | (static_cast<unsigned char>(shown[++i]) & 0x3F));
    else
      return std::string(shown);
  }
  return out;
}

std::string digits_of(std::string_view bytes) {
  std::string out = "0x";
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

/// A literal as digits, behind its character set: _latin1'…'.
std::string literal_in_digits(std::string_view literal, DialectId id) {
  const std::size_t quote = literal.find_first_of("'\"");
  const std::string bytes = lex_sql(id, literal.substr(quote))[0].text;
  return std::string(literal.substr(0, quote)) + (quote == 0 ? "" : " ") + digits_of(bytes);
}

bool is_numeric(const Type& type) {
  static constexpr std::array<std::string_view, 8> kNames = {"tinyint", "smallint", "mediumint", "int",
                                                             "bigint",  "decimal",  "float",     "double"};
  return std::find(kNames.begin(), kNames.end(), type.name.name) != kNames.end();
}

Expr number(std::string_view digits) {
  if (!digits.starts_with("-")) return expr::number(plain_number(digits));
  return expr::node(ExprKind::unary, "-", {expr::number(plain_number(digits.substr(1)))});
}

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 2; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

/// What MySQL shows of a literal.
Expr literal(std::string_view shown, const Type& type) {
  if (is_numeric(type)) return number(shown);
  if (type.name.name == "bit") return expr::raw(DialectId::mysql, std::string(shown));
  if (type.name.name.ends_with("binary") && shown.starts_with("0x")) return read_bytes(shown, type);
  return plain_bytes(expr::string(std::string(shown)), DialectId::mysql);
}

}  // namespace

std::string plain_number(std::string_view digits) {
  if (digits.find('.') == digits.npos || digits.find_first_of("eE") != digits.npos) return std::string(digits);
  while (digits.ends_with("0")) digits.remove_suffix(1);
  if (digits.ends_with(".")) digits.remove_suffix(1);
  return std::string(digits);
}

namespace {

bool is_text(std::string_view bytes) { return text::is_utf8(bytes) && bytes.find('\0') == bytes.npos; }

}  // namespace

Expr plain_bytes(Expr value, DialectId id) {
  if (value.kind != ExprKind::string || is_text(value.text)) return value;
  return expr::raw(id, digits_of(value.text));
}

Expr read_bytes(std::string_view hex, const Type& type) {
  const std::string bytes = bytes_of(hex);
  const bool text = type.name.name != "bit" && is_text(bytes);
  return text ? expr::string(bytes) : expr::raw(DialectId::mysql, std::string(hex));
}

std::string kept_expression(std::string_view shown) {
  std::string sql = without_backslashes(from_latin1(shown));
  if (text::is_utf8(sql)) return sql;
  const std::vector<SqlToken> tokens = lex_sql(DialectId::mysql, sql);
  for (auto token = tokens.rbegin(); token != tokens.rend(); ++token) {
    const bool literal = token->kind == SqlTokenKind::string || token->kind == SqlTokenKind::bytes;
    const std::string written = sql.substr(token->begin, token->end - token->begin);
    if (literal && !text::is_utf8(written))
      sql.replace(token->begin, written.size(), literal_in_digits(written, DialectId::mysql));
  }
  return sql;
}

Expr read(std::string_view printed, DialectId id) {
  return read_expr(id == DialectId::mysql ? without_backslashes(printed) : std::string(printed), rules(id));
}

namespace {

Expr with_plain_number(Expr value, const Type& type) {
  if (Expr* number = is_numeric(type) ? number_in(value) : nullptr) number->text = plain_number(number->text);
  return value;
}

}  // namespace

std::optional<Expr> read_default(std::string_view printed, const Type& type, DialectId id, bool generated) {
  if (id == DialectId::mysql && !generated) return literal(printed, type);
  const bool is_mysql = id == DialectId::mysql;
  Expr value = plain_bytes(is_mysql ? read_written(kept_expression(printed), id) : read(printed, id), id);
  if (value.kind == ExprKind::null_) return std::nullopt;
  return with_plain_number(std::move(value), type);
}

Expr read_written_default(std::string_view sql, const Type& type, DialectId id) {
  Expr value = read_written(sql, id);
  if (id == DialectId::mysql && value.kind == ExprKind::string) return literal(value.text, type);
  return with_plain_number(plain_bytes(std::move(value), id), type);
}

Expr read_written(std::string_view sql, DialectId id) {
  const std::string start = text::to_lower(text::trim(sql).substr(0, 6));
  return start == "select" ? read_select(sql, rules(id)) : read_expr(sql, rules(id));
}

std::string without_database(std::string_view sql, DialectId id, const std::string& database) {
  std::string out;
  std::size_t done = 0;
  const std::vector<SqlToken> tokens = lex_sql(id, sql);
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool first = i == 0 || !tokens[i - 1].is(".");
    if (!first || tokens[i].kind != SqlTokenKind::name || tokens[i].text != database || !tokens[i + 1].is("."))
      continue;
    out += sql.substr(done, tokens[i].begin - done);
    done = tokens[i + 1].end;
  }
  return out + std::string(sql.substr(done));
}

Expr read_query(std::string_view printed, DialectId id, const std::string& database) {
  return read_select(without_database(printed, id, database), rules(id));
}

}  // namespace schemac::dialect::mysql
