#include "syntax/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/pages.h"
#include "unit/syntax/reading.h"

namespace schemac::syntax {
namespace {

using testing::IsEmpty;

template <class T>
const T& declared(const ast::File& file, std::size_t index) {
  return std::get<T>(file.declarations.at(index).kind);
}

TEST(Parse, ReadsThePageOfTheLanguage) {
  const Reading page(kLanguagePage);
  ASSERT_THAT(page.messages(), IsEmpty());
  ASSERT_EQ(page.file.declarations.size(), 13U);
  EXPECT_EQ(declared<ast::Import>(page.file, 0).module->str(), "std.time");
  EXPECT_EQ(declared<ast::Import>(page.file, 2).path, "billing.schema");
  EXPECT_EQ(page.file.declarations[3].doc.text, "Languages a page can be written in.");
  const auto& users = declared<ast::Table>(page.file, 6);
  EXPECT_EQ(users.naming.code->text, "User");
  ASSERT_EQ(users.members.size(), 10U);
  const auto& email = std::get<ast::Column>(users.members[3].kind);
  EXPECT_EQ(email.type.name.str(), "Email");
  EXPECT_EQ(std::get<ast::WasModifier>(email.modifiers[1].kind).name.text, "e_mail");
  const auto& pages = declared<ast::Table>(page.file, 7);
  const auto& author = std::get<ast::Column>(pages.members[6].kind);
  EXPECT_EQ(author.type.name.str(), "users.id");
  EXPECT_TRUE(author.type.nullable);
  EXPECT_EQ(std::get<ast::ActionModifier>(author.modifiers[1].kind).action, ast::ReferentialAction::set_null);
  const auto& only = std::get<ast::DialectMembers>(pages.members[8].kind);
  ASSERT_EQ(only.dialects.size(), 2U);
  EXPECT_TRUE(std::get<ast::Index>(only.members[0].kind).where.has_value());
  EXPECT_EQ(page.file.comments.size(), 8U);
}

}  // namespace
}  // namespace schemac::syntax
