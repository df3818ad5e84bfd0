// A fresh, empty database of a real engine for one test. The servers are those that `./dev test` starts and names in
// SCHEMAC_TEST_POSTGRES_URL, SCHEMAC_TEST_MARIADB_URL and SCHEMAC_TEST_MYSQL_URL; SQLite gets a file.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/connection.h"

namespace schemac::test {

/// The value of a result that must be there; fails the test with its diagnostics otherwise.
template <class T>
T must(Result<T> result) {
  if (result) {
    if constexpr (std::is_void_v<T>)
      return;
    else
      return std::move(*result);
  }
  std::string said;
  for (const auto& diagnostic : result.error()) said += diagnostic.message + "\n";
  throw std::runtime_error(said);
}

DatabaseUrl must_parse_url(const std::string& text);

/// The server's own URL. Throws where no server was started: a missing engine is a failure, never a skip.
std::string server_url(DialectId dialect);

class TestDatabase {
 public:
  /// Makes a database of a name of its own.
  explicit TestDatabase(DialectId dialect);
  /// Drops it, with whoever is still connected.
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  DialectId dialect() const { return dialect_; }
  /// As a user would write it on a command line.
  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }
  /// The connection that every call shares.
  engine::Connection& connection();
  /// One more session.
  std::unique_ptr<engine::Connection> connect() const;
  /// Runs a script, statement by statement.
  void run(const std::string& script);

 private:
  DialectId dialect_;
  std::string name_, url_;
  std::unique_ptr<engine::Connection> connection_;
};

/// Tests that run on each engine: TEST_P cases over the dialects, named after them.
class EveryEngine : public testing::TestWithParam<DialectId> {};
inline std::string engine_name(const testing::TestParamInfo<DialectId>& info) {
  return std::string(to_string(info.param));
}

}  // namespace schemac::test

#define SCHEMAC_ON_EVERY_ENGINE(suite) \
  INSTANTIATE_TEST_SUITE_P(, suite, testing::ValuesIn(schemac::kAllDialects), schemac::test::engine_name)
