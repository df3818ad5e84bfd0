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

}  // namespace
}  // namespace schemac::store
