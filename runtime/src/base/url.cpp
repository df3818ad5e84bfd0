#include "schemac/base/url.h"

#include <charconv>

namespace schemac {

using namespace std::string_literals;

namespace {

constexpr std::string_view kEncode =
    "in a user's name, a password or a database's name write '/' as %2F, '?' as %3F, '@' as %40, ':' as %3A";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<Engine> parse_scheme(std::string_view scheme) {
  if (scheme == "sqlite") return Engine::sqlite;
  if (scheme == "postgres" || scheme == "postgresql") return Engine::postgres;
  if (scheme == "mysql") return Engine::mysql;
  if (scheme == "mariadb") return Engine::mariadb;
  return std::nullopt;
}

std::string_view scheme_name(Engine engine) {
  switch (engine) {
    case Engine::sqlite:
      return "sqlite";
    case Engine::postgres:
      return "postgres";
    case Engine::mysql:
      return "mysql";
    case Engine::mariadb:
      return "mariadb";
  }
  return "";
}

/// Cuts `text` at the first `at` and returns what stood behind it, or nothing where there is none.
std::optional<std::string_view> cut(std::string_view& text, char at) {
  const auto found = text.find(at);
  if (found == text.npos) return std::nullopt;
  const auto rest = text.substr(found + 1);
  text = text.substr(0, found);
  return rest;
}

void parse_options(std::string_view text, DatabaseUrl& url) {
  while (!text.empty()) {
    std::string_view pair = text;
    const auto next = cut(pair, '&');
    const auto value = cut(pair, '=');
    url.options[percent_decoded(pair)] = value ? percent_decoded(*value) : "";
    text = next.value_or(std::string_view{});
  }
}

/// What stands after '?' and is no option, passed over, would be a wish that is not heard: of an encrypted connection.
/// PostgreSQL's options are libpq's, which knows them itself.
bool knows_options(const DatabaseUrl& url, std::string& error) {
  for (const auto& [name, value] : url.options) {
    if (name.find('@') != name.npos) return error = "an '@' stands behind the '?'; "s.append(kEncode), false;
    if (url.engine == Engine::sqlite) return error = "an SQLite URL takes no options, found '" + name + "'", false;
    if (url.engine != Engine::postgres && name != "socket" && name != "ssl" && name != "ssl-ca")
      return error = "'" + name + "' is not an option here; socket, ssl and ssl-ca are", false;
  }
  return true;
}

bool parse_authority(std::string_view authority, DatabaseUrl& url, std::string& error) {
  if (const auto at = authority.rfind('@'); at != authority.npos) {
    std::string_view user = authority.substr(0, at);
    if (const auto password = cut(user, ':')) url.password = percent_decoded(*password);
    url.user = percent_decoded(user);
    authority = authority.substr(at + 1);
  }
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {  // an IPv6 address: the port's colon stands behind the bracket
    const auto close = authority.find(']');
    if (close == authority.npos) return error = "the host's '[' is not closed", false;
    url.host = authority.substr(1, close - 1);
    if (authority.substr(close + 1).starts_with(":")) port = authority.substr(close + 2);
  } else {
    if (const auto found = cut(authority, ':')) port = *found;
    url.host = percent_decoded(authority);
  }
  if (port.empty()) return true;
  int number = 0;
  const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (failed != std::errc{} || end != port.data() + port.size() || number < 1 || number > 65535)
    return error = "what stands behind the host's ':' is no port (1 to 65535); "s.append(kEncode),
           false;  // may be of a password
  url.port = number;
  return true;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool looks_like_database_url(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == text.npos) return false;
  return parse_scheme(text.substr(0, colon)).has_value() || text.substr(colon).starts_with("://");
}

std::optional<DatabaseUrl> parse_database_url(std::string_view text, std::string& error) {
  DatabaseUrl url;
  std::string_view scheme = text;
  const auto rest = cut(scheme, ':');
  const auto engine = parse_scheme(scheme);
  if (!rest || !engine) {
    error = "a database URL begins with sqlite:, postgres://, mysql:// or mariadb://";
    return std::nullopt;
  }
  url.engine = *engine;
  std::string_view body = *rest;
  const auto options = cut(body, '?');
  if (options) parse_options(*options, url);
  if (url.engine == Engine::sqlite) {
    if (body.starts_with("//")) body.remove_prefix(2);  // sqlite:///abs and sqlite://rel, as SQLAlchemy users write
    url.database = percent_decoded(body);
    if (url.database.empty()) return error = "sqlite: needs a file, or :memory:", std::nullopt;
    if (!knows_options(url, error)) return std::nullopt;
    return url;
  }
  if (!body.starts_with("//")) return error = "'//' is missing behind '" + std::string(scheme) + ":'", std::nullopt;
  body.remove_prefix(2);
  const auto database = cut(body, '/');
  if (!parse_authority(body, url, error)) return std::nullopt;
  if (database && database->find('@') != database->npos)
    return error = "an '@' stands behind the host; "s.append(kEncode), std::nullopt;
  if (database) url.database = percent_decoded(*database);
  if (url.database.empty())
    return error = "the database's name is missing: " + std::string(scheme) + "://host/NAME", std::nullopt;
  if (!knows_options(url, error)) return std::nullopt;
  return url;
}

std::string DatabaseUrl::redacted() const {
  std::string out(scheme_name(engine));
  if (engine == Engine::sqlite) return out + ":" + database;
  out += "://";
  if (!user.empty()) out += user + "@";
  out += host.find(':') == host.npos ? host : "[" + host + "]";
  if (port) out += ":" + std::to_string(*port);
  out += "/" + database;
  char separator = '?';
  for (const auto& [key, value] : options) {
    if (key == "password") continue;
    out += separator + key + "=" + value;
    separator = '&';
  }
  return out;
}

}  // namespace schemac
