#include "engine/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.h"

namespace schemac::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(DialectId dialect, std::string_view script) {
  std::vector<std::string> found;
  for (const Statement& statement : split_script(dialect, script)) found.push_back(statement.text);
  return found;
}

TEST(SplitScript, CutsAtSemicolonsOnEveryDialect) {
  for (const DialectId dialect : kAllDialects) {
    EXPECT_THAT(texts(dialect, "a 1;\n b 2 ;; c"), ElementsAre("a 1", "b 2", "c"));
    EXPECT_THAT(texts(dialect, " ;\n-- only a comment\n/* and one more; */ ;"), IsEmpty());
    EXPECT_THAT(texts(dialect, "select 'a;''b;' ; x"), ElementsAre("select 'a;''b;'", "x"));
    EXPECT_THAT(texts(dialect, "select \"a;\"\"b;\" ; x"), ElementsAre("select \"a;\"\"b;\"", "x"));
    EXPECT_THAT(texts(dialect, "select 1 -- one;\n + 2 /* ; */; x"), ElementsAre("select 1 -- one;\n + 2", "x"));
    EXPECT_THAT(texts(dialect, "select 'open; to the end"), ElementsAre("select 'open; to the end"));
  }
}

TEST(SplitScript, TellsPlacesAndComments) {
  const auto found = split_script(DialectId::sqlite, "-- first\n-- step\n\ncreate\n x;\n\n  -- second\ny ; z");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].comment, "-- first\n-- step");
  EXPECT_EQ(found[0].line, 4u);
  EXPECT_EQ(found[0].begin, 18u);
  EXPECT_EQ(found[0].end, 27u);
  EXPECT_EQ(found[1].comment, "-- second");
  EXPECT_EQ(found[1].line, 8u);
  EXPECT_EQ(found[2].comment, "");
  EXPECT_EQ(found[2].line, 8u);
}

TEST(SplitScript, PostgresQuotes) {
  const auto split = [](std::string_view script) { return texts(DialectId::postgres, script); };
  EXPECT_THAT(split("do $$ begin; end; $$; x"), ElementsAre("do $$ begin; end; $$", "x"));
  EXPECT_THAT(split("do $a$ ; $$ ; $b$ ; $a$; x"), ElementsAre("do $a$ ; $$ ; $b$ ; $a$", "x"));
  EXPECT_THAT(split("select a$1;b$$;c"), ElementsAre("select a$1", "b$$", "c"));
  EXPECT_THAT(split("select $1;$2"), ElementsAre("select $1", "$2"));
  EXPECT_THAT(split("select E'a\\';b'; x"), ElementsAre("select E'a\\';b'", "x"));
  EXPECT_THAT(split("select 'a\\'; x"), ElementsAre("select 'a\\'", "x"));
  EXPECT_THAT(split("/* a /* ; */ ; */ x; y"), ElementsAre("x", "y"));
  EXPECT_THAT(split("select a[1]; x"), ElementsAre("select a[1]", "x"));
}

TEST(SplitScript, PostgresBodies) {
  const auto split = [](std::string_view script) { return texts(DialectId::postgres, script); };
  EXPECT_THAT(split("create rule r as on insert to t do (delete from a; delete from b); x"),
              ElementsAre("create rule r as on insert to t do (delete from a; delete from b)", "x"));
  const std::string body =
      "create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end";
  EXPECT_THAT(split(body + "; x"), ElementsAre(body, "x"));
  EXPECT_THAT(split("begin; x; end; y"), ElementsAre("begin", "x", "end", "y"));
}

TEST(SplitScript, MysqlQuotesAndComments) {
  for (const DialectId dialect : {DialectId::mysql, DialectId::mariadb}) {
    EXPECT_THAT(texts(dialect, "select 'a\\';b', \"c\\\";d\", `e;f`; x"),
                ElementsAre("select 'a\\';b', \"c\\\";d\", `e;f`", "x"));
    EXPECT_THAT(texts(dialect, "select 5--1; # c;\nx"), ElementsAre("select 5--1", "x"));
    EXPECT_THAT(texts(dialect, "/*!40101 SET x = 1 */; y"), ElementsAre("/*!40101 SET x = 1 */", "y"));
  }
}

