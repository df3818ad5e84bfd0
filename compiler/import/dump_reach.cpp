#include "import/dump_reach.h"

#include <algorithm>
#include <array>

#include "base/sql_scanner.h"
#include "base/text.h"

namespace schemac::import {

namespace {

bool is_mysql_family(DialectId dialect) { return dialect == DialectId::mysql || dialect == DialectId::mariadb; }

template <std::size_t N>
bool begins_with_any(const std::string& words, const std::array<std::string_view, N>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view each) {
    return words.starts_with(each) && (words.size() == each.size() || words[each.size()] == ' ');
  });
}

struct Word {
  std::string text;  // of a quoted name, without its quotes
  bool quoted = false;
  std::size_t begin = 0, end = 0;
  bool is(std::string_view word) const { return !quoted && text::to_lower(text) == word; }
  bool is_name() const {
    const char first = text.empty() ? '.' : text[0];
    return quoted || first == '_' || (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first < 0;
  }
};

/// Calls `take` on each piece that says something, MySQL's /*! … */ looked into, until it returns false.
template <class F>
void each_word(DialectId dialect, std::string_view sql, F&& take) {
  for (std::size_t at = 0; at < sql.size();) {
    if (is_mysql_family(dialect) && (sql.substr(at).starts_with("/*!") || sql.substr(at).starts_with("/*M!"))) {
      at = sql.find('!', at) + 1;
      while (at < sql.size() && sql[at] >= '0' && sql[at] <= '9') ++at;
      continue;
    }
    if (is_mysql_family(dialect) && sql.substr(at).starts_with("*/")) {
      at += 2;
      continue;
    }
    const ScannedPiece piece = scan_piece(dialect, sql, at);
    at = piece.end;
    if (piece.piece == Piece::blank || piece.piece == Piece::comment) continue;
    const std::string_view text = sql.substr(piece.begin, piece.end - piece.begin);
    const bool name = piece.piece == Piece::quoted && text.size() > 1 && text[0] != '\'';
    const std::string unquoted = name ? text::replace_all(std::string(text.substr(1, text.size() - 2)),
                                                          std::string(2, text[0]), std::string(1, text[0]))
                                      : std::string(text);
    if (!take(Word{unquoted, name, piece.begin, piece.end})) return;
  }
}

std::vector<Word> words_of(DialectId dialect, std::string_view sql) {
  std::vector<Word> out;
  each_word(dialect, sql, [&](Word word) { return out.push_back(std::move(word)), true; });
  return out;
}

/// Where what a statement makes or changes has been named, and what it is made of begins.
bool ends_head(const Word& word) {
  static constexpr std::array<std::string_view, 7> kWords = {"(", "as", "begin", "for", "select", "set", "add"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view each) { return word.is(each); });
}

bool names_databases(const Word& word) { return word.is("database") || word.is("schema"); }

/// The databases that a statement is about, or in which it makes or changes something.
std::vector<std::string> databases_in(const std::vector<Word>& words) {
  std::vector<std::string> out;
  if (words.size() > 1 && words[0].is("use")) return {words[1].text};
  const bool of_database = words.size() > 2 && names_databases(words[1]);
  for (std::size_t i = 0; i < words.size() && !ends_head(words[i]); ++i) {
    const bool qualifies = i + 2 < words.size() && words[i + 1].is(".") && words[i].is_name();
    const bool first = i == 0 || !(words[i - 1].is(".") || words[i - 1].is("@"));
    if (qualifies && first) out.push_back(words[i].text);
    const bool said = names_databases(words[i]) || words[i].is("exists") || words[i].is("if") || words[i].is("not");
    if (of_database && i > 1 && !said) return {words[i].text};
  }
  return out;
}

/// MariaDB's dump names the database of a sequence wherever one gives a default.
std::string database_of_sequence(const std::vector<Word>& words) {
  for (std::size_t i = 0; i + 4 < words.size(); ++i)
    if (words[i].is("nextval") && words[i + 1].is("(") && words[i + 2].is_name() && words[i + 3].is("."))
      return words[i + 2].text;
  return "";
}

bool makes_or_changes(const std::vector<Word>& words) {
  static constexpr std::array<std::string_view, 5> kWords = {"create", "drop", "alter", "rename", "use"};
  return !words.empty() &&
         std::any_of(kWords.begin(), kWords.end(), [&](std::string_view each) { return words[0].is(each); });
}

