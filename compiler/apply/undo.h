// The way back out of a migration that was interrupted on its way up, where each statement commits by itself.
#pragma once

#include "apply/executor.h"
#include "store/migrations.h"

namespace schemac::apply {

/// What leads from what the database is now to `before`, what it was when the migration was begun; planned from what is
/// found, since no script knows how far another came. What the migration dropped comes out of quarantine.
Result<dialect::Statements> undo(engine::Connection& connection, const store::Migrations& migrations,
                                 const store::Migration& migration, const catalog::Catalog& before,
                                 AlembicTable alembic);

/// `undo`, with what `down` does about seed rows around it, as far as the `step` statements of `up` that were carried
/// out call for: no catalog tells of rows.
dialect::Statements with_rows(dialect::Statements undo, const store::Script& up, std::size_t step,
                              const store::Script& down);

/// True where `script`, interrupted as `entry` tells, has only rows left to write: the catalog is as it will be.
Result<bool> only_rows_left(engine::Connection& connection, const store::Script& script, const Entry& entry,
                            AlembicTable alembic);

}  // namespace schemac::apply
