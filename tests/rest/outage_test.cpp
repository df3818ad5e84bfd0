// What a service does when its database goes away and comes back, and when it is stopped in the middle of its work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <optional>
#include <thread>
#include <vector>

#include "rest/http_client.h"
#include "rest/relay.h"
#include "rest/sample.h"
#include "schemac/app/app.h"
#include "support/database.h"

namespace schemac::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Outage : public EveryEngine {
 protected:
  Outage() : database_(GetParam()) {
    database_.run(sample_schema(GetParam()));
    app::Settings settings;
    settings.database = must_parse_url(database_.url());
    settings.server.port = 0;
    settings.server.loops = 2;
    settings.workers = settings.pool.max_connections = 4;
    settings.pool.connect_timeout = 2s;
    settings.access_log = false;
    if (GetParam() != DialectId::sqlite) put_relay_before(settings.database);
    app_.emplace(settings);
    notes_.emplace(app_->database(), kNotesExposure);
    notes_->mount(app_->router(), "");
    app_->router().get("/by-hand", [this](http::Request&) {
      app_->database().acquire()->query("SELECT 1", {});
      return http::Response::text("by hand");
    });
    app_->start();
  }

  ~Outage() override {
    app_.reset();
    relay_.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  void put_relay_before(DatabaseUrl& url) {
    folder_ = std::filesystem::temp_directory_path() / ("schemac_relay_" + database_.name());
    std::filesystem::create_directories(folder_);
    if (url.engine == Engine::postgres) {
      relay_.emplace(folder_ / ".s.PGSQL.5432", std::filesystem::path(url.options.at("host")) / ".s.PGSQL.5432");
      url.options["host"] = folder_.string();
    } else {
      relay_.emplace(folder_ / "s", url.options.at("socket"));
      url.options["socket"] = (folder_ / "s").string();
    }
  }

  Answer send(std::string_view method, std::string_view target, std::string_view body = "") {
    return request(app_->port(), method, target, body);
  }

  TestDatabase database_;
  std::filesystem::path folder_;
  std::optional<Relay> relay_;
  std::optional<app::App> app_;
  std::optional<rest::Resource> notes_;
};

class ServerOutage : public Outage {};

TEST_P(ServerOutage, IsAnswered503UntilTheDatabaseIsBack) {
  ASSERT_EQ(send("POST", "/notes", R"({"title":"a"})").status, 201);
  relay_->cut();
  for (const auto* target : {"/notes", "/notes/1", "/by-hand", "/ready"}) {
    const auto answer = send("GET", target);
    EXPECT_EQ(answer.status, 503) << target << ": " << answer.body;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << target;
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("relay"))) << "the server's address is no client's business";
  }
  EXPECT_EQ(send("POST", "/notes", R"({"title":"b"})").status, 503);
  EXPECT_EQ(send("GET", "/live").status, 200);
  relay_->restore();
  EXPECT_EQ(send("GET", "/ready").status, 200);
  EXPECT_EQ(send("GET", "/notes?select=title").body, R"([{"title":"a"}])");
  EXPECT_EQ(send("POST", "/notes", R"({"title":"c"})").status, 201);
}

TEST_P(ServerOutage, OfASecondIsNotNoticedByTheNextRequests) {
  ASSERT_EQ(send("GET", "/notes").status, 200);
  relay_->cut();
  relay_->restore();
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(send("GET", "/notes").status, 200) << "connections that broke are not used again";
}

/// Clients that ask without pause, each on its own connection. Whatever the service does, they count.
class Load {
 public:
  explicit Load(std::uint16_t port) {
    for (int i = 0; i < 8; ++i) clients_.emplace_back([this, port] { ask(port); });
  }
  ~Load() {
    ending_ = true;
    for (auto& client : clients_) client.join();
  }

  std::atomic<int> answered{0}, refused{0}, other{0}, cut_short{0};

 private:
  void ask(std::uint16_t port) {
    while (!ending_) {
      try {
        Client client(port);
        for (bool closed = false; !closed && !ending_;) {
          const auto answer = client.send("GET", "/notes/1");
          (answer.status == 200 ? answered : answer.status == 503 ? refused : other)++;
          closed = answer.closed;
        }
      } catch (const std::runtime_error& error) {
        if (std::string_view(error.what()).find("cut short") != std::string_view::npos) ++cut_short;
        std::this_thread::sleep_for(1ms);  // refused, or closed between requests
      }
    }
  }

  std::atomic<bool> ending_{false};
  std::vector<std::thread> clients_;
};

