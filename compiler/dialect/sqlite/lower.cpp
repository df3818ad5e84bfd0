// Portable → SQLite, and back.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/common/json_array.h"
#include "dialect/common/lowering.h"
#include "dialect/common/naming.h"
#include "dialect/sqlite/meaning.h"
#include "dialect/sqlite/read_sql.h"
#include "dialect/sqlite/rowid.h"
#include "dialect/sqlite/sqlite.h"
#include "dialect/sqlite/types.h"
#include "dialect/sqlite/virtual_table.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

/// Of a rowid's column, which holds no null: whether NOT NULL is written beside it.
constexpr std::string_view kSaidNotNull = "not_null";

class SqliteLowering final : public Lowering {
 public:
  using Lowering::Lowering;

 protected:
  Type type(const Type& portable) override { return lower_type(portable); }
  Expr read_raw(const std::string& sql) override { return read_written(sql); }
  Expr read_raw_query(const std::string& sql) override { return read_written(sql); }
  bool knows(std::string_view option) const override {
    return option == "on_conflict" || option == "parts" || option == "references" || option == "indexed" ||
           option == kSaidNotNull;
  }

  Expr node(Expr e) override {
    if (e.kind == ExprKind::call && e.args.empty() && e.text == "now") return expr::call("current_timestamp");
    if (e.kind == ExprKind::binary && e.text == "is distinct from") e.text = "is not";
    if (e.kind == ExprKind::binary && e.text == "is not distinct from") e.text = "is";
    if (e.kind == ExprKind::label) return expr::string(e.text);
    if (e.kind == ExprKind::array) return json_array(e, ",");
    return with_portable_meaning(std::move(e));
  }

  void table(Table& table, const Table& portable) override {
    table.comment.clear();
    for (Column& column : table.columns) {
      column.comment.clear();
      column.on_update.reset();  // the service gives it
      identity(table, column);
    }
    if (Column* id = rowid_column(table)) id->nullable = !has_option(id->options, kSaidNotNull);
    for (Column& column : table.columns)
      std::erase_if(column.options, [](const Option& o) { return o.name == kSaidNotNull; });
    for (const Column& column : portable.columns) {
      enum_check(table, column);
      decimal(table, column);
    }
    strict_types(table);
    conflict_words(table);
    for (ForeignKey& key : table.foreign_keys) references(key, portable);
    for (Unique& key : table.uniques) key.comment.clear();
    for (ForeignKey& key : table.foreign_keys) key.comment.clear(), key.not_valid = false;
    for (Check& check : table.checks) check.comment.clear();
    place_checks(table);
    for (Index& index : table.indexes) {
      index.comment.clear();
      index.method.clear();
    }
    // Constraints keep no name here: SQLite has no use for one, and a rename of the table would have to rebuild it.
    demand_columns_apart(table);
    Table named = table;
    name_members(named, dialect_.max_identifier_bytes());
    table.indexes = named.indexes;
  }

  void trigger(Trigger& trigger, Catalog& out) override {
    trigger.body.text = trigger_body(trigger.body.text);
    trigger.comment.clear();
    one_event_each(trigger, out);
  }

 private:
  /// A reference that names no column is written without one.
  static void references(ForeignKey& key, const Table& portable) {
    const auto names_none = [&](const ForeignKey& written) {  // the same may be said twice, which SQLite keeps
      return written.name == key.name && written.columns == key.columns && written.table == key.table &&
             written.referenced.empty();
    };
    if (std::any_of(portable.foreign_keys.begin(), portable.foreign_keys.end(), names_none))
      key.options.push_back({"sqlite", "references", "key"});
  }

  /// Key words, which are read in upper case.
  static void conflict_words(Table& table) {
    const auto as_read = [](Options& options) {
      for (Option& option : options)
        if (option.name == "on_conflict") option.value = text::to_upper(option.value);
    };
    for (Column& column : table.columns) as_read(column.options);
    for (Unique& key : table.uniques) as_read(key.options);
    if (table.primary_key) as_read(table.primary_key->options);
  }

  /// AUTOINCREMENT is for an INTEGER PRIMARY KEY alone (https://www.sqlite.org/autoinc.html).
  void identity(const Table& table, Column& column) {
    if (!column.identity) return;
    const bool alone = table.primary_key && table.primary_key->columns == std::vector<std::string>{column.name};
    if (!alone)
      complain(diag::make(diag::Code::SC3003, "SQLite", "identity column outside a primary key of its own"),
               table.name.text() + "." + column.name);
    if (!is_integer(column)) column.type = native(DialectId::sqlite, "INTEGER");
    column.identity = Identity{};
  }

