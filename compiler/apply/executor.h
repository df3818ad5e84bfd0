// Runs one script on one database, so that it is done wholly or can be gone on with.
#pragma once

#include <functional>
#include <optional>

#include "apply/history.h"
#include "store/script.h"

namespace schemac::apply {

/// Called before each statement: which of how many, and what it does.
using Progress = std::function<void(std::size_t at, std::size_t count, const std::string& what)>;

/// What is written into the history when a script is done.
struct Record {
  Entry entry;
  bool erases = false;  // the entry is taken away: a rollback
  /// The fingerprint that must come out; empty where none is known.
  std::string expected_fingerprint;
  AlembicTable alembic = AlembicTable::left_out;
  /// Asked once all statements are carried out, before that is noted; nothing where any end is right.
  std::function<Result<void>()> ends_well = {};
  bool begun = false;                // the history tells of it as `entry` does: it is gone on with
  std::optional<Entry> before = {};  // what the history tells of the migration until this is begun
};

/// Runs `script`. On engines with transactional DDL the script, which brings its own BEGIN and COMMIT, and the record
/// are one transaction. Elsewhere each statement is journalled before it is run, and `entry.step` says where to go on.
/// SC6xxx (refused) where rows stand in the way; SC8xxx where the database fails.
Result<void> run(engine::Connection& connection, const store::Script& script, Record record, const Progress& progress);

/// Carries out a statement that commits by itself. That a column of quarantine was added before an interruption does
/// not show in the catalog that tells how far a script came: one that is there already is as good as new.
Result<void> execute_once(engine::Connection& connection, const std::string& sql);

/// Writes rows, and that they are written as `entry` tells: in one transaction, elsewhere than where a script is one.
/// `error` is what the engine said where it failed.
Result<void> write_rows(engine::Connection& connection, const std::vector<std::string>& statements, const Entry& entry,
                        std::optional<engine::EngineError>* error = nullptr);

/// SC6xxx with the keys of the first rows, for each guard that finds some.
Result<void> check_guards(engine::Connection& connection, const std::vector<dialect::Guard>& guards);

}  // namespace schemac::apply
