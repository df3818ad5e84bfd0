// Seed rows through plan, apply and rollback: what other rows refer to, what was there before, and what people changed.
#include "program/project.h"

namespace schemac::test {
namespace {

class Seeds : public Project {
 protected:
  std::string column(const std::string& sql) {
    std::string out;
    for (const auto& row : must(database_.connect()->query(sql))) out += row[0].value_or("NULL") + " ";
    return out;
  }
};

constexpr const char* kPages = R"(
table pages { id : bigint identity primary key, language : varchar(5) }
table kinds { code : varchar(10) primary key, name : text }
table things { id : bigint identity primary key, kind : varchar(10) }
)";

TEST_P(Seeds, ComeBeforeTheKeysOfRowsThatReferToThem) {
  step("start", kPages);
  database_.run(
      "INSERT INTO pages (language) VALUES ('en'), ('da'); INSERT INTO kinds VALUES ('a', 'A');"
      "INSERT INTO things (kind) VALUES ('a'), ('b');");
  step("lookup", R"(
table languages { code : varchar(5) primary key, name : varchar(40) }
seed languages by code {
  code, name
  ("en", "English")
  ("da", "Dansk")
}
table pages { id : bigint identity primary key, language : languages.code }
table kinds { code : varchar(10) primary key, name : text }
seed kinds by code {
  code, name
  ("a", "A")
  ("b", "B")
}
table things { id : bigint identity primary key, kind : kinds.code }
)");
  EXPECT_EQ(column("SELECT code FROM kinds ORDER BY code"), "a b ");
  schemac("rollback");
  EXPECT_EQ(column("SELECT code FROM kinds ORDER BY code"), "a ");  // which was there before the seed
  EXPECT_EQ(column("SELECT kind FROM things ORDER BY id"), "a b ");

  database_.run("INSERT INTO pages (language) VALUES ('sv');");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6006"), said.npos) << said;
  EXPECT_NE(schemac("status").find("pending"), std::string::npos);
}

TEST_P(Seeds, ReferToEachOtherInACircle) {
  step("circle", R"(
table teams { id : int primary key, lead_id : members.id? }
table members { id : int primary key, team_id : teams.id, boss_id : members.id? }
seed teams by id {
  id, lead_id
  (1, 1)
}
seed members by id {
  id, team_id, boss_id
  (1, 1, 2)
  (2, 1, null)
}
)");
  EXPECT_EQ(column("SELECT boss_id FROM members ORDER BY id"), "2 NULL ");
  schemac("rollback");
}

TEST_P(Seeds, ComeBackWithWhatNoSeedSpeaksOf) {
  step("start", R"(
table labels { id : bigint identity primary key, word : varchar(20) unique, extra : int = 7 }
seed labels by word {
  word
  ("one")
  ("two")
  ("four")
}
)");
  database_.run(
      "UPDATE labels SET extra = extra + 10; DELETE FROM labels WHERE word = 'one';"
      "INSERT INTO labels (word, extra) VALUES ('one', 1), ('three', 3);");
  const std::string before =
      column("SELECT id FROM labels ORDER BY word") + column("SELECT extra FROM labels ORDER BY word");
  step("columns", R"(
table labels { id : bigint identity primary key, term : varchar(20) unique was word, extra : int = 7 }
seed labels by term {
  term, extra
  ("two", 9)
  ("three", 5)
}
)");
  EXPECT_EQ(column("SELECT extra FROM labels ORDER BY term"), "3 9 ");
  schemac("rollback");
  EXPECT_EQ(column("SELECT id FROM labels ORDER BY word") + column("SELECT extra FROM labels ORDER BY word"), before);
  schemac("apply");
  schemac("rollback --to base");
}

TEST_P(Seeds, TakeNoNumberOfRowsThatCome) {
  for (const std::string kind : {"identity", "identity (always)"}) {
    step("start", "table a { id : bigint " + kind + R"( primary key, n : text }
seed a by id {
  id, n
  (1, "one")
  (2, "two")
}
)");
    database_.run("INSERT INTO a (n) VALUES ('three');");
    EXPECT_EQ(column("SELECT id FROM a ORDER BY id"), "1 2 3 ");
    schemac("rollback");
    fs::remove_all(folder_ / "migrations");
  }
}

TEST_P(Seeds, ComeBackWithLabelsThatWereRenamed) {
  step("start", R"(
enum mood { happy, sad }
table a { id : int primary key, m : mood, n : text }
seed a by id {
  id, m, n
  (1, happy, "x")
  (2, sad, "y")
}
)");
  step("renamed", R"(
enum mood { glad was happy, sad }
table a { id : int primary key, m : mood, n : text }
seed a by id {
  id, m, n
  (1, glad, "z")
}
)");
  EXPECT_EQ(column("SELECT m FROM a ORDER BY id"), "glad ");
  schemac("rollback");
  EXPECT_EQ(column("SELECT m FROM a ORDER BY id") + column("SELECT n FROM a ORDER BY id"), "happy sad x y ");
}

TEST_P(Seeds, GoWhateverTheirValuesAre) {
  step("start", R"(
table a { id : int primary key, r : real, d : double, j : json, b : bool, at : timestamptz, m : decimal(8, 2), u : uuid }
)");
  step("seed", R"(
table a { id : int primary key, r : real, d : double, j : json, b : bool, at : timestamptz, m : decimal(8, 2), u : uuid }
seed a by id {
  id, r, d, j, b, at, m, u
  (1, 0.1, 0.3, "{""a"": [1, 2]}", true, "2026-01-02 03:04:05", 1.50, "00000000-0000-4000-8000-000000000001")
}
)");
  schemac("rollback");
  EXPECT_EQ(value("SELECT count(*) FROM a"), "0");
}

TEST_P(Seeds, StayWhileOtherRowsReferToThem) {
  const std::string tables = R"(
table kinds { code : varchar(10) primary key, name : text }
table things { id : bigint identity primary key, kind : kinds.code on delete cascade }
)";
  step("start", tables + R"(
seed kinds by code {
  code, name
  ("a", "A")
  ("b", "B")
}
)");
  database_.run("INSERT INTO things (kind) VALUES ('b');");
  write("app.schema", tables);
  schemac("plan -m gone --accept all");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6009"), said.npos) << said;
  EXPECT_EQ(column("SELECT code FROM kinds ORDER BY code"), "a b ");
  database_.run("UPDATE kinds SET name = 'mine' WHERE code = 'b';");  // is nobody's seed any more
  schemac("apply");
  EXPECT_EQ(column("SELECT code FROM kinds ORDER BY code"), "b ");
  EXPECT_EQ(value("SELECT count(*) FROM things"), "1");
  schemac("rollback");
  EXPECT_EQ(column("SELECT name FROM kinds ORDER BY code"), "A mine ");
}

