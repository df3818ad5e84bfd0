// A script that a person edited, run by the program itself: it may go another way, and must come to the same end.
#include "program/project.h"

namespace schemac::test {
namespace {

class Edited : public Project {
 protected:
  Edited() {
    write("app.schema", "table a { id : bigint identity primary key, old : int = 5 }\n");
    schemac("plan -m first");
    schemac("apply");
    database_.run("INSERT INTO a (old) VALUES (7);");
    write("app.schema",
          "table a { id : bigint identity primary key, name : varchar(20)? }\ntable b { id : int primary key }\n");
    schemac("plan -m second --accept all");
    up_ = up_of("second");
    planned_ = read(up_);
  }

  /// With more statements before the end of the transaction, where there is one.
  std::string with(const std::string& more) const {
    std::string text = planned_;
    const auto commit = text.rfind("COMMIT;");
    return text.insert(commit == text.npos ? text.size() : commit, more);
  }

  fs::path up_;
  std::string planned_;
};

// What is left amid something, where the engine leaves it so, is one step of the way back and not its end.
TEST_P(Edited, ThatFailsIsTakenBackOnTheWayToTheBase) {
  write(up_, with("DROP TABLE nothing;\n"));
  schemac("apply", 4);
  schemac("rollback --to base");
  const std::string status = schemac("status");
  EXPECT_EQ(status.find("applied"), status.npos) << status;
  write(up_, planned_);
  schemac("apply");
}

TEST_P(Edited, EndsAsItsSchemaSaysOrNothingOfItStands) {
  write(up_, with("CREATE TABLE c (id int);\nALTER TABLE b ADD COLUMN extra int;\n"));
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC7028"), said.npos) << said;
  EXPECT_NE(said.find("extra"), said.npos) << said;
  EXPECT_EQ(value("SELECT old FROM a"), "7");
  const std::string status = schemac("status");
  EXPECT_NE(status.find("pending"), status.npos) << status;
  EXPECT_EQ(status.find("interrupted"), status.npos) << status;
  schemac("verify");

  write(up_, with("CREATE TABLE c (id int);\nDROP TABLE c;\nUPDATE a SET name = 'Ann';\n"));
  schemac("apply");
  EXPECT_EQ(value("SELECT name FROM a"), "Ann");
  schemac("verify");
  schemac("rollback");
  EXPECT_EQ(value("SELECT old FROM a"), "7");
}

TEST_P(Edited, StaysOneTransactionWhateverItSaysOfThem) {
  if (GetParam() != DialectId::sqlite && GetParam() != DialectId::postgres) return;  // each statement by itself
  write(up_, with("INSERT INTO b VALUES (1);\nCOMMIT;\nBEGIN;\nINSERT INTO b VALUES (1);\n"));
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("nothing was changed"), said.npos) << said;
  EXPECT_EQ(value("SELECT old FROM a"), "7");  // nothing of the first half stands
  EXPECT_NE(schemac("status").find("pending"), std::string::npos);
  schemac("verify");

  write(up_, with("INSERT INTO b VALUES (1);\nROLLBACK;\n"));
  const std::string refused = schemac("apply", 1);
  EXPECT_NE(refused.find("SC7003"), refused.npos) << refused;
  EXPECT_NE(refused.find("line "), refused.npos) << refused;

  write(up_, with("INSERT INTO b VALUES (1);\nEND;\nBEGIN;\nINSERT INTO b VALUES (2);\n"));
  schemac("apply");
  EXPECT_EQ(value("SELECT count(*) FROM b"), "2");
  schemac("verify");
}

SCHEMAC_ON_EVERY_ENGINE(Edited);

}  // namespace
}  // namespace schemac::test
