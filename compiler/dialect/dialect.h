// A dialect answers small questions and writes SQL; differ, planner and applier are shared and ask it.
//
// Two forms of a catalog meet here. A *portable* catalog is what .schema files declare. A *physical* catalog holds only
// what one engine has, with that engine's own types and names: inspect() gives one, lower() makes one out of a portable
// catalog, raise() turns one back into what a person would have written. lower(raise(p)) == p for every inspected p.
#pragma once

#include <set>

#include "catalog/change.h"

namespace schemac::engine {
class Connection;
}

namespace schemac::dialect {

using catalog::Catalog;
using catalog::Change;
using catalog::ChangeSet;
using catalog::Column;
using catalog::Expr;
using catalog::QName;
using catalog::Table;

/// One SQL statement, without its final semicolon.
struct Statement {
  std::string sql;
  std::string what;  // one line for people: what it does, and what it costs where that is not obvious
};
using Statements = std::vector<Statement>;

/// What was inspected: the physical catalog, and what the database holds beside it, named out loud.
struct Inspection {
  Catalog catalog;
  std::vector<std::string> unmanaged;  // "operator class my_ops", in the engine's words
};

/// All that one plan changes of one table that exists before and after. `before` already goes by its new name.
struct TableAlteration {
  Table before, after;
  std::vector<std::pair<std::string, std::string>> renamed_columns;  // old name, new name
  std::vector<Change> changes;  // those of this table's own, its columns and its members; renames of the table apart
  QName original;               // its name before the migration, on the way there and on the way back
  QName standing = {};          // its name while rows are looked at, before anything of the plan runs

  /// The labels of one of its columns that get another name, in order.
  std::vector<catalog::RenameLabel> renamed_labels(const std::string& column) const;
};

/// An alteration in parts, between which the planner puts those of other tables: what lets go of other tables, the work
/// itself, what makes the table part of another one, and what takes hold of other tables.
struct AlterationSql {
  Statements release, work, join, bind;
  bool rebuilt = false;  // the table was made anew: its triggers are gone with the old one

  /// Whether rows are updated while the table changes.
  bool writes_rows() const;
};

/// The physical catalogs that a change stands between, and all that lead from the one to the other.
struct Both {
  const Catalog& before;
  const Catalog& after;
  const catalog::ChangeSet& changes;
};

/// Where dropped data is kept, and under which names.
struct Quarantine {
  std::string tag;        // tells the migrations of one database apart: "3f9a2c"
  bool way_back = false;  // what was put there comes back
  std::string name(std::string_view of, std::size_t max_bytes) const;
};

/// What shares the rows of tables out anew among those that are their parts: a part goes, comes, or is to hold others.
struct Redistribution {
  Statements aside;          // names that a part leaves to what comes before it goes
  Statements apart;          // what is to hold other rows, or fewer, is no part meanwhile
  Statements together;       // it is one again, and each row lies where it belongs
  std::set<QName> emptied;   // by `together`, on the way back; they go only then
  std::set<QName> referred;  // foreign keys that lead to these go meanwhile: rows would seem to be missing
};

/// Rows that stand in the way of a change: a query that lists their keys, run before anything is changed.
struct Guard {
  diag::Code code;
  std::string subject;  // "users.email"
  std::string sql;      // selects the keys of offending rows; at most a few
};

/// What a raw object makes, where that matters to the order of a plan.
enum class RawKind {
  type,            // columns may be of it, or take their values from it: it stands before the tables
  prerequisite,    // tables may use it without being of it, as an operator: it stands before them, and holds no rows
  relation,        // queries may read or call it
  owner,           // whose something is: who may do what is said by its owner, and so after this
  setting,         // something else said of what is there: a right, a comment
  default_of_new,  // something that what is made from now on has: rights by default
  other,
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual DialectId id() const = 0;

