// What was applied to a database, kept in the database: schemac.history on PostgreSQL, schemac_history elsewhere.
#pragma once

#include "dialect/dialect.h"
#include "engine/connection.h"

namespace schemac::apply {

enum class State {
  applied,       // done
  adopted,       // recorded by `baseline`, never run here
  applying,      // its up script was begun
  rolling_back,  // its down script was begun
  undoing,       // it was interrupted on the way up, and taking it back by a plan from what is there was begun
};

struct Entry {
  std::string id;
  std::string hash;         // of migration.json
  std::string checksum;     // of the scripts, as they were when they ran
  std::string fingerprint;  // of the database's own catalog once it was done
  std::string applied_at;   // UTC, "2026-11-21T09:30:00Z"
  State state = State::applied;
  int step = 0;           // statements of the script that are done, where the state is not `applied`
  std::string probe;      // the fingerprint before statement `step` was begun; while it is undone, of the script up
                          // stays `step`, and this is how many statements of rows are done on the way back
  std::string purged_at;  // UTC, when what it dropped was deleted for good; empty where it was not

  bool interrupted() const { return state != State::applied && state != State::adopted; }
};

/// The journal of a database. Where DDL commits by itself, each step is written down before it is run, with the
/// fingerprint of the catalog before it: what is found later tells whether it was carried out.
class History {
 public:
  explicit History(engine::Connection& connection) : connection_(connection) {}

  Result<bool> exists();
  Result<void> create();
  /// In the order in which they were applied.
  Result<std::vector<Entry>> entries();
  Result<void> insert(const Entry& entry);
  Result<void> update(const Entry& entry);
  Result<void> erase(const std::string& id);
  Result<void> erase_adopted();

  /// Keeps what the database was when the last script was done, in place of what was kept before.
  Result<void> keep(const catalog::Catalog& catalog);
  /// Nothing where nothing was kept.
  Result<std::optional<catalog::Catalog>> kept();

  /// True where the database holds tables or views that are not schemac's own.
  Result<bool> has_foreign_objects();

 private:
  engine::Connection& connection_;
};

/// Whether Alembic's own table is looked at. It is where a migration speaks of it; else it is Alembic's to change.
enum class AlembicTable { left_out, seen };

/// Everything in the database that schemac sees, quarantine apart, and without what the engine cannot change.
Result<catalog::Catalog> seen(engine::Connection& connection, AlembicTable alembic);

/// The digest of what is seen.
Result<std::string> fingerprint(engine::Connection& connection, AlembicTable alembic);

}  // namespace schemac::apply
