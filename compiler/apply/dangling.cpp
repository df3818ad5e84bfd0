#include "apply/dangling.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace schemac::apply {

namespace {

/// The columns of each foreign key of a table, by its number, which is another one as soon as keys come or go.
Result<std::map<std::string, std::string>> columns_by_number(engine::Connection& connection, const std::string& table) {
  auto rows = connection.query("SELECT id, \"from\" FROM pragma_foreign_key_list(?) ORDER BY id, seq", {table});
  if (!rows) return failure(std::move(rows.error()));
  std::map<std::string, std::string> out;
  for (const auto& row : *rows) out[row[0].value_or("")] += row[1].value_or("") + ",";
  return out;
}

Result<std::string> primary_key(engine::Connection& connection, const std::string& table) {
  auto rows = connection.query("SELECT name, type FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", {table});
  if (!rows) return failure(std::move(rows.error()));
  std::string out;
  for (const auto& row : *rows) out += row[0].value_or("") + " " + row[1].value_or("") + ",";
  return out;
}

}  // namespace

Result<std::optional<DanglingRows>> DanglingRows::found(engine::Connection& connection, const std::string& check) {
  auto rows = connection.query(check);
  if (!rows) {
    const auto& error = connection.last_error();
    if (error && error->message.find("foreign key mismatch") != std::string::npos) return std::nullopt;
    return failure(std::move(rows.error()));
  }
  DanglingRows out;
  std::string table, its_key;
  std::map<std::string, std::string> columns;
  for (const auto& row : *rows) {
    if (row[0].value_or("") != table) {
      table = row[0].value_or("");
      auto numbered = columns_by_number(connection, table);
      if (!numbered) return failure(std::move(numbered.error()));
      columns = std::move(*numbered);
      auto key = primary_key(connection, table);
      if (!key) return failure(std::move(key.error()));
      its_key = std::move(*key);
    }
    const std::string parent = row[2].value_or("");
    Key& key = out.keys_[fmt::format("{}({}){}", table, columns[row[3].value_or("")], parent)];
    ++key.rows;
    key.primary_key = its_key;
    if (row[1]) key.rowids.insert(*row[1]);
    key.last = {table, row[1].value_or("?"), parent};
  }
  return out;
}

std::optional<DanglingRows::Row> DanglingRows::new_since(const Key& before, const Key& now) const {
  const bool more = now.rows > before.rows;
  if (more || now.primary_key == before.primary_key)
    for (const std::string& rowid : now.rowids)
      if (!before.rowids.contains(rowid)) return Row{now.last.table, rowid, now.last.parent};
  return more ? std::optional(now.last) : std::nullopt;
}

std::optional<DanglingRows::Row> DanglingRows::new_since(const DanglingRows& before) const {
  std::size_t gone = 0, come = 0;
  for (const auto& [name, key] : before.keys_)
    if (!keys_.contains(name)) gone += key.rows;
  std::optional<Row> last;
  for (const auto& [name, key] : keys_) {
    const auto then = before.keys_.find(name);
    if (then == before.keys_.end()) {
      come += key.rows;
      last = key.last;
    } else if (auto row = new_since(then->second, key)) {
      return row;
    }
  }
  return come > gone ? last : std::nullopt;
}

}  // namespace schemac::apply
