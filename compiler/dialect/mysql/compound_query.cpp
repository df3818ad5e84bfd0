// Views that MySQL rewrites each time it reads them.
#include <algorithm>
#include <optional>

#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/read_sql.h"

namespace schemac::dialect::mysql {

namespace {

/// WHERE (a and b and c): where it stands, and where each of its conditions does.
struct Conditions {
  std::size_t begin = 0, close = 0, end = 0;  // of the word; of the last parenthesis
  std::vector<std::pair<std::size_t, std::size_t>> all;
};

std::vector<Conditions> conditions_in(const std::vector<SqlToken>& tokens) {
  std::vector<Conditions> out;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!(tokens[i].is("where") || tokens[i].is("having")) || !tokens[i + 1].is("(")) continue;
    Conditions found;
    found.begin = tokens[i].begin;
    std::size_t first = i + 2, at = i + 1;
    for (int depth = 0; at + 1 < tokens.size(); ++at) {
      depth += tokens[at].is("(") - tokens[at].is(")");
      if (depth == 0 || (depth == 1 && tokens[at].is("and"))) {
        found.all.emplace_back(tokens[first].begin, tokens[at - 1].end);
        first = at + 1;
      }
      if (depth == 0) break;
    }
    found.close = tokens[at].begin;
    found.end = tokens[at].end;
    out.push_back(std::move(found));
  }
  return out;
}

}  // namespace

bool is_rewritten(std::string_view query) {
  const std::vector<SqlToken> tokens = lex_sql(DialectId::mysql, query);
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const SqlToken& token) { return token.is("except") || token.is("intersect"); });
}

std::string as_first_written(const std::string& kept, const std::string& shown) {
  const auto once = conditions_in(lex_sql(DialectId::mysql, kept));
  const auto twice = conditions_in(lex_sql(DialectId::mysql, shown));
  if (once.size() != twice.size()) return kept;
  std::string out = kept;
  for (std::size_t i = once.size(); i-- > 0;) {
    const std::size_t count = once[i].all.size(), added = twice[i].all.size() - count;
    if (twice[i].all.size() <= count || added > count) continue;
    if (added == count)
      out.erase(once[i].begin, once[i].end - once[i].begin);
    else
      out.erase(once[i].all[count - added - 1].second, once[i].close - once[i].all[count - added - 1].second);
  }
  return out;
}

}  // namespace schemac::dialect::mysql
