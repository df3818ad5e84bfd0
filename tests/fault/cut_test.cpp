// A connection that is cut at every few steps, whether the statement was carried out or not: the program says so, and
// one command leads on, as after a kill.
#include "fault/interrupted.h"
#include "fault/passing_connection.h"

namespace schemac::test {
namespace {

using When = CutConnection::When;

class Cut : public Interrupted {
 protected:
  /// Runs `work` on a connection that is cut after `survived` statements; true where it ended before.
  template <class Work>
  bool survives(TestDatabase& database, int survived, When when, const Work& work) {
    CutConnection connection(database.connect(), survived, when, database.connection());
    const bool done = work(connection);
    if (when == When::before) {
      EXPECT_NE(done, connection.was_cut());
    }
    return !connection.was_cut();
  }
};

TEST_P(Cut, AmidAScriptOneCommandLeadsOn) {
  const Folder folder(GetParam());
  const store::Migrations migrations = folder.load();
  const auto up = [&](engine::Connection& c) { return open(c, migrations).apply({}).has_value(); };
  const auto down = [&](engine::Connection& c) { return open(c, migrations).rollback({}).has_value(); };

  TestDatabase database(GetParam());
  apply::Options first;
  first.to = "20260101T000000";
  must(open(*database.connect(), migrations).apply(first));
  for (const char* row : kRows) must(database.connection().execute(row));
  const std::string dump_before = normal_form(database.connection());
  const TableRows rows_before = all_rows(database.connection());
  must(open(*database.connect(), migrations).apply({}));
  const std::string dump_after = normal_form(database.connection());
  const TableRows rows_after = all_rows(database.connection());
  must(open(*database.connect(), migrations).rollback({}));

  const int stride = dialect::get(GetParam()).ddl_is_transactional() ? 5 : 3;
  for (const When when : {When::before, When::after}) {
    bool up_lives = false, down_lives = false;
    int cuts = 0;
    for (int survived = 0; !up_lives || !down_lives; survived += stride) {
      SCOPED_TRACE(fmt::format("cut {} statement {}", when == When::before ? "before" : "after", survived));
      ASSERT_LT(survived, 500);
      up_lives = survives(database, survived, when, up);
      if (!up_lives) lead_on(database, migrations, true);
      ASSERT_EQ(normal_form(database.connection()), dump_after);
      ASSERT_EQ(all_rows(database.connection()), rows_after);
      down_lives = survives(database, survived, when, down);
      if (!down_lives) lead_on(database, migrations, false);
      ASSERT_EQ(normal_form(database.connection()), dump_before);
      ASSERT_EQ(all_rows(database.connection()), rows_before);
      cuts += !up_lives + !down_lives;
    }
    EXPECT_GT(cuts, 40 / stride);
  }
}

INSTANTIATE_TEST_SUITE_P(, Cut, testing::Values(DialectId::postgres, DialectId::mysql, DialectId::mariadb),
                         engine_name);

}  // namespace
}  // namespace schemac::test
