#include "store/script.h"

#include <gtest/gtest.h>

namespace schemac::store {
namespace {

TEST(Script, KeepsWhatAGuardSays) {
  const std::string over_two_lines = "SELECT \"a\" FROM t WHERE a = 'one\ntwo\r\n-- guard'";
  Script script;
  script.guards = {{diag::Code::SC6001, "t.[a] ", "SELECT 1"}, {diag::Code::SC6001, "t", over_two_lines}};
  script.statements = {{"SELECT 2", "what"}};
  for (const DialectId dialect : {DialectId::sqlite, DialectId::postgres, DialectId::mysql, DialectId::mariadb}) {
    const Script read = parse(render(script, dialect, "title"), dialect);
    ASSERT_EQ(read.guards.size(), 2U);
    EXPECT_EQ(read.guards[0].sql, "SELECT 1");
    EXPECT_EQ(read.guards[1].sql, over_two_lines);
    ASSERT_EQ(read.statements.size(), 1U);
    EXPECT_EQ(read.statements[0].sql, "SELECT 2");
    EXPECT_EQ(read.statements[0].what, "what");
  }
}

TEST(Script, EndsAStatementBehindALineOfComment) {
  Script script;
  script.statements = {{"SELECT 1 -- one", "first"}, {"SELECT 2 /* two */", "second"}, {"SELECT '-- 3'", "third"}};
  for (const DialectId dialect : {DialectId::sqlite, DialectId::postgres, DialectId::mysql, DialectId::mariadb}) {
    const std::string text = render(script, dialect, "title");
    EXPECT_NE(text.find("-- one\n;"), text.npos) << text;
    EXPECT_NE(text.find("/* two */;"), text.npos) << text;
    EXPECT_NE(text.find("'-- 3';"), text.npos) << text;
    ASSERT_EQ(parse(text, dialect).statements.size(), 3U) << text;
  }
}

}  // namespace
}  // namespace schemac::store
