#include "dialect/mysql/emit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/common/sql_printer.h"
#include "dialect/mysql/read_sql.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// MySQL takes no check whose value is not one of a predicate's: a column, CASE, coalesce() (error 3812). What it
/// prints then is read as what was compared (read_sql.h).
bool is_predicate(const Expr& e) {
  static constexpr std::array<std::string_view, 6> kGiveWhatTheyTake = {"coalesce", "ifnull",   "nullif",
                                                                        "if",       "greatest", "least"};
  if (e.kind == ExprKind::call)
    return std::find(kGiveWhatTheyTake.begin(), kGiveWhatTheyTake.end(), e.text) == kGiveWhatTheyTake.end();
  return e.kind != ExprKind::column && e.kind != ExprKind::case_ && e.kind != ExprKind::cast;
}

std::string condition_sql(const Dialect& d, const Expr& condition) {
  if (d.id() == DialectId::mariadb || is_predicate(condition)) return d.sql(condition);
  return d.sql(expr::binary("<>", expr::number("0"), condition));
}

bool takes_only_expressions(const Type& type) {
  const std::string& name = type.name.name;
  return name.ends_with("text") || name.ends_with("blob") || name == "json" || name == "geometry";
}

/// A literal and CURRENT_TIMESTAMP stand as they are; anything else in parentheses (data-type-defaults.html).
std::string default_sql(const Dialect& d, const Column& column, const Expr& value) {
  std::string text = d.sql(value);
  const bool takes_expression = d.id() == DialectId::mysql && takes_only_expressions(column.type);
  switch (value.kind) {
    case ExprKind::null_:
      return text;
    case ExprKind::boolean:
    case ExprKind::number:
    case ExprKind::string:
      return takes_expression ? "(" + text + ")" : text;
    case ExprKind::unary:
      if (value.args[0].kind == ExprKind::number) return text;
      break;
    case ExprKind::call:
      if (value.text == "current_timestamp") return text;
      break;
    case ExprKind::raw:
      if (text.starts_with("b'")) return text;
      if (text.starts_with("0x") && !takes_expression) return text;
      break;
    default:
      break;
  }
  return "(" + text + ")";
}

}  // namespace

std::string column_sql(const Dialect& d, const Table& table, const Column& column) {
  std::string out = d.quoted(column.name) + " " + d.type_sql(column.type);
  if (!option_of(column.options, "compressed").empty()) out += " COMPRESSED";
  if (!option_of(column.options, "without_system_versioning").empty()) out += " WITHOUT SYSTEM VERSIONING";
  if (!column.collation.empty())
    out += " CHARACTER SET " + column.collation.substr(0, column.collation.find('_')) + " COLLATE " + column.collation;
  const std::string row = option_of(column.options, "row");
  if (!row.empty()) out += " GENERATED ALWAYS AS ROW " + text::to_upper(row);
  if (column.generated)
    out += " GENERATED ALWAYS AS (" + d.sql(column.generated->expr) + ")" +
           (column.generated->stored ? " STORED" : " VIRTUAL");
  // MariaDB takes no NOT NULL behind a generated column's expression
  if (row.empty() && (!column.generated || d.id() == DialectId::mysql)) out += column.nullable ? " NULL" : " NOT NULL";
  for (const char* name : {"storage", "column_format"})  // kept and shown, and heeded by NDB alone
    if (const std::string value = option_of(column.options, name); !value.empty())
      out += " " + text::to_upper(name) + " " + text::to_upper(value);
  if (column.default_value) out += " DEFAULT " + default_sql(d, column, *column.default_value);
  if (column.on_update) out += " ON UPDATE " + d.sql(*column.on_update);
  if (column.identity) out += " AUTO_INCREMENT";
  if (!option_of(column.options, "invisible").empty()) out += " INVISIBLE";
  if (const std::string srid = option_of(column.options, "srid"); !srid.empty()) out += " SRID " + srid;
  if (!column.comment.empty()) out += " COMMENT " + d.literal(column.comment);
  for (const Check& check : table.checks)
    if (check.column == column.name) out += " CHECK (" + condition_sql(d, check.expr) + ")";
  return out;
}

