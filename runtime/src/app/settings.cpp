#include "schemac/app/settings.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "schemac/base/dotenv.h"

extern char** environ;  // NOLINT: POSIX's own name

namespace schemac::app {

Environment Environment::load(const std::string& file) {
  std::map<std::string, std::string> values;
  if (std::filesystem::exists(file)) {
    std::ifstream stream(file);
    std::ostringstream text;
    if (!stream || std::filesystem::is_directory(file)) throw std::runtime_error("cannot read the settings in " + file);
    text << stream.rdbuf();
    std::string error;
    values = parse_dotenv(text.str(), error);
    if (!error.empty()) throw std::runtime_error(file + ", " + error);
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view pair = *entry;
    const auto equals = pair.find('=');
    if (equals != pair.npos)
      values.insert_or_assign(std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1)));
  }
  return Environment(std::move(values));
}

std::string Environment::get(const std::string& name, std::string_view fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::string(fallback) : found->second;
}

long Environment::number(const std::string& name, long fallback, long lowest, long highest) const {
  const auto text = get(name);
  if (text.empty()) return fallback;
  long number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size() || number < lowest || number > highest)
    throw std::runtime_error(name + " must be a number between " + std::to_string(lowest) + " and " +
                             std::to_string(highest) + ", not '" + text + "'");
  return number;
}

bool Environment::flag(const std::string& name, bool fallback) const {
  const auto text = get(name);
  if (text.empty()) return fallback;
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  throw std::runtime_error(name + " must be true or false, not '" + text + "'");
}

Settings read_settings(const Environment& environment) {
  Settings settings;
  const auto url = environment.get("DATABASE_URL");
  if (url.empty()) throw std::runtime_error("DATABASE_URL is not set; for a first try: DATABASE_URL=sqlite:app.db");
  std::string error;
  const auto parsed = parse_database_url(url, error);
  if (!parsed) throw std::runtime_error("DATABASE_URL: " + error);
  settings.database = *parsed;
  settings.server.address = environment.get("HOST", "127.0.0.1");
  settings.server.port = static_cast<std::uint16_t>(environment.number("PORT", 8080, 0, 65535));
  auto& limits = settings.server.limits;
  limits.body_bytes = static_cast<std::size_t>(environment.number("BODY_LIMIT", 1 << 20, 0, 1L << 30));
  limits.connections = static_cast<std::size_t>(environment.number("MAX_CONNECTIONS", 10'000, 1, 1'000'000));
  const long cores = std::max(1U, std::thread::hardware_concurrency());
  settings.workers = static_cast<std::size_t>(environment.number("WORKERS", 8 * cores, 1, 1024));
  settings.pool.max_connections = settings.workers;
  settings.pool.statement_timeout =
      std::chrono::milliseconds(environment.number("STATEMENT_TIMEOUT_MS", 30'000, 1, 3'600'000));
  settings.access_log = environment.flag("ACCESS_LOG", true);
  return settings;
}

}  // namespace schemac::app
