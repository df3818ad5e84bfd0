// Two people who type the same at once.
#include <future>

#include "program/project.h"

namespace schemac::test {
namespace {

class AtOnce : public Project {
 protected:
  struct Said {
    int code = 0;
    std::string text;
  };
  Said said(const std::string& arguments) {
    const std::string command = fmt::format("cd '{}' && '{}' {} 2>&1", folder_.string(), SCHEMAC_BINARY, arguments);
    std::FILE* pipe = ::popen(command.c_str(), "r");
    Said out;
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.text.append(buffer, n);
    out.code = WEXITSTATUS(::pclose(pipe));
    return out;
  }
  /// Both, while the lock that they wait for is held for so long that each has looked at the database before.
  std::pair<Said, Said> both(const std::string& arguments) {
    const auto holder = database_.connect();
    EXPECT_TRUE(must(holder->try_lock("schemac", std::chrono::seconds(1))));
    auto one = std::async(std::launch::async, [&] { return said(arguments); });
    auto other = std::async(std::launch::async, [&] { return said(arguments); });
    std::this_thread::sleep_for(std::chrono::seconds(4));
    must(holder->unlock("schemac"));
    return {one.get(), other.get()};
  }
};

TEST_P(AtOnce, RollbackTakesBackOneMigrationOnly) {
  step("first", "table t {\n  id : int primary key\n}\n");
  database_.run("INSERT INTO t (id) VALUES (1);");
  step("second", "table t {\n  id : int primary key\n  n : int?\n}\n");
  const auto [one, other] = both("rollback");
  EXPECT_EQ(std::min(one.code, other.code), 0) << one.text << other.text;
  EXPECT_EQ(std::max(one.code, other.code), 3) << one.text << other.text;
  EXPECT_NE((one.text + other.text).find("SC7030"), std::string::npos) << one.text << other.text;
  EXPECT_EQ(value("SELECT count(*) FROM t"), "1");
}

TEST_P(AtOnce, ApplyRunsEachMigrationOnce) {
  step("first", "table t {\n  id : int primary key\n}\n");
  write("app.schema", "table t {\n  id : int primary key\n  n : int?\n}\n");
  schemac("plan -m second");
  const auto [one, other] = both("apply");
  EXPECT_EQ(one.code, 0) << one.text;
  EXPECT_EQ(other.code, 0) << other.text;
  schemac("verify");
}

// PostgreSQL queues whoever wants a table behind a statement that waits for it.
class Waiting : public AtOnce {};

TEST_P(Waiting, AReaderIsLetThroughWhileApplyWaitsForAnother) {
  step("first", "table t {\n  id : int primary key\n}\n");
  write("app.schema", "table t {\n  id : int primary key\n  n : int?\n}\n");
  schemac("plan -m second");
  const auto holder = database_.connect();
  must(holder->execute("BEGIN"));
  must(holder->execute("LOCK TABLE t IN ACCESS SHARE MODE"));
  auto applying = std::async(std::launch::async, [&] { return said("apply"); });
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const auto reader = database_.connect();
  must(reader->execute("SET lock_timeout = '10s'"));
  EXPECT_TRUE(reader->execute("SELECT * FROM t"));
  must(holder->execute("COMMIT"));
  const Said applied = applying.get();
  EXPECT_EQ(applied.code, 0) << applied.text;
  schemac("verify");
}

SCHEMAC_ON_EVERY_ENGINE(AtOnce);
INSTANTIATE_TEST_SUITE_P(, Waiting, testing::Values(DialectId::postgres), engine_name);

}  // namespace
}  // namespace schemac::test
