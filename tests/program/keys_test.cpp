// Foreign keys whose other side changes in the same plan.
#include "program/project.h"

namespace schemac::test {
namespace {

class Keys : public Project {};

constexpr const char* kArtists = R"(
table artists { id : bigint identity primary key, name : varchar(20) }
table albums { id : bigint identity primary key, artist : artists.id }
)";

TEST_P(Keys, ToAColumnThatIsNumberedAnewAreRefusedWhileRowsHoldTheOldNumbers) {
  step("start", kArtists);
  database_.run(
      "INSERT INTO artists (name) VALUES ('gone'), ('second'), ('third'); DELETE FROM artists WHERE name = 'gone';"
      "INSERT INTO albums (artist) VALUES (2);");
  write("app.schema", R"(
table artists { number : bigint identity primary key, name : varchar(20) }
table albums { id : bigint identity primary key, artist : artists.number }
)");
  schemac("plan -m renumbered --accept all");
  const std::string said = schemac("apply", 3);  // 2 would be the third's number from now on
  EXPECT_NE(said.find("SC6006"), said.npos) << said;
  EXPECT_EQ(value("SELECT name FROM artists WHERE id = 2"), "second");

  database_.run("DELETE FROM albums;");
  schemac("apply");
  schemac("rollback");
  EXPECT_EQ(value("SELECT name FROM artists WHERE id = 2"), "second");
}

TEST_P(Keys, ToAColumnOfAnotherNameThatHoldsTheSameValuesAreMade) {
  step("start", R"(
table artists { id : bigint identity primary key, name : varchar(20) }
table albums { id : bigint identity primary key, artist : bigint }
)");
  database_.run("INSERT INTO artists (name) VALUES ('first'); INSERT INTO albums (artist) VALUES (1), (2);");
  const std::string renamed = R"(
table artists { number : bigint identity primary key was id, name : varchar(20) }
table albums { id : bigint identity primary key, artist : artists.number }
)";
  write("app.schema", renamed);
  schemac("plan -m renamed --accept all");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6006"), said.npos) << said;
  database_.run("DELETE FROM albums WHERE artist = 2;");
  schemac("apply");
  EXPECT_EQ(value("SELECT name FROM artists a JOIN albums b ON b.artist = a.number"), "first");
}

/// InnoDB finds the rows by an index that begins with the columns in their order.
TEST_P(Keys, NameTheColumnsOfTheOtherSideInAnyOrder) {
  const std::string places = R"(
table places { a : int, b : int, c : int?, primary key (a, b), unique (b, c), index (c, a) }
)";
  step("start", places + "table stops { id : int primary key, x : int?, y : int? }\n");
  database_.run("INSERT INTO places VALUES (1, 2, 3), (2, 4, 5); INSERT INTO stops VALUES (1, 2, 1), (2, NULL, 1);");
  const std::string bound = places + R"(
table stops {
  id : int primary key
  x  : int?
  y  : int?
  foreign key (x, y) references places (b, a) on delete cascade
}
)";
  step("bound", bound);
  EXPECT_THROW(database_.run("INSERT INTO stops VALUES (3, 1, 2);"), std::exception);
  database_.run("UPDATE stops SET x = 4, y = 2 WHERE id = 1; DELETE FROM places WHERE a = 2;");
  EXPECT_EQ(value("SELECT count(*) FROM stops"), "1");
  step("renamed", R"(
table places { a : int, b : int, d : int? was c, primary key (a, b), unique (b, d), index (d, a) }
table stops {
  id : int primary key
  x  : int?
  y  : int?
  foreign key (x, y) references places (d, b)
}
)");
  EXPECT_THROW(database_.run("INSERT INTO stops VALUES (3, 2, 3);"), std::exception);
  database_.run("INSERT INTO stops VALUES (3, 3, 2); DELETE FROM stops WHERE id = 3;");
  schemac("rollback");
  step("unique", places + R"(
table stops {
  id : int primary key
  x  : int?
  y  : int?
  foreign key (x, y) references places (c, b)
}
)");
  schemac("rollback --to base");
}

/// The names of indexes are those of relations on two engines, and a table's own on the others.
TEST_P(Keys, HaveNamesOfTheirOwnWhereTheyShareThemWithTables) {
  const std::string schema = R"(
table posts { id : int primary key }
table users { id : int primary key, n : int, index posts (n) }
)";
  if (GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb) return step("start", schema);
  write("app.schema", schema);
  const std::string said = schemac("check", 1);
  EXPECT_NE(said.find("SC3007"), said.npos) << said;
}

TEST_P(Keys, OfValuesThatAreMadeUpAreRefusedWhereTheyLeadNowhere) {
  const auto schema = [](const std::string& column) {
    return "table p { id : int primary key }\ntable t {\n  id : int primary key\n  a : int\n  " + column + "\n}\n";
  };
  const auto refused = [&](const std::string& before, const std::string& after) {
    SCOPED_TRACE(before + " to " + after);
    step("start", schema(before));
    database_.run("INSERT INTO p VALUES (1); INSERT INTO t (id, a) VALUES (1, 1), (2, 4);");
    write("app.schema", schema(after));
    schemac("plan -m key --accept all");
    const std::string said = schemac("apply", 3);
    EXPECT_NE(said.find("SC6006"), said.npos) << said;
    database_.run("INSERT INTO p VALUES (4), (5), (7);");
    schemac("apply");
    schemac("rollback --to base");
    fs::remove_all(folder_ / "migrations");
  };
  refused("", "r : p.id = 5");
  refused("r : int generated always as (a) stored", "r : p.id");
  refused("", "r : p.id generated always as (a) stored");
  if (GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb) refused("r : varchar(9) = '7'", "r : p.id");
}

// The parent is made in the same plan, and its seed is all that it has.
TEST_P(Keys, OfDefaultsLeadToSeedRows) {
  step("start", "table t { id : int primary key }");
  database_.run("INSERT INTO t VALUES (1);");
  step("key",
       "table p { id : int primary key }\ntable t { id : int primary key, r : p.id = 5 }\n"
       "seed p by id {\n  id\n  (5)\n}\n");
  step("more",
       "table p { id : int primary key }\n"
       "table t { id : int primary key, r : p.id = 5, s : p.id = 6 }\nseed p by id {\n  id\n  (5)\n  (6)\n}\n");
  EXPECT_EQ(value("SELECT r + s FROM t"), "11");
  schemac("rollback --steps 2");
}

SCHEMAC_ON_EVERY_ENGINE(Keys);

}  // namespace
}  // namespace schemac::test
