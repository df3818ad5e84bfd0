#include "dialect/mysql/same_routine.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"

namespace schemac::dialect::mysql {

namespace {

using Tokens = std::vector<SqlToken>;

bool is_word(const SqlToken& token, std::string_view word) {
  return token.kind == SqlTokenKind::word && token.text == word;
}

bool stands(const Tokens& tokens, std::size_t at, std::initializer_list<std::string_view> words) {
  if (at + words.size() > tokens.size()) return false;
  return std::equal(words.begin(), words.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at),
                    [](std::string_view word, const SqlToken& token) { return is_word(token, word); });
}

/// MariaDB writes out how wide whole numbers are shown.
bool is_usual_width(const SqlToken& type, const SqlToken& width) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWidths = {
      {{"tinyint", "4"}, {"smallint", "6"}, {"mediumint", "9"}, {"int", "11"}, {"bigint", "20"}}};
  return std::any_of(kWidths.begin(), kWidths.end(),
                     [&](const auto& usual) { return is_word(type, usual.first) && width.text == usual.second; });
}

/// Where the body begins, which is kept as it was typed.
bool begins_body(const SqlToken& token) {
  return is_word(token, "begin") || is_word(token, "return") || is_word(token, "do");
}

/// How many tokens a characteristic of a routine has that begins at `at`: 0 where none does.
std::size_t characteristic(const Tokens& tokens, std::size_t at) {
  if (stands(tokens, at, {"deterministic"})) return 1;
  if (stands(tokens, at, {"sql", "security"}) || stands(tokens, at, {"reads", "sql", "data"}) ||
      stands(tokens, at, {"modifies", "sql", "data"}))
    return 3;
  for (const auto& two : {std::array{"not", "deterministic"}, {"no", "sql"}, {"contains", "sql"}, {"language", "sql"}})
    if (stands(tokens, at, {two[0], two[1]})) return 2;
  return stands(tokens, at, {"comment"}) ? 2 : 0;
}

/// A characteristic that every routine has where it says nothing.
bool is_usual(const Tokens& clause) {
  return stands(clause, 0, {"not", "deterministic"}) || stands(clause, 0, {"contains", "sql"}) ||
         stands(clause, 0, {"language", "sql"}) || stands(clause, 0, {"sql", "security", "definer"});
}

/// The characteristics in one order, without those that say nothing.
Tokens in_order(const Tokens& tokens) {
  Tokens out;
  std::size_t at = 0;
  while (at < tokens.size() && characteristic(tokens, at) == 0 && !begins_body(tokens[at])) out.push_back(tokens[at++]);
  std::vector<Tokens> clauses;
  for (std::size_t length = 0; (length = characteristic(tokens, at)) > 0; at += length) {
    const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(at);
    Tokens clause(begin, begin + static_cast<std::ptrdiff_t>(std::min(length, tokens.size() - at)));
    if (!is_usual(clause)) clauses.push_back(std::move(clause));
  }
  std::sort(clauses.begin(), clauses.end(), [](const Tokens& a, const Tokens& b) { return a[0].text < b[0].text; });
  for (const Tokens& clause : clauses) out.insert(out.end(), clause.begin(), clause.end());
  out.insert(out.end(), tokens.begin() + static_cast<std::ptrdiff_t>(std::min(at, tokens.size())), tokens.end());
  return out;
}

/// How many tokens from `at` on say what holds without them.
std::size_t says_the_usual(const Tokens& printed, std::size_t at) {
  if (stands(printed, at, {"charset"}) || stands(printed, at, {"collate"}) || stands(printed, at, {"starts"})) return 2;
  if (stands(printed, at, {"on", "completion", "not", "preserve"})) return 4;
  if (stands(printed, at, {"enable"})) return 1;
  const bool width = at > 0 && at + 2 < printed.size() && printed[at].is("(") && printed[at + 2].is(")");
  return width && is_usual_width(printed[at - 1], printed[at + 1]) ? 3 : 0;
}

/// How many from `at` on say how it is to be made, and nothing of what there is then.
std::size_t says_how(const Tokens& typed, std::size_t at) {
  if (stands(typed, at, {"or", "replace"})) return 2;
  return stands(typed, at, {"if", "not", "exists"}) ? 3 : 0;
}

bool same_token(DialectId id, const SqlToken& printed, const SqlToken& typed) {
  if (printed.is_name() && typed.is_name()) return text::to_lower(printed.name(id)) == text::to_lower(typed.name(id));
  return printed.kind == typed.kind && printed.text == typed.text;
}

}  // namespace

bool same_routine(DialectId id, const std::string& printed, const std::string& typed) {
  const Tokens one = in_order(lex_sql(id, printed)), other = in_order(lex_sql(id, typed));
  std::size_t i = 0, j = 0;
  bool in_body = false;
  while (i < one.size() && j < other.size()) {
    if (same_token(id, one[i], other[j])) {
      in_body = in_body || begins_body(one[i]);
      ++i, ++j;
    } else if (in_body) {
      return false;
    } else if (const std::size_t usual = says_the_usual(one, i)) {
      i += usual;
    } else if (const std::size_t how = says_how(other, j)) {
      j += how;
    } else {
      return false;
    }
  }
  return i == one.size() && j == other.size();
}

}  // namespace schemac::dialect::mysql
