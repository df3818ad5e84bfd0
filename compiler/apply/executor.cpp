#include "apply/executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "apply/dangling.h"
#include "apply/quarantine_work.h"
#include "base/text.h"
#include "catalog/json.h"
#include "dialect/dialects.h"

namespace schemac::apply {

namespace {

std::string first_word(std::string_view sql) { return text::to_lower(sql.substr(0, sql.find_first_of(" \t\n;"))); }

/// Data exceptions and integrity violations (PostgreSQL manual, appendix A).
bool is_about_rows(const engine::EngineError& error) {
  return error.kind == engine::ErrorKind::constraint || error.sqlstate.starts_with("22") ||
         error.sqlstate.starts_with("23");
}

std::string keys_text(const engine::Rows& rows) {
  std::vector<std::string> keys;
  for (const auto& row : rows) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < row.size(); ++i)
      parts.push_back(fmt::format("{}={}", rows.columns[i], row[i].value_or("null")));
    keys.push_back(text::join(parts, ","));
  }
  return text::join(keys, "; ");
}

bool begins(const dialect::Statement& s) { return first_word(s.sql) == "begin" || first_word(s.sql) == "start"; }
bool commits(const dialect::Statement& s) { return first_word(s.sql) == "commit" || first_word(s.sql) == "end"; }
bool is_setting(const dialect::Statement& s) { return first_word(s.sql) == "set" || first_word(s.sql) == "pragma"; }

bool is_foreign_key_check(const dialect::Statement& s) {
  return text::to_lower(s.sql).starts_with("pragma foreign_key_check");
}

/// The statements with all that change anything between one BEGIN and one COMMIT, and settings where they were: a
/// script that someone wrote may have neither, and what is added to one may stand before or behind them.
dialect::Statements in_one_transaction(dialect::Statements all, DialectId dialect) {
  const auto works = [](const dialect::Statement& s) { return !is_setting(s) && !begins(s) && !commits(s); };
  auto begin = std::find_if(all.begin(), all.end(), begins);
  if (begin == all.end())
    begin = all.insert(std::find_if(all.begin(), all.end(), works),
                       {dialect == DialectId::sqlite ? "BEGIN IMMEDIATE" : "BEGIN", "all or nothing"});
  std::stable_partition(all.begin(), std::next(begin), [&](const auto& s) { return !works(s); });
  auto behind = std::find_if(all.rbegin(), all.rend(), commits).base();
  if (behind == all.begin()) {
    const auto last = std::find_if(all.rbegin(), all.rend(), [&](const auto& s) { return works(s) || begins(s); });
    behind = std::next(all.insert(last.base(), {"COMMIT", "all or nothing"}));
  }
  auto commit = std::prev(behind);
  if (is_foreign_key_check(*std::prev(commit))) --commit;  // BEGIN at least stands before it
  std::stable_partition(commit, all.end(), works);
  const auto first = std::find_if(all.begin(), all.end(), begins);
  const auto last = std::find_if(all.rbegin(), all.rend(), commits).base() - 1;
  all.erase(std::remove_if(std::next(first), last, [](const auto& s) { return begins(s) || commits(s); }), last);
  return all;
}

/// MySQL and MariaDB commit before and after these ("Statements That Cause an Implicit Commit"); the catalog tells
/// whether they were carried out.
bool commits_by_itself(const dialect::Statement& s) {
  static const std::set<std::string> kWords{
      "alter",    "analyze", "cache",  "change", "check",  "create", "drop",     "flush",  "grant",  "install",  "lock",
      "optimize", "rename",  "repair", "reset",  "revoke", "stop",   "truncate", "unlock", "import", "uninstall"};
  return kWords.contains(first_word(s.sql));
}

bool sets_variable(const dialect::Statement& s) {
  const auto at = s.sql.find('@');
  return first_word(s.sql) == "set" && at != std::string::npos && s.sql.substr(at, 2) != "@@";
}

class Run {
 public:
  Run(engine::Connection& connection, const store::Script& script, Record record, const Progress& progress)
      : connection_(connection),
        guards_(script.guards),
        statements_(script.statements),
        record_(std::move(record)),
        progress_(progress),
        history_(connection) {}

