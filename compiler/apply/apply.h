// apply, rollback, status, verify, baseline, resume: what leads a database along its migrations and back.
#pragma once

#include <set>

#include "apply/executor.h"
#include "dialect/common/alembic.h"
#include "store/migrations.h"

namespace schemac::apply {

class Undo;
struct RowsBack;

struct Status {
  std::vector<Entry> applied;
  std::vector<std::string> pending;  // ids, in the order in which they will run
  std::optional<Entry> interrupted;  // an entry that was begun and not ended
  bool managed = false;              // the history is there
  bool drifted = false;              // the database is not what was applied
  std::vector<std::string> drift;    // what was done to it since, a line each
  std::vector<std::string> edited;   // ids of those applied whose files are not what was applied
  std::vector<std::string> missing;  // ids of those applied that are not in the folder
};

/// What a rollback did: the scripts of `ran` were run, newest first; of `forgotten`, which `baseline` had recorded,
/// only the record was erased.
struct RolledBack {
  std::vector<std::string> ran;
  std::vector<std::string> forgotten;
};

struct Consent {
  std::vector<std::string> codes;  // "SC5001", or "all"
  bool covers(const plan::Hazard& hazard) const;
};

struct Options {
  std::string to;  // an id: stop there; for a rollback "base" too
  int steps = 1;   // of a rollback
  bool dry_run = false;
  bool each = false;  // consent is asked for again, whatever the migration records
  Consent consent;
  Progress progress;
  std::function<void(const std::string& id)> done = {};  // called for each migration that was, or would be, run
};

/// Whether others are kept away: from what is there once they have let go, or from what was there before.
enum class Lock { none, of_what_is_found, of_what_was_seen };

/// One database and one folder of migrations. Holds the session lock while it lives.
class Database {
 public:
  /// SC7030 (refused) where another schemac holds the lock and does not let go of it; or lets go of it with another
  /// history than was seen before, where that matters: "the last migration" is then another one than was meant.
  static Result<Database> open(engine::Connection& connection, const store::Migrations& migrations, Lock lock);
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  Result<Status> status(bool check_drift);

  /// Runs what is pending; the ids of what ran, or would run. Refusals: SC7020 an unknown database, SC7021 a migration
  /// edited after it was applied, SC7022 one that is not in the folder, SC7023 an interrupted one, SC7024 drift,
  /// SC7025 two heads, SC7027 a hazard without consent, SC7028 an edited script that ends in another state.
  Result<std::vector<std::string>> apply(const Options& options);
  /// Takes back what was interrupted, or else the last migrations. What `baseline` recorded is one step: its record is
  /// erased as a whole and the database stays as it is. Refusals beside those of apply, SC7027 where `each` is set:
  /// SC7033 what it dropped was purged, SC7034 a place amid what was adopted, SC7035 a migration that was not applied
  /// here.
  Result<RolledBack> rollback(const Options& options);
  /// Records migrations up to `to`, or all, as applied. SC7028 where the database is not what they make.
  Result<std::vector<std::string>> baseline(const std::string& to);
  /// Deletes for good what lies in quarantine of migrations that were applied before; what was, or would be, run.
  Result<dialect::Statements> purge(std::int64_t applied_before, bool dry_run);
  /// Records the files of applied migrations as they are now; those that had been edited. SC7022 where one is missing.
  Result<std::vector<std::string>> repair();
  /// Goes on with what was interrupted, up or back. Refusals: SC7021, SC7022; SC7024 where others made what is in the
  /// way back.
  Result<std::vector<std::string>> resume(const Progress& progress);

 private:
  Database(engine::Connection& connection, const store::Migrations& migrations, bool locked)
      : connection_(&connection),
        migrations_(&migrations),
        alembic_(migrations.mention(dialect::kAlembicTable) ? AlembicTable::seen : AlembicTable::left_out),
        locked_(locked) {}

  /// The ids of the history's entries; none where there is no history.
  static Result<std::vector<std::string>> recorded(engine::Connection& connection);

  Result<std::vector<std::string>> drift(const catalog::Catalog& now) const;
  /// The migration of an entry. SC7022 where it is not in the folder, SC7021 where it was edited since.
  Result<const store::Migration*> as_begun(const Entry& entry) const;
  /// Those of `pending` that lead to `to`, or all where it is empty; none where it is applied already.
  Result<std::vector<const store::Migration*>> up_to(const std::string& to,
                                                     const std::vector<std::string>& pending) const;
  Result<void> refuse_unless_sound(const Status& status) const;
  Result<void> refuse_unknown();
  Result<void> consented(const store::Migration& migration, const Options& options) const;
  Result<void> consented_back(const Entry& entry, const Options& options) const;
  Result<RolledBack> behind_interrupted(const std::string& taken_back, const Options& options);
  Result<store::Script> script(const store::Migration& migration, bool up) const;
  /// How the database differs from what the migrations of these hashes make together, a line for each change.
  Result<std::vector<std::string>> departures(const std::set<std::string>& hashes) const;
  Result<std::function<Result<void>()>> ends_as_declared(const store::Migration& migration,
                                                         std::set<std::string> before) const;
  /// What a dry run can tell: the first script meets the rows that are there, each other one those that it leaves.
  Result<void> rows_let(const store::Migration& migration, bool up) const;
  Result<void> run_up(const store::Migration& migration, const std::set<std::string>& before, const Progress& progress);
  Result<void> take_back(const Entry& interrupted, const std::string& fingerprint_before, const Progress& progress);
  Result<void> finish_up(const Entry& interrupted, const Progress& progress);
  Result<void> undo_what_is_there(Entry interrupted, const Undo& undo, const store::Migration& migration,
                                  const Progress& progress);
  Result<void> undo_in_order(Entry& entry, const RowsBack& rows, const dialect::Statements& catalog,
                             const Progress& progress);
  Result<std::size_t> remaining(const std::vector<Entry>& applied, const Options& options) const;
  Result<void> run_down(const Entry& entry, Record record, const Progress& progress);

  engine::Connection* connection_;
  const store::Migrations* migrations_;
  AlembicTable alembic_;
  bool locked_;
};

}  // namespace schemac::apply
