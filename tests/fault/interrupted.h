// Two schemas, rows, and a folder of the migrations between them, which faults are tried on.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "apply/apply.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {

inline constexpr const char* kBefore = R"(
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
table told {
  id   : bigint primary key
  note : varchar(40)
  for mariadb { system_versioning = true }
}
table sizes {
  id   : bigint primary key
  size : decimal(10, 3)?
  index (size)
}
table ranks {
  id   : int primary key
  code : varchar(20) unique
}
seed ranks by id {
  id, code
  (1, "a")
  (2, "b")
  (3, "c")
  (4, "d")
}
)";

inline constexpr const char* kAfter = R"(
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
table told {
  id   : bigint primary key
  note : varchar(40)
}
table sizes {
  id   : bigint primary key
  size : int?
  index (size)
}
table tags {
  name : varchar(20) primary key
}
table ranks {
  id   : int primary key
  code : varchar(20) unique
}
seed ranks by id {
  id, code
  (1, "b")
  (2, "a")
  (3, "d")
  (5, "c")
}
seed tags by name {
  name
  ("new")
  ("used")
}
)";

inline constexpr const char* kRows[] = {
    "INSERT INTO authors (id, name, born, mood) VALUES (1, 'Ada', 1815, 'sad'), (2, 'Grace', NULL, 'merry')",
    "INSERT INTO books (id, title, price, author) VALUES (1, 'Notes', 3, 1), (2, 'Compilers', 5, 2)",
    "INSERT INTO books (id, title, price, author) VALUES (3, 'None', 0, NULL)",
    "INSERT INTO told VALUES (1, 'a'), (2, 'b')",
    "UPDATE told SET note = 'c' WHERE id = 1",
    "DELETE FROM told WHERE id = 2",
    "INSERT INTO sizes VALUES (1, 1.234), (2, NULL), (3, 4)",
    "INSERT INTO spare (id, note) VALUES (7, 'kept')",
};

/// A folder of two migrations: to the schema before, and to the one after.
class Folder {
 public:
  explicit Folder(DialectId dialect)
      : path_(testing::TempDir() + fmt::format("schemac_kill_{}_{}", to_string(dialect), ::getpid())) {
    std::filesystem::remove_all(path_);
    const auto before = compiled(kBefore), after = compiled(kAfter);
    add(dialect, "20260101T000000_before", {{}, before, {}});
    add(dialect, "20260101T000001_after", {before, after, renames_in(kAfter)});
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  /// One more that changes no schema, with statements that somebody wrote.
  void add_written(DialectId dialect, const std::string& id, const std::string& up) {
    const auto after = compiled(kAfter);
    add(dialect, id, {after, after, {}}, up);
  }
  store::Migrations load() const { return must(store::Migrations::load(path_)); }

 private:
  void add(DialectId dialect, const std::string& id, const diff::Pair& pair, const std::string& written = "") {
    store::Migration out;
    out.id = id;
    const store::Migrations there = load();
    for (const auto* head : there.heads()) out.parents.push_back(head->hash);
    out.accepted = {"all"};
    const auto plan = must(plan::plan_both_ways(pair, dialect::get(dialect), store::quarantine_tag(id), {true, true}));
    const auto text = [&](const plan::Plan& way) { return store::render({way.guards, way.statements}, dialect, id); };
    out.scripts[dialect] = {text(plan.up) + written, text(plan.down)};
    must(there.write(out, must(diff::diff(pair, {true, true})), "{}"));
  }

  std::string path_;
};

/// A database that a migration was interrupted on.
class Interrupted : public EveryEngine {
 protected:
  apply::Database open(engine::Connection& connection, const store::Migrations& migrations) {
    return must(apply::Database::open(connection, migrations, apply::Lock::of_what_is_found));
  }

  /// What `status` says to do, done: go on with what was interrupted, or do it again from the start.
  bool leads_on(engine::Connection& connection, const store::Migrations& migrations, bool up) {
    auto opened = open(connection, migrations);
    const auto status = must(opened.status(true));
    EXPECT_FALSE(status.drifted);
    if (status.interrupted)
      must(opened.resume({}));
    else if (up && !status.pending.empty())
      must(opened.apply({}));
    else if (!up && status.pending.empty())
      must(opened.rollback({}));
    return true;
  }
  void lead_on(TestDatabase& database, const store::Migrations& migrations, bool up) {
    leads_on(*database.connect(), migrations, up);
  }
};

}  // namespace schemac::test