namespace {

std::string overlaps_sql(const Dialect& d, const Options& options) {
  const std::string period = option_of(options, "without_overlaps");
  return period.empty() ? "" : ", " + d.quoted(period) + " WITHOUT OVERLAPS";
}
std::string using_sql(const std::string& method) { return method.empty() ? "" : " USING " + text::to_upper(method); }
std::string block_size_sql(const Options& options) {
  const std::string size = option_of(options, "key_block_size");
  return size.empty() ? "" : " KEY_BLOCK_SIZE=" + size;
}

}  // namespace

std::string key_sql(const Dialect& d, const PrimaryKey& key) {
  const std::string parts = option_of(key.options, "parts"), comment = option_of(key.options, "comment");
  return "PRIMARY KEY (" + (parts.empty() ? d.quoted_list(key.columns) : parts) + overlaps_sql(d, key.options) + ")" +
         using_sql(option_of(key.options, "using")) + block_size_sql(key.options) +
         (comment.empty() ? "" : " COMMENT " + d.literal(comment));
}

std::string key_sql(const Dialect& d, const Unique& key) {
  std::string out = "UNIQUE KEY " + d.quoted(key.name) + " (" + d.quoted_list(key.columns) + ")";
  if (!key.comment.empty()) out += " COMMENT " + d.literal(key.comment);
  return out;
}

std::string key_sql(const Dialect& d, const Index& index) {
  std::vector<std::string> parts;
  for (const IndexPart& part : index.parts) {
    std::string text = part.expr.kind == ExprKind::column ? d.sql(part.expr) : "(" + d.sql(part.expr) + ")";
    if (!part.prefix.empty()) text += "(" + part.prefix + ")";
    if (part.descending) text += " DESC";
    parts.push_back(std::move(text));
  }
  std::string out = index.unique ? "UNIQUE KEY " : index.kind.empty() ? "KEY " : text::to_upper(index.kind) + " KEY ";
  out += d.quoted(index.name) + " (" + text::join(parts, ", ") + overlaps_sql(d, index.options) + ")";
  out += using_sql(index.method) + block_size_sql(index.options);
  if (const std::string parser = option_of(index.options, "parser"); !parser.empty()) out += " WITH PARSER " + parser;
  if (!index.comment.empty()) out += " COMMENT " + d.literal(index.comment);
  if (index.invisible) out += d.id() == DialectId::mariadb ? " IGNORED" : " INVISIBLE";
  return out;
}

std::string constraint_sql(const Dialect& d, const ForeignKey& key) {
  return "CONSTRAINT " + d.quoted(key.name) + " FOREIGN KEY (" + d.quoted_list(key.columns) + ") REFERENCES " +
         d.qualified(key.table) + " (" + d.quoted_list(key.referenced) + ")" +
         (option_of(key.options, "on_delete").empty() ? action_sql("DELETE", key.on_delete) : " ON DELETE NO ACTION") +
         (option_of(key.options, "on_update").empty() ? action_sql("UPDATE", key.on_update) : " ON UPDATE NO ACTION");
}

namespace {

/// Whether the server may have made the index for the key.
bool serves_only(const Index& index, const ForeignKey& key) {
  if (index.unique || !index.kind.empty() || index.parts.size() != key.columns.size()) return false;
  for (std::size_t i = 0; i < key.columns.size(); ++i)
    if (!(index.parts[i] == IndexPart{expr::column(key.columns[i]), false, "", "", "", ""})) return false;
  return true;
}

}  // namespace

Statements keep_index_names(const Dialect& d, const Table& table, const ForeignKey& key) {
  Statements out;
  for (const Index& index : table.indexes)
    if (index.name != key.name && serves_only(index, key))
      out.push_back({fmt::format("ALTER TABLE {} DROP INDEX {}, ADD {}", d.qualified(table.name), d.quoted(index.name),
                                 key_sql(d, index)),
                     "keep the name of index " + index.name});
  return out;
}

std::string constraint_sql(const Dialect& d, const Check& check) {
  std::string condition = condition_sql(d, check.expr);
  if (const std::string set = option_of(check.options, "character_set"); !set.empty())
    condition = with_character_set(condition, set);
  return "CONSTRAINT " + d.quoted(check.name) + " CHECK (" + condition + ")" +
         (check.not_enforced ? " NOT ENFORCED" : "");
}

