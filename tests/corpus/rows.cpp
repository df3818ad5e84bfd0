#include "corpus/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "corpus/renames.h"
#include "dialect/dialects.h"
#include "plan/order.h"

namespace schemac::corpus {

using namespace catalog;

namespace {

constexpr int kRows = 3;
/// How often a row is tried, each time with values of another make (see Maker::value).
constexpr int kMakes = 6;

using Values = std::vector<std::pair<std::string, std::string>>;  // column, SQL literal

/// Makes values for one table's columns.
class Maker {
 public:
  Maker(const Side& from, const Side& to, const Table& table)
      : from_(from),
        to_(to),
        table_(table),
        later_(to.catalog.tables.find(table.name)),
        d_(dialect::get(from.database.dialect())) {}

  /// Even makes value every column that they can, odd ones only those that must have a value.
  Values row(int number, int make) {
    Values out;
    for (const Column& column : table_.columns) {
      if (column.generated) continue;
      const Column* after = later_ ? later_->find_column(column.name) : nullptr;
      const bool needed = !column.nullable && !column.default_value && !column.identity;
      const bool needed_later = after && !after->nullable && !after->default_value && !after->identity;
      if (column.identity && column.identity->kind == IdentityKind::always) continue;
      if (make % 2 == 1 && !needed && !needed_later && !column.identity) continue;
      std::string value = referenced(column, number);
      if (value.empty()) value = made(column, number, make / 2);
      out.emplace_back(column.name, std::move(value));
    }
    return out;
  }

 private:
  /// The value that the row of that number has in the column that a foreign key, of now or later, refers to.
  std::string referenced(const Column& column, int number) {
    for (const Table* table : {&table_, later_}) {
      if (!table) continue;
      for (const ForeignKey& key : table->foreign_keys)
        for (std::size_t i = 0; i < key.columns.size() && i < key.referenced.size(); ++i) {
          if (key.columns[i] != column.name || key.table == table_.name) continue;
          auto rows = from_.database.connection().query(
              fmt::format("SELECT {} FROM {} ORDER BY 1", d_.quoted(key.referenced[i]), d_.qualified(key.table)));
          if (!rows || rows->empty()) continue;
          const auto& value = rows->rows[static_cast<std::size_t>(number - 1) % rows->size()][0];
          return value ? literal(column, *value) : "NULL";
        }
    }
    return "";
  }

  std::string literal(const Column& column, const std::string& text) const {
    const bool number = !text.empty() && text.find_first_not_of("0123456789.-") == text.npos;
    return number && !is_texty(column) ? text : d_.literal(text);
  }

  static bool is_texty(const Column& column) {
    const std::string& name = column.type.name.name;
    return name.find("char") != name.npos || name.find("text") != name.npos || name == "date";
  }

  std::string made(const Column& column, int number, int make) const {
    if (std::string label = enum_label(column, number); !label.empty()) return label;
    if (column.type.dimensions > 0) return d_.literal("{}");
    const std::string type = text::to_lower(column.type.name.name);
    const auto has = [&](std::string_view word) { return type.find(word) != type.npos; };
    if (has("bool")) return number % 2 ? "TRUE" : "FALSE";
    if (has("interval")) return d_.literal(fmt::format("{} days", number));
    if (type == "point") return postgres() ? d_.literal(fmt::format("({0},{0})", number)) : point(number);
    if (has("int") || has("serial") || has("numeric") || has("decimal") || has("real") || has("double") ||
        has("float") || type == "year")
      return type == "year" ? std::to_string(2000 + number) : integer(number, make);
    if (has("datetime") || has("timestamp")) return d_.literal(fmt::format("2024-02-0{} 03:04:05", number));
    if (type == "date") return d_.literal(fmt::format("2024-02-0{}", number));
    if (type.starts_with("time")) return d_.literal(fmt::format("03:04:0{}", number));
    if (has("uuid")) return d_.literal(fmt::format("00000000-0000-4000-8000-{:012}", number));
    if (has("json")) return d_.literal(fmt::format("{{\"n\": {}}}", number));
    if (type == "inet6") return d_.literal(fmt::format("::{}", number));
    if (type == "inet" || type == "cidr" || type == "inet4") return d_.literal(fmt::format("10.0.0.{}", number));
    if (type.starts_with("macaddr")) return d_.literal(fmt::format("08:00:2b:01:02:0{}", number));
    if (type == "xml") return d_.literal(fmt::format("<n>{}</n>", number));
    if (has("range")) return d_.literal("empty");
    if (type == "bit" || type == "bit varying") return postgres() ? "B'1'" : std::to_string(number % 2);
    if (type == "bytea") return d_.literal(fmt::format("\\x0{}", number));
    return text_value(column, number, make);
  }

  bool postgres() const { return from_.database.dialect() == DialectId::postgres; }
  static std::string point(int number) { return fmt::format("ST_GeomFromText('POINT({0} {0})')", number); }

  static std::string integer(int number, int make) {
    return std::to_string(make == 0 ? number : make == 1 ? 100 + number : 18 + 10 * number);
  }

  std::string text_value(const Column& column, int number, int make) const {
    std::string text = make == 0   ? fmt::format("{}é's \\ {}", number, column.name)
                       : make == 1 ? fmt::format("a{}@example.org", number)
                                   : std::string(1, static_cast<char>('a' + number));
    const std::size_t longest =
        column.type.args.empty() || !std::isdigit(static_cast<unsigned char>(column.type.args[0][0]))
            ? text.size()
            : std::stoul(column.type.args[0]);
    while (text::code_points(text) > longest) text = std::string(text::truncated(text, text.size() - 1));
    return d_.literal(text);
  }

