#include <gtest/gtest.h>
#include <unistd.h>

#include <unordered_map>

#include "store/migrations.h"

namespace schemac::store {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kStart = 1'795'253'400;  // 2026-11-21T09:30:00Z

TEST(NewId, HasAQuarantineTagOfItsOwn) {
  // of a few thousand ids, a second apart, two share one of sixteen million tags
  const Migrations none;
  std::unordered_map<std::string, std::int64_t> by_tag;
  std::int64_t first = 0, second = kStart;
  while (!first) {
    const std::string tag = quarantine_tag(new_id(none, ++second, "x"));
    if (const auto [found, fresh] = by_tag.emplace(tag, second); !fresh) first = found->second;
  }
  const fs::path folder = testing::TempDir() + "schemac_new_id_" + std::to_string(::getpid());
  Migration there;
  there.id = new_id(none, first, "x");
  const auto written = none.load(folder)->write(there, {}, "{}");
  ASSERT_TRUE(written.has_value());
  const auto migrations = Migrations::load(folder);
  fs::remove_all(folder);
  ASSERT_TRUE(migrations.has_value());
  const std::string made = new_id(*migrations, second, "x");
  EXPECT_GT(made, there.id);
  EXPECT_NE(quarantine_tag(made), quarantine_tag(there.id));
  EXPECT_EQ(made, new_id(none, second + 1, "x"));
}

}  // namespace
}  // namespace schemac::store
