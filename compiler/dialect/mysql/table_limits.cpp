#include "dialect/mysql/table_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// Of a table that is not lowered an option for MySQL is MariaDB's, too.
std::string option_for(const Table& table, std::string_view name, DialectId id) {
  std::string out;
  for (const Option& option : table.options) {
    const bool own = option.dialect == to_string(id);
    const bool inherited = id == DialectId::mariadb && option.dialect == to_string(DialectId::mysql) && out.empty();
    if (option.name == name && (own || inherited)) out = option.value;
  }
  return out;
}

/// The storage engine, where it keeps no foreign keys (create-table-foreign-keys.html): it reads them and forgets them.
std::string engine_without_keys(const Table& table, DialectId id) {
  const std::string engine = option_for(table, "engine", id), lower = text::to_lower(engine);
  return lower.empty() || lower == "innodb" || lower.starts_with("ndb") ? "" : engine;
}

/// partitioning-limitations-partitioning-keys-unique-keys.html: what rows are parted by.
std::vector<std::string> partitioned_by(const Table& table, DialectId id) {
  std::vector<std::string> out;
  int depth = 0;
  const std::string partition = option_for(table, "partition", id);
  const std::vector<SqlToken> tokens = lex_sql(id, partition);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const SqlToken& token = tokens[i];
    if (token.is("(")) ++depth;
    if (token.is(")") && --depth == 0) break;
    if (depth == 0 || !token.is_name() || tokens[i + 1].is("(")) continue;  // a function: year(…)
    const auto is_it = [&](const Column& c) { return text::to_lower(c.name) == text::to_lower(token.name(id)); };
    const auto column = std::find_if(table.columns.begin(), table.columns.end(), is_it);
    if (column != table.columns.end()) out.push_back(column->name);
  }
  return out;
}

bool begins_a_key(const Table& table, const std::string& column) {
  const auto begins = [&](const std::vector<std::string>& columns) { return !columns.empty() && columns[0] == column; };
  if (table.primary_key && begins(table.primary_key->columns)) return true;
  return std::any_of(table.uniques.begin(), table.uniques.end(), [&](const Unique& u) { return begins(u.columns); }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
           return index.kind.empty() && !index.parts.empty() && index.parts[0].expr == expr::column(column);
         });
}

/// create-table.html, "AUTO_INCREMENT": one a table, and it begins a key.
std::optional<TableLimit> limit_of_identity(const Table& table) {
  const Column* found = nullptr;
  for (const Column& column : table.columns) {
    if (!column.identity) continue;
    if (found)
      return TableLimit{fmt::format("two identity columns in a table, as '{}' and '{}' are", found->name, column.name),
                        "leave one of them without"};
    found = &column;
    if (!begins_a_key(table, column.name))
      return TableLimit{fmt::format("identity column that begins no key, as '{}'", column.name),
                        "make it the primary key, or unique, or write an index of it"};
  }
  return std::nullopt;
}

/// innodb-limits.html
std::optional<TableLimit> limit_of_size(const Table& table) {
  constexpr std::size_t kMostColumns = 1017, kMostIndexes = 64, kMostParts = 16;
  if (table.columns.size() > kMostColumns)
    return TableLimit{fmt::format("table of {} columns; {} are the most", table.columns.size(), kMostColumns),
                      "part the table into two"};
  if (table.indexes.size() + table.uniques.size() > kMostIndexes)
    return TableLimit{fmt::format("table of {} indexes beside its primary key; {} are the most",
                                  table.indexes.size() + table.uniques.size(), kMostIndexes),
                      "leave some of them out"};
  for (const Index& index : table.indexes)
    if (index.parts.size() > kMostParts)
      return TableLimit{fmt::format("index of {} columns; {} are the most", index.parts.size(), kMostParts),
                        "leave some of them out"};
  std::size_t bytes = 0;
  for (const Column& column : table.columns) bytes += most_bytes(table, column);
  if (bytes > kMostRowBytes)
    return TableLimit{
        fmt::format("row of {} bytes, as its texts with bounds make together; {} are the most", bytes, kMostRowBytes),
        "write text where no length is meant: it stands apart from the row"};
  return std::nullopt;
}

/// charset-charsets.html, by what the name of a collation begins with.
std::size_t bytes_of_a_character(std::string_view collation) {
  struct Width {
    std::string_view charset;
    std::size_t bytes;
  };
  static constexpr std::array<Width, 12> kWidths = {{{"utf8mb4", 4},
                                                     {"utf8", 3},
                                                     {"utf16", 4},
                                                     {"utf32", 4},
                                                     {"gb18030", 4},
                                                     {"ucs2", 2},
                                                     {"gbk", 2},
                                                     {"gb2312", 2},
                                                     {"big5", 2},
                                                     {"sjis", 2},
                                                     {"cp932", 2},
                                                     {"uca1400", 4}}};
  const auto found = std::find_if(kWidths.begin(), kWidths.end(),
                                  [&](const Width& width) { return collation.starts_with(width.charset); });
  return found == kWidths.end() ? 1 : found->bytes;
}

}  // namespace

std::size_t most_bytes(const Table& table, const Column& column) {
  const std::string& name = column.type.name.name;
  const bool text = name == "varchar" || name == "char", binary = name == "varbinary" || name == "binary";
  if ((!text && !binary) || column.type.args.empty()) return 0;
  const std::string collation = column.collation.empty() ? option_of(table.options, "collate") : column.collation;
  return std::strtoul(column.type.args[0].c_str(), nullptr, 10) * (text ? bytes_of_a_character(collation) : 1);
}

std::vector<TableLimit> limits_of(const Table& table, const Catalog& portable, const Dialect& dialect) {
  std::vector<TableLimit> out;
  const DialectId id = dialect.id();
  for (const ForeignKey& key : table.foreign_keys) {
    const Table* referred = portable.tables.find(key.table);
    for (const Table* end : {&table, referred}) {
      if (!end) continue;
      if (const std::string engine = engine_without_keys(*end, id); !engine.empty())
        out.push_back({fmt::format("foreign key between '{}' and '{}' that holds: the engine of '{}' is {}",
                                   table.name.text(), key.table.text(), end->name.text(), engine),
                       "leave the engine out, which is InnoDB then, or the reference"});
      // partitioning-limitations-storage-engines.html
      else if (!option_for(*end, "partition", id).empty())
        out.push_back({fmt::format("foreign key of a partitioned table, as '{}' is", end->name.text()),
                       "write an index instead of the reference, or leave the partitions out"});
    }
  }
  if (engine_without_keys(table, id).empty())  // MyISAM numbers within groups, and has more room
    for (auto limit : {limit_of_identity(table), limit_of_size(table)})
      if (limit) out.push_back(std::move(*limit));
  const std::vector<std::string> parted = partitioned_by(table, id);
  const auto demand_all = [&](const std::string& key, const std::vector<std::string>& columns) {
    for (const std::string& column : parted)
      if (std::find(columns.begin(), columns.end(), column) == columns.end())
        return out.push_back(
            {fmt::format("{} of a table that is partitioned by '{}', which is no part of it", key, column),
             "add the column to the key, or part the table by another"});
  };
  if (table.primary_key) demand_all("primary key", table.primary_key->columns);
  for (const Unique& key : table.uniques) demand_all("unique key", key.columns);
  for (const Index& index : table.indexes) {
    std::vector<std::string> columns;
    for (const IndexPart& part : index.parts) columns.push_back(part.expr.text);
    if (index.unique) demand_all("unique index", columns);
  }
  return out;
}

}  // namespace schemac::dialect::mysql
