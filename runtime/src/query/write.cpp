#include "schemac/query/write.h"

#include <algorithm>

#include "schemac/query/render.h"
#include "schemac/query/row.h"

namespace schemac::query {

namespace {

using Key = std::vector<db::Value>;

std::vector<std::size_t> key_columns(const Table& table) {
  std::vector<std::size_t> columns;
  for (const auto name : table.key) columns.push_back(*table.find(name));
  return columns;
}

std::unique_ptr<db::Rows> run(db::Connection& connection, const Statement& statement) {
  return connection.query(statement.sql, statement.values);
}

/// Selected are the columns to give back, then the key's: reads both from every row.
void read_rows(db::Rows& rows, const Table& table, const Returning& returning, Written& written) {
  const auto key = key_columns(table);
  while (rows.next()) {
    ++written.count;
    if (!returning.columns.empty()) {
      if (!written.json.empty()) written.json += ',';
      append_row(written.json, table, returning.columns, returning.names, rows);
    }
    auto& values = written.keys.emplace_back();
    for (std::size_t i = 0; i < key.size(); ++i)
      values.push_back(read_value(table.columns[key[i]], rows, static_cast<int>(returning.columns.size() + i)));
  }
}

std::vector<std::size_t> with_key(const Table& table, const Returning& returning) {
  auto columns = returning.columns;
  for (const auto part : key_columns(table)) columns.push_back(part);
  return columns;
}

Filter any_key(const Table& table, std::span<const Key> keys) {
  std::vector<Filter> filters;
  if (table.key.size() == 1) {
    std::vector<db::Value> values;
    for (const auto& key : keys) values.push_back(key.front());
    return Filter::compare(*table.find(table.key.front()), Operator::in, std::move(values));
  }
  for (const auto& key : keys) filters.push_back(key_filter(table, key));
  return Filter::any_of(std::move(filters));
}

void select_rows(db::Connection& connection, const Table& table, std::span<const Key> keys, const Returning& returning,
                 Written& written) {
  if (keys.empty()) return;
  Select what;
  what.columns = with_key(table, returning);
  what.filter = any_key(table, keys);
  for (const auto part : key_columns(table)) what.order.push_back({part});
  auto rows = run(connection, select(connection.engine(), table, what));
  read_rows(*rows, table, returning, written);
}

/// The keys of the rows that a change will touch, locked; with `returning`'s columns as they stand before it.
Written lock_rows(db::Connection& connection, const Table& table, const Filter& filter, const Returning& returning) {
  Select what;
  what.columns = with_key(table, returning);
  what.filter = filter;
  what.for_update = true;
  for (const auto part : key_columns(table)) what.order.push_back({part});
  Written found;
  auto rows = run(connection, select(connection.engine(), table, what));
  read_rows(*rows, table, returning, found);
  return found;
}

const Assignment* assignment_of(std::span<const Assignment> row, std::size_t column) {
  const auto found = std::find_if(row.begin(), row.end(), [&](const auto& entry) { return entry.column == column; });
  return found != row.end() && found->value ? &*found : nullptr;
}

/// The key that an inserted row got, on an engine that does not return it; empty where it cannot be told, as with a
/// default that the engine computes.
Key inserted_key(db::Connection& connection, const Table& table, std::span<const Assignment> row) {
  Key key;
  for (const auto part : key_columns(table)) {
    if (const auto* given = assignment_of(row, part); given != nullptr && !db::is_null(*given->value))
      key.push_back(*given->value);
    else if (table.columns[part].identity)
      key.emplace_back(connection.last_insert_id());
    else
      return {};
  }
  return key;
}

/// Whether the row that a foreign key of `row` refers to exists; true where `row` does not give the whole key.
bool reference_exists(db::Connection& connection, const Table& table, const Constraint& key,
                      std::span<const Assignment> row) {
  const auto engine = connection.engine();
  Statement probe{"SELECT 1 FROM " + quoted_name(engine, key.referenced_table), {}};
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const auto* given = assignment_of(row, *table.find(key.columns[i]));
    if (given == nullptr || db::is_null(*given->value)) return true;
    probe.sql += (i == 0 ? " WHERE " : " AND ") + quoted_name(engine, key.referenced_columns[i]) + " = ?";
    probe.values.push_back(*given->value);
  }
  return run(connection, probe)->next();
}

/// The check that a row violates, by the schema's own evaluation; what `row` leaves out is taken from the row that
/// `filter` finds.
const Constraint* violated_check(db::Connection& connection, const Table& table, std::span<const Assignment> row,
                                 const Filter* filter) {
  Record record;
  for (const auto& assignment : row)
    if (assignment.value) record.set(table.columns[assignment.column], *assignment.value);
  const bool is_whole = std::all_of(table.columns.begin(), table.columns.end(),
                                    [&](const Column& column) { return record.has(column.name); });
  if (filter != nullptr && !is_whole) {
    Select what;
    what.filter = *filter;
    what.limit = 1;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (!record.has(table.columns[i].name)) what.columns.push_back(i);
    const auto rows = run(connection, select(connection.engine(), table, what));
    const bool found = rows->next();
    for (std::size_t i = 0; found && i < what.columns.size(); ++i)
      record.set(table.columns[what.columns[i]],
                 read_value(table.columns[what.columns[i]], *rows, static_cast<int>(i)));
  }
  for (const auto& constraint : table.constraints)
    if (constraint.check != nullptr && constraint.check(record) == Truth::no) return &constraint;
  return nullptr;
}

const Constraint* dangling_foreign_key(db::Connection& connection, const Table& table,
                                       std::span<const Assignment> row) {
  for (const auto& constraint : table.constraints)
    if (constraint.kind == ConstraintKind::foreign_key && !reference_exists(connection, table, constraint, row))
      return &constraint;
  return nullptr;
}

/// SQLite tells a check without a name by its SQL, which is nothing to show: the one that only the engine can judge is
/// meant, where there is but one.
const Constraint* only_unjudged_check(const Table& table, db::ErrorDetail& detail) {
  const Constraint* found = nullptr;
  int count = 0;
  for (const auto& constraint : table.constraints) {
    if (constraint.kind != ConstraintKind::check) continue;
    if (constraint.name == detail.constraint) return &constraint;
    if (constraint.check != nullptr) continue;
    found = &constraint;
    ++count;
  }
  detail.constraint.clear();
  return count == 1 ? found : nullptr;
}

/// SQLite's constraints have no names there: finds the one that failed. The transaction is still open, as only the
/// failed statement was undone. `filter` finds the row that an update was about.
[[noreturn]] void name_constraint(const db::Error& error, db::Connection& connection, const Table& table,
                                  std::span<const Assignment> row, const Filter* filter) {
  auto detail = error.detail();
  const Constraint* failed = nullptr;
  if (connection.engine() == Engine::sqlite && detail.kind == db::ErrorKind::foreign_key)
    failed = dangling_foreign_key(connection, table, row);
  if (connection.engine() == Engine::sqlite && detail.kind == db::ErrorKind::check)
    failed = violated_check(connection, table, row, filter);
  if (connection.engine() == Engine::sqlite && detail.kind == db::ErrorKind::check && failed == nullptr)
    failed = only_unjudged_check(table, detail);
  if (failed != nullptr) detail.constraint = failed->name;
  throw db::Error(std::move(detail));
}

void insert_row(db::Connection& connection, const Table& table, std::span<const Assignment> row,
                const Returning& returning, Written& written) {
  const auto engine = connection.engine();
  if (const auto columns = with_key(table, returning); !columns.empty() && can_return(engine, Action::insert)) {
    auto rows = run(connection, insert(engine, table, row, columns));
    read_rows(*rows, table, returning, written);
    rows.reset();
    return number_on(connection, table, row);
  }
  const auto statement = insert(engine, table, row);
  connection.execute(statement.sql, statement.values);
  const auto key = inserted_key(connection, table, row);
  if (key.empty() || returning.columns.empty()) {
    ++written.count;
    if (!key.empty()) written.keys.push_back(key);
    return;
  }
  select_rows(connection, table, std::span(&key, 1), returning, written);
}

/// The update itself; a failed foreign key may come without its name.
Written update_unexplained(db::Connection& connection, const Table& table, std::span<const Assignment> changes,
                           const Filter& filter, const Returning& returning) {
  const auto engine = connection.engine();
  Written written;
  if (changes.empty()) return lock_rows(connection, table, filter, returning);
  if (returning.columns.empty()) {
    const auto statement = update(engine, table, changes, filter);
    written.count = connection.execute(statement.sql, statement.values);
    return written;
  }
  if (can_return(engine, Action::update)) {
    const auto columns = with_key(table, returning);
    auto rows = run(connection, update(engine, table, changes, filter, columns));
    read_rows(*rows, table, returning, written);
    return written;
  }
  auto keys = lock_rows(connection, table, filter, {}).keys;
  if (keys.empty()) return written;
  const auto statement = update(engine, table, changes, any_key(table, keys));
  connection.execute(statement.sql, statement.values);
  const auto parts = key_columns(table);
  for (auto& key : keys)  // the change may have given the row another key
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (const auto* changed = assignment_of(changes, parts[i])) key[i] = *changed->value;
  select_rows(connection, table, keys, returning, written);
  return written;
}

/// Of a sequence that counts upwards and may be moved by this user.
constexpr std::string_view kMoveSequence =
    "SELECT CASE WHEN coalesce(pg_sequence_last_value(seqrelid), 0) < $3 THEN setval(seqrelid, $3) END FROM "
    "pg_sequence "
    "WHERE seqrelid = pg_get_serial_sequence($1, $2)::regclass AND seqincrement > 0 AND $3 BETWEEN seqmin AND seqmax "
    "AND has_sequence_privilege(seqrelid, 'UPDATE') AND has_sequence_privilege(seqrelid, 'SELECT, USAGE')";

}  // namespace

