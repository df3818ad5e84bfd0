// What MySQL has no statement for, nor MariaDB.
#include "dialect/common/before.h"
#include "dialect/common/raw_views.h"
#include "dialect/mysql/history.h"
#include "dialect/mysql/questions.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

bool is_address(const Type& type) {
  const std::string& name = type.name.name;
  return name == "inet4" || name == "inet6" || name == "uuid";
}

}  // namespace

/// What an address is read from, and written to: texts, and its bytes.
bool is_written(const Type& type) {
  const std::string& name = type.name.name;
  return name.ends_with("char") || name.ends_with("text") || name.ends_with("blob") || name.ends_with("binary") ||
         name == "json" || has_labels(type);
}

bool have_no_conversion(const Type& a, const Type& b) {
  if (a.name == b.name || !(is_address(a) || is_address(b))) return false;
  return !is_written(a) && !is_written(b);
}

namespace {

using Refusal = Dialect::Refusal;

/// Of a table that keeps its history before and after: the columns that tell when its rows lived come and go only with
/// the history itself.
std::optional<Refusal> has_times_of_its_own(const QName& name, const Column& column, const Both& both) {
  const Table* before = both.before.tables.find(name);
  const Table* after = both.after.tables.find(name);
  if (option_of(column.options, "row").empty() || !before || !after || !keeps_history(*before) ||
      !keeps_history(*after))
    return std::nullopt;
  return Refusal{"MariaDB gives a table that keeps its history no other columns for the times of its rows",
                 "let one migration end the history of " + name.text() + ", and the next begin one with these columns"};
}

/// MariaDB renames them, and changes nothing else of them: "Can not change system versioning field" (4130).
std::optional<Refusal> is_time_of_rows(const AlterColumn& c, const Both& both) {
  const Table* after = both.after.tables.find(c.table);
  const std::string before = option_of(c.before.options, "row"), now = option_of(c.after.options, "row");
  if ((before.empty() && now.empty()) || !after || !keeps_history(*after)) return std::nullopt;
  if (const Table* old = table_before(both, c.table); !old || !keeps_history(*old)) return std::nullopt;
  return Refusal{"MariaDB changes nothing but the name of a column that has the times of rows",
                 "leave " + c.table.text() + "." + c.after.name +
                     " as it is, or let one migration end the history of " + c.table.text() +
                     " and the next begin one"};
}

/// create_table, "System-Versioned Tables" (MariaDB): a column for the times of rows is part of a period.
std::optional<Refusal> has_times_of_no_period(const Table* table) {
  const auto is_time = [](const Column& column) { return !option_of(column.options, "row").empty(); };
  if (!table || !option_of(table->options, "system_period").empty() ||
      std::none_of(table->columns.begin(), table->columns.end(), is_time))
    return std::nullopt;
  return Refusal{"MariaDB keeps the times of rows in columns only where a period names them",
                 "write system_versioning = true, system_period = '(`from`, `to`)' in a 'for mariadb' block of " +
                     table->name.text() + ", with the names of these columns"};
}

/// A table that has once named its tablespace names one for ever: neither on the way there nor on the way back is there
/// a statement that takes the word away.
std::optional<Refusal> has_no_statement(const Change& change, const Both& both) {
  if (const auto* c = std::get_if<AlterColumn>(&change)) {
    if (auto refusal = is_time_of_rows(*c, both)) return refusal;
    if (have_no_conversion(c->before.type, c->after.type))
      return Refusal{"MariaDB does not turn " + c->before.type.name.name + " into " + c->after.type.name.name,
                     "add a column of the new type, fill it with 'schemac plan --empty', and drop the old one"};
  }
  if (const auto* c = std::get_if<Create<Table>>(&change)) return has_times_of_no_period(&c->object);
  if (const auto* c = std::get_if<AddColumn>(&change)) {
    if (auto refusal = has_times_of_no_period(both.after.tables.find(c->table))) return refusal;
    return has_times_of_its_own(c->table, c->column, both);
  }
  if (const auto* c = std::get_if<DropColumn>(&change)) return has_times_of_its_own(c->table, c->column, both);
  const auto* table = std::get_if<Alter<Table>>(&change);
  if (!table) return std::nullopt;
  if (const Table* whole = both.before.tables.find(table->before.name))
    if (is_versioned_by_transactions(*whole) && !keeps_history(table->after))
      return Refusal{"MariaDB writes no history again that tells transactions, as a rollback would have to",
                     "let the table name its times by columns of timestamp(6) first"};
  const std::string before = option_of(table->before.options, "tablespace"),
                    after = option_of(table->after.options, "tablespace");
  if (before.empty() == after.empty()) return std::nullopt;
  if (before.empty())
    return Refusal{"MySQL has no statement that would take the tablespace back on a rollback",
                   "make a new table in the tablespace and move the rows with 'schemac plan --empty'"};
  return Refusal{"MySQL has no statement that takes a tablespace from a table, only to another one",
                 "write tablespace = '`innodb_file_per_table`', which gives the table a file of its own"};
}

}  // namespace

std::optional<Dialect::Refusal> MysqlDialect::refuses(const Change& change, const Both& both) const {
  if (auto refusal = has_no_statement(change, both)) return refusal;
  return breaks_reader(*this, change, both, true);
}

/// A history that came with the migration may go with it; and no view reads what came with it that was there before.
std::optional<Dialect::Refusal> MysqlDialect::cannot_undo(const Change& change, const Both& both) const {
  const auto* table = std::get_if<Alter<Table>>(&change);
  const bool ends_history = table && keeps_history(table->before) && !keeps_history(table->after);
  return ends_history ? std::nullopt : has_no_statement(change, both);
}

}  // namespace schemac::dialect::mysql
