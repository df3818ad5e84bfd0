#include "support/database.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"
#include "engine/script.h"

namespace schemac::test {

namespace {

std::string unique_name() {
  static std::atomic<int> count{0};
  return fmt::format("t_{}_{}", getpid(), count++);
}

/// `url` with its database replaced: what stands between the last '/' and the '?'.
std::string with_database(const std::string& url, const std::string& name) {
  const std::size_t options = std::min(url.find('?'), url.size());
  const std::size_t slash = url.rfind('/', options);
  return url.substr(0, slash + 1) + name + url.substr(options);
}

std::filesystem::path file_of(const std::string& name) {
  return std::filesystem::temp_directory_path() / ("schemac_" + name + ".db");
}

std::unique_ptr<engine::Connection> open_server(DialectId dialect) {
  return must(engine::open(must_parse_url(server_url(dialect))));
}

}  // namespace

DatabaseUrl must_parse_url(const std::string& text) {
  std::string error;
  auto url = parse_database_url(text, error);
  if (!url) throw std::runtime_error(text + ": " + error);
  return *url;
}

std::string server_url(DialectId dialect) {
  std::string variable = fmt::format("SCHEMAC_TEST_{}_URL", to_string(dialect));
  for (char& c : variable) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const char* url = std::getenv(variable.c_str());
  if (!url) throw std::runtime_error(variable + " is not set: run the tests with ./dev test, or start ./dev servers");
  return url;
}

TestDatabase::TestDatabase(DialectId dialect) : dialect_(dialect), name_(unique_name()) {
  switch (dialect) {
    case DialectId::sqlite:
      url_ = "sqlite:" + file_of(name_).string();
      std::filesystem::remove(file_of(name_));
      must(engine::open(must_parse_url(url_), {.create = true, .unknown_names_are_texts = true}));
      return;
    case DialectId::postgres:
    case DialectId::mysql:
    case DialectId::mariadb:
      must(open_server(dialect)->execute("CREATE DATABASE " + name_));
      break;
  }
  url_ = with_database(server_url(dialect), name_);
}

TestDatabase::~TestDatabase() {
  connection_.reset();
  try {
    switch (dialect_) {
      case DialectId::sqlite:
        for (const char* suffix : {"", "-journal", "-wal", "-shm", "-schemac-lock"})
          std::filesystem::remove(file_of(name_).string() + suffix);
        break;
      case DialectId::postgres:
        must(open_server(dialect_)->execute("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)"));
        break;
      case DialectId::mysql:
      case DialectId::mariadb:
        must(open_server(dialect_)->execute("DROP DATABASE IF EXISTS " + name_));
        break;
    }
  } catch (const std::exception& error) {
    ADD_FAILURE() << "the test's database could not be dropped: " << error.what();
  }
}

engine::Connection& TestDatabase::connection() {
  if (!connection_) connection_ = connect();
  return *connection_;
}

std::unique_ptr<engine::Connection> TestDatabase::connect() const {
  return must(engine::open(must_parse_url(url_), {.unknown_names_are_texts = true}));
}

void TestDatabase::run(const std::string& script) {
  for (const engine::Statement& statement : engine::split_script(dialect_, script))
    must(connection().execute(statement.text));
}

}  // namespace schemac::test
