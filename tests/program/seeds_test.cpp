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

SCHEMAC_ON_EVERY_ENGINE(Seeds);

}  // namespace
}  // namespace schemac::test