TEST(SplitScript, MysqlDelimiterLines) {
  const std::string trigger = "create trigger t before insert on a for each row begin set new.x = 1; end";
  EXPECT_THAT(texts(DialectId::mysql, "DELIMITER $$\n" + trigger + "$$\ndelimiter ;\nx; y"),
              ElementsAre(trigger, "x", "y"));
  EXPECT_THAT(texts(DialectId::mysql, "delimiter //\n" + trigger + " //\nselect '//' //\nDELIMITER ;\nx;"),
              ElementsAre(trigger, "select '//'", "x"));
  EXPECT_THAT(texts(DialectId::sqlite, "delimiter //\nx; y"), ElementsAre("delimiter //\nx", "y"));
}

TEST(SplitScript, SqliteTriggers) {
  const auto split = [](std::string_view script) { return texts(DialectId::sqlite, script); };
  for (const std::string head : {"CREATE TRIGGER", "create temp trigger", "create temporary trigger"}) {
    const std::string trigger =
        head + " t after update on a begin update b set x = case when 1 then 2 end; select 1; end";
    EXPECT_THAT(split(trigger + " ; x"), ElementsAre(trigger, "x"));
  }
  EXPECT_THAT(split("create table trigger (a); begin; x; end; y"),
              ElementsAre("create table trigger (a)", "begin", "x", "end", "y"));
  EXPECT_THAT(split("select [a;b], `c;d`; x"), ElementsAre("select [a;b], `c;d`", "x"));
}

TEST(Placeholders, StandOutsideQuotesAndComments) {
  EXPECT_THAT(placeholders(DialectId::mysql, "a ? '?' `?` \"?\" -- ?\n/* ? */ ?"), ElementsAre(2u, 29u));
}

/// Whatever the text: nothing but blanks, comments and terminators stands between statements, and places are in order.
TEST(SplitScript, LosesNothingOfRandomText) {
  const std::string_view alphabet[] = {
      "a",  "E", "'",  "\"",        "`", "[", "]", "$",  "$$",  "$t$", ";",       "\n",    " ",        "--",       "/*",
      "*/", "#", "\\", "delimiter", "(", ")", "?", "//", "/*!", "end", "create ", "begin", "trigger ", "function "};
  std::mt19937 random(20261121);
  for (int round = 0; round < 20000; ++round) {
    std::string script;
    for (std::size_t n = random() % 40; n > 0; --n) script += alphabet[random() % std::size(alphabet)];
    for (const DialectId dialect : kAllDialects) {
      std::size_t at = 0;
      for (const Statement& statement : split_script(dialect, script)) {
        ASSERT_LE(at, statement.begin) << script;
        ASSERT_LT(statement.begin, statement.end) << script;
        ASSERT_LE(statement.end, script.size()) << script;
        ASSERT_EQ(statement.text, script.substr(statement.begin, statement.end - statement.begin));
        ASSERT_TRUE(statement.text.front() > ' ' || statement.text.front() < 0) << script;
        at = statement.end;
      }
    }
  }
}

/// Statements that are known, joined by what may stand between them, come back as they were.
TEST(SplitScript, GivesBackWhatWasJoined) {
  const std::vector<std::string> statements = {"select 'a;b''c'", "insert into \"x;y\" values (1)",
                                               "update t set a = 5", "delete from t where a = '--;'"};
  const std::string_view between[] = {";", ";\n", "\n;\n\n", ";-- note;\n", ";/* ; */", ";;\n"};
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> chosen;
    std::string script;
    for (std::size_t n = random() % 6; n > 0; --n) {
      chosen.push_back(statements[random() % statements.size()]);
      script += chosen.back() + std::string(between[random() % std::size(between)]);
    }
    for (const DialectId dialect : kAllDialects) ASSERT_EQ(texts(dialect, script), chosen) << script;
  }
}

}  // namespace
}  // namespace schemac::engine
