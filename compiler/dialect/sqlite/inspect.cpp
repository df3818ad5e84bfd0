// A live SQLite database as a physical catalog, in two queries whatever its size.
#include <map>
#include <set>

#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/common/sql_parser.h"
#include "dialect/sqlite/read_sql.h"
#include "dialect/sqlite/sqlite.h"
#include "dialect/sqlite/virtual_table.h"
#include "engine/connection.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

struct SchemaRow {
  std::string type, name, table, sql;
};

class Inspector {
 public:
  explicit Inspector(engine::Connection& connection) : connection_(connection) {}

  Result<Inspection> run() {
    auto rows = connection_.query(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE "
        "'\\' ORDER BY rowid");
    if (!rows) return failure(std::move(rows.error()));
    auto shadows = connection_.query("SELECT name FROM pragma_table_list WHERE type = 'shadow'");
    if (!shadows) return failure(std::move(shadows.error()));
    for (const auto& row : *shadows) shadows_.insert(row[0].value_or(""));
    auto kept = connection_.query(
        "SELECT 'user_version ' || user_version FROM pragma_user_version WHERE user_version <> 0 UNION ALL"
        " SELECT 'application_id ' || application_id FROM pragma_application_id WHERE application_id <> 0");
    if (!kept) return failure(std::move(kept.error()));
    for (const auto& row : *kept) out_.unmanaged.push_back(*row[0]);
    for (const auto& row : *rows) take({*row[0], *row[1], *row[2], *row[3]});
    fold_case();
    fill_references();
    out_.catalog.canonicalise();
    return std::move(out_);
  }

 private:
  void take(const SchemaRow& row) {
    if (is_reserved_name(row.name) || is_reserved_name(row.table) || shadows_.contains(row.name)) return;
    try {
      if (row.type == "table") table(row);
      if (row.type == "index") index(row);
      if (row.type == "view") out_.catalog.views.add(read_view(row.sql));
      if (row.type == "trigger") triggers_.push_back(read_trigger(row.sql));
    } catch (const Unreadable&) {
      out_.unmanaged.push_back(row.type + " " + row.name + ", whose text schemac cannot read");
    }
  }

  void table(const SchemaRow& row) {
    if (text::to_lower(row.sql.substr(0, 14)) == "create virtual") return virtual_table(row);
    Table table = read_table(row.sql);
    table.name = row.name;
    out_.catalog.tables.add(std::move(table));
  }

  void virtual_table(const SchemaRow& row) {
    RawObject object;
    object.name = row.name;
    object.create = expr::raw(DialectId::sqlite, virtual_table_sql(row.sql, row.name));
    object.drop = expr::raw(DialectId::sqlite, "DROP TABLE " + text::quoted(row.name, '"'));
    out_.catalog.raw_objects.add(std::move(object));
  }

  void index(const SchemaRow& row) {
    Table* table = out_.catalog.tables.find(row.table);
    if (table) table->indexes.push_back(read_index(row.sql));
  }

  /// Names are the same in any case: each is written as it was declared.
  void fold_case() {
    std::map<std::string, std::string> tables;
    for (const Table& table : out_.catalog.tables) tables[text::to_lower(table.name.name)] = table.name.name;
    for (std::uint32_t i = 0; i < out_.catalog.tables.size(); ++i) {
      Table& table = out_.catalog.tables.edit({i});
      for (ForeignKey& key : table.foreign_keys)
        if (const auto found = tables.find(text::to_lower(key.table.name)); found != tables.end())
          key.table = found->second;
    }
    for (Trigger trigger : triggers_) {
      if (const auto found = tables.find(text::to_lower(trigger.table.name)); found != tables.end())
        trigger.table = found->second;
      out_.catalog.triggers.add(std::move(trigger));
    }
    for (std::uint32_t i = 0; i < out_.catalog.tables.size(); ++i) {
      Table& table = out_.catalog.tables.edit({i});
      const auto own = columns_of(table);
      for (Column& column : table.columns)
        if (column.generated) fold(column.generated->expr, own);
      if (table.primary_key) fold(table.primary_key->columns, own);
      for (Unique& key : table.uniques) fold(key.columns, own);
      for (Check& check : table.checks) fold(check.expr, own);
      place_checks(table);
      for (Index& index : table.indexes) {
        for (IndexPart& part : index.parts) fold(part.expr, own);
        if (index.where) fold(*index.where, own);
      }
      for (ForeignKey& key : table.foreign_keys) {
        fold(key.columns, own);
        if (const Table* other = out_.catalog.tables.find(key.table)) fold(key.referenced, columns_of(*other));
      }
    }
  }

  using Names = std::map<std::string, std::string>;  // as declared, by themselves in lower case
  static Names columns_of(const Table& table) {
    Names out;
    for (const Column& column : table.columns) out[text::to_lower(column.name)] = column.name;
    return out;
  }
  static void fold(std::string& name, const Names& names) {
    if (const auto found = names.find(text::to_lower(name)); found != names.end()) name = found->second;
  }
  static void fold(std::vector<std::string>& list, const Names& names) {
    for (std::string& name : list) fold(name, names);
  }
  static void fold(Expr& expr, const Names& names) {
    static const std::set<std::string> kRowid = {"rowid", "_rowid_", "oid"};
    expr::walk(expr, [&](Expr& node) {
      if (node.kind != ExprKind::column) return;
      fold(node.text, names);
      const std::string lower = text::to_lower(node.text);
      if (node.args.empty() && !names.contains(lower) && !kRowid.contains(lower))
        node = expr::string(node.text);  // "x" where x is no column
    });
  }

  /// REFERENCES t alone means the primary key of t.
  void fill_references() {
    for (std::uint32_t i = 0; i < out_.catalog.tables.size(); ++i)
      for (ForeignKey& key : out_.catalog.tables.edit({i}).foreign_keys) {
        const Table* referenced = out_.catalog.tables.find(key.table);
        if (key.referenced.empty() && referenced && referenced->primary_key)
          key.referenced = referenced->primary_key->columns;
      }
  }

  engine::Connection& connection_;
  std::set<std::string> shadows_;
  std::vector<Trigger> triggers_;  // until the tables are known whose names they write in any case
  Inspection out_;
};

}  // namespace

Result<Inspection> SqliteDialect::inspect(engine::Connection& connection) const { return Inspector(connection).run(); }

}  // namespace schemac::dialect::sqlite