  /// One that the later schema has too, where it is the same type.
  std::string enum_label(const Column& column, int number) const {
    std::vector<std::string> labels;
    if (column.type.kind == TypeKind::enumeration) {
      const Enum* now = from_.catalog.enums.find(column.type.name);
      const Enum* then = to_.catalog.enums.find(column.type.name);
      if (!now) return "";
      for (const EnumLabel& label : now->labels) {
        const auto same = [&](const EnumLabel& other) { return other.name == label.name; };
        if (!then || std::any_of(then->labels.begin(), then->labels.end(), same)) labels.push_back(label.name);
      }
    } else if (column.type.name.name == "enum" || column.type.name.name == "set") {
      const Column* after = later_ ? later_->find_column(column.name) : nullptr;
      for (const std::string& label : column.type.args)
        if (!after || after->type.name.name != column.type.name.name ||
            std::count(after->type.args.begin(), after->type.args.end(), label))
          labels.push_back(label);
    }
    if (labels.empty()) return "";
    const std::string& label = labels[static_cast<std::size_t>(number) % labels.size()];
    return label.starts_with("'") ? label : d_.literal(label);  // MySQL's catalog holds them as SQL writes them
  }

  const Side& from_;
  const Side& to_;
  const Table& table_;
  const Table* later_;
  const dialect::Dialect& d_;
};

std::string insert_sql(const dialect::Dialect& d, const Table& table, const Values& values, const Renames& renames) {
  std::vector<std::string> names, literals;
  for (const auto& [name, value] : values) {
    if (!table.find_column(name) || table.find_column(name)->generated) continue;
    names.push_back(d.quoted(later_name(table.name, name, renames)));
    literals.push_back(value);
  }
  const std::string into = d.qualified(later_name(table.name, renames));
  if (names.empty())
    return "INSERT INTO " + into +
           (d.id() == DialectId::mysql || d.id() == DialectId::mariadb ? " () VALUES ()" : " DEFAULT VALUES");
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", into, text::join(names, ", "), text::join(literals, ", "));
}

/// Both sides take it, or neither keeps it.
bool put(const Side& from, const Side& to, const Table& table, const Values& values, const Renames& renames) {
  const auto& d = dialect::get(from.database.dialect());
  engine::Connection& here = from.database.connection();
  engine::Connection& there = to.database.connection();
  const Table* later = to.catalog.tables.find(table.name);
  auto kept = engine::Transaction::begin(here);
  auto kept_there = engine::Transaction::begin(there);
  if (!kept || !kept_there) return false;
  if (!here.execute(insert_sql(d, table, values, {}))) return false;
  if (later && !there.execute(insert_sql(d, *later, values, renames))) return false;
  return kept_there->commit().has_value() && kept->commit().has_value();  // there, deferred keys are looked at now
}

bool is_partition(const Table& table) {
  return std::any_of(table.options.begin(), table.options.end(),
                     [](const catalog::Option& option) { return option.name == "partition_of"; });
}

}  // namespace

int put_rows(const Side& from, const Side& to, const Renames& renames) {
  std::vector<const Table*> tables;
  for (const Table& table : from.catalog.tables) tables.push_back(&table);
  const auto place = plan::parents_first(from.catalog.tables);
  std::stable_sort(tables.begin(), tables.end(),
                   [&](const Table* a, const Table* b) { return place.at(a->name.text()) < place.at(b->name.text()); });
  int count = 0;
  for (const Table* table : tables) {
    Maker maker(from, to, *table);
    int make = 0;
    for (int number = 1; number <= kRows && make < kMakes; ++number) {
      while (make < kMakes && !put(from, to, *table, maker.row(number, make), renames)) ++make;
      count += make < kMakes;
    }
  }
  return count;
}

test::TableRows common_rows(engine::Connection& connection, const Catalog& from, const Catalog& to,
                            const Renames& renames) {
  const auto& d = dialect::get(connection.dialect());
  test::TableRows out;
  for (const Table& table : from.tables) {
    const Table* after = to.tables.find(table.name);
    if (!after || is_partition(table) || is_partition(*after)) continue;  // its rows are those of its parent
    std::vector<std::string> columns;
    for (const Column& column : table.columns) {
      const Column* same = after->find_column(column.name);
      if (same && same->type == column.type && same->generated == column.generated && same->nullable == column.nullable)
        columns.push_back(column.name);
    }
    std::sort(columns.begin(), columns.end());
    for (std::string& column : columns) column = d.quoted(later_name(table.name, column, renames));
    const auto rows =
        connection.query(fmt::format("SELECT {} FROM {}", columns.empty() ? "1" : text::join(columns, ", "),
                                     d.qualified(later_name(table.name, renames))));
    if (!rows) continue;
    std::vector<std::string>& lines = out[table.name.text()];
    for (const auto& row : *rows) {
      std::string line;
      for (const engine::Value& value : row) line += value ? "'" + *value + "' " : "NULL ";
      lines.push_back(std::move(line));
    }
    std::sort(lines.begin(), lines.end());
  }
  return out;
}

}  // namespace schemac::corpus
