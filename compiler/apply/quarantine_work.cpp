#include "apply/quarantine_work.h"

#include <string_view>

namespace schemac::apply {

namespace {

constexpr std::string_view kCopies = "CREATE TABLE IF NOT EXISTS `_schemac_";
constexpr std::string_view kAdds = " ADD COLUMN `_schemac_";

/// A name in backticks that begins at `from`.
std::string quoted_name(const std::string& sql, std::size_t from) {
  std::size_t end = sql.find('`', from + 1);
  while (end + 1 < sql.size() && sql[end + 1] == '`') end = sql.find('`', end + 2);
  return sql.substr(from, end - from + 1);
}

}  // namespace

bool fills_quarantine(const std::string& sql) {
  return sql.starts_with("UPDATE ") &&
         (sql.find(" SET `_schemac_") != std::string::npos || sql.find(" SET _schemac_") != std::string::npos);
}

bool adds_to_quarantine(const std::string& sql) {
  const bool is_alone = sql.find('\n') == std::string::npos;  // clauses have a line each
  return sql.starts_with("ALTER TABLE ") && is_alone && sql.find(kAdds) != std::string::npos;
}

std::optional<std::string> taken_back_by(const std::string& sql) {
  if (fills_quarantine(sql)) return "";
  if (sql.starts_with(kCopies)) return "DROP TABLE IF EXISTS " + quoted_name(sql, kCopies.find('`'));
  if (!adds_to_quarantine(sql)) return std::nullopt;
  const auto at = sql.find(kAdds);
  return sql.substr(0, at) + " DROP COLUMN " + quoted_name(sql, at + kAdds.find('`'));
}

}  // namespace schemac::apply
