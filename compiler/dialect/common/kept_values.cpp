#include "dialect/common/kept_values.h"

#include <algorithm>

#include "base/text.h"

namespace schemac::dialect {

using namespace catalog;

namespace {

/// The same value in each row before and after, and never none.
bool lasts(const TableAlteration& a, const std::string& name, const std::string& changed) {
  const Column *before = a.before.find_column(name), *after = a.after.find_column(name);
  return before && after && name != changed && before->type == after->type && before->collation == after->collation &&
         !before->generated && !after->generated && !before->nullable && !after->nullable;
}

std::vector<std::vector<std::string>> keys_of(const Dialect& dialect, const Table& table) {
  std::vector<std::vector<std::string>> out;
  if (const auto& key = table.primary_key; key && !dialect.allows_repeats(key->options)) out.push_back(key->columns);
  for (const Unique& key : table.uniques)
    if (!dialect.allows_repeats(key.options)) out.push_back(key.columns);
  return out;
}

std::vector<std::string> lasting_key(const Dialect& dialect, const TableAlteration& a, const std::string& changed) {
  const auto after = keys_of(dialect, a.after);
  for (const auto& key : keys_of(dialect, a.before))
    if (std::find(after.begin(), after.end(), key) != after.end() &&
        std::all_of(key.begin(), key.end(), [&](const std::string& name) { return lasts(a, name, changed); }))
      return key;
  return {};
}

}  // namespace

std::optional<KeptValues> KeptValues::of(const Dialect& dialect, const TableAlteration& alteration,
                                         const Quarantine& quarantine, const AlterColumn& change) {
  KeptValues out(dialect, alteration);
  out.column_ = change.after.name;
  out.key_ = lasting_key(dialect, alteration, out.column_);
  if (out.key_.empty()) return std::nullopt;
  out.subject_ = alteration.after.name.text() + "." + out.column_;
  const std::string then = quarantine.way_back ? out.column_ : out.old_name(out.column_);
  const QName table(alteration.original.schema, then + " of " + alteration.original.name);
  out.side_ = dialect.qualified(dialect.quarantined(table, quarantine));
  return out;
}

std::string KeptValues::old_name(const std::string& column) const {
  for (const auto& [from, to] : a_->renamed_columns)
    if (to == column) return from;
  return column;
}

std::vector<std::string> KeptValues::key(Names names) const {
  std::vector<std::string> out;
  for (const std::string& column : key_) out.push_back(called(column, names));
  return out;
}

std::vector<std::string> KeptValues::side_key() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < key_.size(); ++i) out.push_back(d_->quoted("_schemac_key" + std::to_string(i + 1)));
  return out;
}

std::string KeptValues::selected_key(const std::string& table, Names names) const {
  std::vector<std::string> out;
  const auto columns = key(names), there = side_key();
  for (std::size_t i = 0; i < columns.size(); ++i) out.push_back(table + "." + columns[i] + " AS " + there[i]);
  return text::join(out, ", ");
}

std::string KeptValues::same_row(const std::string& table, const std::string& side, Names names) const {
  std::vector<std::string> out;
  const auto columns = key(names), there = side_key();
  for (std::size_t i = 0; i < columns.size(); ++i)
    out.push_back(side + "." + there[i] + " = " + table + "." + columns[i]);
  return text::join(out, " AND ");
}

}  // namespace schemac::dialect
