// A column's values mean the same in its new type on every engine, and are what they were on the way back.
#include "program/project.h"

namespace schemac::test {
namespace {

class Conversions : public Project {
 protected:
  void of_type(const std::string& message, const std::string& type) {
    step(message, "table t {\n  id : int primary key\n  a : " + type + "?\n}\n");
  }
  std::string rows(const std::string& condition) { return value("SELECT count(*) FROM t WHERE " + condition); }
};

TEST_P(Conversions, AnyNumberButNoneIsTrue) {
  of_type("numbers", "int");
  database_.run("INSERT INTO t VALUES (1, 0), (2, 1), (3, 700), (4, NULL), (5, -1)");
  of_type("truth", "bool");
  EXPECT_EQ(rows("a = TRUE"), "3");
  EXPECT_EQ(rows("a = FALSE"), "1");
  schemac("verify");
  schemac("rollback");
  EXPECT_EQ(value("SELECT sum(a) FROM t"), "700");
}

TEST_P(Conversions, APartOfOneIsTrueToo) {
  of_type("numbers", "decimal(5, 2)");
  database_.run("INSERT INTO t VALUES (1, 0.4), (2, 0)");
  of_type("truth", "bool");
  EXPECT_EQ(rows("a = TRUE"), "1");
}

TEST_P(Conversions, ADateIsItsMidnight) {
  of_type("days", "date");
  database_.run("INSERT INTO t VALUES (1, '2020-01-05'), (2, NULL)");
  of_type("moments", "timestamp");
  EXPECT_EQ(rows("a = '2020-01-05 00:00:00'"), "1");
  schemac("rollback");
  EXPECT_EQ(rows("a = '2020-01-05'"), "1");
}

TEST_P(Conversions, ATextIsANumberOrInTheWay) {
  of_type("texts", "text");
  database_.run("INSERT INTO t VALUES (1, '5'), (2, 'five')");
  write("app.schema", "table t {\n  id : int primary key\n  a : int?\n}\n");
  schemac("plan -m numbers --accept all");
  EXPECT_NE(schemac("apply --accept all", 3).find("SC6005"), std::string::npos);
  database_.run("UPDATE t SET a = '7' WHERE id = 2");
  schemac("apply --accept all");
  EXPECT_EQ(value("SELECT sum(a) FROM t"), "12");
  schemac("rollback");
  EXPECT_EQ(rows("a = '7'"), "1");
}

constexpr const char* kMeasured = R"(
table t {
  id : int primary key
  a  : decimal(10, 4)
  b  : timestamp?
  c  : varchar(20)
  unique (c)
}
)";
constexpr const char* kCounted = R"(
table u was t {
  number : int was id primary key
  whole  : int was a
  b      : date?
  c      : int
  unique (c)
}
)";

TEST_P(Conversions, AValueThatLostSomethingIsWhatItWasAfterARollback) {
  step("measured", kMeasured);
  database_.run(
      "INSERT INTO t VALUES (1, 1.2345, '2020-01-05 10:11:12', '007'), (2, 2.6, NULL, '08'), (3, 3, NULL, '9'), "
      "(4, 4.5, '2020-01-06 01:02:03', '10')");
  step("counted", kCounted);
  EXPECT_EQ(value("SELECT count(*) FROM u WHERE c IN (7, 8, 9, 10)"), "4");
  database_.run("UPDATE u SET whole = 20, c = 80 WHERE number = 2");
  database_.run("DELETE FROM u WHERE number = 4");
  database_.run("INSERT INTO u VALUES (5, 50, '2022-03-04', 50)");
  schemac("rollback");
  EXPECT_EQ(rows("id = 1 AND a = 1.2345 AND b = '2020-01-05 10:11:12' AND c = '007'"), "1");
  EXPECT_EQ(rows("id = 2 AND a = 20 AND b IS NULL AND c = '80'"), "1");
  EXPECT_EQ(rows("id = 3 AND a = 3 AND b IS NULL AND c = '9'"), "1");
  EXPECT_EQ(rows("id = 5 AND a = 50 AND c = '50'"), "1");
  EXPECT_EQ(rows("id > 0"), "4");
  step("again", kCounted);
  schemac("purge --older-than 0");
  schemac("verify");
}

TEST_P(Conversions, WhatTheServerAloneRefusesLeavesNothingBehind) {
  of_type("doubles", "double");
  database_.run("INSERT INTO t VALUES (1, 1e300), (2, 1.5)");
  write("app.schema", "table t {\n  id : int primary key\n  a : real?\n}\n");
  schemac("plan -m singles --accept all");
  const bool holds_any = GetParam() == DialectId::sqlite;
  EXPECT_EQ(schemac("apply --accept all", holds_any ? 0 : 3).find("SC6008") != std::string::npos, !holds_any);
  EXPECT_EQ(rows("a > 1e299"), "1");
  if (holds_any) schemac("rollback");
  EXPECT_NE(schemac("purge --older-than 0").find("nothing in quarantine"), std::string::npos);
  database_.run("DELETE FROM t WHERE id = 1");
  schemac("apply --accept all");
}

SCHEMAC_ON_EVERY_ENGINE(Conversions);

}  // namespace
}  // namespace schemac::test
