// PostgreSQL's SQL read without a server makes the database that a server makes of it: pg_dump is the judge.
#include "import/postgres/offline.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "dialect/dialects.h"
#include "existing_schemas.h"
#include "import/write_database.h"
#include "offline_samples.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {
namespace {

class Offline : public EveryEngine {
 protected:
  /// Tablespaces are a server's: there is one that all samples may name.
  void SetUp() override {
    TestDatabase any(GetParam());
    (void)any.connection().execute("SET allow_in_place_tablespaces = on");
    (void)any.connection().execute("CREATE TABLESPACE schemac_other LOCATION ''");  // it may be there
  }

  const dialect::Dialect& dialect_ = dialect::get(DialectId::postgres);

  Result<dialect::Inspection> read(const std::string& sql) {
    diag::SourceMap sources;
    return import::read_offline(import::read_sql_dump(DialectId::postgres, sql), sources.add("file.sql", sql));
  }

  /// Makes a database of what import writes.
  void make(TestDatabase& database, const dialect::Inspection& read) {
    diag::Diagnostics problems;
    const auto physical = dialect_.lower(compiled(import::write_database(read, dialect_)), problems);
    EXPECT_FALSE(diag::has_errors(problems));
    const plan::BothWays ways = must(plan::plan_physical({{}, physical, {}}, dialect_, "abc123", {true, true}));
    for (const auto& statement : ways.up.statements) must(database.connection().execute(statement.sql));
  }

  void expect_same(const std::string& sql, TestDatabase& loaded) {
    TestDatabase made(DialectId::postgres);
    auto found = read(sql);
    if (!found) return ADD_FAILURE() << found.error().front().message, void();
    make(made, *found);
    EXPECT_EQ(normal_form(made.connection()), normal_form(loaded.connection()));
  }

  static std::string dump_of(const TestDatabase& database) {
    std::string out;
    std::FILE* pipe = ::popen(("pg_dump '" + database.url() + "'").c_str(), "r");
    std::array<char, 4096> buffer;
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
    EXPECT_EQ(::pclose(pipe), 0);
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(, Offline, testing::Values(DialectId::postgres), engine_name);

TEST_P(Offline, MakesWhatTheServerMakesOfTheSameSql) {
  for (const OfflineSample& sample : offline_samples()) {
    SCOPED_TRACE(sample.what);
    TestDatabase loaded(DialectId::postgres);
    loaded.run(sample.sql);
    expect_same(sample.sql, loaded);
  }
}

TEST_P(Offline, MakesWhatADumpIsOf) {
  for (const OfflineSample& sample : offline_samples()) {
    SCOPED_TRACE(sample.what);
    TestDatabase loaded(DialectId::postgres);
    loaded.run(sample.sql);
    expect_same(dump_of(loaded), loaded);
  }
}

/// What it says it cannot know is said of few: each sample that is refused is counted.
TEST_P(Offline, MakesWhatOthersHave) {
  int refused = 0;
  const auto samples = existing_schemas(DialectId::postgres);
  for (const Existing& sample : samples) {
    SCOPED_TRACE(sample.what);
    TestDatabase loaded(DialectId::postgres), made(DialectId::postgres);
    loaded.run(sample.to);
    auto found = read(sample.to);
    if (!found && found.error().front().code == diag::Code::SC4026) {
      ++refused;
      continue;
    }
    make(made, must(std::move(found)));
    EXPECT_EQ(normal_form(made.connection()), normal_form(loaded.connection()));
  }
  EXPECT_LE(refused, static_cast<int>(samples.size()) / 10);
}

}  // namespace
}  // namespace schemac::test
