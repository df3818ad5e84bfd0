#include "syntax/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/pages.h"
#include "unit/syntax/reading.h"

namespace schemac::syntax {
namespace {

std::string formatted(std::string_view text) {
  diag::SourceMap sources;
  diag::Diagnostics found;
  const auto result = format(sources, sources.add("test.schema", std::string(text)), found);
  EXPECT_TRUE(result) << text;
  return result.value_or("");
}

TEST(Format, LeavesItsOwnLayoutAlone) { EXPECT_EQ(formatted(kLanguagePage), kLanguagePage); }

TEST(Format, IsIdempotentAndKeepsTheMeaning) {
  for (std::string_view page : kPages) {
    const std::string once = formatted(page);
    EXPECT_EQ(formatted(once), once);
    EXPECT_TRUE(Reading(once).file == Reading(page).file) << once;
    EXPECT_EQ(Reading(once).file.comments.size(), Reading(page).file.comments.size()) << once;
  }
}

TEST(Format, LeavesAFileWithErrorsAlone) {
  diag::SourceMap sources;
  diag::Diagnostics found;
  EXPECT_FALSE(format(sources, sources.add("test.schema", "table users {\n id bigint\n}\n"), found));
  EXPECT_EQ(found.size(), 1U);
}

TEST(Format, AlignsColumnsAndTheCommentsBesideThem) {
  EXPECT_EQ(formatted("table t {\n"
                      "id:bigint identity primary key// the key\n"
                      "    name :varchar(80)?\n"
                      "  e_mail  :  text   unique   //   where to write\n"
                      "}"),
            "table t {\n"
            "  id     : bigint identity primary key  // the key\n"
            "  name   : varchar(80)?\n"
            "  e_mail : text   unique                //   where to write\n"
            "}\n");
}

TEST(Format, MovesCommentsFromWithinAMemberAboveIt) {
  EXPECT_EQ(formatted("table t {  // head\n"
                      "  id : int\n"
                      "  // before\n"
                      "  index (id // inside\n"
                      "    desc)\n"
                      "  // last\n"
                      "}\n"
                      "// end\n"),
            "table t {  // head\n"
            "  id : int\n"
            "  // before\n"
            "  // inside\n"
            "  index (id desc)\n"
            "  // last\n"
            "}\n"
            "// end\n");
}

TEST(Format, PutsParenthesesWhereAPrintedTreeNeedsThem) {
  using ast::Binary;
  const auto number = [](const char* digits) { return ast::Expression{{}, ast::NumberLiteral{digits}}; };
  const ast::Expression sum{{}, Binary{ast::BinaryOperator::add, number("1"), number("2")}};
  const ast::Expression product{{}, Binary{ast::BinaryOperator::multiply, sum, number("3")}};
  EXPECT_EQ(print(product), "(1 + 2) * 3");
  const ast::Expression difference{{}, Binary{ast::BinaryOperator::subtract, number("1"), sum}};
  EXPECT_EQ(print(difference), "1 - (1 + 2)");
}

TEST(Format, KeepsTheBlanksOfDocumentationThatAreMeant) {
  // what the file says, and what it means
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"plain", "plain"},     {"guarded \\", "guarded "},      {"\t\\", "\t"},
      {"C:\\", "C:\\"},       {"share\\\\", "share\\\\"},      {"a\\rb", "a\\rb"},
      {"a\\rb\\", "a\rb"},    {"dos\\r\\", "dos\r"},           {"a\\b \\", "a\\b \\"},
      {"a\\\\b \\", "a\\b "}, {"ends so \\\\\\", "ends so \\"}};
  for (const auto& [said, meant] : lines) {
    const std::string page = "/// " + said + "\ntable t {\n  id : int primary key\n}\n";
    EXPECT_EQ(Reading(page).file.declarations.front().doc.text, meant) << said;
    EXPECT_EQ(formatted(page), page);
  }
  EXPECT_EQ(formatted("/// by mistake \t \ntable t {\n  id : int\n}\n"), "/// by mistake\ntable t {\n  id : int\n}\n");
}

TEST(Format, QuotesNamesThatNeedIt) {
  ast::Reference reference{{{}, {{{}, "order by"}}}, false};
  EXPECT_EQ(print(ast::Expression{{}, reference}), "`order by`");
  reference.name.parts[0].text = "end";
  EXPECT_EQ(print(ast::Expression{{}, reference}), "`end`");
  reference.name.parts[0].text = "order";
  EXPECT_EQ(print(ast::Expression{{}, reference}), "order");
}

}  // namespace
}  // namespace schemac::syntax
