// What MariaDB keeps of rows that were changed or deleted is changed with the table, and never lost with it.
#include "program/project.h"

namespace schemac::test {
namespace {

class History : public Project {
 protected:
  static std::string versioned(const std::string& members) {
    return "table h {\n" + members + "\n  for mariadb { system_versioning = true }\n}\n";
  }
  std::string all_of(const std::string& columns) {
    return value("SELECT group_concat(concat_ws(' ', " + columns + ") ORDER BY id, row_start SEPARATOR '; ') FROM h " +
                 "FOR SYSTEM_TIME ALL");
  }
};

constexpr const char* kPlain = "  id : bigint identity primary key\n  v : text?\n";
constexpr const char* kRows =
    "INSERT INTO h (id, v) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'); UPDATE h SET v = 'z' WHERE id = 1;"
    "DELETE FROM h WHERE id = 2; ";

TEST_P(History, GoesOnlyByConsentAndComesBack) {
  step("start", versioned(kPlain) + "table kids { id : int primary key, h : h.id on delete cascade }\n");
  database_.run(std::string(kRows) + "INSERT INTO kids VALUES (1, 1);");
  const std::string before = all_of("id, v, row_start, row_end");
  write("app.schema",
        std::string("table h {\n") + kPlain + "}\ntable kids { id : int primary key, h : h.id on delete cascade }\n");
  EXPECT_NE(schemac("plan -m plain", 3).find("SC5001"), std::string::npos);
  schemac("plan -m plain --accept SC5001");
  schemac("apply");
  EXPECT_EQ(value("SELECT group_concat(v ORDER BY id) FROM h"), "z,c,d");
  schemac("rollback");
  EXPECT_EQ(all_of("id, v, row_start, row_end"), before);
  EXPECT_EQ(value("SELECT count(*) FROM kids"), "1");
}

TEST_P(History, HasWhatWasWhileThereWasNone) {
  step("start", versioned(kPlain) + "trigger t on h before delete { mysql \"\"\"SIGNAL SQLSTATE '45000'\"\"\" }\n");
  database_.run("INSERT INTO h (id, v) VALUES (1, 'a'), (3, 'c'), (4, 'd'); UPDATE h SET v = 'z' WHERE id = 1;");
  step("plain", std::string("table h {\n") + kPlain + "  more : int?\n}\n");
  database_.run("UPDATE h SET v = 'Z' WHERE id = 1; DELETE FROM h WHERE id = 3; INSERT INTO h (v) VALUES ('e');");
  schemac("rollback");
  EXPECT_EQ(all_of("id, v, row_end > now(6)"), "1 a 0; 1 z 0; 1 Z 1; 3 c 0; 4 d 1; 5 e 1");
  EXPECT_EQ(value("SELECT count(*) FROM h FOR SYSTEM_TIME ALL a JOIN h FOR SYSTEM_TIME ALL b USING (id) WHERE "
                  "a.row_end > b.row_start AND a.row_start < b.row_start"),
            "0");
}

TEST_P(History, IsEmptiedByPurge) {
  step("start", versioned(kPlain));
  database_.run(kRows);
  step("plain", std::string("table h {\n") + kPlain + "}\n");
  EXPECT_NE(schemac("purge --older-than 0").find("history of h"), std::string::npos);
  EXPECT_NE(schemac("rollback", 3).find("SC7033"), std::string::npos);
}

TEST_P(History, OfATableWithoutAKey) {
  step("start", versioned("  id : int\n  v : text?\n"));
  database_.run(kRows);
  step("plain", "table h {\n  id : int\n  v : text?\n}\n");
  schemac("rollback");
  EXPECT_EQ(value("SELECT group_concat(v ORDER BY id) FROM h"), "z,c,d");
  EXPECT_EQ(all_of("id, v, row_end > now(6)"), "1 a 0; 1 z 0; 1 z 1; 2 b 0; 3 c 0; 3 c 1; 4 d 0; 4 d 1");
}

TEST_P(History, HasLabelsByTheirNewNames) {
  const auto labels = [](const std::string& list, const std::string& otherwise) {
    return "enum E { " + list + " }\n" +
           versioned("  id : int primary key\n  v : E = " + otherwise +
                     "\n  w : E?\n  g : bool? generated always as (v = " + otherwise + ") stored\n  check (v <> " +
                     otherwise + " or id > 0)\n  index (v)\n");
  };
  step("start", labels("a, b", "a"));
  database_.run(
      "INSERT INTO h (id, v, w) VALUES (1, 'a', 'b'), (2, 'b', NULL); UPDATE h SET v = 'b' WHERE id = 1; DELETE FROM h "
      "WHERE id = 2;");
  const std::string before = all_of("id, v, w, g, row_start, row_end");
  step("names", labels("c, b, x was a", "x"));
  EXPECT_EQ(all_of("id, v, w, g"), "1 x b 1; 1 b b 0; 2 b 0");
  schemac("rollback");
  EXPECT_EQ(all_of("id, v, w, g, row_start, row_end"), before);
}

TEST_P(History, GetsTheDefaultOfAColumnThatComesBack) {
  step("start", versioned("  id : int primary key\n  v : varchar(9) = 'none'\n  n : int?\n"));
  database_.run("INSERT INTO h VALUES (1, 'a', 1); UPDATE h SET v = 'b';");
  step("less", versioned("  id : int primary key\n  n : int?\n"));
  database_.run("INSERT INTO h (id, n) VALUES (2, 2); UPDATE h SET n = 3 WHERE id = 2;");
  schemac("rollback");
  EXPECT_EQ(all_of("id, v, n"), "1 a 1; 1 b 1; 2 none 2; 2 none 3");
}

TEST_P(History, StandsInTheWayLikeRows) {
  step("start", versioned("  id : int primary key\n  v : int?\n  t : varchar(9) = ''"));
  database_.run("INSERT INTO h (id, v, t) VALUES (1, NULL, 'long one'); UPDATE h SET v = 1, t = '';");
  write("app.schema", versioned("  id : int primary key\n  v : int\n  t : varchar(3) = ''"));
  schemac("plan -m less --accept all");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6001"), said.npos) << said;
  EXPECT_NE(said.find("SC6003"), said.npos) << said;
  EXPECT_NE(said.find("in the history"), said.npos) << said;
  database_.run("DELETE HISTORY FROM h;");
  schemac("apply");
}

INSTANTIATE_TEST_SUITE_P(, History, testing::Values(DialectId::mariadb), engine_name);

}  // namespace
}  // namespace schemac::test
