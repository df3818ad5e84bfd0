// Tables, columns and types are renamed together with what changes of them, and with what refers to them.
#include "program/project.h"

namespace schemac::test {
namespace {

class Renames : public Project {
 protected:
  /// What the engine has is what the schema says, not only what apply left.
  void expect_as_declared() { schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code"); }
};

class SequenceRenames : public Renames {};

constexpr const char* kPeople = R"(
table people {
  id   : int primary key
  name : varchar(10)
}
table pets {
  id    : int primary key
  owner : people.id
  rival : pets.id?
}
)";

TEST_P(Renames, ReachWhatRefersToATableThatIsMadeAnew) {
  step("people", kPeople);
  database_.run("INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace'); INSERT INTO pets VALUES (7, 1, NULL), (8, 2, 7);");
  step("column", R"(
table people {
  no   : int primary key was id
  name : varchar(12)
}
table pets {
  id    : int primary key
  owner : people.no
  rival : pets.id?
}
)");
  expect_as_declared();
  step("all", R"(
table persons was people {
  key  : int primary key was no
  name : varchar(14)
  born : int?
}
table animals was pets {
  number : int primary key was id
  keeper : persons.key was owner
  rival  : animals.number? on delete set null
}
)");
  expect_as_declared();
  EXPECT_EQ(value("SELECT count(*) FROM animals a JOIN persons p ON p.key = a.keeper"), "2");
  schemac("rollback --steps 2");
  write("app.schema", kPeople);
  expect_as_declared();
  EXPECT_EQ(value("SELECT name FROM pets JOIN people ON people.id = pets.owner WHERE rival = 7"), "Grace");
}

/// A type goes by another name, loses a label and has a new place, in a schema that is made for it.
TEST_P(Renames, OfTypesGoTogetherWithTheirLabels) {
  step("first", R"(
enum Mood { merry, sad, calm }
table people { id : int primary key; mood : Mood = calm }
)");
  database_.run("INSERT INTO people VALUES (1, 'calm'), (2, 'merry');");
  step("second", R"(
enum Temper was Mood { calm, merry }
table people { id : int primary key; mood : Temper = calm }
)");
  expect_as_declared();
  schemac("rollback");
  EXPECT_EQ(value("SELECT count(*) FROM people WHERE mood = 'merry'"), "1");
  schemac("apply");
  if (GetParam() != DialectId::postgres) return;
  step("third", R"(
schema staff
enum staff.Temper was Temper { calm, merry }
table staff.people was people { id : int primary key; mood : staff.Temper = calm }
)");
  expect_as_declared();
  schemac("rollback --steps 2");
  EXPECT_EQ(value("SELECT count(*) FROM people WHERE mood = 'merry'"), "1");
}

/// What a view reads goes by its name, not by what had that name before.
TEST_P(Renames, OfColumnsInAChainReachAViewThatSaysTheSame) {
  const std::string view = "view shown {\n  select notes.id, notes.a from notes\n}\n";
  step("first", "table notes {\n  id : int primary key\n  a : int\n  b : int\n}\n" + view);
  database_.run("INSERT INTO notes VALUES (1, 5, 6);");
  step("chain", "table notes {\n  id : int primary key\n  x : int was a\n  a : int was b\n}\n" + view);
  EXPECT_EQ(value("SELECT a FROM shown"), "6");
  schemac("rollback");
  EXPECT_EQ(value("SELECT a FROM shown"), "5");
}

/// A rollback would take what is new for what had the name before.
TEST_P(Renames, LeaveTheirOldNameFree) {
  step("first", "table notes {\n  id : int primary key\n  a : int\n}\n");
  database_.run("INSERT INTO notes VALUES (1, 5);");
  for (const char* schema : {"table notes {\n  id : int primary key\n  b : int was a\n  a : int = 9\n}\n",
                             "table old_notes was notes {\n  id : int primary key\n  a : int\n}\n"
                             "table notes {\n  id : int primary key\n  a : int\n}\n"}) {
    write("app.schema", schema);
    EXPECT_NE(schemac("plan -m reused --accept all", 3).find("SC7013"), std::string::npos);
  }
}

/// What a column held is kept while it is computed, by the name that it had.
TEST_P(Renames, OfColumnsThatBecomeGeneratedComeBackWithWhatTheyHeld) {
  const std::string start = "table t { id : int primary key, a : int?, b : int?, n : int = 3 }\n";
  step("start", start);
  database_.run("INSERT INTO t VALUES (1, 5, 50, 500), (2, NULL, 60, 600);");
  step("generated", R"(
table sums was t {
  id : int  primary key
  a  : int?
  c  : int? was b generated always as (a + 1) stored
  m  : int? was n generated always as (a * 2) stored
}
)");
  expect_as_declared();
  EXPECT_EQ(value("SELECT c + m FROM sums WHERE id = 1"), "16");
  database_.run("INSERT INTO sums (id, a) VALUES (3, 7);");
  schemac("rollback");
  write("app.schema", start);
  expect_as_declared();
  EXPECT_EQ(value("SELECT b FROM t WHERE id = 1"), "50");
  EXPECT_EQ(value("SELECT b FROM t WHERE id = 2"), "60");
  EXPECT_EQ(value("SELECT n FROM t WHERE id = 2"), "600");
  EXPECT_EQ(value("SELECT n FROM t WHERE id = 3"), "14");  // what was computed
  schemac("apply");
  EXPECT_EQ(value("SELECT c + m FROM sums WHERE id = 1"), "16");
  schemac("rollback --to base");
}

/// So do keys, indexes and checks, whose names follow from those of their columns, and a name that is passed on.
TEST_P(Renames, OfColumnsThatBecomeGeneratedReachTheirKeys) {
  const std::string start =
      "table t {\n  id : int primary key\n  a : int?\n  b : int? = 4 check (b > 0)\n  n : int unique\n  index (b, "
      "a)\n}\n";
  step("start", start);
  database_.run("INSERT INTO t (id, a, b, n) VALUES (1, 5, 50, 1), (2, NULL, 60, 2);");
  step("generated", R"(
table t {
  id : int primary key
  c  : int? was b generated always as (b + 1) stored check (c > 0)
  b  : int? was a
  m  : int? was n generated always as (b + 2) stored unique
  index (c, b)
}
)");
  expect_as_declared();
  EXPECT_EQ(value("SELECT c + m FROM t WHERE id = 1"), "13");
  schemac("rollback");
  write("app.schema", start);
  expect_as_declared();
  EXPECT_EQ(value("SELECT a + b + n FROM t WHERE id = 1"), "56");
  EXPECT_EQ(value("SELECT b + n FROM t WHERE id = 2"), "62");
  schemac("apply");
  schemac("rollback --to base");
}

/// Of a table without a key: its rows are told apart by their numbers, or by their values.
TEST_P(Renames, OfATableTakeAlongWhatItsRowsHeld) {
  step("first", "table people { name : varchar(10); age : int; note : varchar(10)? }");
  database_.run("INSERT INTO people VALUES ('Ada', 36, NULL), ('Grace', 85, 'x');");
  step("second", "table persons was people { born : int? ; note : varchar(10)? }");
  schemac("rollback");
  EXPECT_EQ(value("SELECT age FROM people WHERE name = 'Grace' AND note = 'x'"), "85");
  EXPECT_EQ(value("SELECT age FROM people WHERE name = 'Ada' AND note IS NULL"), "36");
}

TEST_P(Renames, OntoNamesThatAreThereAreRefused) {
  step("start", "table a { id : int primary key, x : int?, y : int? }\ntable b { id : int primary key, w : text? }\n");
  const auto refused = [&](const std::string& schema) {
    write("app.schema", schema);
    const std::string said = schemac("plan -m taken --accept all", 3);
    EXPECT_NE(said.find("SC7014"), said.npos) << said;
  };
  refused("table b was a { id : int primary key, x : int?, y : int? }\n");
  refused("table a { id : int primary key, y : int? was x }\ntable b { id : int primary key, w : text? }\n");
  database_.run("INSERT INTO a VALUES (1, 2, 3); INSERT INTO b VALUES (1, 'old');");
  step("gone", "table a { id : int primary key, x : int?, y : int? }\n");
  step("renamed", "table b was a { id : int primary key, x : int?, y : int? }\n");
  EXPECT_EQ(value("SELECT x FROM b"), "2");
  schemac("rollback --steps 2");
  EXPECT_EQ(value("SELECT w FROM b"), "old");
  EXPECT_EQ(value("SELECT x FROM a"), "2");
}

// MySQL and MariaDB take such names for their own, and give them the table's new name (MySQL: those of checks, too).
TEST_P(Renames, LeaveKeysAndChecksTheNamesThatTheyHave) {
  const auto named = [](const std::string& table, const std::string& key) {
    return fmt::format(R"(
table people {{ id : int primary key }}
table {} {{
  id    : int primary key
  owner : int?
  age   : int?
  foreign key {}_ibfk_1 (owner) references people (id)
  check pets_chk_1 (age > 0)
}}
)",
                       table, key);
  };
  step("pets", named("pets", "pets"));
  database_.run("INSERT INTO people VALUES (1); INSERT INTO pets VALUES (7, 1, 3);");
  step("animals", named("animals was pets", "pets"));
  expect_as_declared();
  step("beasts", named("beasts was animals", "beasts"));
  expect_as_declared();
  schemac("rollback");
  write("app.schema", named("animals", "pets"));
  expect_as_declared();
  schemac("rollback");
  write("app.schema", named("pets", "pets"));
  expect_as_declared();
  EXPECT_EQ(value("SELECT count(*) FROM pets WHERE owner = 1 AND age = 3"), "1");
}

/// Its table is called otherwise, and the sequence stays what it was: as ALTER TABLE leaves it.
TEST_P(SequenceRenames, LeaveASequenceThatIsNamed) {
  step("pets", "table pets {\n  id : bigint identity primary key\n  n : int\n}\n");
  database_.run("INSERT INTO pets (n) VALUES (3), (4)");
  step("animals", "table animals was pets {\n  id : bigint identity (name pets_id_seq) primary key\n  n : int\n}\n");
  expect_as_declared();
  EXPECT_EQ(value("SELECT nextval('pets_id_seq')"), "3");
  schemac("rollback");
  EXPECT_EQ(value("SELECT nextval('pets_id_seq')"), "4");
  EXPECT_EQ(value("SELECT count(*) FROM pets"), "2");
}

TEST_P(SequenceRenames, LeaveASequenceThatIsNamedAsTheColumnWas) {
  step("pets", "table pets {\n  id : bigint identity primary key\n  n : int\n}\n");
  database_.run("INSERT INTO pets (n) VALUES (3), (4)");
  step("number", "table pets {\n  no : bigint identity (name pets_id_seq) primary key was id\n  n : int\n}\n");
  expect_as_declared();
  EXPECT_EQ(value("SELECT nextval('pets_id_seq')"), "3");
  schemac("rollback");
  EXPECT_EQ(value("SELECT nextval('pets_id_seq')"), "4");
}

SCHEMAC_ON_EVERY_ENGINE(Renames);
INSTANTIATE_TEST_SUITE_P(, SequenceRenames, testing::Values(DialectId::postgres), engine_name);

}  // namespace
}  // namespace schemac::test
