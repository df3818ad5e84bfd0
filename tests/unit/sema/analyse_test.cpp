#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "catalog/json.h"
#include "diag/render.h"
#include "sema/sema.h"
#include "unit/syntax/pages.h"

namespace schemac::sema {
namespace {

using catalog::ExprKind;
using catalog::QName;
using catalog::RenameKind;
using testing::ElementsAre;
using testing::HasSubstr;

/// Texts by path, analysed together; "main.schema" is the one that is named.
struct Analysed {
  explicit Analysed(std::map<std::string, std::string> given) : files(std::move(given)) {
    const auto read = [&](const std::string& path) -> std::optional<std::string> {
      const auto found = files.find(path);
      if (found != files.end()) return found->second;
      if (path.find("stdlib/") == std::string::npos) return std::nullopt;
      std::ifstream file(path);
      std::ostringstream text;
      text << file.rdbuf();
      return text.str();
    };
    schema = analyse({{"main.schema"}, SCHEMAC_STDLIB, read}, sources, found);
    report_limits(schema, {kAllDialects.begin(), kAllDialects.end()}, found);
  }
  explicit Analysed(const char* text) : Analysed(std::map<std::string, std::string>{{"main.schema", text}}) {}

  std::string said() const { return diag::render(sources, found, diag::Format::text); }
  const catalog::Table& table(const std::string& name) const { return *schema.catalog.tables.find(name); }

  std::map<std::string, std::string> files;
  diag::SourceMap sources;
  diag::Diagnostics found;
  Schema schema;
};

TEST(Analyse, MakesACatalogOfThePageOfTheLanguage) {
  const Analysed page(
      {{"main.schema", std::string(syntax::kLanguagePage)}, {"billing.schema", "enum Paid { yes, no }"}});
  ASSERT_EQ(page.found.size(), 1U) << page.said();
  EXPECT_EQ(page.found.front().code, diag::Code::SC3005);  // of its policy
  const catalog::Table& users = page.table("users");
  EXPECT_EQ(users.code_name, "User");
  EXPECT_EQ(users.columns.size(), 10U);
  EXPECT_EQ(users.columns[0].name, "created_at");
  EXPECT_EQ(users.find_column("balance")->type.alias, "Money");
  EXPECT_TRUE(users.find_column("password")->hidden);
  EXPECT_TRUE(users.find_column("full_name")->generated->stored);
  EXPECT_EQ(users.checks.size(), 3U);  // of the e-mail address, the amount, and the one of its own
  const catalog::Table& pages = page.table("pages");
  ASSERT_EQ(pages.foreign_keys.size(), 1U);
  EXPECT_EQ(pages.foreign_keys[0].table, QName("users"));
  EXPECT_EQ(pages.foreign_keys[0].on_delete, catalog::ReferentialAction::set_null);
  EXPECT_TRUE(pages.find_column("author_id")->type.is("bigint"));
  EXPECT_EQ(pages.find_column("language")->default_value->kind, ExprKind::label);
  EXPECT_THAT(pages.options, ElementsAre(catalog::Option{"mysql", "engine", "InnoDB"}));
  const auto& columns = page.schema.view_columns.at("english_pages");
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_FALSE(columns[0].nullable);
  EXPECT_TRUE(columns[2].nullable);  // of the joined table
  ASSERT_EQ(page.schema.renames.size(), 1U);
  EXPECT_EQ(page.schema.renames[0].from, "e_mail");
  EXPECT_EQ(page.schema.renames[0].to, "email");
  EXPECT_EQ(page.schema.catalog.triggers.size(), 1U);
  EXPECT_EQ(page.schema.catalog.seeds.find(QName("pages"))->rows[0].values[2].kind, ExprKind::label);
  EXPECT_EQ(page.schema.catalog.apis.find(QName("v1"))->exposures[1].permissions[1].operations.size(), 3U);
  EXPECT_EQ(page.schema.catalog.enums.size(), 2U);
  EXPECT_TRUE(page.schema.origins.contains("pages.title"));
}

TEST(Analyse, GivesTheSameCatalogWhateverTheOrderOfDeclarations) {
  const Analysed one("table b { a : a.id }\ntable a { id : int primary key }\nview v { select a from b }\n");
  const Analysed two("view v { select a from b }\ntable a { id : int primary key }\ntable b { a : a.id }\n");
  ASSERT_EQ(one.said() + two.said(), "");
  EXPECT_TRUE(one.schema.catalog == two.schema.catalog);
  const std::string json = catalog::to_json(one.schema.catalog);
  EXPECT_TRUE(catalog::catalog_from_json(json).value() == one.schema.catalog);
}

TEST(Analyse, ReadsEveryRareConstruct) {
  const Analysed it(R"schema(
schema sales
extension pg_trgm

enum Kind { a, b was old_b }
type Short = varchar(10) check (length(value) > 0) = 'x' collate C

mixin Keyed { id : bigint identity (start 100, increment 10) primary key }

table sales.orders as Order was invoices {
  use Keyed
  kind   : Kind
  code   : Short
  parent : sales.orders.id? deferrable initially deferred
  place  : postgres.point
  score  : int? references sales.kinds(rank) on update cascade
  unique kinds (kind, code) was old_kinds
  index (lower(code), kind desc nulls last) where (kind <> b)
  fulltext index (code)
  check (score is null or score between 1 and 10)
  constraint no_overlap postgres """exclude using gist (place with &&)"""
  for mysql { size : mysql.mediumint(8) unsigned }
}
table sales.kinds { rank : int primary key }
view totals {
  select o.kind, count(*) as n, sum(o.score) as total, max(k.rank) as top
  from sales.orders o left join sales.kinds k on k.rank = o.score
  where o.kind in (a, b) group by o.kind having count(*) > 1 order by n desc
}
function sales.f(int) { postgres """create function …""" }
)schema");
  ASSERT_EQ(it.said(), "");
  const catalog::Table& orders = it.table("sales.orders");
  EXPECT_EQ(orders.find_column("id")->identity->options.size(), 2U);
  EXPECT_EQ(orders.find_column("code")->collation, "C");
  EXPECT_EQ(orders.find_column("code")->default_value->text, "x");
  EXPECT_EQ(orders.find_column("place")->type.dialect, "postgres");
  EXPECT_THAT(orders.find_column("size")->dialects, ElementsAre("mysql"));
  EXPECT_THAT(orders.find_column("size")->type.words, ElementsAre("unsigned"));
  EXPECT_EQ(orders.foreign_keys.size(), 2U);
  EXPECT_EQ(it.schema.catalog.raw_objects.size(), 1U);
  const auto& columns = it.schema.view_columns.at("totals");
  EXPECT_EQ(columns[0].type.kind, catalog::TypeKind::enumeration);
  EXPECT_TRUE(columns[1].type.is("bigint"));
  EXPECT_FALSE(columns[1].nullable);
  EXPECT_TRUE(columns[3].nullable);
  EXPECT_EQ(it.schema.renames.size(), 3U);
}

TEST(Analyse, DoesNotMistrustWhatItCouldNotRead) {
  const Analysed broken(
      "table users {\n  id : bigint primary key\n  name text\n}\ntable posts { author : users.name\n index (text) }\n");
  ASSERT_EQ(broken.found.size(), 2U) << broken.said();
  EXPECT_EQ(broken.found[0].code, diag::Code::SC1001);
  EXPECT_THAT(broken.said(), HasSubstr("'posts' has no column 'text'"));
}

}  // namespace
}  // namespace schemac::sema