void number_on(db::Connection& connection, const Table& table, std::span<const Assignment> row) {
  if (connection.engine() != Engine::postgres) return;
  const auto quoted = [](std::string_view name) { return quoted_name(Engine::postgres, name); };
  for (const auto& assignment : row) {
    const auto& column = table.columns[assignment.column];
    if (!column.identity || !assignment.value || db::is_null(*assignment.value)) continue;
    const auto relation = (table.schema.empty() ? "" : quoted(table.schema) + ".") + quoted(table.name);
    const std::vector<db::Value> values = {relation, std::string(column.name), *assignment.value};
    connection.query(kMoveSequence, values);
  }
}

Filter key_filter(const Table& table, std::span<const db::Value> key) {
  std::vector<Filter> parts;
  for (std::size_t i = 0; i < table.key.size(); ++i)
    parts.push_back(Filter::compare(*table.find(table.key[i]), Operator::eq, {key[i]}));
  return Filter::all_of(std::move(parts));
}

Written insert_rows(db::Connection& connection, const Table& table, std::span<const std::vector<Assignment>> rows,
                    const Returning& returning) {
  Written written;
  for (const auto& row : rows) try {
      insert_row(connection, table, row, returning, written);
    } catch (const db::Error& error) {
      name_constraint(error, connection, table, row, nullptr);
    }
  return written;
}

Written update_rows(db::Connection& connection, const Table& table, std::span<const Assignment> changes,
                    const Filter& filter, const Returning& returning) {
  try {
    auto written = update_unexplained(connection, table, changes, filter, returning);
    if (written.count > 0) number_on(connection, table, changes);
    return written;
  } catch (const db::Error& error) {
    name_constraint(error, connection, table, changes, &filter);
  }
}

Written erase_rows(db::Connection& connection, const Table& table, const Filter& filter, const Returning& returning) {
  const auto engine = connection.engine();
  Written written;
  if (returning.columns.empty()) {
    const auto statement = erase(engine, table, filter);
    written.count = connection.execute(statement.sql, statement.values);
    return written;
  }
  if (can_return(engine, Action::erase)) {
    const auto columns = with_key(table, returning);
    auto rows = run(connection, erase(engine, table, filter, columns));
    read_rows(*rows, table, returning, written);
    return written;
  }
  written = lock_rows(connection, table, filter, returning);
  if (written.keys.empty()) return written;
  const auto statement = erase(engine, table, any_key(table, written.keys));
  connection.execute(statement.sql, statement.values);
  return written;
}

}  // namespace schemac::query