  // -- what the engine is like
  virtual bool ddl_is_transactional() const = 0;
  virtual bool column_order_can_change() const = 0;
  /// Names that differ in case alone are one name.
  virtual bool names_ignore_case() const { return false; }
  /// Where two spellings mean the same to the engine, `from` as `to` has it.
  virtual Catalog spelt_like(Catalog from, const Catalog& to) const {
    (void)to;
    return from;
  }
  /// The same of what was inspected through `connection`, where the server can say what it would print of SQL that is
  /// declared. Nothing is changed in the database.
  virtual Catalog spelt_like(engine::Connection&, Catalog from, const Catalog& to) const {
    return spelt_like(std::move(from), to);
  }
  /// Of what is to be compared, both sides come to say what they leave to others, where that is about to change: to
  /// another object, as a partition that becomes a table of its own, its columns; to the engine, as a table that is
  /// renamed, the names of its keys. `renames` lead from `from` to `to`.
  virtual void spell_out(Catalog& from, Catalog& to, const catalog::Renames& renames, bool way_back) const {
    (void)from, (void)to, (void)renames, (void)way_back;
  }
  /// Tables that this one has columns from, whose changes it follows: of a partition, of an heir.
  virtual std::vector<QName> has_columns_of(const Table&) const { return {}; }
  /// A rename reads every view and trigger, and fails where one of them reads what is not there at that time.
  virtual bool renames_read_everything() const { return false; }
  virtual bool can_rename_constraint() const { return false; }
  /// A name is one to all tables of a schema: that of an index, of a primary or unique key, of a check.
  virtual bool index_names_are_shared() const { return true; }
  virtual bool key_names_are_shared() const { return false; }
  virtual bool check_names_are_shared() const { return false; }
  /// Foreign keys stand inside CREATE TABLE and may name tables that do not exist yet.
  virtual bool foreign_keys_are_inline() const { return false; }
  /// A column that a view reads cannot be changed while the view is there.
  virtual bool views_pin_what_they_read() const { return false; }
  /// The columns of a foreign key, on either side, cannot be changed while the key is there.
  virtual bool foreign_keys_pin_columns() const { return false; }
  /// A column has its new name before anything else of its table changes.
  virtual bool columns_are_renamed_first() const { return false; }
  /// Constraints may be checked at the end of a transaction: foreign keys; primary and unique keys.
  virtual bool can_defer_references() const { return false; }
  virtual bool can_defer_keys() const { return false; }
  virtual std::size_t max_identifier_bytes() const = 0;

  /// Why the engine cannot make the change whatever statements are written, and the way around it.
  struct Refusal {
    std::string reason, help;
  };
  virtual std::optional<Refusal> refuses(const Change&, const Both&) const { return std::nullopt; }

  /// Why the engine cannot undo what it could do.
  virtual std::optional<Refusal> cannot_undo(const Change& change, const Both& both) const {
    return refuses(change, both);
  }

  // -- the two forms
  virtual Catalog lower(const Catalog& portable, diag::Diagnostics& diagnostics) const = 0;
  virtual Catalog raise(const Catalog& physical) const = 0;
  virtual Result<Inspection> inspect(engine::Connection& connection) const = 0;

  // -- words
  virtual std::string quoted(std::string_view identifier) const = 0;
  /// "schema"."name", or "name" alone in the default schema.
  std::string qualified(const QName& name) const;
  /// "a", "b"
  std::string quoted_list(const std::vector<std::string>& identifiers) const;
  virtual std::string literal(std::string_view text) const = 0;
  /// An expression as SQL. A label needs no more than its text: the engine reads it as its enum's.
  virtual std::string sql(const Expr& expr) const = 0;
  virtual std::string type_sql(const catalog::Type& type) const = 0;

  // -- statements
  /// What a script begins and ends with so that a plain client runs it as schemac does.
  virtual Statements prologue() const = 0;
  virtual Statements epilogue() const = 0;

