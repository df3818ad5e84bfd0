// Changes: what leads from one catalog to another, one fact each. A Change is a variant without a default case
// anywhere, so that a new kind does not compile until every emitter, hazard table and reverser knows it.
#pragma once

#include <variant>

#include "catalog/catalog.h"
#include "diag/diagnostic.h"

namespace schemac::catalog {

/// A new object. `restored`: it is brought back out of quarantine, by the way back of a Drop.
template <class T>
struct Create {
  T object;
  bool restored = false;
  friend bool operator==(const Create&, const Create&) = default;
  static constexpr auto fields() {
    return std::tuple{field("object", &Create::object), field("restored", &Create::restored)};
  }
};

/// An object that is gone. `kept`: its rows move into quarantine; only the way back of a Create really drops.
template <class T>
struct Drop {
  T object;
  bool kept = true;
  friend bool operator==(const Drop&, const Drop&) = default;
  static constexpr auto fields() { return std::tuple{field("object", &Drop::object), field("kept", &Drop::kept)}; }
};

/// An object whose own fields differ. Of a table: its comment, options and code name, never its members.
template <class T>
struct Alter {
  T before, after;
  friend bool operator==(const Alter&, const Alter&) = default;
  static constexpr auto fields() { return std::tuple{field("before", &Alter::before), field("after", &Alter::after)}; }
};

struct RenameTable {
  QName from, to;
  friend bool operator==(const RenameTable&, const RenameTable&) = default;
  static constexpr auto fields() {
    return std::tuple{field("from", &RenameTable::from), field("to", &RenameTable::to)};
  }
};
struct RenameEnum {
  QName from, to;
  friend bool operator==(const RenameEnum&, const RenameEnum&) = default;
  static constexpr auto fields() { return std::tuple{field("from", &RenameEnum::from), field("to", &RenameEnum::to)}; }
};

/// `object`: the enum; where the engine has none and the labels are a column's own, its table, and `column` the column.
struct RenameLabel {
  QName object;
  std::string column, from, to;
  friend bool operator==(const RenameLabel&, const RenameLabel&) = default;
  static constexpr auto fields() {
    return std::tuple{field("object", &RenameLabel::object), field("column", &RenameLabel::column),
                      field("from", &RenameLabel::from), field("to", &RenameLabel::to)};
  }
};

/// Members carry the name of their table as it is once every RenameTable of the set is done.
struct RenameColumn {
  QName table;
  std::string from, to;
  friend bool operator==(const RenameColumn&, const RenameColumn&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &RenameColumn::table), field("from", &RenameColumn::from),
                      field("to", &RenameColumn::to)};
  }
};

/// `after`: the column that it stands behind in the table that has it; empty where it is the first.
struct AddColumn {
  QName table;
  Column column;
  std::string after;
  bool restored = false;
  friend bool operator==(const AddColumn&, const AddColumn&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &AddColumn::table), field("column", &AddColumn::column),
                      field("after", &AddColumn::after), field("restored", &AddColumn::restored)};
  }
};
struct DropColumn {
  QName table;
  Column column;
  std::string after;
  bool kept = true;
  friend bool operator==(const DropColumn&, const DropColumn&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &DropColumn::table), field("column", &DropColumn::column),
                      field("after", &DropColumn::after), field("kept", &DropColumn::kept)};
  }
};
struct AlterColumn {
  QName table;
  Column before, after;  // of one name
  friend bool operator==(const AlterColumn&, const AlterColumn&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &AlterColumn::table), field("before", &AlterColumn::before),
                      field("after", &AlterColumn::after)};
  }
};
/// The same columns in another order; a change only where the engine keeps one that it lets us choose.
struct ReorderColumns {
  QName table;
  std::vector<std::string> before, after;
  friend bool operator==(const ReorderColumns&, const ReorderColumns&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &ReorderColumns::table), field("before", &ReorderColumns::before),
                      field("after", &ReorderColumns::after)};
  }
};

/// A primary key, unique key, foreign key, check or index of a table.
template <class M>
struct AddMember {
  QName table;
  M member;
  friend bool operator==(const AddMember&, const AddMember&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &AddMember::table), field("member", &AddMember::member)};
  }
};
template <class M>
struct DropMember {
  QName table;
  M member;
  friend bool operator==(const DropMember&, const DropMember&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &DropMember::table), field("member", &DropMember::member)};
  }
};
/// One that differs in nothing but its name and, where `after` says so, its comment.
template <class M>
struct RenameMember {
  QName table;
  M before, after;
  friend bool operator==(const RenameMember&, const RenameMember&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &RenameMember::table), field("before", &RenameMember::before),
                      field("after", &RenameMember::after)};
  }
};

