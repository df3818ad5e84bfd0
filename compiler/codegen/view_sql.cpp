#include "codegen/view_sql.h"

#include "base/text.h"
#include "codegen/printer.h"
#include "dialect/dialect.h"

namespace schemac::codegen {

namespace {

constexpr std::size_t kSqlWidth = 100;

/// What a driver cannot fetch as it is, is turned to text, as the runtime's query renderer does.
std::string selected(const dialect::Dialect& dialect, const ColumnView& column) {
  const auto id = dialect.id();
  auto name = dialect.quoted(column.name);
  if (id == DialectId::postgres && column.array) return "array_to_json(" + name + ")::text";
  if (id == DialectId::mysql && (column.kind == "json" || column.array)) return "CAST(" + name + " AS CHAR)";
  return name;
}

std::string where(const dialect::Dialect& dialect, const EntityView& entity, const std::vector<std::size_t>& key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const auto placeholder = dialect.id() == DialectId::postgres ? "$" + std::to_string(i + 1) : "?";
    out += (i == 0 ? "WHERE " : " AND ") + dialect.quoted(entity.columns[key[i]].name) + " = " + placeholder;
  }
  return out;
}

std::string laid_out(const std::string& sql) { return text::join(wrapped(sql, kSqlWidth), "\n"); }

}  // namespace

SqlView select_by(const Options& options, const EntityView& entity, const std::vector<std::size_t>& key) {
  SqlView out;
  for (const auto* dialect : options.dialects) {
    std::vector<std::string> columns;
    for (const auto& column : entity.columns) columns.push_back(selected(*dialect, column));
    const auto sql = "SELECT " + text::join(columns, ", ") + "\nFROM " +
                     dialect->qualified({entity.schema, entity.table}) + "\n" + where(*dialect, entity, key);
    out.texts.push_back({std::string(to_string(dialect->id())), laid_out(sql)});
  }
  return out;
}

SqlView erase_by_key(const Options& options, const EntityView& entity) {
  SqlView out;
  for (const auto* dialect : options.dialects) {
    const auto sql =
        "DELETE FROM " + dialect->qualified({entity.schema, entity.table}) + "\n" + where(*dialect, entity, entity.key);
    out.texts.push_back({std::string(to_string(dialect->id())), laid_out(sql)});
  }
  return out;
}

}  // namespace schemac::codegen
