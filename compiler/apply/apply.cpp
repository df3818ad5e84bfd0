#include "apply/apply.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "apply/undo.h"
#include "base/text.h"
#include "catalog/json.h"
#include "dialect/dialects.h"
#include "diff/diff.h"
#include "engine/script.h"

namespace schemac::apply {

namespace {

constexpr const char* kLock = "schemac";
constexpr std::chrono::seconds kLockTimeout{10};

std::string utc_text(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::int64_t utc_seconds(const std::string& text) {
  std::tm parts{};
  return ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) ? ::timegm(&parts) : store::utc_now();
}

bool is_journalled(const engine::Connection& connection) {
  return !dialect::get(connection.dialect()).ddl_is_transactional();
}

/// A script is one transaction: what begins and ends one in between is left out, and what ends it otherwise is refused,
/// by its line.
tl::expected<void, std::string> stays_one_transaction(std::string_view script, DialectId dialect) {
  for (const engine::Statement& statement : engine::split_script(dialect, script)) {
    std::string words;
    for (const std::string& word : text::split(text::to_lower(statement.text), ' '))
      words += text::trim(word).empty() ? "" : word + " ";
    const bool rolls_back = words.starts_with("rollback ") && words.find(" to ") == words.npos;
    if (rolls_back || words.starts_with("abort ") || words.starts_with("prepare transaction ") ||
        words.starts_with("rollback prepared ") || words.starts_with("commit prepared ") ||
        words.starts_with("commit and chain "))
      return tl::unexpected(
          fmt::format("{}: the script is one transaction, which '{}' would end", statement.line, statement.text));
  }
  return {};
}

/// What leads from one physical catalog to the other, a line for each change.
Result<std::vector<std::string>> differences(const catalog::Catalog& from, const catalog::Catalog& to,
                                             const dialect::Dialect& dialect) {
  auto changes = diff::diff({from, to, {}}, {dialect.column_order_can_change(), true});
  if (!changes) return failure(std::move(changes.error()));
  std::vector<std::string> lines;
  for (const auto& change : *changes) lines.push_back(catalog::describe(change));
  return lines;
}

}  // namespace

bool Consent::covers(const plan::Hazard& hazard) const {
  for (const std::string& code : codes)
    if (code == "all" || code == diag::info(hazard.code).id) return true;
  return false;
}

Result<Database> Database::open(engine::Connection& connection, const store::Migrations& migrations, Lock lock) {
  if (lock == Lock::none) return Database(connection, migrations, false);
  const bool as_seen = lock == Lock::of_what_was_seen;
  auto before = as_seen ? recorded(connection) : std::vector<std::string>{};
  if (!before) return failure(std::move(before.error()));
  auto got = connection.try_lock(kLock, kLockTimeout);
  if (!got) return failure(std::move(got.error()));
  if (!*got) return failure(diag::Code::SC7030);
  Database out(connection, migrations, true);
  auto now = as_seen ? recorded(connection) : std::vector<std::string>{};
  if (!now) return failure(std::move(now.error()));
  if (*now != *before)
    return failure(
        diag::make(diag::Code::SC7030)
            .with_help("it has just ended, and the database is no longer as it was: look at 'schemac status'"));
  return out;
}

Result<std::vector<std::string>> Database::recorded(engine::Connection& connection) {
  History history(connection);
  auto exists = history.exists();
  if (!exists) return failure(std::move(exists.error()));
  std::vector<std::string> out;
  if (!*exists) return out;
  auto entries = history.entries();
  if (!entries) return failure(std::move(entries.error()));
  for (const Entry& entry : *entries) out.push_back(entry.id);
  return out;
}

Database::Database(Database&& other) noexcept
    : connection_(other.connection_),
      migrations_(other.migrations_),
      alembic_(other.alembic_),
      locked_(std::exchange(other.locked_, false)) {}

Database::~Database() {
  if (locked_) (void)connection_->unlock(kLock);
}

Result<Status> Database::status(bool check_drift) {
  Status out;
  History history(*connection_);
  auto exists = history.exists();
  if (!exists) return failure(std::move(exists.error()));
  out.managed = *exists;
  if (out.managed) {
    auto entries = history.entries();
    if (!entries) return failure(std::move(entries.error()));
    out.applied = std::move(*entries);
  }
  for (const Entry& entry : out.applied) {
    if (entry.interrupted()) out.interrupted = entry;
    if (const auto same = as_begun(entry); !same)
      (same.error().front().code == diag::Code::SC7022 ? out.missing : out.edited).push_back(entry.id);
  }
  for (const store::Migration& migration : migrations_->all()) {
    const auto same = [&](const Entry& entry) { return entry.id == migration.id; };
    if (std::none_of(out.applied.begin(), out.applied.end(), same)) out.pending.push_back(migration.id);
  }
  if (check_drift && !out.applied.empty() && !out.interrupted) {
    auto now = seen(*connection_, alembic_);
    if (!now) return failure(std::move(now.error()));
    out.drifted = catalog::hash_of(*now) != out.applied.back().fingerprint;
    if (out.drifted) {
      auto lines = drift(*now);
      if (!lines) return failure(std::move(lines.error()));
      out.drift = std::move(*lines);
    }
  }
  return out;
}

Result<std::vector<std::string>> Database::drift(const catalog::Catalog& now) const {
  auto kept = History(*connection_).kept();
  if (!kept) return failure(std::move(kept.error()));
  if (!*kept) return std::vector<std::string>{};
  return differences(**kept, now, dialect::get(connection_->dialect()));
}

Result<const store::Migration*> Database::as_begun(const Entry& entry) const {
  const store::Migration* migration = migrations_->find(entry.id);
  if (!migration || migration->id != entry.id)  // a folder that was renamed may begin so
    return failure(diag::make(diag::Code::SC7022, entry.id)
                       .with_help("restore its folder from version control, or roll it back where it is known"));
  if (store::checksum(*migration, connection_->dialect()) != entry.checksum || migration->hash != entry.hash)
    return failure(
        diag::make(diag::Code::SC7021, entry.id)
            .with_help("restore the file; a new change wants a new migration. After a reviewed edit: schemac repair"));
  return migration;
}

Result<void> Database::refuse_unless_sound(const Status& status) const {
  if (status.interrupted)
    return failure(diag::make(diag::Code::SC7023, status.interrupted->id)
                       .with_help(status.interrupted->state == State::applying
                                      ? "go on with 'schemac resume', or back with 'schemac rollback'"
                                      : "its rollback was begun: 'schemac rollback' finishes it"));
  for (const Entry& entry : status.applied)
    if (auto same = as_begun(entry); !same) return failure(std::move(same.error()));
  if (auto one = migrations_->head(); !one) return failure(std::move(one.error()));
  if (status.drifted)
    return failure(diag::make(diag::Code::SC7024, status.applied.back().id)
                       .with_help("'schemac verify' shows what differs; undo it by hand, and where it is to stay, "
                                  "write it into the schema: "
                                  "the next migration makes it"));
  return {};
}

/// What is there and was never adopted might be anything.
Result<void> Database::refuse_unknown() {
  auto foreign = History(*connection_).has_foreign_objects();
  if (!foreign) return failure(std::move(foreign.error()));
  if (!*foreign) return {};
  return failure(diag::make(diag::Code::SC7020, connection_->url().redacted())
                     .with_help("if its tables are those of the migrations, adopt it with 'schemac baseline'"));
}

Result<void> Database::consented(const store::Migration& migration, const Options& options) const {
  diag::Diagnostics missing;
  for (const plan::Hazard& hazard : migration.hazards) {
    const std::string code(diag::info(hazard.code).id);
    const bool recorded =
        !options.each &&
        (std::find(migration.accepted.begin(), migration.accepted.end(), code) != migration.accepted.end() ||
         std::find(migration.accepted.begin(), migration.accepted.end(), "all") != migration.accepted.end());
    if (recorded || options.consent.covers(hazard)) continue;
    missing.push_back(
        diag::make(diag::Code::SC7027, code, migration.id, hazard.text).with_help("consent with --accept " + code));
  }
  if (missing.empty()) return {};
  return failure(std::move(missing));
}

Result<store::Script> Database::script(const store::Migration& migration, bool up) const {
  const auto found = migration.scripts.find(connection_->dialect());
  if (found == migration.scripts.end())
    return failure(
        diag::make(diag::Code::SC7029, migration.id, to_string(connection_->dialect()))
            .with_help(
                "name the dialect in schemac.toml, and run 'schemac plan', which writes the scripts that are missing"));
  const std::string& text = up ? found->second.up : found->second.down;
  if (auto whole = stays_one_transaction(text, connection_->dialect()); !whole)
    return failure(
        diag::Code::SC7003, migration.id,
        fmt::format("{}.{}.sql, line {}", up ? "up" : "down", to_string(connection_->dialect()), whole.error()));
  return store::parse(text, connection_->dialect());
}

Result<void> Database::rows_let(const store::Migration& migration, bool up) const {
  auto found = script(migration, up);
  if (!found) return failure(std::move(found.error()));
  return check_guards(*connection_, found->guards);
}

Result<std::vector<std::string>> Database::departures(const std::set<std::string>& hashes) const {
  auto wanted = migrations_->fold(hashes);
  if (!wanted) return failure(std::move(wanted.error()));
  const dialect::Dialect& dialect = dialect::get(connection_->dialect());
  diag::Diagnostics problems;
  const catalog::Catalog physical = dialect.lower(*wanted, problems);
  auto live = dialect.inspect(*connection_);
  if (!live) return failure(std::move(live.error()));
  if (alembic_ == AlembicTable::left_out) dialect::leave_out_alembic(live->catalog);
  const catalog::Catalog there = dialect.spelt_like(dialect::comparable(live->catalog), physical);
  return differences(there, dialect::comparable(physical), dialect);
}

/// Of a script that was edited. What differed before it ran is not held against it: some servers put an expression in
/// words of their own.
Result<std::function<Result<void>()>> Database::ends_as_declared(const store::Migration& migration,
                                                                 std::set<std::string> before) const {
  const auto planned = migration.as_planned.find(connection_->dialect());
  if (planned == migration.as_planned.end() || planned->second == store::checksum(migration, connection_->dialect()))
    return std::function<Result<void>()>();
  auto known = departures(before);
  if (!known) return failure(std::move(known.error()));
  before.insert(migration.hash);
  return [this, id = migration.id, hashes = std::move(before), known = std::move(*known)]() -> Result<void> {
    auto lines = departures(hashes);
    if (!lines) return failure(std::move(lines.error()));
    std::erase_if(*lines, [&](const auto& line) { return std::find(known.begin(), known.end(), line) != known.end(); });
    if (lines->empty()) return {};
    return failure(
        diag::make(diag::Code::SC7028, fmt::format("the edited script of '{}' ends elsewhere, and its schema wants: {}",
                                                   id, text::join(*lines, "; ")))
            .with_help(std::string(
                           is_journalled(*connection_)
                               ? "it was taken back; rows that the edit wrote into tables that stay are as it left them"
                               : "nothing was changed") +
                       ". Let the script end in what the schema says, or plan the other state: write it into the "
                       "schema"));
  };
}

Result<void> Database::run_up(const store::Migration& migration, const std::set<std::string>& before,
                              const Progress& progress) {
  auto up = script(migration, true);
  if (!up) return failure(std::move(up.error()));
  Record record;
  auto ends_well = ends_as_declared(migration, before);
  if (!ends_well) return failure(std::move(ends_well.error()));
  record.ends_well = std::move(*ends_well);
  record.alembic = alembic_;
  record.entry = {migration.id,
                  migration.hash,
                  store::checksum(migration, connection_->dialect()),
                  "",
                  utc_text(store::utc_now()),
                  State::applying,
                  0,
                  "",
                  ""};
  Entry entry = record.entry;
  auto done = run(*connection_, *up, std::move(record), progress);
  if (done || !is_journalled(*connection_) || done.error().front().code != diag::Code::SC7028) return done;
  entry.step = static_cast<int>(up->statements.size());
  auto undo = Undo::of(*connection_, migration, *migrations_, alembic_);
  if (!undo) return failure(std::move(undo.error()));
  if (auto undone = undo_what_is_there(std::move(entry), *undo, migration, progress); !undone) return undone;
  return done;
}

Result<std::vector<const store::Migration*>> Database::up_to(const std::string& to,
                                                             const std::vector<std::string>& pending) const {
  const auto named = to.empty() ? Result<const store::Migration*>(nullptr) : migrations_->named(to);
  if (!named) return failure(named.error());
  const store::Migration* last = *named;
  std::vector<const store::Migration*> out;
  if (last && std::find(pending.begin(), pending.end(), last->id) == pending.end()) return out;  // it is past that
  for (const std::string& id : pending) {
    out.push_back(migrations_->find(id));
    if (out.back() == last) break;
  }
  return out;
}

Result<std::vector<std::string>> Database::apply(const Options& options) {
  auto now = status(true);
  if (!now) return failure(std::move(now.error()));
  if (auto sound = refuse_unless_sound(*now); !sound) return failure(std::move(sound.error()));
  if (now->applied.empty() && !now->pending.empty())
    if (auto known = refuse_unknown(); !known) return failure(std::move(known.error()));
  auto waiting = up_to(options.to, now->pending);
  if (!waiting) return failure(std::move(waiting.error()));
  const std::vector<const store::Migration*>& ahead = *waiting;
  for (const auto* migration : ahead) {
    if (auto agreed = consented(*migration, options); !agreed) return failure(std::move(agreed.error()));
    if (auto there = script(*migration, true); !there) return failure(std::move(there.error()));
  }
  std::vector<std::string> done;
  if (!options.dry_run && !ahead.empty() && !now->managed)
    if (auto created = History(*connection_).create(); !created) return failure(std::move(created.error()));
  std::set<std::string> applied;
  for (const Entry& entry : now->applied) applied.insert(entry.hash);
  for (const auto* migration : ahead) {
    if (options.dry_run && done.empty())
      if (auto clear = rows_let(*migration, true); !clear) return failure(std::move(clear.error()));
    if (!options.dry_run)
      if (auto ran = run_up(*migration, applied, options.progress); !ran) return failure(std::move(ran.error()));
    applied.insert(migration->hash);
    done.push_back(migration->id);
    if (options.done) options.done(migration->id);
  }
  return done;
}

Result<std::vector<std::string>> Database::baseline(const std::string& to) {
  auto now = status(false);
  if (!now) return failure(std::move(now.error()));
  if (!now->applied.empty()) return failure(diag::Code::SC7031, now->applied.back().id);
  const auto named = to.empty() ? Result<const store::Migration*>(nullptr) : migrations_->named(to);
  if (!named) return failure(named.error());
  const store::Migration* last = *named;
  std::set<std::string> hashes;
  for (const store::Migration& migration : migrations_->all()) {
    hashes.insert(migration.hash);
    if (&migration == last) break;
  }
  auto lines = departures(hashes);
  if (!lines) return failure(std::move(lines.error()));
  if (!lines->empty())
    return failure(diag::make(diag::Code::SC7028, text::join(*lines, "; "))
                       .with_help("baseline to the migration that it is at, or change the database or the migrations"));
  History history(*connection_);
  if (auto created = history.create(); !created) return failure(std::move(created.error()));
  auto adopted = seen(*connection_, alembic_);
  if (!adopted) return failure(std::move(adopted.error()));
  auto all_or_none = engine::Transaction::begin(*connection_);
  if (!all_or_none) return failure(std::move(all_or_none.error()));
  if (auto done = history.keep(*adopted); !done) return failure(std::move(done.error()));
  const std::string print = catalog::hash_of(*adopted);
  std::vector<std::string> done;
  for (const store::Migration& migration : migrations_->all()) {
    if (!hashes.contains(migration.hash)) break;
    Entry entry{migration.id,
                migration.hash,
                store::checksum(migration, connection_->dialect()),
                print,
                utc_text(store::utc_now()),
                State::adopted,
                0,
                "",
                ""};
    if (auto noted = history.insert(entry); !noted) return failure(std::move(noted.error()));
    done.push_back(migration.id);
  }
  if (auto noted = all_or_none->commit(); !noted) return failure(std::move(noted.error()));
  return done;
}

Result<dialect::Statements> Database::purge(std::int64_t applied_before, bool dry_run) {
  auto now = status(false);
  if (!now) return failure(std::move(now.error()));
  dialect::Statements out;
  for (Entry& entry : now->applied) {
    if (entry.state != State::applied || utc_seconds(entry.applied_at) > applied_before) continue;
    auto some = dialect::get(connection_->dialect()).purge(*connection_, store::quarantine_tag(entry.id));
    if (!some) return failure(std::move(some.error()));
    if (!dry_run && !some->empty()) {
      // noted first: a rollback that finds half of it gone would be worse than one that is refused too early
      entry.purged_at = utc_text(store::utc_now());
      if (auto noted = History(*connection_).update(entry); !noted) return failure(std::move(noted.error()));
      for (const auto& statement : *some)
        if (auto done = connection_->execute(statement.sql); !done) return failure(std::move(done.error()));
    }
    out.insert(out.end(), some->begin(), some->end());
  }
  return out;
}

Result<std::vector<std::string>> Database::repair() {
  auto now = status(false);
  if (!now) return failure(std::move(now.error()));
  std::vector<std::string> done;
  for (Entry& entry : now->applied) {
    const store::Migration* migration = migrations_->find(entry.id);
    if (!migration) return failure(diag::Code::SC7022, entry.id);
    const std::string checksum = store::checksum(*migration, connection_->dialect());
    if (checksum == entry.checksum && migration->hash == entry.hash) continue;
    entry.checksum = checksum;
    entry.hash = migration->hash;
    if (auto noted = History(*connection_).update(entry); !noted) return failure(std::move(noted.error()));
    done.push_back(entry.id);
  }
  return done;
}

Result<std::vector<std::string>> Database::resume(const Progress& progress) {
  auto now = status(false);
  if (!now) return failure(std::move(now.error()));
  if (!now->interrupted) return std::vector<std::string>{};
  const Entry& entry = *now->interrupted;
  auto done = entry.state == State::applying ? finish_up(entry, progress) : take_back(entry, "", progress);
  if (!done) return failure(std::move(done.error()));
  return std::vector<std::string>{entry.id};
}

Result<void> Database::finish_up(const Entry& entry, const Progress& progress) {
  auto migration = as_begun(entry);
  if (!migration) return failure(std::move(migration.error()));
  auto rest = script(**migration, true);
  if (!rest) return failure(std::move(rest.error()));
  Record record{entry, false, "", alembic_};
  record.begun = true;
  return run(*connection_, *rest, std::move(record), progress);
}

}  // namespace schemac::apply
