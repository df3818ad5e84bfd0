#include "dialect/mysql/mysql.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/common/sql_printer.h"
#include "dialect/mysql/emit.h"
#include "dialect/mysql/sequences.h"
#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

std::string MysqlDialect::quoted(std::string_view identifier) const { return text::quoted(identifier, '`'); }
std::string MysqlDialect::sql(const Expr& expr) const { return print_sql(expr, *this); }
std::string MysqlDialect::type_sql(const Type& type) const { return mysql::type_sql(type); }

std::string MysqlDialect::literal(std::string_view text) const {
  return text::quoted(text::replace_all(std::string(text), "\\", "\\\\"), '\'');
}

/// A float is as near to a number with a point as it can be, and never equal to it (problems-with-float.html); MySQL's
/// JSON is not compared as a text.
std::string MysqlDialect::holds(const Type& type, const std::string& column, const std::string& value) const {
  if (type.name.name == "float") return fmt::format("abs({0} - {1}) <= abs({1}) * 1e-6", column, value);
  if (type.name.name == "json" && id() == DialectId::mysql) return fmt::format("{} = CAST({} AS json)", column, value);
  return column + " = " + value;
}

/// Tables read from sequences, as from types.
RawKind MysqlDialect::raw_kind(const RawObject& object) const {
  return is_sequence(object) ? RawKind::type : RawKind::other;
}

Statements MysqlDialect::prologue() const {
  return {{"SET NAMES utf8mb4", "texts are UTF-8"},
          {fmt::format("SET SESSION sql_mode = '{}'", kSqlMode), "a value that does not fit is an error"},
          {"SET SESSION time_zone = '+00:00'", "instants are in UTC"}};
}
Statements MysqlDialect::epilogue() const { return {}; }

Statements MysqlDialect::drop_table(const Table& table) const {
  return {{"DROP TABLE " + qualified(table.name), "drop table " + table.name.text()}};
}

Statements MysqlDialect::rename_table(const Table& before, const QName& to) const {
  const QName& from = before.name;
  return {{fmt::format("RENAME TABLE {} TO {}", qualified(from), qualified(to)),
           fmt::format("rename table {} to {}", from.text(), to.text())}};
}

namespace {

/// The server takes names that begin with their table's and one of its own words for its own, and carries them over to
/// the table's new name (rename-table.html).
void follow_table(std::string& name, std::string_view word, const QName& before, const QName& after) {
  const std::string own = before.name + std::string(word);
  if (name.starts_with(own)) name = after.name + name.substr(before.name.size());
}

}  // namespace

void MysqlDialect::spell_out(Catalog& from, Catalog&, const Renames& renames, bool) const {
  for (const Rename& rename : renames) {
    Table* table = rename.kind == RenameKind::table ? from.tables.find(rename.from) : nullptr;
    if (!table) continue;
    for (ForeignKey& key : table->foreign_keys) follow_table(key.name, "_ibfk_", table->name, rename.object);
    if (id_ != DialectId::mysql) continue;  // MariaDB has no such names for checks
    for (Check& check : table->checks) follow_table(check.name, "_chk_", table->name, rename.object);
  }
}

/// Metadata only. Foreign keys would go on holding other tables; names of checks are one to a schema on MySQL.
Statements MysqlDialect::quarantine_table(const Table& table, const Quarantine& quarantine) const {
  const std::string what = "keep table " + table.name.text() + " in quarantine";
  Statements out;
  for (const ForeignKey& key : table.foreign_keys)
    out.push_back({"ALTER TABLE " + qualified(table.name) + " DROP FOREIGN KEY " + quoted(key.name), what});
  for (const Check& check : table.checks)
    if (check.column.empty())
      out.push_back({"ALTER TABLE " + qualified(table.name) +
                         (id_ == DialectId::mysql ? " DROP CHECK " : " DROP CONSTRAINT ") + quoted(check.name),
                     what});
  out.push_back(
      {fmt::format("RENAME TABLE {} TO {}", qualified(table.name), qualified(quarantined(table.name, quarantine))),
       what});
  return out;
}

Statements MysqlDialect::restore_table(const Table& table, const Quarantine& quarantine) const {
  const std::string what = "bring back table " + table.name.text();
  Statements out{
      {fmt::format("RENAME TABLE {} TO {}", qualified(quarantined(table.name, quarantine)), qualified(table.name)),
       what}};
  for (const Check& check : table.checks)
    if (check.column.empty())
      out.push_back({"ALTER TABLE " + qualified(table.name) + " ADD " + constraint_sql(*this, check), what});
  for (const ForeignKey& key : table.foreign_keys)
    for (Statement& keep : keep_index_names(*this, table, key)) out.push_back(std::move(keep));
  return out;
}

AlterationSql MysqlDialect::alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const {
  return alter(*this, alteration, quarantine);
}