/// Seed rows, told apart by the values of the key columns. `values` go with `columns`.
struct InsertRow {
  QName table;
  std::vector<std::string> key, columns;
  std::vector<Expr> values;
  friend bool operator==(const InsertRow&, const InsertRow&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &InsertRow::table), field("key", &InsertRow::key),
                      field("columns", &InsertRow::columns), field("values", &InsertRow::values)};
  }
};
struct DeleteRow {
  QName table;
  std::vector<std::string> key, columns;
  std::vector<Expr> values;
  friend bool operator==(const DeleteRow&, const DeleteRow&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &DeleteRow::table), field("key", &DeleteRow::key),
                      field("columns", &DeleteRow::columns), field("values", &DeleteRow::values)};
  }
};
struct UpdateRow {
  QName table;
  std::vector<std::string> key, columns;
  std::vector<Expr> before, after;
  friend bool operator==(const UpdateRow&, const UpdateRow&) = default;
  static constexpr auto fields() {
    return std::tuple{field("table", &UpdateRow::table), field("key", &UpdateRow::key),
                      field("columns", &UpdateRow::columns), field("before", &UpdateRow::before),
                      field("after", &UpdateRow::after)};
  }
};

using Change = std::variant<Create<Namespace>, Drop<Namespace>, Alter<Namespace>,            //
                            Create<Extension>, Drop<Extension>, Alter<Extension>,            //
                            Create<Enum>, Drop<Enum>, Alter<Enum>, RenameEnum, RenameLabel,  //
                            Create<Table>, Drop<Table>, Alter<Table>, RenameTable,           //
                            AddColumn, DropColumn, AlterColumn, RenameColumn, ReorderColumns, AddMember<PrimaryKey>,
                            DropMember<PrimaryKey>, RenameMember<PrimaryKey>,                         //
                            AddMember<Unique>, DropMember<Unique>, RenameMember<Unique>,              //
                            AddMember<ForeignKey>, DropMember<ForeignKey>, RenameMember<ForeignKey>,  //
                            AddMember<Check>, DropMember<Check>, RenameMember<Check>,                 //
                            AddMember<Index>, DropMember<Index>, RenameMember<Index>,                 //
                            Create<View>, Drop<View>, Alter<View>,                                    //
                            Create<Routine>, Drop<Routine>, Alter<Routine>,                           //
                            Create<Trigger>, Drop<Trigger>, Alter<Trigger>,                           //
                            Create<RawObject>, Drop<RawObject>, Alter<RawObject>,                     //
                            Create<Seed>, Drop<Seed>, Alter<Seed>,                                    //
                            InsertRow, DeleteRow, UpdateRow,                                          //
                            Create<Role>, Drop<Role>, Alter<Role>,                                    //
                            Create<Policy>, Drop<Policy>, Alter<Policy>,                              //
                            Create<Api>, Drop<Api>, Alter<Api>>;

/// What leads from one catalog to another, in an order in which each can be carried out on a catalog.
using ChangeSet = std::vector<Change>;

/// Carries `change` out on `catalog`. SC7002 where the catalog is not one that it can follow on.
Result<void> apply_change(const Change& change, Catalog& catalog);

/// Renames whatever in `catalog` speaks of a table, enum or column by its old name, raw SQL apart.
void rename_table_references(Catalog& catalog, const QName& from, const QName& to);
void rename_enum_references(Catalog& catalog, const QName& from, const QName& to);
void rename_column_references(Catalog& catalog, const QName& table, const std::string& from, const std::string& to);

/// "add column pages.language", for people; and "AddColumn", for JSON.
std::string describe(const Change& change);
std::string kind_name(const Change& change);

/// What a table, a column of it, or an enum is called on the other side of the changes: as on this one where none
/// renames it. A table that a column is of goes by its new name.
QName table_name_before(const ChangeSet& changes, const QName& now);
QName enum_name_before(const ChangeSet& changes, const QName& now);
QName table_name_after(const ChangeSet& changes, const QName& then);
std::string column_name_before(const ChangeSet& changes, const QName& table, const std::string& now);
std::string column_name_after(const ChangeSet& changes, const QName& table, const std::string& then);

/// The change set as canonical JSON (a list of {"kind": …, "change": …}), and back.
std::string to_json(const ChangeSet& changes);
Result<ChangeSet> changes_from_json(std::string_view text);

}  // namespace schemac::catalog
