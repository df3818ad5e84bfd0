// A database written as a folder of files is the same catalog as written in one, and each file can be read alone.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "catalog/json.h"
#include "dialect/dialects.h"
#include "import/write_database.h"
#include "sema/sema.h"
#include "support/database.h"
#include "support/random_schema.h"

namespace schemac::test {
namespace {

class Split : public EveryEngine {};

using Files = std::map<std::string, std::string>;

catalog::Catalog read(const Files& files, const std::vector<std::string>& names) {
  diag::SourceMap sources;
  diag::Diagnostics problems;
  const auto text = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return found->second;
  };
  catalog::Catalog out = sema::analyse({names, "", text}, sources, problems).catalog;
  for (const auto& problem : problems) ADD_FAILURE() << names[0] << ": " << problem.message;
  return out;
}

/// Names like those of real databases: some share a word, some stand alone.
void rename_tables(catalog::Catalog& schema, std::uint64_t seed) {
  static constexpr const char* kNames[] = {"orders", "order_items", "auth_user", "auth_group",
                                           "News",   "views_a",     "views_b"};
  std::size_t next = 0;
  for (const std::string& key : [&] {
         std::vector<std::string> keys;
         for (const auto& table : schema.tables) keys.push_back(catalog::key_of(table));
         return keys;
       }()) {
    if (next == std::size(kNames)) break;
    catalog::Catalog changed = schema;
    const std::string to = kNames[(seed + next++) % std::size(kNames)];
    for (std::uint32_t i = 0; i < changed.tables.size(); ++i)
      for (auto& foreign : changed.tables.edit({i}).foreign_keys)
        if (foreign.table.text() == key) foreign.table = to;
    catalog::Table table = *changed.tables.find(key);
    table.name = to;
    changed.tables.replace(key, std::move(table));
    schema = std::move(changed);
  }
  schema.views = {};  // they name the tables in their queries
  schema.seeds = {};
  schema.canonicalise();
}

TEST_P(Split, FolderIsTheSameCatalogAsOneFile) {
  const dialect::Dialect& dialect = dialect::get(GetParam());
  std::set<std::string> seen;
  std::size_t with_imports = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    catalog::Catalog schema = random_schema(random);
    if (seed % 2 == 0) rename_tables(schema, seed);
    diag::Diagnostics problems;
    const dialect::Inspection inspected{dialect.lower(schema, problems), {"some thing"}};
    const Files one = {{"all.schema", import::write_database(inspected, dialect)}};
    Files folder;
    std::vector<std::string> names;
    for (const auto& file : import::write_database_split(inspected, dialect)) {
      folder[file.name] = file.text;
      names.push_back(file.name);
      with_imports += file.text.starts_with("import ") ? 1 : 0;
    }
    seen.insert(names.begin(), names.end());
    ASSERT_EQ(folder.size(), names.size());
    ASSERT_EQ(catalog::to_json(read(folder, names)), catalog::to_json(read(one, {"all.schema"})));
    for (const std::string& name : names) (void)read(folder, {name});
    if (HasFailure()) break;
  }
  for (const char* name : {"orders.schema", "auth.schema", "views_tables.schema", "tables.schema", "views.schema"})
    EXPECT_TRUE(seen.contains(name)) << name;
  EXPECT_GT(with_imports, 10u);
}

SCHEMAC_ON_EVERY_ENGINE(Split);

}  // namespace
}  // namespace schemac::test