// The seed does not say what they refer to.
TEST_P(Seeds, StayWhileOtherRowsReferToThemByWhatTheDatabaseGave) {
  const auto schema = [](const std::string& rows) {
    return fmt::format(R"x(
table tags {{ id : int identity primary key, label : varchar(40) unique }}
table uses {{ id : int primary key, tag : tags.id? on delete cascade, other : tags.id? on delete set null }}
seed tags by label {{
  label
  {}
}}
)x",
                       rows);
  };
  step("start", schema("('new')\n ('sale')"));
  step("more", schema("('new')\n ('sale')\n ('last')"));
  database_.run(
      "INSERT INTO uses SELECT 1, id, NULL FROM tags WHERE label = 'sale';"
      "INSERT INTO uses SELECT 2, NULL, id FROM tags WHERE label = 'last';");
  write("app.schema", schema("('new')\n ('sold')\n ('last')"));
  schemac("plan -m gone --accept all");
  for (const char* command : {"apply", "rollback"}) {
    const std::string said = schemac(command, 3);
    EXPECT_NE(said.find("SC6009"), said.npos) << said;
  }
  EXPECT_EQ(value("SELECT count(*) FROM uses WHERE tag IS NOT NULL OR other IS NOT NULL"), "2");
  database_.run("DELETE FROM uses WHERE id = 1;");
  schemac("apply");
  EXPECT_EQ(column("SELECT label FROM tags ORDER BY label"), "last new sold ");
}

struct Room {
  std::string table, rows, after, rows_after;
};