  Result<void> transactional() {
    statements_ = in_one_transaction(std::move(statements_), connection_.dialect());
    for (int tries = 1;; ++tries) {
      if (auto bound = bound_waits(); !bound) return bound;
      auto done = statements_in_transaction();
      if (done) return done;
      const bool waited = connection_.last_error() && connection_.last_error()->sqlstate == kLockNotAvailable;
      (void)connection_.execute("ROLLBACK");
      restore_session();
      if (!waited || tries == kTries) return done;
      std::this_thread::sleep_for(kPause);
    }
  }

  /// Each statement commits by itself, and what a script says of transactions says nothing. `probe` is the state of the
  /// catalog before statement `step`: where what is found differs, that statement was carried out though its end was
  /// not written down.
  Result<void> journalled() {
    Entry& entry = record_.entry;
    if (entry.step == 0 && entry.probe.empty())
      if (auto begun = begin(); !begun) return begun;
    if (!entry.probe.empty()) {
      auto now = fingerprint(connection_, record_.alembic);
      if (!now) return failure(std::move(now.error()));
      if (*now != entry.probe) ++entry.step;
    }
    // what a session needs is set again whenever a script is gone on with
    for (int at = 0; at < entry.step && at < static_cast<int>(statements_.size()); ++at)
      if (first_word(statements_[static_cast<std::size_t>(at)].sql) == "set")
        if (auto done = connection_.execute(statements_[static_cast<std::size_t>(at)].sql); !done) return done;
    while (entry.step < static_cast<int>(statements_.size()))
      if (auto done = journalled_step(); !done) {
        if (!nothing_ran()) return done;
        auto refused = refused_by_rows(static_cast<std::size_t>(entry.step));
        empty_quarantine();
        forget();
        return refused.value_or(std::move(done));
      }
    return finish();
  }

 private:
  static constexpr std::string_view kLockNotAvailable = "55P03";
  static constexpr int kTries = 20;
  static constexpr std::chrono::seconds kPause{1};

  /// explicit-locking.html, 13.3.1: whoever comes after a statement that waits for a table's lock waits behind it. It
  /// lets them through from time to time.
  Result<void> bound_waits() {
    if (connection_.dialect() != DialectId::postgres) return {};
    return connection_.execute("SET lock_timeout = '3s'");
  }

  /// No row is read then: a label or a date within its query is to blame.
  static bool makes_view(const std::string& sql) {
    const std::string start = text::to_lower(sql.substr(0, sql.find('(')));
    return start.starts_with("create ") && start.find(" view ") != start.npos &&
           start.find(" materialized ") == start.npos;
  }

  /// What is told where the last statement failed for the rows that are there, and nothing of the migration stands.
  std::optional<Result<void>> refused_by_rows(std::size_t at) const {
    const auto& error = rows_error_ ? rows_error_ : connection_.last_error();
    if (!error || !is_about_rows(*error) || makes_view(statements_[at].sql)) return std::nullopt;
    const std::string reason =
        text::replace_all(error->message, "_schemac_new_", "");  // of a table while it is rebuilt
    return failure(diag::make(diag::Code::SC6008, statements_[at].what, std::string(text::trim(reason)))
                       .with_help("nothing was changed; put these rows right and run it again"));
  }

  void tell(std::size_t at) {
    if (progress_) progress_(at + 1, statements_.size(), statements_[at].what);
  }

