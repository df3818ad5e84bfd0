// A sequence goes on from where it was, whatever a migration made of it meanwhile.
#include "program/project.h"

namespace schemac::test {
namespace {

class Sequences : public Project {
 protected:
  static std::string counting(const std::string& settings) {
    return "sql `s` { mariadb \"\"\"CREATE SEQUENCE s " + settings + "\"\"\" drop \"\"\"DROP SEQUENCE s\"\"\" }\n";
  }
  int next() { return std::stoi(value("SELECT NEXTVAL(s)")); }
};

constexpr const char* kPages = "table pages { id : bigint primary key }\n";

TEST_P(Sequences, GoOnBehindAChangeAndItsRollback) {
  step("start", kPages + counting("START WITH 7"));
  const int first = next();
  step("steps", kPages + counting("START WITH 7 INCREMENT BY 10 COMMENT 'in tens'"));
  const int second = next(), third = next();
  EXPECT_GT(second, first);
  EXPECT_EQ(third, second + 10);
  schemac("rollback");
  EXPECT_GT(next(), third);
}

TEST_P(Sequences, LieInQuarantineWithTheirNumber) {
  step("start", kPages + counting("START WITH 7"));
  const int before = next();
  step("gone", kPages);
  schemac("rollback");
  EXPECT_GT(next(), before);
  schemac("apply");
  schemac("purge --older-than 0");
  EXPECT_EQ(value("SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = "
                  "'SEQUENCE'"),
            "0");
}

TEST_P(Sequences, BeginAnewNoEarlierThanTheyMay) {
  step("start", kPages + counting("START WITH 7"));
  EXPECT_EQ(next(), 7);
  step("bounds", kPages + counting("START WITH 5000 MINVALUE 5000"));
  EXPECT_EQ(next(), 5000);
  write("app.schema", kPages + counting("START WITH 5 MAXVALUE 5500"));
  schemac("plan -m less");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6005"), said.npos) << said;
}

TEST_P(Sequences, AreWhatTheyAreInAnyWords) {
  for (const char* typed :
       {"create sequence s start with 5", "CREATE OR REPLACE SEQUENCE `s` increment = 1 START 5 nocycle ENGINE=innodb",
        "create sequence if not exists s cache 1000 no minvalue start=5"}) {
    const std::string schema =
        kPages + fmt::format("sql s {{ mariadb \"\"\"{}\"\"\" drop \"\"\"drop sequence s\"\"\" }}\n", typed);
    step("typed", schema);
    EXPECT_GE(next(), 5);
    schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code");
    step("gone", kPages);
    schemac("purge --older-than 0");
  }
}

INSTANTIATE_TEST_SUITE_P(, Sequences, testing::Values(DialectId::mariadb), engine_name);

}  // namespace
}  // namespace schemac::test