bool leaves_the_file(const std::vector<Word>& words) {
  if (words.empty()) return false;
  const bool vacuums_into = words[0].is("vacuum") &&
                            std::any_of(words.begin(), words.end(), [](const Word& word) { return word.is("into"); });
  return words[0].is("attach") || words[0].is("detach") || vacuums_into;
}

diag::Diagnostic at(const engine::Statement& statement, diag::SourceId source, diag::Diagnostic what) {
  const std::size_t first_line = std::min(statement.text.find('\n'), statement.text.size());
  return std::move(what).at(
      {source, static_cast<std::uint32_t>(statement.begin), static_cast<std::uint32_t>(statement.begin + first_line)});
}

}  // namespace

std::string first_words(DialectId dialect, std::string_view sql, std::size_t count) {
  std::string out;
  each_word(dialect, sql, [&](const Word& word) {
    if (count == 0) return false;
    out += (out.empty() ? "" : " ") + text::to_lower(std::string(sql.substr(word.begin, word.end - word.begin)));
    return --count > 0;
  });
  return out;
}

bool is_server_wide(DialectId dialect, const std::string& words, bool own_server) {
  static constexpr std::array<std::string_view, 7> kAnywhere = {
      "create database",      "drop database",       "alter database",   "use",
      "create schema public", "comment on database", "start transaction"};
  static constexpr std::array<std::string_view, 27> kMysql = {
      "create schema", "drop schema",       "alter schema",    "create user",  "alter user",
      "drop user",     "rename user",       "create role",     "drop role",    "grant",
      "revoke",        "set role",          "set default",     "set password", "set global",
      "set persist",   "set @ @ global",    "set @ @ persist", "flush",        "reset",
      "purge",         "shutdown",          "install",         "uninstall",    "create server",
      "change master", "change replication"};
  static constexpr std::array<std::string_view, 12> kPostgres = {
      "create role",  "alter role",  "drop role",         "create user",      "alter user",      "drop user",
      "create group", "alter group", "create tablespace", "alter tablespace", "drop tablespace", "alter system"};
  if (begins_with_any(words, kAnywhere)) return true;
  if (is_mysql_family(dialect)) return begins_with_any(words, kMysql);
  return dialect == DialectId::postgres && !own_server && begins_with_any(words, kPostgres);
}

Result<std::string> database_named_in(DialectId dialect, std::string_view text, diag::SourceId source) {
  std::string found;
  bool stands_before_tables = false;
  if (dialect == DialectId::postgres) return found;
  for (const engine::Statement& statement : engine::split_script(dialect, text)) {
    const std::vector<Word> words = words_of(dialect, statement.text);
    if (dialect == DialectId::sqlite && leaves_the_file(words))
      return failure(at(statement, source,
                        diag::make(diag::Code::SC4027, "names another file")
                            .with_help("leave it out: a schema is read from one database")));
    if (dialect == DialectId::sqlite || !makes_or_changes(words)) continue;
    const bool of_database = words.size() > 1 && (words[0].is("use") || names_databases(words[1]));
    std::vector<std::string> databases = databases_in(words);
    if (std::string database = database_of_sequence(words); !database.empty()) {
      databases.push_back(std::move(database));
      stands_before_tables = true;
    }
    for (const std::string& database : databases) {
      stands_before_tables |= !of_database;
      if (found.empty()) found = database;
      if (database != found)
        return failure(at(
            statement, source,
            diag::make(diag::Code::SC4027, "is about the database '" + database + "', and others about '" + found + "'")
                .with_help("import one database at a time: dump each into a file of its own")));
    }
  }
  return stands_before_tables ? found : "";
}

std::string without_database(DialectId dialect, const std::string& sql, const std::string& database) {
  if (database.empty()) return sql;
  std::string out;
  std::size_t done = 0;
  const std::vector<Word> words = words_of(dialect, sql);
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    const bool first = i == 0 || !(words[i - 1].is(".") || words[i - 1].is("@"));
    if (!first || words[i].text != database || !words[i + 1].is(".")) continue;
    out += sql.substr(done, words[i].begin - done);
    done = words[i + 1].end;
  }
  return out + sql.substr(done);
}

}  // namespace schemac::import
