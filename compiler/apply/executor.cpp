#include "apply/executor.h"

#include <fmt/format.h>

#include <algorithm>

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
  return all;
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
    auto done = statements_in_transaction();
    if (!done) {
      (void)connection_.execute("ROLLBACK");
      restore_session();
    }
    return done;
  }

  /// Each statement commits by itself. `probe` is the state of the catalog before statement `step`: where what is found
  /// differs, that statement was carried out though its end was not written down.
  Result<void> journalled() {
    if (record_.entry.step == 0 && record_.entry.probe.empty())
      if (auto clear = check_guards(connection_, guards_); !clear) return clear;
    Entry& entry = record_.entry;
    if (!entry.probe.empty()) {
      auto now = fingerprint(connection_, record_.alembic);
      if (!now) return failure(std::move(now.error()));
      if (*now != entry.probe) ++entry.step;
    }
    // what a session needs is set again whenever a script is gone on with
    for (int at = 0; at < entry.step && at < static_cast<int>(statements_.size()); ++at)
      if (first_word(statements_[static_cast<std::size_t>(at)].sql) == "set")
        if (auto done = connection_.execute(statements_[static_cast<std::size_t>(at)].sql); !done) return done;
    for (; entry.step < static_cast<int>(statements_.size()); ++entry.step)
      if (auto done = journalled_step(); !done) {
        if (!nothing_ran()) return done;
        auto refused = refused_by_rows(static_cast<std::size_t>(entry.step));
        forget();
        return refused.value_or(std::move(done));
      }
    return finish();
  }

 private:
  /// What is told where the last statement failed for the rows that are there, and nothing of the migration stands.
  std::optional<Result<void>> refused_by_rows(std::size_t at) const {
    const auto& error = connection_.last_error();
    if (!error || !is_about_rows(*error)) return std::nullopt;
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

  /// What SQLite says of rows without a parent. Nothing where it cannot tell: a foreign key that leads to what is no
  /// key is an error whenever it is looked at (foreignkeys.html, section 3).
  Result<std::optional<engine::Rows>> dangling_rows(const std::string& sql) {
    auto rows = connection_.query(sql);
    if (rows) return std::optional(std::move(*rows));
    const auto& error = connection_.last_error();
    if (error && error->message.find("foreign key mismatch") != std::string::npos) return std::nullopt;
    return failure(std::move(rows.error()));
  }

  /// SQLite enforces no key unless it is asked to: what dangled before is no fault of the migration.
  Result<void> note_dangling_rows() {
    const auto check = std::find_if(statements_.begin(), statements_.end(), is_foreign_key_check);
    if (check == statements_.end()) return {};
    auto rows = dangling_rows(check->sql);
    if (!rows) return failure(std::move(rows.error()));
    if (*rows) dangled_ = (*rows)->size();
    return {};
  }

  Result<void> no_more_dangling_rows(const std::string& sql) {
    auto rows = dangling_rows(sql);
    if (!rows) return failure(std::move(rows.error()));
    if (!*rows || !dangled_ || (*rows)->size() <= *dangled_) return {};
    const auto& row = (*rows)->rows.back();
    return failure(diag::Code::SC6006, row[0].value_or(""),
                   fmt::format("row {} has no parent in {}", row[1].value_or("?"), row[2].value_or("?")));
  }

  /// True where the statement that failed is the first that could have changed anything.
  bool nothing_ran() const {
    for (int at = 0; at < record_.entry.step; ++at)
      if (first_word(statements_[static_cast<std::size_t>(at)].sql) != "set") return false;
    return true;
  }

  /// Leaves the history as it was before the script was begun.
  void forget() {
    if (!record_.erases) return void(history_.erase(record_.entry.id));
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

  Result<void> journalled_step() {
    const auto at = static_cast<std::size_t>(record_.entry.step);
    const std::string& sql = statements_[at].sql;
    tell(at);
    const std::string word = first_word(sql);
    if (word == "set") return connection_.execute(sql);
    if (word == "insert" || word == "update" || word == "delete") return atomically(sql);
    auto before = fingerprint(connection_, record_.alembic);
    if (!before) return failure(std::move(before.error()));
    record_.entry.probe = *before;
    if (auto noted = history_.update(record_.entry); !noted) return noted;
    if (auto done = connection_.execute(sql); !done) return done;
    Entry after = record_.entry;
    ++after.step;
    after.probe.clear();
    record_.entry.probe.clear();
    return history_.update(after);
  }

  /// Rows and the note that they are written are one transaction.
  Result<void> atomically(const std::string& sql) {
    if (auto begun = connection_.begin(); !begun) return begun;
    Entry after = record_.entry;
    ++after.step;
    after.probe.clear();
    auto done = connection_.execute(sql);
    if (done) done = history_.update(after);
    if (!done) {
      (void)connection_.rollback();
      return done;
    }
    return connection_.commit();
  }

  Result<void> finish() {
    Entry entry = record_.entry;
    auto now = seen(connection_, record_.alembic);
    if (!now) return failure(std::move(now.error()));
    const std::string fingerprint = catalog::hash_of(*now);
    if (!record_.expected_fingerprint.empty() && fingerprint != record_.expected_fingerprint)
      return failure(
          diag::make(diag::Code::SC7026, entry.id)
              .with_help("the down script does not undo what was applied; see 'schemac verify' for what differs"));
    if (record_.ends_well)
      if (auto well = record_.ends_well(); !well) return well;
    if (auto done = history_.keep(*now); !done) return done;
    if (record_.erases) return history_.erase(entry.id);
    entry.fingerprint = fingerprint;
    entry.state = State::applied;
    entry.step = 0;
    entry.probe.clear();
    return connection_.dialect() == DialectId::mysql || connection_.dialect() == DialectId::mariadb
               ? history_.update(entry)
               : history_.insert(entry);
  }

  engine::Connection& connection_;
  const std::vector<dialect::Guard>& guards_;
  dialect::Statements statements_;
  Record record_;
  const Progress& progress_;
  std::optional<std::size_t> dangled_;  // rows without a parent before anything ran
  History history_;
};

}  // namespace

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
