#include "syntax/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/reading.h"

namespace schemac::syntax {
namespace {

using testing::IsEmpty;

// The page of docs/language, whole.
constexpr std::string_view kPage = R"schema(import std.time                      // mixin Timestamps, SoftDelete
import std.net                       // type Email, Url
import "billing.schema"

/// Languages a page can be written in.
enum Language { en, da }

/// A price in the shop's currency.
type Money = decimal(12, 2) check (value >= 0)

role member                          // a role of the service; mapped to a database role where asked

/// A person who can log in.
table users as User {
  use Timestamps
  id         : bigint       identity primary key
  username   : varchar(64)  unique
  email      : Email        unique                   was e_mail
  password   : text         hidden                   // stored, never serialised
  first_name : varchar(80)
  last_name  : varchar(80)
  full_name  : varchar(161) generated always as (first_name || ' ' || last_name) stored
  balance    : Money        = 0

  check username_not_blank (length(username) > 0)
}

/// One indexed page.
table pages as Page {
  title        : varchar(255) primary key
  url          : Url          unique
  language     : Language     = en
  content      : text
  tags         : text[]       = []                   // native array on PostgreSQL, JSON elsewhere
  last_updated : timestamptz?
  author_id    : users.id?    as author  on delete set null    // typed by the column it refers to

  index (language, last_updated desc)
  for postgres, sqlite { index recent (last_updated) where (content <> '') }
  for mysql { engine = InnoDB }                      // covers MariaDB too, unless `for mariadb` stands beside it
}

/// A portable view: its query is parsed and typed like any expression.
view english_pages as EnglishPage {
  select p.title, p.url, u.username from pages p left join users u on (u.id = p.author_id) where (p.language = en)
}

/// What only a dialect can say is labelled with it, and lives in triple quotes, untouched.
trigger touch on pages before update {
  postgres """ … """
  mysql    """ … """
  sqlite   """ … """
}

seed pages by title {                                // reference data, diffed like schema
  title, url, language, content
  ("About", "/about", en, "What this is.")
}

policy own_pages on pages for update, delete to member using (author_id = auth.id)

api v1 {
  expose users { read: anyone  fields: id, username }
  expose pages { read: anyone  create, update, delete: member }
}
)schema";

template <class T>
const T& declared(const ast::File& file, std::size_t index) {
  return std::get<T>(file.declarations.at(index).kind);
}

TEST(Parse, ReadsThePageOfTheLanguage) {
  const Reading page(kPage);
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