  void decimal(const Table& table, const Column& column) {
    if (!column.type.is("decimal") || keeps_every_digit(column.type) || !table.find_column(column.name)) return;
    complain(
        diag::make(diag::Code::SC3003, "SQLite", fmt::format("exact decimal of more than {} digits", kExactDigits))
            .with_help(fmt::format("write decimal({}, s) or less, or a text, which keeps every digit", kExactDigits)),
        table.name.text() + "." + column.name);
  }

  /// https://www.sqlite.org/stricttables.html
  void strict_types(const Table& table) {
    static constexpr std::array<std::string_view, 6> kTypes = {"int", "integer", "real", "text", "blob", "any"};
    if (option_of(table.options, "strict").empty()) return;
    for (const Column& column : table.columns)
      if (const std::string type = type_sql(column.type);
          std::find(kTypes.begin(), kTypes.end(), text::to_lower(type)) == kTypes.end())
        complain(
            diag::make(diag::Code::SC3003, "SQLite", "strict table with a column of type " + type)
                .with_help("a STRICT table takes sqlite.integer, sqlite.real, sqlite.text, sqlite.blob and sqlite.any"),
            table.name.text() + "." + column.name);
  }

  void enum_check(Table& table, const Column& column) {
    if (column.type.kind != TypeKind::enumeration || column.type.dimensions > 0 || !table.find_column(column.name))
      return;
    const Enum* object = portable_->enums.find(column.type.name);
    if (!object) return;
    std::vector<Expr> args{expr::column(column.name)};
    for (const EnumLabel& label : object->labels) args.push_back(expr::string(label.name));
    Check check;
    check.expr = expr::node(ExprKind::in, "", std::move(args));
    check.column = column.name;
    table.checks.push_back(std::move(check));
  }
};

}  // namespace

/// NOT NULL beside the rowid's column says nothing, nor do quotes of a virtual table's name.
Catalog SqliteDialect::spelt_like(Catalog from, const Catalog& to) const {
  for (std::uint32_t i = 0; i < from.tables.size(); ++i) {
    const Table* other = to.tables.find(from.tables[{i}].name);
    Column* id = rowid_column(from.tables.edit({i}));
    if (!id) continue;
    const Column* wanted = other ? rowid_column(*other) : nullptr;
    id->nullable = wanted && wanted->name == id->name && wanted->nullable;  // in one way where none is given
  }
  const auto normal = [](const RawObject& o) { return virtual_table_sql(text::trim(o.create.text), o.name.name); };
  for (std::uint32_t i = 0; i < from.raw_objects.size(); ++i) {
    RawObject& object = from.raw_objects.edit({i});
    const RawObject* wanted = to.raw_objects.find(object.name);
    if (wanted && is_virtual_table(object) && normal(object) == normal(*wanted)) object = *wanted;
  }
  return from;
}

Catalog SqliteDialect::lower(const Catalog& portable, diag::Diagnostics& diagnostics) const {
  return SqliteLowering(*this).run(portable, diagnostics);
}

Catalog SqliteDialect::raise(const Catalog& physical) const {
  Catalog out = physical;
  for (std::uint32_t i = 0; i < out.tables.size(); ++i) {
    Table& table = out.tables.edit({i});
    if (Column* id = rowid_column(table)) {
      if (!id->nullable) id->options.push_back({"sqlite", std::string(kSaidNotNull), "true"});
      std::sort(id->options.begin(), id->options.end());
      id->nullable = false;
    }
    for (Column& column : table.columns) {
      column.type = raise_type(column.type);
      if (column.identity && column.type.kind == TypeKind::portable) column.type = portable("bigint");
      if (column.default_value && *column.default_value == expr::call("current_timestamp"))
        column.default_value = expr::call("now");
      if (column.identity && column.default_value)  // which SQLite alone lets stand beside AUTOINCREMENT
        column.default_value = expr::raw(DialectId::sqlite, sql(*column.default_value));
      if (column.generated) raise_meaning(column.generated->expr, *this);
    }
    for (Check& check : table.checks) raise_meaning(check.expr, *this);
    for (Index& index : table.indexes) {
      for (IndexPart& part : index.parts) raise_meaning(part.expr, *this);
      if (index.where) raise_meaning(*index.where, *this);
    }
    Table only_indexes;  // no other name is ever made up here
    only_indexes.name = table.name;
    only_indexes.indexes = table.indexes;
    unname_members(only_indexes, max_identifier_bytes());
    table.indexes = only_indexes.indexes;
  }
  for (std::uint32_t i = 0; i < out.views.size(); ++i) raise_meaning(out.views.edit({i}).query, *this);
  out.canonicalise();
  return out;
}

}  // namespace schemac::dialect::sqlite
