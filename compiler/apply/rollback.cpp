// The way back: of what was applied by its script, of what was interrupted by a plan from what is there.
#include <fmt/format.h>

#include <algorithm>

#include "apply/apply.h"
#include "apply/undo.h"
#include "base/text.h"
#include "catalog/json.h"
#include "dialect/dialects.h"

namespace schemac::apply {

/// `record` says what must come out.
Result<void> Database::run_down(const Entry& entry, Record record, const Progress& progress) {
  const store::Migration* migration = migrations_->find(entry.id);
  auto down = script(*migration, false);
  if (!down) return failure(std::move(down.error()));
  record.begun = false;
  record.before = entry;
  record.entry.state = State::rolling_back;
  record.entry.step = 0;
  record.entry.probe.clear();
  return run(*connection_, *down, std::move(record), progress);
}

Result<void> Database::take_back(const Entry& entry, const std::string& fingerprint_before, const Progress& progress) {
  auto begun = as_begun(entry);
  if (!begun) return failure(std::move(begun.error()));
  const store::Migration& migration = **begun;
  auto up = script(migration, true), down = script(migration, false);
  if (!up || !down) return failure(std::move((up ? down : up).error()));
  Record record{entry, true, fingerprint_before, alembic_};
  record.begun = true;
  if (!entry.fingerprint.empty()) return run(*connection_, *down, std::move(record), progress);

  // it was interrupted on the way up
  auto undo = Undo::of(*connection_, migration, *migrations_, alembic_);
  if (!undo) return failure(std::move(undo.error()));
  record.expected_fingerprint.clear();
  record.ends_well = [&undo] { return undo->is_done(); };
  if (entry.state == State::rolling_back) return run(*connection_, *down, std::move(record), progress);
  auto steps = steps_done(*connection_, entry, alembic_);
  if (!steps) return failure(std::move(steps.error()));
  if (entry.state == State::undoing || !only_rows_left(*up, *steps)) {
    Entry found = entry;
    found.step = static_cast<int>(*steps);
    return undo_what_is_there(std::move(found), *undo, migration, progress);
  }
  if (auto free = undo->plan(); !free) return failure(std::move(free.error()));
  return run_down(entry, std::move(record), progress);
}

Result<void> Database::undo_what_is_there(Entry entry, const Undo& undo, const store::Migration& migration,
                                          const Progress& progress) {
  History history(*connection_);
  auto up = script(migration, true), down = script(migration, false);
  if (!up || !down) return failure(std::move((up ? down : up).error()));
  auto plan = undo.plan();
  if (!plan) return failure(std::move(plan.error()));
  if (auto clear = check_guards(*connection_, plan->guards); !clear) return clear;
  if (entry.state != State::undoing) entry.probe.clear();
  entry.state = State::undoing;
  if (auto noted = history.update(entry); !noted) return noted;
  const RowsBack rows = RowsBack::of(*up, static_cast<std::size_t>(entry.step), *down);
  if (auto done = undo_in_order(entry, rows, plan->statements, progress); !done) return done;
  if (auto done = undo.is_done(); !done) return done;
  return history.erase(entry.id);
}

/// Rows that are to go, the catalog, rows that are to come back. What of rows is done is noted with them; what of the
/// catalog is done shows, and is planned around where this is gone on with.
Result<void> Database::undo_in_order(Entry& entry, const RowsBack& rows, const dialect::Statements& catalog,
                                     const Progress& progress) {
  const std::size_t count = rows.out.size() + catalog.size() + rows.in.size() + rows.end.size();
  std::size_t at = 0, row = 0;
  std::size_t noted = entry.probe.empty() ? 0 : std::stoul(entry.probe);
  const auto tell = [&](const dialect::Statement& statement) {
    if (progress) progress(++at, count, statement.what);
  };
  const auto write = [&](const dialect::Statements& statements) -> Result<void> {
    for (const auto& statement : statements) {
      tell(statement);
      if (++row <= noted) continue;
      entry.probe = std::to_string(row);
      if (auto done = write_rows(*connection_, {statement.sql}, entry); !done) return done;
    }
    return {};
  };
  const auto run = [&](const dialect::Statements& statements) -> Result<void> {
    for (const auto& statement : statements) {
      tell(statement);
      if (auto done = execute_once(*connection_, statement.sql); !done) return done;
    }
    return {};
  };
  if (!rows.out.empty()) {
    if (auto off = connection_->execute("SET foreign_key_checks = 0"); !off) return off;
    auto gone = write(rows.out);
    if (auto on = connection_->execute("SET foreign_key_checks = 1"); !on) return on;
    if (!gone) return gone;
  }
  if (auto done = run(catalog); !done) return done;
  if (auto done = write(rows.in); !done) return done;
  return run(rows.end);
}

/// How many of the applied migrations a rollback leaves.
Result<std::size_t> Database::remaining(const std::vector<Entry>& applied, const Options& options) const {
  const auto was_run = [](const Entry& entry) { return entry.state != State::adopted; };
  const std::size_t adopted = std::find_if(applied.begin(), applied.end(), was_run) - applied.begin();
  if (options.to == "base") return 0;
  if (options.to.empty()) {
    const std::size_t steps = options.steps;
    return steps <= applied.size() - adopted ? applied.size() - steps : 0;
  }
  const auto named = migrations_->named(options.to);
  if (!named) return failure(named.error());
  const store::Migration* target = *named;
  const auto found =
      std::find_if(applied.begin(), applied.end(), [&](const Entry& entry) { return entry.id == target->id; });
  if (found == applied.end())
    return failure(diag::make(diag::Code::SC7035, target->id).with_help("'schemac status' lists what is"));
  const std::size_t stay = found - applied.begin() + 1;
  if (stay < adopted)
    return failure(
        diag::make(diag::Code::SC7034, target->id, applied[adopted - 1].id)
            .with_help("'schemac rollback --to base' forgets the baseline and leaves the tables as they are; then "
                       "'schemac baseline --to' records another"));
  return stay;
}

/// What a migration made really goes, with the rows written since. Where each hazard wants consent, so does that.
Result<void> Database::consented_back(const Entry& entry, const Options& options) const {
  if (entry.state == State::adopted) return {};  // is only forgotten
  auto changes = migrations_->changes(*migrations_->find(entry.id));
  if (!changes) return failure(std::move(changes.error()));
  diag::Diagnostics missing;
  const auto goes = [&](diag::Code code, const std::string& what) {
    const auto& info = diag::info(code);
    const plan::Hazard hazard{code, what, fmt::format("{} goes, with what was written since", what)};
    if (options.consent.covers(hazard)) return;
    missing.push_back(diag::make(diag::Code::SC7027, info.id, "rollback of " + entry.id, hazard.text)
                          .with_help("consent with --accept " + std::string(info.id)));
  };
  for (const catalog::Change& change : *changes)
    if (const auto* table = std::get_if<catalog::Create<catalog::Table>>(&change))
      goes(diag::Code::SC5001, "table " + table->object.name.text());
    else if (const auto* column = std::get_if<catalog::AddColumn>(&change); column && !column->column.generated)
      goes(diag::Code::SC5002, "column " + column->table.text() + "." + column->column.name);
  return missing.empty() ? Result<void>() : failure(std::move(missing));
}

/// What is left to be rolled back once the migration that was amid something is taken back.
Result<RolledBack> Database::behind_interrupted(const std::string& taken_back, const Options& options) {
  if (options.done) options.done(taken_back);
  RolledBack out{{taken_back}, {}};
  Options rest = options;
  --rest.steps;
  const auto named = migrations_->named(options.to);
  const bool goes_on = options.to.empty() ? rest.steps > 0 : !named || (*named)->id != taken_back;
  if (!goes_on) return out;
  auto others = rollback(rest);
  if (!others) return failure(std::move(others.error()));
  out.ran.insert(out.ran.end(), others->ran.begin(), others->ran.end());
  out.forgotten = std::move(others->forgotten);
  return out;
}

Result<RolledBack> Database::rollback(const Options& options) {
  auto now = status(true);
  if (!now) return failure(std::move(now.error()));
  const std::vector<Entry>& applied = now->applied;
  if (now->interrupted && !options.dry_run) {
    const std::string before = applied.size() > 1 ? applied[applied.size() - 2].fingerprint : "";
    if (auto done = take_back(*now->interrupted, before, options.progress); !done)
      return failure(std::move(done.error()));
    return behind_interrupted(now->interrupted->id, options);
  }
  if (auto sound = refuse_unless_sound(*now); !sound) return failure(std::move(sound.error()));
  auto stay = remaining(applied, options);
  if (!stay) return failure(std::move(stay.error()));
  for (std::size_t at = applied.size(); at > *stay; --at)
    if (const Entry& entry = applied[at - 1]; !entry.purged_at.empty())
      return failure(diag::make(diag::Code::SC7033, entry.id, entry.purged_at)
                         .with_help("what it dropped is gone: restore it from a backup, or plan a migration that adds "
                                    "it anew, without its values"));
  if (options.each)
    for (std::size_t at = applied.size(); at > *stay; --at)
      if (auto agreed = consented_back(applied[at - 1], options); !agreed) return failure(std::move(agreed.error()));
  RolledBack done;
  for (std::size_t at = applied.size(); at > *stay; --at) {
    const Entry& entry = applied[at - 1];
    if (entry.state == State::adopted) {
      done.forgotten.push_back(entry.id);
      continue;
    }
    const std::string before = at > 1 ? applied[at - 2].fingerprint : "";
    if (options.dry_run && done.ran.empty())
      if (auto clear = rows_let(*migrations_->find(entry.id), false); !clear) return failure(std::move(clear.error()));
    if (!options.dry_run)
      if (auto ran = run_down(entry, {entry, true, before, alembic_}, options.progress); !ran)
        return failure(std::move(ran.error()));
    done.ran.push_back(entry.id);
    if (options.done) options.done(entry.id);
  }
  if (!options.dry_run && !done.forgotten.empty())
    if (auto erased = History(*connection_).erase_adopted(); !erased) return failure(std::move(erased.error()));
  return done;
}

}  // namespace schemac::apply
