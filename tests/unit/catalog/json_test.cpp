#include "catalog/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace schemac::catalog {
namespace {

Catalog sample() {
  Catalog catalog;
  Table pages;
  pages.name = {"pages"};
  Column title;
  title.name = "title";
  title.type = portable("varchar", {"255"});
  title.default_value = expr::string("a \"quoted\"\n\x01 name");
  pages.columns = {title};
  pages.primary_key = PrimaryKey{"", {"title"}, {}};
  pages.checks.push_back(
      {"b", expr::binary("<>", expr::column("title"), expr::string("")), false, false, false, {}, {}, {}});
  pages.checks.push_back({"a", expr::raw(DialectId::postgres, "title ~ '^x'"), false, false, false, {}, {}, {}});
  catalog.tables.add(pages);
  catalog.enums.add({{"Language"}, "", {{"en", "", ""}, {"da", "", "Danish"}}, "", {}});
  catalog.canonicalise();
  return catalog;
}

TEST(CatalogJson, ComesBackEqualAndByteIdentical) {
  const Catalog catalog = sample();
  const std::string text = to_json(catalog);
  const auto back = catalog_from_json(text);
  ASSERT_TRUE(back) << back.error().front().message;
  EXPECT_EQ(*back, catalog);
  EXPECT_EQ(to_json(*back), text);
}

TEST(CatalogJson, WritesOnePropertyALineAndLeavesDefaultsOut) {
  Catalog catalog;
  catalog.roles.add({{"member"}, ""});
  EXPECT_EQ(to_json(catalog), R"({
  "roles": [
    {
      "name": {
        "name": "member"
      }
    }
  ]
})");
}

TEST(CatalogJson, RefusesWhatItDidNotWrite) {
  for (const char* text : {"", "[]", R"({"tabels": []})", R"({"tables": [{"columns": 3}]})", R"({"roles":[{},{}]})",
                           R"({"tables":[{"foreign_keys":[{"on_delete":"explode"}]}]})"}) {
    const auto result = catalog_from_json(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().front().code, diag::Code::SC7001);
  }
}

TEST(CatalogOrder, DoesNotDependOnDeclarationOrder) {
  Catalog a, b;
  a.roles.add({{"x"}, ""});
  a.roles.add({{"y"}, ""});
  b.roles.add({{"y"}, ""});
  b.roles.add({{"x"}, ""});
  a.canonicalise();
  b.canonicalise();
  EXPECT_EQ(a, b);
  EXPECT_EQ(hash_of(a), hash_of(b));
}

TEST(Describe, NamesTheFieldsThatDiffer) {
  Column a, b;
  a.name = b.name = "x";
  b.nullable = true;
  b.comment = "why";
  EXPECT_THAT(differing_fields(a, b), testing::ElementsAre("nullable", "comment"));
}

}  // namespace
}  // namespace schemac::catalog
