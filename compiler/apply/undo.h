// The way back out of a migration that was interrupted on its way up, where each statement commits by itself.
#pragma once

#include "apply/own_work.h"
#include "store/migrations.h"

namespace schemac::apply {

/// One migration that is to be taken back by a plan from what is found to `before`, what it was when it was begun: no
/// script knows how far another came. What it dropped comes out of quarantine; what others made meanwhile stays.
class Undo {
 public:
  static Result<Undo> of(engine::Connection& connection, const store::Migration& migration,
                         const store::Migrations& migrations, AlembicTable alembic);

  /// What is to be run, and the guards to ask before. SC7024 where others made what cannot stay.
  Result<store::Script> plan() const;
  /// SC7026 where what is found still differs from what was there before.
  Result<void> is_done() const;

 private:
  Undo(engine::Connection& connection, const store::Migration& migration, AlembicTable alembic, OwnWork work)
      : connection_(&connection), migration_(&migration), alembic_(alembic), work_(std::move(work)) {}

  /// What somebody made under a name that something in quarantine is to have again.
  Result<std::vector<std::string>> names_taken(const catalog::Catalog& now) const;

  engine::Connection* connection_;
  const store::Migration* migration_;
  AlembicTable alembic_;
  OwnWork work_;
  catalog::ChangeSet changes_;
  catalog::Catalog before_;
};

/// What the script down does about rows, as far as the first `step` statements of `up` call for it: no catalog tells of
/// rows. `out` is to be done before anything else is undone, with foreign keys off, since some of those to the rows may
/// stand; `in` behind it, and `end` last.
struct RowsBack {
  dialect::Statements out, in, end;
  static RowsBack of(const store::Script& up, std::size_t step, const store::Script& down);
};

/// How many statements of the script that `entry` tells of were carried out; the last may not have been noted.
Result<std::size_t> steps_done(engine::Connection& connection, const Entry& entry, AlembicTable alembic);

/// True where only rows are left to write behind the first `step` statements: the catalog is as it will be.
bool only_rows_left(const store::Script& script, std::size_t step);

}  // namespace schemac::apply