namespace {

/// DEFAULT CHARSET and COLLATE, of which the first is the beginning of the second.
std::string collate_sql(const std::string& collation) {
  return "DEFAULT CHARSET=" + collation.substr(0, collation.find('_')) + " COLLATE=" + collation;
}

/// What stands for itself in CREATE TABLE: not as NAME=value.
bool has_words_of_its_own(const std::string& name) {
  return name == "engine" || name == "collate" || name == "charset" || name == "partition" ||
         name == "system_versioning" || name == "period" || name == "system_period" || name == "words";
}

/// Of MariaDB's engines, and not of the server: it keeps these in the order and in the letters in which they were
/// typed.
bool is_of_engine(const Dialect& d, const std::string& name) {
  static constexpr std::array<std::string_view, 19> kOfServer = {
      "min_rows",          "max_rows",           "avg_row_length",  "pack_keys",     "stats_persistent",
      "stats_auto_recalc", "stats_sample_pages", "checksum",        "page_checksum", "delay_key_write",
      "row_format",        "transactional",      "key_block_size",  "connection",    "union",
      "insert_method",     "data directory",     "index directory", "tablespace"};
  return d.id() == DialectId::mariadb && !has_words_of_its_own(name) &&
         std::find(kOfServer.begin(), kOfServer.end(), name) == kOfServer.end();
}

/// NAME=value of each, in the order of `words`, where a table has it, and else in that of their names.
std::vector<std::string> of_engine(const Dialect& d, const Options& options) {
  std::vector<std::string> out;
  std::vector<std::string> typed = text::split(option_of(options, "words"), ' ');
  for (const Option& o : options)
    if (is_of_engine(d, o.name) &&
        std::none_of(typed.begin(), typed.end(), [&](const auto& word) { return text::to_lower(word) == o.name; }))
      typed.push_back(text::to_upper(o.name));
  for (const std::string& word : typed)
    if (const std::string value = option_of(options, text::to_lower(word)); !word.empty() && !value.empty())
      out.push_back(word + "=" + value);
  return out;
}

/// MariaDB's periods, of the application's time and of the table's history.
std::vector<std::string> periods_sql(const Options& options) {
  std::vector<std::string> out;
  if (const std::string period = option_of(options, "period"); !period.empty()) out.push_back("PERIOD FOR " + period);
  if (const std::string period = option_of(options, "system_period"); !period.empty())
    out.push_back("PERIOD FOR SYSTEM_TIME " + period);
  return out;
}

/// What takes a setting away (alter-table.html).
std::string usual(const std::string& name) {
  static constexpr std::array<std::string_view, 7> kNumbers = {
      "key_block_size", "max_rows", "min_rows", "avg_row_length", "checksum", "delay_key_write", "autoextend_size"};
  if (name == "compression") return "''";
  if (name == "insert_method") return "NO";
  if (name == "union") return "()";
  return std::find(kNumbers.begin(), kNumbers.end(), name) == kNumbers.end() ? "DEFAULT" : "0";
}

}  // namespace

std::string options_sql(const Dialect& d, const Options& options, const std::string& comment) {
  const std::string engine = option_of(options, "engine");
  std::string out = "ENGINE=" + (engine.empty() ? "InnoDB" : engine);
  if (const std::string collation = option_of(options, "collate"); !collation.empty())
    out += " " + collate_sql(collation);
  for (const Option& o : options)
    if (!has_words_of_its_own(o.name) && !is_of_engine(d, o.name)) out += " " + text::to_upper(o.name) + "=" + o.value;
  for (const std::string& clause : of_engine(d, options)) out += " " + clause;
  if (!comment.empty()) out += " COMMENT=" + d.literal(comment);
  if (!option_of(options, "system_versioning").empty()) out += " WITH SYSTEM VERSIONING";
  if (const std::string partition = option_of(options, "partition"); !partition.empty())
    out += "\n PARTITION " + partition;
  return out;
}

bool has_another_engine(const Table& before, const Table& after) {
  return option_of(before.options, "engine") != option_of(after.options, "engine");
}

