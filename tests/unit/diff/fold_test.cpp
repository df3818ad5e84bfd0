#include <gtest/gtest.h>

#include "catalog/json.h"
#include "diff/diff.h"
#include "support/random_schema.h"

namespace schemac {
namespace {

using test::ChangeKind;

struct Step {
  diff::Pair pair;
  std::string kinds;
};

Step random_pair(std::uint64_t seed) {
  test::Random random(seed);
  Step out{{test::random_schema(random), {}, {}}, ""};
  out.pair.to = out.pair.from;
  for (int i = 0; i < 4; ++i) {
    const auto kind = static_cast<ChangeKind>(random() % test::kChangeKinds);
    if (test::random_change(out.pair.to, out.pair.renames, kind, random()))
      out.kinds += std::string(to_string(kind)) + " ";
  }
  return out;
}

catalog::Catalog folded(catalog::Catalog state, const catalog::ChangeSet& changes) {
  for (const auto& change : changes) {
    const auto done = catalog::apply_change(change, state);
    EXPECT_TRUE(done) << done.error().front().message;
  }
  state.canonicalise();
  return state;
}

TEST(Diff, FoldsToTheTargetAndBack) {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    const Step step = random_pair(seed);
    const auto changes = diff::diff(step.pair, {true, true});
    ASSERT_TRUE(changes) << "seed " << seed;
    ASSERT_EQ(catalog::to_json(folded(step.pair.from, *changes)), catalog::to_json(step.pair.to))
        << "seed " << seed << ": " << step.kinds;
  }
}

TEST(Diff, OfEqualCatalogsIsEmpty) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Step step = random_pair(seed);
    EXPECT_TRUE(diff::diff({step.pair.to, step.pair.to, {}})->empty());
  }
}

TEST(ChangeJson, ComesBackEqual) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto changes = *diff::diff(random_pair(seed).pair, {true, true});
    const std::string text = catalog::to_json(changes);
    const auto back = catalog::changes_from_json(text);
    ASSERT_TRUE(back) << back.error().front().message;
    EXPECT_EQ(*back, changes);
    EXPECT_EQ(catalog::to_json(*back), text);
  }
}

TEST(CatalogJson, OfRandomSchemasComesBackByteIdentical) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    test::Random random(seed);
    const auto schema = test::random_schema(random);
    const std::string text = catalog::to_json(schema);
    const auto back = catalog::catalog_from_json(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, schema);
    EXPECT_EQ(catalog::to_json(*back), text);
  }
}

catalog::Catalog one_table(std::vector<catalog::Column> columns) {
  catalog::Catalog out;
  catalog::Table table;
  table.name = "users";
  table.columns = std::move(columns);
  out.tables.add(table);
  return out;
}

catalog::Column text_column(const std::string& name) {
  catalog::Column column;
  column.name = name;
  column.type = catalog::portable("text");
  return column;
}

TEST(Diff, RefusesAnUnexplainedDropAndAdd) {
  const auto result = diff::diff({one_table({text_column("password")}), one_table({text_column("pw_hash")}), {}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().front().code, diag::Code::SC7011);
  EXPECT_EQ(diag::exit_code(result.error()), 3);
}

TEST(Diff, TakesADeclaredRename) {
  const auto result = diff::diff({one_table({text_column("password")}),
                                  one_table({text_column("pw_hash")}),
                                  {{catalog::RenameKind::column, "users", "password", "pw_hash"}}});
  ASSERT_TRUE(result);
  ASSERT_EQ(result->size(), 1u);
  EXPECT_EQ(catalog::describe(result->front()), "rename column users.password to pw_hash");
}

TEST(Diff, IgnoresARenameThatWasMadeBefore) {
  const auto users = one_table({text_column("pw_hash")});
  const auto result = diff::diff({users, users, {{catalog::RenameKind::column, "users", "password", "pw_hash"}}});
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->empty());
}

TEST(Diff, TakesAChainOfRenamesInAnyOrder) {
  using catalog::RenameKind;
  const auto from = one_table({text_column("a"), text_column("b")});
  const auto to = one_table({text_column("b"), text_column("c")});
  const catalog::Rename b_was_a{RenameKind::column, "users", "a", "b"}, c_was_b{RenameKind::column, "users", "b", "c"};
  for (const catalog::Renames& renames : {catalog::Renames{b_was_a, c_was_b}, catalog::Renames{c_was_b, b_was_a}}) {
    const auto result = diff::diff({from, to, renames});
    ASSERT_TRUE(result);
    ASSERT_EQ(result->size(), 2u);
    EXPECT_EQ(catalog::describe(result->front()), "rename column users.b to c");
    EXPECT_EQ(catalog::describe(result->back()), "rename column users.a to b");
  }
  // a name that came by a rename is none that was there before
  const auto added = diff::diff({one_table({text_column("a")}), to, {b_was_a, c_was_b}});
  ASSERT_TRUE(added);
  ASSERT_EQ(added->size(), 2u);
  EXPECT_EQ(catalog::describe(added->front()), "rename column users.a to b");
  EXPECT_EQ(catalog::describe(added->back()), "add column users.c");
}

TEST(Fold, RefusesSeedRowsThatAreNotThere) {
  catalog::Catalog state = one_table({text_column("name")});
  const catalog::Expr one{catalog::ExprKind::string, "one", "", {}, {}},
      two{catalog::ExprKind::string, "two", "", {}, {}};
  state.seeds.add({"users", {"name"}, {"name"}, {{{one}}}});
  const auto does = [&](const catalog::Change& change) { return catalog::apply_change(change, state).has_value(); };
  EXPECT_FALSE(does(catalog::DeleteRow{"users", {"name"}, {"name"}, {two}}));
  EXPECT_FALSE(does(catalog::UpdateRow{"users", {"name"}, {"name"}, {two}, {one}}));
  EXPECT_TRUE(does(catalog::UpdateRow{"users", {"name"}, {"name"}, {one}, {two}}));
  EXPECT_TRUE(does(catalog::DeleteRow{"users", {"name"}, {"name"}, {two}}));
}

}  // namespace
}  // namespace schemac
