#include "search.h"

#include <algorithm>
#include <sstream>

namespace whoknows {

namespace {

using schemac::Engine;
using schemac::db::Value;

constexpr std::int64_t kMostResults = 50;

constexpr schemac::model::Sql kSearch = {
    .postgres = R"(
SELECT id FROM pages, websearch_to_tsquery($3::regconfig, $2) AS query
WHERE language = $1 AND document @@ query
ORDER BY ts_rank(document, query) DESC, id LIMIT 50)",
    .mysql = R"(
SELECT id FROM pages WHERE language = ? AND MATCH (title, content) AGAINST (?)
ORDER BY MATCH (title, content) AGAINST (?) DESC, id LIMIT 50)",
    .mariadb = R"(
SELECT id FROM pages WHERE language = ? AND MATCH (title, content) AGAINST (?)
ORDER BY MATCH (title, content) AGAINST (?) DESC, id LIMIT 50)",
    .sqlite = R"(
SELECT id FROM pages_search JOIN pages ON pages.id = pages_search.rowid
WHERE language = ? AND pages_search MATCH ?
ORDER BY bm25(pages_search, 4.0, 1.0), id LIMIT 50)",
};

/// FTS5 has a query language of its own: each word in quotes is just a word.
std::string quoted_words(const std::string& text) {
  std::istringstream words(text);
  std::string word, out;
  while (words >> word) {
    std::string quoted;
    for (const char c : word) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += (out.empty() ? "\"" : " \"") + quoted + "\"";
  }
  return out;
}

std::vector<Value> values_for(Engine engine, const std::string& text, model::Language language) {
  const std::string label(to_string(language));
  switch (engine) {
    case Engine::postgres:
      return {label, text, std::string(language == model::Language::da ? "danish" : "english")};
    case Engine::sqlite:
      return {label, quoted_words(text)};
    case Engine::mysql:
    case Engine::mariadb:
      break;
  }
  return {label, text, text};
}

std::vector<std::int64_t> matching_ids(schemac::db::Connection& connection, const std::string& text,
                                       model::Language language) {
  const auto rows = connection.query(kSearch.on(connection.engine()), values_for(connection.engine(), text, language));
  std::vector<std::int64_t> ids;
  while (rows->next()) ids.push_back(rows->integer(0));
  return ids;
}

/// `text` as a pattern that finds it anywhere, its own wildcards taken literally.
std::string anywhere(const std::string& text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

std::vector<model::Page> search(schemac::db::Connection& connection, const std::string& text,
                                model::Language language) {
  namespace columns = model::pages::columns;
  if (text.find_first_not_of(" \t\r\n") == text.npos) return {};
  const auto ids = matching_ids(connection, text, language);
  if (ids.empty()) {
    const auto holds = columns::title.ilike(anywhere(text)) || columns::content.ilike(anywhere(text));
    return model::pages::list(
        connection,
        {.filter = columns::language == language && holds, .order = {columns::title.asc()}, .limit = kMostResults});
  }
  auto pages = model::pages::list(connection, {.filter = columns::id.in(ids)});
  const auto rank = [&](const model::Page& page) { return std::find(ids.begin(), ids.end(), page.id); };
  std::sort(pages.begin(), pages.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return pages;
}

}  // namespace whoknows