  virtual Statements create_table(const Table& table) const = 0;      // with its indexes and comments
  virtual Statements add_foreign_keys(const Table& table) const = 0;  // nothing where they are inline
  virtual Statements drop_table(const Table& table) const = 0;
  virtual Statements rename_table(const Table& before, const QName& to) const = 0;
  virtual Statements quarantine_table(const Table& table, const Quarantine& quarantine) const = 0;
  virtual Statements restore_table(const Table& table, const Quarantine& quarantine) const = 0;
  /// What a table goes by while it is in quarantine.
  virtual QName quarantined(const QName& table, const Quarantine& quarantine) const;
  virtual AlterationSql alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const = 0;

  /// Creates, alters and drops of everything that is not a table; nothing for what has no form in this engine.
  virtual Statements object(const Change& change, const Both& both, const Quarantine& quarantine) const = 0;

  /// True where the values of `from` may not survive in `to`, and a query for those that would not. On the way back,
  /// what was there before comes back as it was.
  virtual std::optional<Guard> type_guard(const Table& table, const Column& from, const Column& to,
                                          bool way_back) const = 0;

  /// The condition that a column of that type, as SQL names it, holds a value.
  virtual std::string holds(const catalog::Type& type, const std::string& column, const std::string& value) const {
    return (void)type, column + " = " + value;
  }
  /// Whether each row gets a value of its own in a column that has no default: SQLite's rowid.
  virtual bool numbers_rows(const Table&, const Column&) const { return false; }
  /// Where the server does not do so by itself: numbers go on behind those that rows brought along.
  virtual Statements number_behind_rows(const Table&) const { return {}; }

  /// Whether rows may share the columns of a key with these settings, which looks at more than its columns.
  virtual bool allows_repeats(const catalog::Options&) const { return false; }
  /// Rows in the way of what only this engine has: a domain's check, a partition's bounds.
  virtual std::vector<Guard> guards(const Change&, const Both&) const { return {}; }

  /// The condition on rows of `table` for which quarantine keeps no value of `column`: they were written since.
  virtual std::string lacks_kept_value(const TableAlteration& alteration, const Column& column,
                                       const Quarantine& quarantine) const;
  /// The condition on rows of `table` of which nothing tells whether a kept value of `column` is theirs; empty where
  /// something always does.
  virtual std::string doubts_kept_value(const TableAlteration&, const Column&, const Quarantine&) const { return ""; }
  /// On the way back, the condition on rows whose value of a column that gets its old type again quarantine keeps as it
  /// was, since nobody has changed it; empty where it keeps none.
  virtual std::string has_old_value(const TableAlteration&, const catalog::AlterColumn&, const Quarantine&) const {
    return "";
  }
  virtual RawKind raw_kind(const catalog::RawObject&) const { return RawKind::other; }
  /// Whether values of a type have not all the parts that they had.
  virtual bool loses_parts(const catalog::Alter<catalog::RawObject>&) const { return false; }
  /// A type without what calls routines, where they can go while it stays.
  virtual catalog::RawObject calling_nothing(const catalog::RawObject& type) const { return type; }

  /// A routine of which the engine reads the body when it runs, and not when it is made.
  virtual catalog::Routine with_quoted_body(const catalog::Routine& routine) const { return routine; }

  /// Another type takes the place of one though neither says anything new: what it is made of is swapped.
  virtual Statements swap_type(const catalog::Alter<catalog::RawObject>&, const Both&, const Quarantine&) const {
    return {};
  }

  /// Tables that stay, but whose rows are parted in another way.
  virtual Redistribution redistribute(const Both&, const Quarantine&) const { return {}; }

  /// What deletes all that lies in quarantine under `tag`, looked up in the database.
  virtual Result<Statements> purge(engine::Connection& connection, std::string_view tag) const = 0;
};

/// The columns that tell rows apart, quoted and with commas between them: the primary key's, else the first.
std::string row_names(const Dialect& dialect, const Table& before);

}  // namespace schemac::dialect
