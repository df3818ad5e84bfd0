// Rows in the way of what only SQLite has: a column of any type is of none in a STRICT table, and of NUMERIC affinity
// in another, which turns '5' into 5 and 1.0 into 1.
#include <fmt/format.h>

#include "base/text.h"
#include "dialect/common/before.h"
#include "dialect/sqlite/emit.h"
#include "dialect/sqlite/rowid.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

/// Texts that are numbers, and numbers that are whole without saying so.
std::string turned_by_affinity(const std::string& column) {
  return fmt::format(
      "(typeof({0}) = 'text' AND CAST({0} AS NUMERIC) = {0}) OR (typeof({0}) = 'real' AND {0} = CAST({0} AS INTEGER))",
      column);
}

}  // namespace

std::vector<Guard> SqliteDialect::guards(const Change& change, const Both& both) const {
  const auto* altered = std::get_if<Alter<Table>>(&change);
  if (!altered) return {};
  const Table& after = altered->after;
  const Table* before = table_before(both, after.name);
  const bool was_strict = before && !option_of(before->options, "strict").empty();
  if (!was_strict || !option_of(after.options, "strict").empty()) return {};
  std::vector<Guard> out;
  for (const Column& column : both.after.tables.find(after.name)->columns) {
    const Column* old = column_before(both, after.name, column.name);
    if (!old || !is_any(*old) || !is_any(column)) continue;
    out.push_back({diag::Code::SC6005, "ANY of " + after.name.text() + "." + column.name + " where it is not STRICT",
                   fmt::format("SELECT {} FROM {} WHERE {} LIMIT 5", row_names(*this, *before), qualified(before->name),
                               turned_by_affinity(quoted(old->name)))});
  }
  return out;
}

}  // namespace schemac::dialect::sqlite
