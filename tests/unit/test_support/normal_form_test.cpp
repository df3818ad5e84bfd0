#include "support/normal_form.h"

#include <gtest/gtest.h>

namespace schemac::test {
namespace {

TEST(NormalStatement, UnifiesQuotesAndBlanks) {
  EXPECT_EQ(normal_statement(DialectId::mysql, "CREATE TABLE t ( b  int,a TEXT DEFAULT 'x  y' )"),
            normal_statement(DialectId::mysql, "CREATE TABLE t (\n  `b` int, a TEXT DEFAULT 'x  y')"));
  EXPECT_NE(normal_statement(DialectId::mysql, "CREATE TABLE t (a DEFAULT 'x')"),
            normal_statement(DialectId::mysql, "CREATE TABLE t (a DEFAULT 'X')"));
  EXPECT_EQ(normal_statement(DialectId::postgres,
                             "CREATE TRIGGER a BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION schemac_f()"),
            "CREATE TRIGGER a BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION schemac_f ()");
  EXPECT_EQ(normal_statement(DialectId::postgres, "ALTER TABLE ONLY public.t ALTER COLUMN _schemac_x SET DEFAULT 1"),
            "");
  EXPECT_EQ(normal_statement(DialectId::postgres, "CREATE TABLE t (a int, CONSTRAINT _schemac_c CHECK (a > 1))"),
            normal_statement(DialectId::postgres, "CREATE TABLE t (a int)"));
}

}  // namespace
}  // namespace schemac::test
