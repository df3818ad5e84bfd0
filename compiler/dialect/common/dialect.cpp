#include "dialect/dialect.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/common/naming.h"

namespace schemac::dialect {

std::string Quarantine::name(std::string_view of, std::size_t max_bytes) const {
  return fitted("_schemac_" + tag + "_" + std::string(of), max_bytes);
}

bool AlterationSql::writes_rows() const {
  return std::any_of(work.begin(), work.end(), [](const Statement& s) {
    return (s.sql.starts_with("UPDATE ") && !s.sql.starts_with("UPDATE `_schemac_")) || s.sql.starts_with("IF ");
  });
}

std::string Dialect::qualified(const QName& name) const {
  return name.schema.empty() ? quoted(name.name) : quoted(name.schema) + "." + quoted(name.name);
}

std::vector<catalog::RenameLabel> TableAlteration::renamed_labels(const std::string& column) const {
  std::vector<catalog::RenameLabel> out;
  for (const Change& change : changes)
    if (const auto* rename = std::get_if<catalog::RenameLabel>(&change); rename && rename->column == column)
      out.push_back(*rename);
  return out;
}

std::string Dialect::quoted_list(const std::vector<std::string>& identifiers) const {
  std::vector<std::string> out;
  for (const std::string& identifier : identifiers) out.push_back(quoted(identifier));
  return text::join(out, ", ");
}

QName Dialect::quarantined(const QName& table, const Quarantine& quarantine) const {
  return QName(quarantine.name(table.name, max_identifier_bytes()));
}

/// Where a dropped column lies in its table, under another name and nullable.
std::string Dialect::lacks_kept_value(const TableAlteration&, const Column& column,
                                      const Quarantine& quarantine) const {
  return quoted(quarantine.name(column.name, max_identifier_bytes())) + " IS NULL";
}

std::string row_names(const Dialect& dialect, const Table& before) {
  if (before.primary_key) return dialect.quoted_list(before.primary_key->columns);
  return before.columns.empty() ? "" : dialect.quoted(before.columns[0].name);
}

}  // namespace schemac::dialect
