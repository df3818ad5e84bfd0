// MySQL says of a text in a check the character set of the column beside it once its table was altered, whatever was
// altered.
#include "program/project.h"

namespace schemac::test {
namespace {

class CharacterSets : public Project {};

constexpr const char* kTable =
    "CREATE TABLE t (id int PRIMARY KEY, b varchar(20), g varchar(30) AS (concat(b, '-x')) STORED, CONSTRAINT c CHECK "
    "(b <> 'bad'), CONSTRAINT d CHECK (b IN ('a', 'bé\\\\')), KEY k ((concat(b, 'ø')))) CHARSET=latin1;"
    "INSERT INTO t (id, b) VALUES (1, 'a');";

TEST_P(CharacterSets, OfTextsInChecksAreNoDifference) {
  database_.run(kTable);
  schemac("inspect " + database_.url() + " -o app.schema");
  const std::string schema = read("app.schema");
  EXPECT_NE(schema.find("check c (b <> 'bad')"), schema.npos) << schema;
  EXPECT_NE(schema.find("(b || '-x')"), schema.npos) << schema;
  schemac("plan -m start");
  schemac("baseline");
  step("more", std::string(schema).replace(schema.find("  b "), 1, "  n : int?\n "));
  schemac("verify");
  EXPECT_NE(schemac("diff --from " + database_.url() + " --to app.schema").find("no differences"), std::string::npos);
  schemac("rollback");
  schemac("verify");
  EXPECT_EQ(value("SELECT count(*) FROM information_schema.check_constraints WHERE constraint_schema = database() AND "
                  "check_clause LIKE '%_latin1%'"),
            "2");  // MySQL wrote them otherwise
  schemac("apply");
  schemac("verify");
  schemac("inspect " + database_.url() + " -o app.schema");
  const std::string again = read("app.schema");
  EXPECT_NE(again.find("check c (b <> 'bad') with (character_set = 'latin1')"), again.npos) << again;
  schemac("check");
  schemac("fmt --check");
}

TEST_P(CharacterSets, OfAColumnGoAndComeBackUnderAChecksTexts) {
  database_.run(
      "CREATE TABLE t (id int PRIMARY KEY, b varchar(20), CONSTRAINT c CHECK (b <> 'bad'), CONSTRAINT d CHECK (b <> "
      "'ø')) CHARSET=utf8mb4; INSERT INTO t VALUES (1, 'é');");
  schemac("inspect " + database_.url() + " -o app.schema");
  const std::string schema = read("app.schema");
  schemac("plan -m start");
  schemac("baseline");
  const std::size_t type = schema.find("varchar(20)?");
  step("narrow", std::string(schema).insert(type + 12, " collate latin1_swedish_ci"));
  schemac("rollback");
  schemac("verify");
  EXPECT_EQ(value("SELECT b FROM t"), "é");
}

INSTANTIATE_TEST_SUITE_P(, CharacterSets, testing::Values(DialectId::mysql), engine_name);

}  // namespace
}  // namespace schemac::test