  Result<void> statements_in_transaction() {
    const auto commit = std::find_if(statements_.rbegin(), statements_.rend(), commits);
    const std::size_t end = statements_.rend() - commit - 1;
    bool guarded = false;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const std::string& sql = statements_[i].sql;
      if (i == end)
        if (auto done = finish(); !done) return done;
      tell(i);
      if (is_foreign_key_check(statements_[i])) {
        if (auto done = no_more_dangling_rows(sql); !done) return done;
      } else if (auto done = connection_.execute(sql); !done) {
        return refused_by_rows(i).value_or(std::move(done));
      }
      if (!guarded && begins(statements_[i])) {
        guarded = true;
        if (auto clear = check_guards(connection_, guards_); !clear) return clear;
        if (auto found = note_dangling_rows(); !found) return found;
      }
    }
    return {};
  }

  /// SQLite enforces no key unless it is asked to: what dangled before is no fault of the migration.
  Result<void> note_dangling_rows() {
    const auto check = std::find_if(statements_.begin(), statements_.end(), is_foreign_key_check);
    if (check == statements_.end()) return {};
    auto rows = DanglingRows::found(connection_, check->sql);
    if (!rows) return failure(std::move(rows.error()));
    dangled_ = std::move(*rows);
    return {};
  }

  Result<void> no_more_dangling_rows(const std::string& sql) {
    auto rows = DanglingRows::found(connection_, sql);
    if (!rows) return failure(std::move(rows.error()));
    const auto row = *rows && dangled_ ? (*rows)->new_since(*dangled_) : std::nullopt;
    if (!row) return {};
    return failure(diag::Code::SC6006, row->table, fmt::format("row {} has no parent in {}", row->rowid, row->parent));
  }

  /// True where the statement that failed is the first that could have changed more than quarantine.
  bool nothing_ran() const {
    return std::all_of(statements_.begin(), statements_.begin() + record_.entry.step,
                       [](const dialect::Statement& s) { return is_setting(s) || begins(s) || taken_back_by(s.sql); });
  }
  void empty_quarantine() {
    for (int at = record_.entry.step; at-- > 0;)
      if (const auto back = taken_back_by(statements_[static_cast<std::size_t>(at)].sql); back && !back->empty())
        (void)connection_.execute(*back);
  }

  /// Asks for rows in the way, once, and then notes that the script is begun.
  Result<void> begin() {
    if (auto clear = check_guards(connection_, guards_); !clear) {
      if (record_.begun) forget();
      return clear;
    }
    if (record_.begun) return {};
    return record_.erases ? history_.update(record_.entry) : history_.insert(record_.entry);
  }

  /// Leaves the history as it was before the script was begun. Where that is not known any more, of a way back that was
  /// begun amid the way up, it stays begun.
  void forget() {
    if (!record_.erases) return void(history_.erase(record_.entry.id));
    if (record_.before) return void(history_.update(*record_.before));
    if (record_.entry.fingerprint.empty()) return;
    Entry entry = record_.entry;
    entry.state = State::applied;
    entry.step = 0;
    entry.probe.clear();
    (void)history_.update(entry);
  }

  void restore_session() {
    if (connection_.dialect() != DialectId::sqlite) return;
    (void)connection_.execute("PRAGMA legacy_alter_table = OFF");
    (void)connection_.execute("PRAGMA foreign_keys = ON");
  }

  /// Carries out the statement that comes next, or those that are to stand or fall with it, and counts them.
  Result<void> journalled_step() {
    const auto at = static_cast<std::size_t>(record_.entry.step);
    const dialect::Statement& statement = statements_[at];
    if (begins(statement) || commits(statement)) {
      ++record_.entry.step;
      return {};
    }
    if (sets_variable(statement) || (!is_setting(statement) && !commits_by_itself(statement)))
      return rows_together(at, sets_variable(statement) ? end_of_rows(at) : at + 1);
    tell(at);
    if (is_setting(statement)) {
      if (auto done = connection_.execute(statement.sql); !done) return done;
      ++record_.entry.step;
      return {};
    }
    auto before = fingerprint(connection_, record_.alembic);
    if (!before) return failure(std::move(before.error()));
    record_.entry.probe = *before;
    if (auto noted = history_.update(record_.entry); !noted) return noted;
    if (auto done = execute_once(connection_, statement.sql); !done) return done;
    ++record_.entry.step;
    record_.entry.probe.clear();
    return history_.update(record_.entry);
  }

  /// What is read into a variable would be another thing behind the statements that use it: up to here they are one.
  std::size_t end_of_rows(std::size_t at) const {
    const auto from = statements_.begin() + static_cast<std::ptrdiff_t>(at);
    return static_cast<std::size_t>(std::find_if(from, statements_.end(), commits_by_itself) - statements_.begin());
  }

  Result<void> rows_together(std::size_t at, std::size_t end) {
    std::vector<std::string> sql;
    for (; at < end; ++at) {
      if (begins(statements_[at]) || commits(statements_[at])) continue;
      tell(at);
      sql.push_back(statements_[at].sql);
    }
    Entry after = record_.entry;
    after.step = static_cast<int>(end);
    after.probe.clear();
    if (auto done = write_rows(connection_, sql, after, &rows_error_); !done) return done;
    record_.entry = std::move(after);
    return {};
  }

  Result<void> finish() {
    auto now = seen(connection_, record_.alembic);
    if (!now) return failure(std::move(now.error()));
    const std::string fingerprint = catalog::hash_of(*now);
    if (!record_.expected_fingerprint.empty() && fingerprint != record_.expected_fingerprint)
      return failure(
          diag::make(diag::Code::SC7026, record_.entry.id)
              .with_help("the down script does not undo what was applied; see 'schemac verify' for what differs"));
    if (record_.ends_well)
      if (auto well = record_.ends_well(); !well) return well;
    if (in_transaction()) return note_end(*now, fingerprint);
    auto all_or_none = engine::Transaction::begin(connection_);
    if (!all_or_none) return failure(std::move(all_or_none.error()));
    if (auto noted = note_end(*now, fingerprint); !noted) return noted;
    return all_or_none->commit();
  }

  bool in_transaction() const { return dialect::get(connection_.dialect()).ddl_is_transactional(); }

  Result<void> note_end(const catalog::Catalog& now, const std::string& fingerprint) {
    Entry entry = record_.entry;
    // what was taken back before it ever was done left what is kept as it was
    if (!record_.erases || !entry.fingerprint.empty())
      if (auto done = history_.keep(now); !done) return done;
    if (record_.erases) return history_.erase(entry.id);
    entry.fingerprint = fingerprint;
    entry.state = State::applied;
    entry.step = 0;
    entry.probe.clear();
    return in_transaction() ? history_.insert(entry) : history_.update(entry);
  }

  engine::Connection& connection_;
  const std::vector<dialect::Guard>& guards_;
  dialect::Statements statements_;
  Record record_;
  const Progress& progress_;
  std::optional<engine::EngineError> rows_error_;  // why rows that are one transaction were not written
  std::optional<DanglingRows> dangled_;            // rows without a parent before anything ran
  History history_;
};

}  // namespace

