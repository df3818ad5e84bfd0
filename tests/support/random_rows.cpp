#include <fmt/format.h>

#include <functional>
#include <set>

#include "base/text.h"
#include "diff/diff.h"
#include "support/random_schema.h"

namespace schemac::test {

using namespace catalog;

namespace {

class RowWriter {
 public:
  RowWriter(const Catalog& schema, const Catalog& later, const Renames& renames, const dialect::Dialect& dialect,
            int rows, Random& random)
      : schema_(schema), later_(later), renames_(renames), d_(dialect), rows_(rows), random_(random) {}

  std::vector<std::string> run() {
    for (const Table& table : schema_.tables) write(table);
    return std::move(out_);
  }

 private:
  void write(const Table& table) {
    if (!done_.insert(table.name.text()).second) return;
    for (const ForeignKey& key : table.foreign_keys) write(*schema_.tables.find(key.table));
    for (int row = 1; row <= rows_; ++row) {
      std::vector<std::string> names, values;
      for (const Column& column : table.columns) {
        if (column.generated) continue;
        names.push_back(d_.quoted(column.name));
        values.push_back(value(table, column, row));
      }
      out_.push_back(fmt::format("INSERT INTO {} ({}) VALUES ({})", d_.qualified(table.name), text::join(names, ", "),
                                 text::join(values, ", ")));
    }
  }

  /// The column as it is to be, or nullptr where it goes.
  const Column* later(const Table& table, const Column& column) const {
    QName name = table.name;
    std::string wanted = column.name;
    for (const Rename& rename : renames_)
      if (rename.kind == RenameKind::table && rename.from == name.text()) name = rename.object;
    for (const Rename& rename : renames_)
      if (rename.kind == RenameKind::column && rename.object == name && rename.from == wanted) wanted = rename.to;
    const Table* after = later_.tables.find(name);
    return after ? after->find_column(wanted) : nullptr;
  }

  bool is_foreign(const Table& table, const std::string& column) const {
    for (const ForeignKey& key : table.foreign_keys)
      if (key.columns[0] == column) return true;
    const Table* after = later_.tables.find(table.name);
    for (const Rename& rename : renames_)
      if (rename.kind == RenameKind::table && rename.from == table.name.text())
        after = later_.tables.find(rename.object);
    if (!after) return false;
    for (const ForeignKey& key : after->foreign_keys)
      for (const Column& mine : table.columns)
        if (mine.name == column)
          if (const Column* target = later(table, mine); target && key.columns[0] == target->name) return true;
    return false;
  }

  std::string value(const Table& table, const Column& column, int row) {
    const Column* after = later(table, column);
    const bool may_be_null = column.nullable && (!after || after->nullable);
    if (column.name == "id") return std::to_string(row);
    if (may_be_null && random_() % 3 == 0) return "NULL";
    if (is_foreign(table, column.name)) return std::to_string(row);
    if (column.type.kind == TypeKind::enumeration) return label(column, row);
    const std::string& type = column.type.name.name;
    if (type == "bool") return row % 2 ? "TRUE" : "FALSE";
    if (type == "smallint") return std::to_string(10 + row);
    if (type == "int") return std::to_string(100000 + row);
    if (type == "bigint") return std::to_string(9000000000000 + row);
    if (type == "decimal") return fmt::format("{}.25", 1000 + row);
    if (type == "real" || type == "double") return fmt::format("{}.5", row);
    if (type == "char") return d_.literal(fmt::format("é{}", row));
    if (type == "bytes") return fmt::format("{}00ff0{}'", d_.id() == DialectId::postgres ? "'\\x" : "x'", row % 10);
    if (type == "json") return fmt::format("'[{}]'", row);
    if (type == "time") return fmt::format("'03:04:{:02}'", row);
    if (type == "date") return fmt::format("'2024-02-{:02}'", row);
    if (type == "timestamp" || type == "timestamptz") return fmt::format("'2024-02-{:02} 03:04:05'", row);
    if (type == "uuid") return fmt::format("'00000000-0000-4000-8000-{:012}'", row);
    return d_.literal(fmt::format("é's \\ {} {}", column.name, row));
  }

  std::string label(const Column& column, int row) const {
    const Enum* now = schema_.enums.find(column.type.name);
    const Enum* then = later_.enums.find(column.type.name);
    std::vector<std::string> both;
    for (const EnumLabel& l : now->labels) {
      std::string called = l.name;
      for (const Rename& rename : renames_)
        if (rename.kind == RenameKind::label && rename.from == l.name) called = rename.to;
      const auto same = [&](const EnumLabel& o) { return o.name == called; };
      if (!then || std::any_of(then->labels.begin(), then->labels.end(), same)) both.push_back(l.name);
    }
    return d_.literal(both[static_cast<std::size_t>(row) % both.size()]);
  }

  const Catalog& schema_;
  const Catalog& later_;
  const Renames& renames_;
  const dialect::Dialect& d_;
  const int rows_;
  Random& random_;
  std::set<std::string> done_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> random_rows(const Catalog& schema, const Catalog& later, const Renames& renames,
                                     const dialect::Dialect& dialect, int rows, Random& random) {
  return RowWriter(schema, later, renames, dialect, rows, random).run();
}

}  // namespace schemac::test