// What makes room for a row comes with it, and goes with it: no row of anybody's stands in the way.
TEST_P(Seeds, ChangeWithTheRoomThatTheyNeed) {
  const std::string text = "table t { id : int primary key, x : varchar(30)?, keep : int? }";
  const std::string number = "table t { id : int primary key, x : int?, keep : int? }";
  const auto enumerated = [](const std::string& labels) {
    return "enum S { " + labels + " }\ntable t { id : int primary key, x : S, keep : int? }";
  };
  const auto checked = [](const std::string& rule) {
    return "table t { id : int primary key, x : int" + rule + ", keep : int? }";
  };
  const Room kRooms[] = {
      {enumerated("a, b"), "(1, a)", enumerated("a, b, c"), "(1, c)\n(2, c)"},
      {checked(" check (x > 0)"), "(1, 1)", checked(""), "(1, -5)\n(2, -6)"},
      {checked(" check (x <= 10)"), "(1, 1)", checked(" check (x <= 90)"), "(1, 20)\n(2, 30)"},
      {checked(""), "(1, 1)", checked("?"), "(1, null)\n(2, null)"},
      {checked(" unique"), "(1, 1)\n(3, 3)", checked(""), "(1, 1)\n(3, 1)\n(4, 1)"},
      {text, "(1, '12')", "table t { id : int primary key, x : varchar(60)?, keep : int? }",
       "(1, '1234567890123456789012345678901234567890')\n(2, '2234567890123456789012345678901234567890')"},
      {number, "(1, 12)", text, "(1, 'twelve')\n(2, 'two')"},
      {"table p { id : int primary key }\ntable t { id : int primary key, x : p.id, keep : int? }\n"
       "seed p by id {\n id\n (1)\n}",
       "(1, 1)",
       "table p { id : int primary key }\ntable t { id : int primary key, x : int, keep : int? }\n"
       "seed p by id {\n id\n (1)\n}",
       "(1, 7)\n(2, 8)"},
  };
  const auto schema = [](const std::string& table, const std::string& rows) {
    return fmt::format("{}\nseed t by id {{\n id, x\n {}\n}}\n", table, rows);
  };
  const auto goes = [&](const std::string& from, const std::string& to) {
    SCOPED_TRACE(from + " to " + to);
    constexpr const char* kIds = "SELECT id FROM t ORDER BY id";
    constexpr const char* kValues = "SELECT x FROM t ORDER BY id";
    step("start", from);
    database_.run("UPDATE t SET keep = 5 WHERE id = 1;");
    const std::string ids = column(kIds), values = column(kValues);
    step("changed", to);
    const std::string later_ids = column(kIds), later_values = column(kValues);
    schemac("rollback");
    EXPECT_EQ(column(kIds), ids);
    EXPECT_EQ(column(kValues), values);
    EXPECT_EQ(value("SELECT keep FROM t WHERE id = 1"), "5");
    schemac("apply");
    EXPECT_EQ(column(kIds), later_ids);
    EXPECT_EQ(column(kValues), later_values);
    schemac("rollback --to base");
    fs::remove_all(folder_ / "migrations");
  };
  for (const Room& room : kRooms) {
    goes(schema(room.table, room.rows), schema(room.after, room.rows_after));
    goes(schema(room.after, room.rows_after), schema(room.table, room.rows));
  }
}

// One that is no longer as it was seeded is somebody's own, and stands in the way.
TEST_P(Seeds, ThatSomebodyChangedStandInTheWay) {
  step("start", "table t { id : int primary key, x : int, keep : int }\n");
  step("room",
       "table t { id : int primary key, x : int?, keep : int? }\nseed t by id {\n  id, x, keep\n  (1, null, 5)\n}\n");
  database_.run("UPDATE t SET keep = NULL WHERE id = 1;");
  const std::string said = schemac("rollback", 3);
  EXPECT_NE(said.find("SC6001"), said.npos) << said;
  database_.run("UPDATE t SET keep = 5 WHERE id = 1;");
  schemac("rollback");
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
}

TEST_P(Seeds, StayTheSameRowsWhenTheyAreToldApartByAnotherColumn) {
  const std::string tables = R"(
table t { id : int identity primary key, k : varchar(20) unique, v : varchar(20)? = 'dv', n : int = 0 }
table uses { id : int primary key, t_id : t.id on delete cascade }
)";
  step("start", tables + "seed t by k {\n k, n\n ('a', 1)\n ('b', 2)\n}\n");
  database_.run("UPDATE t SET v = 'mine' WHERE k = 'b'; INSERT INTO uses VALUES (1, 1), (2, 2);");
  step("by", tables + "seed t by id {\n id, k, n\n (1, 'a', 7)\n (2, 'b', 2)\n}\n");
  EXPECT_EQ(column("SELECT v FROM t ORDER BY id"), "dv mine ");
  EXPECT_EQ(column("SELECT n FROM t ORDER BY id"), "7 2 ");
  EXPECT_EQ(value("SELECT count(*) FROM uses"), "2");
  schemac("rollback");
  EXPECT_EQ(column("SELECT v FROM t ORDER BY id"), "dv mine ");
  EXPECT_EQ(column("SELECT n FROM t ORDER BY id"), "1 2 ");
  EXPECT_EQ(value("SELECT count(*) FROM uses"), "2");
}

constexpr const char* kCodes = "SELECT code FROM codes ORDER BY id";