std::vector<std::string> given_up_options_sql(const Table& before, const Table& after) {
  std::vector<std::string> out;
  for (const Option& o : before.options)
    if (!has_words_of_its_own(o.name) && option_of(after.options, o.name).empty())
      out.push_back(text::to_upper(o.name) + "=" + usual(o.name));
  return out;
}

std::vector<std::string> changed_options_sql(const Dialect& d, const Table& before, const Table& after) {
  std::vector<std::string> out;
  const auto differs = [&](const char* name) {
    return option_of(before.options, name) != option_of(after.options, name);
  };
  if (has_another_engine(before, after)) {
    const std::string engine = option_of(after.options, "engine");
    out.push_back("ENGINE=" + (engine.empty() ? "InnoDB" : engine));
  } else {
    out = given_up_options_sql(before, after);
  }
  if (differs("collate")) out.push_back(collate_sql(option_of(after.options, "collate")));
  for (const Option& o : after.options)
    if (!has_words_of_its_own(o.name) && !is_of_engine(d, o.name) && option_of(before.options, o.name) != o.value)
      out.push_back(text::to_upper(o.name) + "=" + o.value);
  // each that is said comes to stand behind the others
  if (const auto clauses = of_engine(d, after.options); clauses != of_engine(d, before.options))
    out.insert(out.end(), clauses.begin(), clauses.end());
  if (const std::string period = option_of(before.options, "period"); !period.empty() && differs("period"))
    out.push_back("DROP PERIOD FOR " + period.substr(0, period.find(" (")));
  for (const std::string& period : periods_sql(after.options))
    if (const auto had = periods_sql(before.options); std::find(had.begin(), had.end(), period) == had.end())
      out.push_back("ADD " + period);
  if (before.comment != after.comment) out.push_back("COMMENT=" + d.literal(after.comment));
  if (differs("system_versioning"))
    out.emplace_back(option_of(after.options, "system_versioning").empty() ? "DROP SYSTEM VERSIONING"
                                                                           : "ADD SYSTEM VERSIONING");
  return out;
}

std::string changed_partition_sql(const Table& before, const Table& after) {
  const std::string partition = option_of(after.options, "partition");
  if (partition == option_of(before.options, "partition")) return "";
  return partition.empty() ? "\n  REMOVE PARTITIONING" : "\n  PARTITION " + partition;
}

Statements MysqlDialect::create_table(const Table& table) const {
  std::vector<std::string> lines;
  for (const Column& column : table.columns) lines.push_back("  " + column_sql(*this, table, column));
  if (table.primary_key) lines.push_back("  " + key_sql(*this, *table.primary_key));
  for (const Unique& key : table.uniques) lines.push_back("  " + key_sql(*this, key));
  for (const Index& index : table.indexes) lines.push_back("  " + key_sql(*this, index));
  for (const Check& check : table.checks)
    if (check.column.empty()) lines.push_back("  " + constraint_sql(*this, check));
  for (const std::string& period : periods_sql(table.options)) lines.push_back("  " + period);
  return {{"CREATE TABLE " + qualified(table.name) + " (\n" + text::join(lines, ",\n") + "\n) " +
               options_sql(*this, table.options, table.comment),
           "create table " + table.name.text()}};
}

Statements MysqlDialect::add_foreign_keys(const Table& table) const {
  Statements out;
  for (const ForeignKey& key : table.foreign_keys)
    out.push_back(
        {"ALTER TABLE " + qualified(table.name) + " ADD " + constraint_sql(*this, key), "add foreign key " + key.name});
  return out;
}

Column released(const Column& column, const std::string& name) {
  Column out = column;
  out.name = name;
  out.nullable = true;
  out.identity.reset();
  out.default_value.reset();
  out.on_update.reset();
  return out;
}

Column settled(const Column& column, const std::string& name) {
  Column out = released(column, name);
  out.generated.reset();
  return out;
}

Column as_texts(const Column& column, const std::string& name) {
  Column out = released(column, name);
  out.nullable = column.nullable;
  out.type = native(DialectId::mysql, "varchar", {"255"});
  return out;
}

}  // namespace schemac::dialect::mysql
