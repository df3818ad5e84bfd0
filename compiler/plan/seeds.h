// Reference data: what brings the rows of seeds into their tables, and what takes them out.
#pragma once

#include "plan/plan.h"
#include "plan/seed_order.h"

namespace schemac::plan {

/// The conditions joined by OR, nested so that a thousand of them stay within SQLite's depth of expressions.
std::string any_of(const std::vector<std::string>& conditions);

/// A row whose key is taken is left as it is, and only one that still is as it was seeded is deleted. On the way there
/// the rows that a table has under the keys concerned are kept in quarantine before any is touched. The way back leaves
/// alone what was there before, and brings the others back as they were, with what no seed speaks of.
class Seeds {
 public:
  explicit Seeds(const Input& input);

  /// Whether rows come into the table.
  bool fill(const catalog::QName& table) const { return !coming(table, {}).empty(); }
  /// What the rows that come into the table, or are changed there, hold in the columns; null for one that a row's seed
  /// leaves out.
  std::vector<std::vector<const catalog::Expr*>> coming(const catalog::QName& table,
                                                        const std::vector<std::string>& columns) const;

  /// " AND (…) IS NOT TRUE" for the rows of the table that out() deletes, or changes in one of the columns: they stand
  /// in no one's way.
  std::string but_for_settled(const catalog::QName& table, const std::vector<std::string>& columns) const;

  /// What keeps rows and what deletes them, those that refer to others first; and what changes rows in columns that are
  /// to have less room. It stands behind the renames of tables, and before any other change of them.
  dialect::Statements out() const;
  /// What changes rows otherwise and what brings them in, those that are referred to first. It stands behind everything
  /// else.
  dialect::Statements in() const;

  /// Rows that refer to one that is to be deleted, whatever their key does then, or to what is to change; and rows that
  /// hold what the seed's are to have where no two can.
  std::vector<dialect::Guard> guards() const;

  /// Rows that take each other's unique values in a circle that nothing opens.
  diag::Diagnostics problems() const;

 private:
  using Row = SeedChange;
  using Kind = SeedChange::Kind;
  enum class Moment { first, out, in };  // what tables and columns are called: before anything, and in out() and in()

  void gather(const catalog::Change& change);
  void gather_rows(Kind kind, const catalog::Seed& seed);
  void gather_altered(catalog::Alter<catalog::Seed> c);
  void call_labels_as_now(Row& row) const;
  void find_early();
  static bool is_label_of(const catalog::RenameLabel& c, const catalog::Table& table, const std::string& column);

  catalog::QName name_at(Moment moment, const catalog::QName& table) const;
  std::string name_at(Moment moment, const catalog::QName& table, const std::string& column) const;
  const catalog::Table* table_before(const catalog::QName& table) const;

  /// Whether the table was there before the migration, and stays: its rows are in quarantine.
  bool is_kept(const catalog::QName& table) const;
  catalog::QName quarantined(const catalog::QName& table) const;
  std::string name_in_quarantine(const catalog::QName& table, const std::string& column) const;
  std::vector<std::string> stored_columns(const catalog::Table& table) const;

  catalog::Type type_at(Moment moment, const catalog::QName& table, const std::string& column) const;
  /// `alias`: what the columns are of, quoted; empty where that needs no saying.
  std::string is_row(const Row& row, const std::vector<std::string>& columns, Moment moment,
                     const std::string& alias = "") const;
  std::string is_any_row(const catalog::QName& table, Moment moment) const;
  std::string kept_row(const Row& row, const std::string& alias, Moment moment) const;
  std::string in_quarantine(const catalog::QName& table, const std::string& column) const;
  std::string beside_kept(const catalog::QName& table, const std::string& column, const std::string& alias,
                          Moment moment) const;
  std::string kept_value(const catalog::QName& table, const std::string& column) const;
  std::string is_erased(const Row& row, const std::string& alias, Moment moment) const;
  std::string is_kept_row(const Row& row) const;

  dialect::Statements keep(const catalog::QName& table) const;
  std::string over_numbers(const catalog::QName& table, const std::vector<std::string>& columns) const;
  dialect::Statement insert(const Row& row) const;
  dialect::Statement update(const Row& row, Moment moment) const;
  std::string is_updated(const Row& row, const std::string& table, Moment moment) const;
  dialect::Statement set(const Row& row, std::vector<std::string> sets, std::string what, Moment moment) const;
  dialect::Statement set_aside(const SeedStep& step) const;
  dialect::Statement bring_back(const Row& row) const;

  void guard_parents(std::vector<dialect::Guard>& out) const;
  void guard_followers(std::vector<dialect::Guard>& out) const;
  void guard_followers(const Row& row, const catalog::Table& child, const catalog::ForeignKey& key,
                       std::vector<dialect::Guard>& out) const;
  bool is_pinned(const Row& row, const catalog::Table& child, const catalog::ForeignKey& key) const;
  bool was_there(const catalog::Table& child, const catalog::ForeignKey& key) const;
  std::string refers_to(const Row& row, const catalog::Table& child, const catalog::ForeignKey& key) const;
  void guard_values(std::vector<dialect::Guard>& out) const;
  void guard_values(const catalog::QName& table, const UniqueColumns& unique, std::vector<dialect::Guard>& out) const;
  void guard_asides(std::vector<dialect::Guard>& out) const;
  bool can_be_compared(const catalog::QName& table, const std::vector<std::string>& columns) const;
  std::string taken_condition(std::size_t at, const UniqueColumns& unique) const;
  std::string shown_rows(const catalog::QName& table) const;

  const Input& in_;
  const dialect::Dialect& d_;
  std::vector<Row> rows_;  // of tables that stay or come, those that are referred to first
  SeedOrder order_;        // of those that are changed or come
};

}  // namespace schemac::plan
