// A kill at any step: whichever statement of `apply` or `rollback` is the last that was carried out, one command leads
// on, and what it leads to is what would have come of it undisturbed, rows included.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "apply/apply.h"
#include "dialect/dialects.h"
#include "fault/killing_connection.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBefore = R"(
enum Mood { merry, sad }
table authors {
  id   : bigint identity primary key
  name : varchar(40) unique
  born : int?
  mood : Mood = merry
}
table books {
  id     : bigint identity primary key
  title  : varchar(80)
  price  : int check (price >= 0)
  author : authors.id?
  index (title)
}
table spare {
  id   : bigint primary key
  note : varchar(40)
}
)";

constexpr const char* kAfter = R"(
enum Kind { novel, essay }
enum Mood { glad was merry, sad }

table authors {
  id    : bigint identity primary key
  name  : varchar(60) unique
  alive : bool = true
  mood  : Mood = glad
}
table books {
  id     : bigint identity primary key
  title  : varchar(80)
  pages  : int = 100 check (pages > 0)
  price  : bigint
  kind   : Kind = novel
  author : authors.id? on delete set null
  index (author, title desc)
}
table reviews {
  id   : bigint identity primary key
  book : books.id on delete cascade
  text : varchar(200)
}
table tags {
  name : varchar(20) primary key
}
seed tags by name {
  name
  ("new")
  ("used")
}
)";

constexpr const char* kRows[] = {
    "INSERT INTO authors (id, name, born, mood) VALUES (1, 'Ada', 1815, 'sad'), (2, 'Grace', NULL, 'merry')",
    "INSERT INTO books (id, title, price, author) VALUES (1, 'Notes', 3, 1), (2, 'Compilers', 5, 2)",
    "INSERT INTO books (id, title, price, author) VALUES (3, 'None', 0, NULL)",
    "INSERT INTO spare (id, note) VALUES (7, 'kept')",
};

/// A folder of two migrations: to the schema before, and to the one after.
class Folder {
 public:
  explicit Folder(DialectId dialect)
      : path_(testing::TempDir() + fmt::format("schemac_kill_{}_{}", to_string(dialect), ::getpid())) {
    fs::remove_all(path_);
    const auto before = compiled(kBefore), after = compiled(kAfter);
    add(dialect, "20260101T000000_before", {{}, before, {}});
    add(dialect, "20260101T000001_after", {before, after, renames_in(kAfter)});
  }
  ~Folder() { fs::remove_all(path_); }
  store::Migrations load() const { return must(store::Migrations::load(path_)); }

 private:
  void add(DialectId dialect, const std::string& id, const diff::Pair& pair) {
    store::Migration out;
    out.id = id;
    const store::Migrations there = load();
    for (const auto* head : there.heads()) out.parents.push_back(head->hash);
    out.accepted = {"all"};
    const auto plan = must(plan::plan_both_ways(pair, dialect::get(dialect), store::quarantine_tag(id), {true, true}));
    const auto text = [&](const plan::Plan& way) { return store::render({way.guards, way.statements}, dialect, id); };
    out.scripts[dialect] = {text(plan.up), text(plan.down)};
    must(there.write(out, must(diff::diff(pair, {true, true})), "{}"));
  }

  std::string path_;
};

/// Runs `work` in a process of its own, which dies after `survived` statements; true where it lived to the end.
template <class Work>
bool survives(const TestDatabase& database, int survived, const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    KillingConnection connection(database.connect(), survived);
    const bool done = work(connection);
    ::_exit(done ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return false;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("it failed instead of dying");
  return true;
}

class Kill : public EveryEngine {
 protected:
  apply::Database open(engine::Connection& connection, const store::Migrations& migrations) {
    return must(apply::Database::open(connection, migrations, true));
  }

  /// What `status` says to do, done: go on with what was interrupted, or do it again from the start.
  void lead_on(TestDatabase& database, const store::Migrations& migrations, bool up) {
    const auto connection = database.connect();
    auto opened = open(*connection, migrations);
    const auto status = must(opened.status(true));
    ASSERT_FALSE(status.drifted);
    if (status.interrupted)
      must(opened.resume({}));
    else if (up && !status.pending.empty())
      must(opened.apply({}));
    else if (!up && status.pending.empty())
      must(opened.rollback({}));
  }

  /// The other answer to an interruption on the way up: back again.
  void lead_back(TestDatabase& database, const store::Migrations& migrations) {
    const auto connection = database.connect();
    auto opened = open(*connection, migrations);
    const auto status = must(opened.status(true));
    if (status.interrupted || status.pending.empty()) must(opened.rollback({}));
  }
};

TEST_P(Kill, AtAnyStatementOneCommandLeadsOn) {
  const Folder folder(GetParam());
  const store::Migrations migrations = folder.load();
  const auto up = [&](engine::Connection& c) { return open(c, migrations).apply({}).has_value(); };
  const auto down = [&](engine::Connection& c) { return open(c, migrations).rollback({}).has_value(); };

  TestDatabase database(GetParam());
  apply::Options first;
  first.to = "20260101T000000";
  must(open(database.connection(), migrations).apply(first));
  for (const char* row : kRows) must(database.connection().execute(row));
  const std::string dump_before = normal_form(database.connection());
  const TableRows rows_before = all_rows(database.connection());
  must(open(database.connection(), migrations).apply({}));
  const std::string dump_after = normal_form(database.connection());
  const TableRows rows_after = all_rows(database.connection());
  must(open(database.connection(), migrations).rollback({}));

  // one transaction is all or nothing: a few places in it are as good as all
  const int stride = dialect::get(GetParam()).ddl_is_transactional() ? 5 : 1;
  int deaths = 0;
  bool up_lives = false, down_lives = false;
  for (int survived = 0; !up_lives || !down_lives; survived += stride) {
    SCOPED_TRACE(fmt::format("killed after {} statements", survived));
    ASSERT_LT(survived, 500);
    if (survived % 2 == 1 && !survives(database, survived, up)) {
      lead_back(database, migrations);
      ASSERT_EQ(normal_form(database.connection()), dump_before);
      ASSERT_EQ(all_rows(database.connection()), rows_before);
    }
    up_lives = survives(database, survived, up);
    if (!up_lives) lead_on(database, migrations, true);
    ASSERT_EQ(normal_form(database.connection()), dump_after);
    ASSERT_EQ(all_rows(database.connection()), rows_after);
    down_lives = survives(database, survived, down);
    if (!down_lives) lead_on(database, migrations, false);
    ASSERT_EQ(normal_form(database.connection()), dump_before);
    ASSERT_EQ(all_rows(database.connection()), rows_before);
    deaths += !up_lives + !down_lives;
  }
  EXPECT_GT(deaths, 20 / stride);
}

SCHEMAC_ON_EVERY_ENGINE(Kill);

}  // namespace
}  // namespace schemac::test
