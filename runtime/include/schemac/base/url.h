// Database URLs, as docs/commands spells them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace schemac {

enum class Engine { sqlite, postgres, mysql, mariadb };

/// `sqlite:FILE`, `sqlite::memory:`, `postgres://user[:pw]@host:port/db?host=/socket/dir`, `mysql://…?socket=/path`.
struct DatabaseUrl {
  Engine engine = Engine::sqlite;
  std::string user, password, host, database;  // percent-decoded; `database` is the file's path for SQLite
  std::optional<int> port;
  std::map<std::string, std::string> options;  // what stands after '?', percent-decoded

  /// The URL without its password, fit to print.
  std::string redacted() const;
};

/// Nothing where `text` is not a database URL; `error` then says why, in one sentence.
std::optional<DatabaseUrl> parse_database_url(std::string_view text, std::string& error);

/// True where `text` begins like a database URL, right or wrong: tells a URL from a path.
bool looks_like_database_url(std::string_view text);

/// "%41b" → "Ab". Invalid escapes stay as they are.
std::string percent_decoded(std::string_view text);

}  // namespace schemac
