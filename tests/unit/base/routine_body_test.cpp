#include "base/routine_body.h"

#include <gtest/gtest.h>

namespace schemac {
namespace {

TEST(RoutineBody, StandsInQuotes) {
  EXPECT_EQ(with_quoted_body("CREATE FUNCTION f(a int) RETURNS int\n LANGUAGE sql\n RETURN (a || 'it''s')"),
            "CREATE FUNCTION f(a int) RETURNS int\n LANGUAGE sql\n AS 'SELECT (a || ''it''''s'')'");
  EXPECT_EQ(with_quoted_body("create procedure p() language sql\nbegin atomic\n select 'the end'; select 2;\nend;"),
            "create procedure p() language sql\nAS '\n select ''the end''; select 2;\n'");
}

TEST(RoutineBody, StaysInItsQuotes) {
  for (const char* sql : {"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                          "create function f() returns trigger language plpgsql as $$ begin return new; end $$",
                          "CREATE FUNCTION f() RETURNS int LANGUAGE c"})
    EXPECT_EQ(with_quoted_body(sql), sql);
}

}  // namespace
}  // namespace schemac
