#include "dialect/mysql/questions.h"

#include <algorithm>
#include <array>

#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

Index index_of(const Index& index) { return index; }

Index index_of(const Unique& key) {
  Index out;
  out.name = key.name;
  out.unique = true;
  out.comment = key.comment;
  for (const std::string& column : key.columns) out.parts.push_back({expr::column(column), false, "", "", "", ""});
  return out;
}

std::vector<Index> indexes_of(const Table& table) {
  std::vector<Index> out = table.indexes;
  for (const Unique& key : table.uniques) out.push_back(index_of(key));
  return out;
}

std::string collation_of(const Table& table, const Column& column) {
  return column.collation.empty() ? option_of(table.options, "collate") : column.collation;
}

std::string charset_of(const Table& table, const Column& column) {
  const std::string collation = collation_of(table, column);
  return collation.substr(0, collation.find('_'));
}

bool has_collation(const Type& type) {
  const std::string& name = type.name.name;
  return name.ends_with("char") || name.ends_with("text") || name == "enum" || name == "set";
}

bool has_letters(const Expr& e) {
  bool found = false;
  expr::walk(e, [&](const Expr& node) {
    if (node.kind == ExprKind::string)
      found |= std::any_of(node.text.begin(), node.text.end(), [](char c) { return (c & 0x80) != 0; });
  });
  return found;
}

bool has_labels(const Type& type) { return type.name.name == "enum" || type.name.name == "set"; }
bool reads_as_text(const Type& type) {
  const std::string& name = type.name.name;
  return name == "char" || name == "varchar" || name.ends_with("text") || has_labels(type);
}

bool would_number_labels(const Type& from, const Type& to) {
  if (has_labels(from) == has_labels(to)) return false;
  const std::string& other = (has_labels(from) ? to : from).name.name;
  return !has_collation(has_labels(from) ? to : from) && !other.ends_with("binary") && !other.ends_with("blob");
}

bool goes_by_text(DialectId id, const Type& from, const Type& to) {
  return id == DialectId::mysql && from.name.name == "decimal" && to.name.name == "bigint" &&
         std::find(to.words.begin(), to.words.end(), "unsigned") != to.words.end();
}

std::size_t padding_taken_off(const Type& from, const Type& to) {
  if (from.name.name != "binary" || to.name.name != "binary") return 0;
  const auto length = [](const Type& type) {
    return type.args.empty() ? 1UL : std::strtoul(type.args[0].c_str(), nullptr, 10);
  };
  return length(from) > length(to) ? length(from) - length(to) : 0;
}

bool is_computed(const Column& column) { return column.generated || !option_of(column.options, "row").empty(); }

bool differs_by_server(const Column& column, DialectId id) {
  static constexpr std::array<std::string_view, 12> kFunctions = {
      "uuid",    "uuid_short",   "rand",        "random_bytes", "user",     "current_user",
      "version", "session_user", "system_user", "sysdate",      "database", "connection_id"};
  bool out = false;
  if (column.default_value && id == DialectId::mysql)
    expr::walk(*column.default_value, [&](const Expr& node) {
      out |=
          node.kind == ExprKind::call && std::find(kFunctions.begin(), kFunctions.end(), node.text) != kFunctions.end();
    });
  return out;
}

bool becomes_truth(const Column& from, const Column& to) {
  static constexpr std::array<std::string_view, 8> kNumbers = {"tinyint", "smallint", "mediumint", "int",
                                                               "bigint",  "decimal",  "float",     "double"};
  const bool number = std::find(kNumbers.begin(), kNumbers.end(), from.type.name.name) != kNumbers.end();
  const auto same = [](Type type) {
    type.dialect.clear();
    return type;
  };
  const Type truth = same(lower_type(portable("bool"), DialectId::mysql));
  return number && !from.generated && !to.generated && same(to.type) == truth && !(same(from.type) == truth);
}

}  // namespace schemac::dialect::mysql