/// A table and its seed; `rows` are told by their ids.
std::string seeded(const std::string& table, const std::string& columns, const std::string& rows) {
  std::string lines;
  for (const char c : rows) lines += c == ';' ? "\n  " : std::string(1, c);
  return table + "\nseed codes by id {\n  " + columns + "\n  " + lines + "\n}\n";
}
std::string codes(const std::string& table, const std::string& rows) { return seeded(table, "id, code", rows); }

class SeedValues : public Seeds {
 protected:
  /// From one set of rows to the other and back.
  void goes(const std::string& table, const std::string& from, const std::string& to, const std::string& before,
            const std::string& after) {
    SCOPED_TRACE(table + from + " to " + to);
    step("start", codes(table, from));
    step("moved", codes(table, to));
    EXPECT_EQ(column(kCodes), after);
    schemac("rollback");
    EXPECT_EQ(column(kCodes), before);
    schemac("apply");
    EXPECT_EQ(column(kCodes), after);
    schemac("rollback --to base");
    fs::remove_all(folder_ / "migrations");
  }
};

constexpr const char* kUniqueCode = "table codes { id : int primary key, code : varchar(20) unique, extra : int = 7 }";

TEST_P(SeedValues, MoveFromOneRowToAnother) {
  goes(kUniqueCode, "(1, 'x');(2, 'z')", "(1, 'y');(2, 'x')", "x z ", "y x ");
  goes(kUniqueCode, "(1, 'y');(2, 'x')", "(1, 'x');(2, 'z')", "y x ", "x z ");
  goes(kUniqueCode, "(1, 'x');(2, 'y')", "(2, 'x')", "x y ", "x ");
  goes(kUniqueCode, "(1, 'y');(2, 'x')", "(1, 'x')", "y x ", "x ");
  goes(kUniqueCode, "(2, 'x')", "(1, 'x');(2, 'y')", "x ", "x y ");
  goes(kUniqueCode, "(1, 'a');(2, 'b');(3, 'c');(4, 'd')", "(1, 'b');(2, 'c');(3, 'd');(4, 'e')", "a b c d ",
       "b c d e ");
}

TEST_P(SeedValues, AreSwapped) {
  goes(kUniqueCode, "(1, 'x');(2, 'y')", "(1, 'y');(2, 'x')", "x y ", "y x ");
  goes(kUniqueCode, "(1, 'a');(2, 'b');(3, 'c');(4, 'd');(5, 'e')", "(1, 'b');(2, 'c');(3, 'a');(4, 'e');(5, 'd')",
       "a b c d e ", "b c a e d ");
  goes("table codes { id : int primary key, code : varchar(20)? unique, extra : int = 7 }", "(1, 'x');(2, 'y')",
       "(1, 'y');(2, 'x')", "x y ", "y x ");
  goes("table codes { id : int primary key, code : int, extra : int = 7\n unique index codes_code (code) }",
       "(1, 10);(2, 20)", "(1, 20);(2, 10)", "10 20 ", "20 10 ");
}

TEST_P(SeedValues, AreSwappedInPairs) {
  const std::string table =
      "table codes { id : int primary key, kind : int, code : varchar(20)\n unique (kind, code) }";
  const auto rows = [&](const std::string& list) { return seeded(table, "id, kind, code", list); };
  step("start", rows("(1, 1, 'x');(2, 1, 'y');(3, 2, 'x')"));
  step("moved", rows("(1, 1, 'y');(2, 1, 'x');(3, 1, 'z')"));
  EXPECT_EQ(column(kCodes), "y x z ");
  schemac("rollback");
  EXPECT_EQ(column(kCodes), "x y x ");
}

TEST_P(SeedValues, AreSwappedUnderNewNames) {
  step("start", R"(
enum Mood { merry, sad, calm }
table codes { id : int primary key, code : varchar(20) unique, mood : Mood? unique, extra : int = 7 }
seed codes by id {
  id, code, mood
  (1, "x", merry)
  (2, "y", sad)
  (3, "z", calm)
}
)");
  database_.run("UPDATE codes SET extra = 8 WHERE id = 2;");
  step("renamed", R"(
enum Mood { glad was merry, sad, calm }
table tags was codes { id : int primary key, word : varchar(20) unique was code, mood : Mood? unique, extra : int = 7 }
seed tags by id {
  id, word, mood
  (1, "y", sad)
  (2, "x", glad)
  (4, "z", calm)
}
)");
  EXPECT_EQ(column("SELECT word FROM tags ORDER BY id") + column("SELECT mood FROM tags ORDER BY id"),
            "y x z sad glad calm ");
  schemac("rollback");
  EXPECT_EQ(column(kCodes) + column("SELECT mood FROM codes ORDER BY id"), "x y z merry sad calm ");
  EXPECT_EQ(column("SELECT extra FROM codes ORDER BY id"), "7 8 7 ");
}

