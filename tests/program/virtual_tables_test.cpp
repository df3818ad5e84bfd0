// What SQLite's virtual tables hold is data: it goes only by consent, and comes back.
#include "program/project.h"

namespace schemac::test {
namespace {

class VirtualTables : public Project {
 protected:
  static std::string made(const std::string& name, const std::string& using_what) {
    return "sql " + name + " { sqlite \"\"\"create virtual table " + name + " using " + using_what +
           "\"\"\" drop \"\"\"drop table " + name + "\"\"\" }\n";
  }
  /// The schema becomes this one by a hazard of this code.
  void refused_first(const std::string& schema, const std::string& code) {
    write("app.schema", schema);
    const std::string said = schemac("plan -m next", 3);
    EXPECT_NE(said.find("consent with --accept " + code), said.npos) << said;
    schemac("plan -m next --accept " + code);
    schemac("apply");
    schemac("verify");
  }
};

const std::string kTable = "table t { id : int primary key\n a : text\n b : text? }\n";

TEST_P(VirtualTables, KeepAColumnThatGoes) {
  step("start", kTable + made("fts", "fts5(x, y)"));
  database_.run("INSERT INTO fts VALUES ('hello world', 'foo'), ('bye', 'bar'), ('third', 'baz');");
  refused_first(kTable + made("fts", "fts5(x)"), "SC5002");
  EXPECT_EQ(value("SELECT group_concat(x) FROM fts"), "hello world,bye,third");
  database_.run(
      "DELETE FROM fts WHERE rowid = 2; UPDATE fts SET x = 'changed' WHERE rowid = 3; INSERT INTO fts VALUES ('new');");
  schemac("rollback");
  schemac("verify");
  EXPECT_EQ(value("SELECT group_concat(rowid || x || coalesce(y, '-')) FROM fts"), "1hello worldfoo,3changedbaz,4new-");
  EXPECT_EQ(value("SELECT rowid FROM fts WHERE fts MATCH 'foo'"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%schemac_%fts%'"), "0");
  schemac("apply");
  EXPECT_NE(schemac("purge --older-than 0").find("delete"), std::string::npos);
  EXPECT_EQ(value("SELECT group_concat(x) FROM fts"), "hello world,changed,new");
}

TEST_P(VirtualTables, KeepAnIndexWithoutItsTexts) {
  step("start", kTable + made("fts", "fts5(x, y, content='')"));
  database_.run("INSERT INTO fts (rowid, x, y) VALUES (7, 'hello world', 'foo');");
  refused_first(kTable + made("fts", "fts5(x, y, z, content='')"), "SC5001");
  EXPECT_EQ(value("SELECT count(*) FROM fts WHERE fts MATCH 'hello'"), "0");
  schemac("rollback");
  EXPECT_EQ(value("SELECT rowid FROM fts WHERE fts MATCH 'foo'"), "7");
}

TEST_P(VirtualTables, AreDroppedByConsent) {
  step("start", kTable + made("fts", "fts5(x, y)"));
  database_.run("INSERT INTO fts VALUES ('hello world', 'foo');");
  refused_first(kTable, "SC5001");
  schemac("rollback");
  EXPECT_EQ(value("SELECT y FROM fts WHERE fts MATCH 'hello'"), "foo");
}

TEST_P(VirtualTables, ReadAnotherTableAnew) {
  const std::string external = ", content='t', content_rowid='id')";
  step("start", kTable + made("fts", "fts5(a, b" + external));
  database_.run("INSERT INTO t VALUES (1, 'x', 'y'), (2, 'p', 'q'); INSERT INTO fts (fts) VALUES ('rebuild');");
  write("app.schema", kTable + made("fts", "fts5(a" + external));
  schemac("plan -m less");
  schemac("apply");
  EXPECT_EQ(value("SELECT rowid FROM fts WHERE fts MATCH 'p'"), "2");
  schemac("rollback");
  EXPECT_EQ(value("SELECT rowid FROM fts WHERE fts MATCH 'q'"), "2");
  schemac("apply");
  write("app.schema", kTable);
  schemac("plan -m gone");
  schemac("apply");
  database_.run("INSERT INTO t VALUES (3, 'r', 's');");
  schemac("rollback");
  EXPECT_EQ(value("SELECT rowid FROM fts WHERE fts MATCH 'r'"), "3");
}

TEST_P(VirtualTables, KeepPlaces) {
  step("start", kTable + made("rt", "rtree(id, x0, x1, y0, y1)"));
  database_.run("INSERT INTO rt VALUES (1, 1, 2, 3, 4), (2, 3, 4, 5, 6);");
  refused_first(kTable + made("rt", "rtree(nid, x0, x1)"), "SC5002");
  EXPECT_EQ(value("SELECT group_concat(nid || ':' || x0) FROM rt"), "1:1.0,2:3.0");
  database_.run("INSERT INTO rt (nid, x0, x1) VALUES (9, 7, 8); UPDATE rt SET x1 = 2.5 WHERE nid = 1;");
  schemac("rollback");
  EXPECT_EQ(value("SELECT group_concat(id || ':' || x0 || x1 || y1) FROM (SELECT * FROM rt ORDER BY id)"),
            "1:1.02.54.0,2:3.04.06.0,9:7.08.00.0");
}

INSTANTIATE_TEST_SUITE_P(, VirtualTables, testing::Values(DialectId::sqlite), engine_name);

class Counters : public Project {
 protected:
  std::string next() {
    database_.run("INSERT INTO w (b) VALUES ('n');");
    return value("SELECT max(id) FROM w");
  }
};

const std::string kCounted =
    "table k { id : int primary key }\ntable w { id : int identity primary key\n b : text? }\n";

TEST_P(Counters, GoOnWhereTheyWere) {
  step("start", kCounted);
  database_.run("INSERT INTO w (b) VALUES ('a'), ('b'), ('c'); DELETE FROM w WHERE id = 3;");
  step("gone", "table k { id : int primary key }\n");
  schemac("rollback");
  EXPECT_EQ(next(), "4");
  database_.run("DELETE FROM w;");
  schemac("apply");
  schemac("rollback");
  EXPECT_EQ(next(), "5");
  schemac("apply");
  schemac("purge --older-than 0");
  EXPECT_EQ(value("SELECT group_concat(name) FROM sqlite_sequence WHERE name NOT LIKE 'schemac%'"), "NULL");
}

TEST_P(Counters, GoOnWhereNothingWasCountedMeanwhile) {
  step("start", kCounted);
  database_.run("INSERT INTO w (b) VALUES ('a'), ('b'), ('c'); DELETE FROM w WHERE id = 3;");
  step("plain", "table k { id : int primary key }\ntable w { id : int primary key\n b : text? }\n");
  schemac("rollback");
  EXPECT_EQ(next(), "4");
  schemac("apply");
  database_.run("INSERT INTO w (id, b) VALUES (9, 'x');");
  schemac("rollback");
  EXPECT_EQ(next(), "10");
}

INSTANTIATE_TEST_SUITE_P(, Counters, testing::Values(DialectId::sqlite), engine_name);

}  // namespace
}  // namespace schemac::test
