#include "dialect/sqlite/emit.h"

#include "base/text.h"
#include "dialect/common/sql_printer.h"
#include "dialect/sqlite/rowid.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

/// One that counts stands with its column, as people write it, whatever else is said of it.
bool has_inline_key(const Table& table) {
  if (!table.primary_key || table.primary_key->columns.size() != 1) return false;
  const PrimaryKey& key = *table.primary_key;
  const Column* column = table.find_column(key.columns[0]);
  return is_indexed(key) || (key.name.empty() && key.options.empty()) ||
         (column && column->identity && option_of(key.options, "parts").empty());
}
bool is_inline(const Unique& key) { return key.name.empty() && key.columns.size() == 1 && key.options.empty(); }
bool is_inline(const ForeignKey& key) { return key.name.empty() && key.columns.size() == 1; }
bool is_inline(const Check& check) { return check.name.empty() && !check.column.empty(); }

std::string references_sql(const Dialect& d, const ForeignKey& key) {
  std::string out = "REFERENCES " + d.quoted(key.table.name);
  if (!key.referenced.empty() && option_of(key.options, "references").empty())
    out += " (" + d.quoted_list(key.referenced) + ")";
  out += action_sql("DELETE", key.on_delete) + action_sql("UPDATE", key.on_update);
  if (!key.match.empty()) out += " MATCH FULL";
  if (key.deferrable) out += key.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
  return out;
}

std::string named(const Dialect& d, const std::string& name) {
  return name.empty() ? "" : "CONSTRAINT " + d.quoted(name) + " ";
}

std::string conflict_sql(const Options& options) {
  const std::string clause = option_of(options, "on_conflict");
  return clause.empty() ? "" : " ON CONFLICT " + clause;
}

template <class Key>
std::string key_parts(const Dialect& d, const Key& key) {
  const std::string parts = option_of(key.options, "parts");
  return parts.empty() ? d.quoted_list(key.columns) : parts;
}

/// DEFAULT takes a literal as it is; any other expression stands in parentheses (lang_createtable.html, 3.2).
std::string default_sql(const Dialect& d, const Expr& value) {
  switch (value.kind) {
    case ExprKind::null_:
    case ExprKind::boolean:
    case ExprKind::number:
    case ExprKind::string:
    case ExprKind::label:
      return d.sql(value);
    case ExprKind::unary:
      if (value.args[0].kind == ExprKind::number) return d.sql(value);
      break;
    case ExprKind::call:
      if (value.args.empty() && value.text.starts_with("current_")) return d.sql(value);
      break;
    default:
      break;
  }
  const std::string text = d.sql(value);
  const bool wrapped = value.kind == ExprKind::raw && text.starts_with("(") && text.ends_with(")");
  return wrapped ? text : "(" + text + ")";
}

}  // namespace

bool all_inline(const Table& table) {
  const auto inside = [](const auto& member) { return is_inline(member); };
  return (!table.primary_key || has_inline_key(table)) &&
         std::all_of(table.uniques.begin(), table.uniques.end(), inside) &&
         std::all_of(table.foreign_keys.begin(), table.foreign_keys.end(), inside) &&
         std::all_of(table.checks.begin(), table.checks.end(), inside);
}

std::string column_sql(const Dialect& d, const Table& table, const Column& column) {
  std::string out = d.quoted(column.name);
  const std::string type = d.type_sql(column.type);
  if (!type.empty()) out += " " + type;
  if (!column.nullable) out += " NOT NULL" + conflict_sql(column.options);
  if (column.default_value) out += " DEFAULT " + default_sql(d, *column.default_value);
  if (!column.collation.empty()) out += " COLLATE " + column.collation;
  if (has_inline_key(table) && table.primary_key->columns[0] == column.name) {
    out += " " + named(d, table.primary_key->name) + "PRIMARY KEY";
    if (is_indexed(*table.primary_key)) out += " DESC";
    out += conflict_sql(table.primary_key->options);
    if (column.identity) out += " AUTOINCREMENT";
  }
  for (const Unique& key : table.uniques)
    if (is_inline(key) && key.columns[0] == column.name) out += " UNIQUE";
  for (const Check& check : table.checks)
    if (is_inline(check) && check.column == column.name) out += " CHECK (" + d.sql(check.expr) + ")";
  for (const ForeignKey& key : table.foreign_keys)
    if (is_inline(key) && key.columns[0] == column.name) out += " " + references_sql(d, key);
  if (column.generated)
    out += " GENERATED ALWAYS AS (" + d.sql(column.generated->expr) + ")" +
           (column.generated->stored ? " STORED" : " VIRTUAL");
  return out;
}

std::string create_table_sql(const Dialect& d, const Table& table, const QName& name) {
  std::vector<std::string> lines;
  for (const Column& column : table.columns) lines.push_back("  " + column_sql(d, table, column));
  if (const auto& key = table.primary_key; key && !has_inline_key(table)) {
    const Column* first = table.find_column(key->columns[0]);  // (id COLLATE NOCASE AUTOINCREMENT)
    lines.push_back("  " + named(d, key->name) + "PRIMARY KEY (" + key_parts(d, *key) +
                    (first && first->identity ? " AUTOINCREMENT)" : ")") + conflict_sql(key->options));
  }
  for (const Unique& key : table.uniques)
    if (!is_inline(key))
      lines.push_back("  " + named(d, key.name) + "UNIQUE (" + key_parts(d, key) + ")" + conflict_sql(key.options));
  for (const Check& check : table.checks)
    if (!is_inline(check)) lines.push_back("  " + named(d, check.name) + "CHECK (" + d.sql(check.expr) + ")");
  for (const ForeignKey& key : table.foreign_keys)
    if (!is_inline(key))
      lines.push_back("  " + named(d, key.name) + "FOREIGN KEY (" + d.quoted_list(key.columns) + ") " +
                      references_sql(d, key));
  std::string out = "CREATE TABLE " + d.qualified(name) + " (\n" + text::join(lines, ",\n") + "\n)";
  std::vector<std::string> options;
  if (!option_of(table.options, "strict").empty()) options.push_back("STRICT");
  if (!option_of(table.options, "without_rowid").empty()) options.push_back("WITHOUT ROWID");
  if (!options.empty()) out += " " + text::join(options, ", ");
  return out;
}

std::string create_index_sql(const Dialect& d, const Table& table, const Index& index) {
  std::vector<std::string> parts;
  for (const IndexPart& part : index.parts) {
    std::string text = d.sql(part.expr);
    if (!part.collation.empty()) text += " COLLATE " + part.collation;
    if (part.descending) text += " DESC";
    parts.push_back(std::move(text));
  }
  std::string out = std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + d.quoted(index.name) +
                    " ON " + d.quoted(table.name.name) + " (" + text::join(parts, ", ") + ")";
  if (index.where) out += " WHERE " + d.sql(*index.where);
  return out;
}

}  // namespace schemac::dialect::sqlite
