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
  EXPECT_EQ(rows("a IN (0, 1)"), "4");
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

SCHEMAC_ON_EVERY_ENGINE(Conversions);

}  // namespace
}  // namespace schemac::test