namespace {

/// What a view or a program is to run under is what its session has when it is made.
Statements made_under(const Options& options, const Statement& make) {
  const std::string mode = option_of(options, "sql_mode"), zone = option_of(options, "time_zone");
  const std::string charset = option_of(options, "character_set_client");
  const std::string collation = option_of(options, "collation_connection");
  Statements out;
  if (!charset.empty())
    out.push_back({"SET SESSION character_set_client = " + charset, "the character set that it is written in"});
  if (!collation.empty())
    out.push_back({"SET SESSION collation_connection = " + collation, "the collation that its texts have"});
  const bool has_mode = has_option(options, "sql_mode");  // which may be none at all
  if (has_mode) out.push_back({fmt::format("SET SESSION sql_mode = '{}'", mode), "the mode that it runs under"});
  if (!zone.empty()) out.push_back({fmt::format("SET SESSION time_zone = '{}'", zone), "the zone that it runs in"});
  out.push_back(make);
  if (has_mode) out.push_back({fmt::format("SET SESSION sql_mode = '{}'", kSqlMode), "as it was"});
  if (!zone.empty()) out.push_back({"SET SESSION time_zone = '+00:00'", "as it was"});
  if (!charset.empty() || !collation.empty()) out.push_back({"SET NAMES utf8mb4", "as it was"});
  return out;
}

std::string definer_sql(const Options& options) {
  const std::string definer = option_of(options, "definer");
  return definer.empty() ? "" : " DEFINER=" + definer;
}

/// Key words as somebody typed them, which MariaDB keeps; the others in capitals.
class Words {
 public:
  explicit Words(const std::string& typed) : typed_(text::split(typed, ' ')) {}
  bool has(const std::string& word) const { return found(word) != typed_.end(); }
  std::string operator()(const std::string& word) const { return has(word) ? *found(word) : text::to_upper(word); }

 private:
  std::vector<std::string>::const_iterator found(const std::string& word) const {
    return std::find_if(typed_.begin(), typed_.end(), [&](const auto& typed) { return text::to_lower(typed) == word; });
  }
  const std::vector<std::string> typed_;
};

struct ObjectSql {
  const Dialect& d;
  const Quarantine& quarantine;

  Statements operator()(const Create<View>& c) const {
    const Options& options = c.object.options;
    std::string sql = "CREATE";
    if (const auto algorithm = option_of(options, "algorithm"); !algorithm.empty())
      sql += " ALGORITHM=" + text::to_upper(algorithm);
    sql += definer_sql(options);
    if (const auto security = option_of(options, "security"); !security.empty())
      sql += " SQL SECURITY " + text::to_upper(security);
    sql += " VIEW " + d.qualified(c.object.name);
    if (!c.object.columns.empty()) sql += " (" + d.quoted_list(c.object.columns) + ")";
    sql += " AS " + d.sql(c.object.query);
    if (const auto check = option_of(options, "check_option"); !check.empty())
      sql += " WITH " + text::to_upper(check) + " CHECK OPTION";
    return made_under(options, {sql, describe(c)});
  }
  Statements operator()(const Drop<View>& c) const {
    return {{"DROP VIEW " + d.qualified(c.object.name), describe(c)}};
  }
  Statements operator()(const Create<Routine>& c) const {
    Options options = c.object.options;
    if (c.object.kind == "event" && option_of(options, "time_zone").empty())
      options.push_back({"", "time_zone", "SYSTEM"});  // which is what a session has that says nothing
    return made_under(options, {c.object.definition.text, describe(c)});
  }
  Statements operator()(const Drop<Routine>& c) const {
    return {{"DROP " + text::to_upper(c.object.kind) + " " + d.qualified(c.object.name), describe(c)}};
  }
  Statements operator()(const Create<Trigger>& c) const {
    const Trigger& t = c.object;
    const Words words(option_of(t.options, "words"));
    std::string sql = words("create") + definer_sql(t.options) + " " + words("trigger");
    if (words.has("exists")) sql += fmt::format(" {} {} {}", words("if"), words("not"), words("exists"));
    sql += fmt::format(" {} {} {} {} {} {} {} {}", d.quoted(t.name.name), words(t.timing), words(t.events[0]),
                       words("on"), d.qualified(t.table), words("for"), words("each"), words("row"));
    if (const std::string follows = option_of(t.options, "follows"); !follows.empty())
      sql += " FOLLOWS " + d.quoted(follows);
    return made_under(t.options, {sql + "\n" + t.body.text, describe(c)});
  }
  Statements operator()(const Drop<Trigger>& c) const {
    return {{"DROP TRIGGER " + d.quoted(c.object.name.name), describe(c)}};
  }
  Statements operator()(const Create<RawObject>& c) const {
    if (c.restored && is_sequence(c.object)) return restore_sequence(d, c.object, quarantine);
    return {{c.object.create.text, describe(c)}};
  }
  Statements operator()(const Alter<RawObject>& c) const {
    if (is_sequence(c.before) && is_sequence(c.after)) return alter_sequence(d, c, quarantine);
    return {};  // it goes and comes
  }
  Statements operator()(const Drop<RawObject>& c) const {
    if (c.kept && is_sequence(c.object)) return quarantine_sequence(d, c.object, quarantine);
    if (c.object.drop.kind != ExprKind::raw) return {};
    return {{c.object.drop.text, describe(c)}};
  }
  template <class T>
  Statements operator()(const T&) const {
    return {};  // a table's, or nothing that the database holds
  }
};

}  // namespace

Statements MysqlDialect::object(const Change& change, const Both&, const Quarantine& quarantine) const {
  return std::visit(ObjectSql{*this, quarantine}, change);
}

}  // namespace schemac::dialect::mysql