Result<void> execute_once(engine::Connection& connection, const std::string& sql) {
  constexpr int kDuplicateColumn = 1060;
  auto done = connection.execute(sql);
  const bool is_there = !done && connection.last_error() && connection.last_error()->number == kDuplicateColumn;
  if (is_there && adds_to_quarantine(sql)) return {};
  return done;
}

Result<void> write_rows(engine::Connection& connection, const std::vector<std::string>& statements, const Entry& entry,
                        std::optional<engine::EngineError>* error) {
  auto all_or_none = engine::Transaction::begin(connection);
  if (!all_or_none) return failure(std::move(all_or_none.error()));
  for (const std::string& sql : statements)
    if (auto done = connection.execute(sql); !done) {
      if (error) *error = connection.last_error();  // before the transaction's end asks for another
      return done;
    }
  if (auto noted = History(connection).update(entry); !noted) return noted;
  return all_or_none->commit();
}

Result<void> check_guards(engine::Connection& connection, const std::vector<dialect::Guard>& guards) {
  diag::Diagnostics found;
  for (const dialect::Guard& guard : guards) {
    auto rows = connection.query(guard.sql);
    if (!rows) return failure(std::move(rows.error()));
    if (rows->empty()) continue;
    const bool impossible = guard.code == diag::Code::SC7036;  // whatever the rows: what is found is the reason
    auto problem = diag::make(guard.code, guard.subject, impossible ? rows->rows[0][0].value_or("") : keys_text(*rows));
    problem.subject = guard.subject;
    found.push_back(std::move(problem).with_help(impossible
                                                     ? "nothing was changed; the way back ends here on this engine"
                                                     : "nothing was changed; put these rows right and run it again"));
  }
  if (found.empty()) return {};
  return failure(std::move(found));
}

Result<void> run(engine::Connection& connection, const store::Script& script, Record record, const Progress& progress) {
  Run run(connection, script, std::move(record), progress);
  return dialect::get(connection.dialect()).ddl_is_transactional() ? run.transactional() : run.journalled();
}

}  // namespace schemac::apply