void wait_until(const std::atomic<int>& count, int wanted) {
  for (int i = 0; i < 2000 && count < wanted; ++i) std::this_thread::sleep_for(5ms);
  ASSERT_GE(count, wanted);
}

TEST_P(ServerOutage, UnderLoadIsSurvived) {
  ASSERT_EQ(send("POST", "/notes", R"({"title":"a"})").status, 201);
  Load load(app_->port());
  for (int round = 0; round < 3; ++round) {
    wait_until(load.answered, load.answered + 100);
    relay_->cut();
    wait_until(load.refused, load.refused + 20);
    relay_->restore();
  }
  wait_until(load.answered, load.answered + 100);
  EXPECT_EQ(load.other, 0) << "every request is answered, or told to try again";
  EXPECT_EQ(load.cut_short, 0);
}

TEST_P(Outage, OfTheServiceItselfCutsNoAnswerShort) {
  ASSERT_EQ(send("POST", "/notes", R"({"title":"a"})").status, 201);
  Load load(app_->port());
  wait_until(load.answered, 100);
  app_->stop();
  EXPECT_EQ(load.other, 0);
  EXPECT_EQ(load.refused, 0) << "what was taken in is answered";
  EXPECT_EQ(load.cut_short, 0);
}

TEST_P(Outage, OfEveryWorkerIsNoDeathOfTheService) {
  ASSERT_EQ(send("POST", "/notes", R"({"title":"a"})").status, 201);
  const auto other = database_.connect();
  must(other->begin());
  must(other->execute("UPDATE notes SET title = 'locked'"));
  std::vector<std::future<int>> waiting;
  for (int i = 0; i < 4; ++i)  // as many as there are workers
    waiting.push_back(
        std::async(std::launch::async, [&] { return send("PATCH", "/notes/1", R"({"title":"b"})").status; }));
  std::this_thread::sleep_for(200ms);
  auto live = std::async(std::launch::async, [&] { return send("GET", "/live").status; });
  EXPECT_EQ(live.wait_for(5s), std::future_status::ready) << "while nobody else is answered";
  for (auto& each : waiting) EXPECT_EQ(each.wait_for(0s), std::future_status::timeout) << "the lock is held";
  must(other->rollback());
  for (auto& each : waiting) EXPECT_EQ(each.get(), 200);
  EXPECT_EQ(live.get(), 200);
}

/// What is connected after a migration goes on, in transactions and outside.
TEST_P(Outage, IsNoneWhereAMigrationChangesATypeMeanwhile) {
  ASSERT_EQ(send("POST", "/notes", R"({"title":"a"})").status, 201);
  const auto* const patch = R"({"title":"b"})";
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(send("GET", "/notes?select=title").status, 200);
    EXPECT_EQ(send("PATCH", "/notes/1", patch).status, 200);
  }
  if (GetParam() == DialectId::postgres) database_.run("ALTER TABLE notes ALTER COLUMN title TYPE text");
  if (GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb)
    database_.run("ALTER TABLE notes MODIFY title text NOT NULL");
  if (GetParam() == DialectId::sqlite) database_.run("ALTER TABLE notes ADD COLUMN later text");
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(send("PATCH", "/notes/1", patch).status, 200);
    EXPECT_EQ(send("GET", "/notes?select=title").body, R"([{"title":"b"}])");
  }
}

class SqliteOutage : public Outage {};

TEST_P(SqliteOutage, IsWaitedForByTheFirstConnection) {
  TestDatabase fresh(DialectId::sqlite);
  fresh.run("CREATE TABLE t (a integer)");
  must(fresh.connection().begin());
  must(fresh.connection().execute("INSERT INTO t VALUES (1)"));
  db::Database database(must_parse_url(fresh.url()));
  auto first = std::async(std::launch::async, [&] {
    const auto lease = database.acquire();
    const auto rows = lease->query("SELECT count(*) FROM t", {});
    return rows->next() ? rows->integer(0) : -1;
  });
  EXPECT_EQ(first.wait_for(200ms), std::future_status::timeout) << "the write lock is held";
  must(fresh.connection().commit());
  EXPECT_EQ(first.get(), 1);
}

SCHEMAC_ON_EVERY_ENGINE(Outage);
INSTANTIATE_TEST_SUITE_P(, SqliteOutage, testing::Values(DialectId::sqlite), engine_name);
INSTANTIATE_TEST_SUITE_P(, ServerOutage, testing::Values(DialectId::postgres, DialectId::mysql, DialectId::mariadb),
                         engine_name);

}  // namespace
}  // namespace schemac::test