/// SQLite switches its foreign keys off while a migration is run.
TEST_P(SeedValues, AreFollowedByRowsThatReferToThem) {
  const std::string things =
      "\ntable things { id : int primary key, code : varchar(20)\n"
      "  foreign key (code) references codes(code) on update cascade }\n";
  step("start", codes(kUniqueCode, "(1, 'x');(2, 'y');(3, 'z')") + things);
  database_.run("INSERT INTO things VALUES (1, 'x'), (2, 'y');");
  write("app.schema", codes(kUniqueCode, "(1, 'y');(2, 'x');(3, 'w')") + things);
  schemac("plan -m moved");
  if (GetParam() == DialectId::sqlite) {
    const std::string said = schemac("apply", 3);
    EXPECT_NE(said.find("SC6009"), said.npos) << said;
    return;
  }
  schemac("apply");
  EXPECT_EQ(column("SELECT code FROM things ORDER BY id"), "y x ");
  schemac("rollback");
  EXPECT_EQ(column(kCodes) + column("SELECT code FROM things ORDER BY id"), "x y z x y ");
}

TEST_P(SeedValues, StayWhileOtherRowsReferToThem) {
  const std::string things =
      "\ntable things { id : int primary key, code : varchar(20)\n  foreign key (code) references codes(code) }\n";
  step("start", codes(kUniqueCode, "(1, 'x');(2, 'z')") + things);
  database_.run("INSERT INTO things VALUES (1, 'x');");
  write("app.schema", codes(kUniqueCode, "(1, 'y');(2, 'x')") + things);
  schemac("plan -m moved");
  std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6009"), said.npos) << said;
  EXPECT_EQ(column(kCodes), "x z ");
  database_.run("DELETE FROM things;");
  schemac("apply");
  database_.run("INSERT INTO things VALUES (1, 'y');");
  said = schemac("rollback", 3);
  EXPECT_NE(said.find("SC6009"), said.npos) << said;
  EXPECT_EQ(column(kCodes), "y x ");
  database_.run("DELETE FROM things;");
  schemac("rollback");
  EXPECT_EQ(column(kCodes), "x z ");
}

TEST_P(SeedValues, AreRefusedInACircleThatNothingOpens) {
  const std::string table =
      "table codes { id : int primary key, code : varchar(20) unique check (code in ('x', 'y')) }";
  step("start", codes(table, "(1, 'x');(2, 'y')"));
  write("app.schema", codes(table, "(1, 'y');(2, 'x')"));
  const std::string said = schemac("plan -m swapped", 3);
  EXPECT_NE(said.find("SC7015"), said.npos) << said;
}

TEST_P(SeedValues, AreRefusedWhileAnotherRowHasThem) {
  step("start", codes(kUniqueCode, "(1, 'x')"));
  database_.run("INSERT INTO codes (id, code) VALUES (7, 'y');");
  write("app.schema", codes(kUniqueCode, "(1, 'y')"));
  schemac("plan -m changed");
  std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6011"), said.npos) << said;
  EXPECT_NE(schemac("status").find("pending"), std::string::npos);
  database_.run("UPDATE codes SET code = 'z' WHERE id = 7;");
  schemac("apply");
  database_.run("UPDATE codes SET code = 'x' WHERE id = 7;");
  said = schemac("rollback", 3);
  EXPECT_NE(said.find("SC6011"), said.npos) << said;
  EXPECT_EQ(column(kCodes), "y x ");
  database_.run("UPDATE codes SET code = 'z' WHERE id = 7;");
  schemac("rollback");
  EXPECT_EQ(column(kCodes), "x z ");
}

TEST_P(SeedValues, ThatComeAreRefusedWhileAnotherRowHasThem) {
  step("start", kUniqueCode);
  database_.run("INSERT INTO codes (id, code) VALUES (7, 'y');");
  write("app.schema", codes(kUniqueCode, "(1, 'x');(2, 'y')"));
  schemac("plan -m seeded");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6011"), said.npos) << said;
  database_.run("UPDATE codes SET code = 'z' WHERE id = 7; INSERT INTO codes (id, code) VALUES (2, 'y');");
  schemac("apply");
  EXPECT_EQ(column(kCodes), "x y z ");
  schemac("rollback");
  EXPECT_EQ(column(kCodes), "y z ");
}

SCHEMAC_ON_EVERY_ENGINE(Seeds);
SCHEMAC_ON_EVERY_ENGINE(SeedValues);

}  // namespace
}  // namespace schemac::test
