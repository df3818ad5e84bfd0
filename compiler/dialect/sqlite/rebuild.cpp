#include "dialect/sqlite/rebuild.h"

#include <fmt/format.h>

#include "base/text.h"
#include "dialect/sqlite/emit.h"
#include "dialect/sqlite/rowid.h"
#include "dialect/sqlite/types.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

class Alteration {
 public:
  Alteration(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine)
      : d_(dialect), a_(alteration), quarantine_(quarantine) {}

  AlterationSql run() {
    const bool native =
        std::all_of(a_.changes.begin(), a_.changes.end(), [&](const Change& c) { return is_native(c); });
    if (native) {
      for (const Change& change : a_.changes) drop_native(change);
      for (const Change& change : a_.changes) add_native(change);
    } else {
      rebuild();
    }
    return std::move(out_);
  }

  /// The side table has no row for it.
  std::string lacks_kept_value(const Column& column) const {
    const RowKey key = row_key();
    if (!key.holds_null) {
      std::vector<std::string> kept;
      for (std::size_t i = 0; i < key.columns.size(); ++i) kept.push_back(side_key(i));
      return fmt::format("({}) NOT IN (SELECT {} FROM {})", text::join(key_values(""), ", "), text::join(kept, ", "),
                         d_.quoted(side_table(column.name)));
    }
    return fmt::format("NOT EXISTS (SELECT 1 FROM {} AS \"k\" WHERE {})", d_.quoted(side_table(column.name)),
                       same_row(d_.quoted(a_.standing.name), "\"k\""));
  }

  /// It has the rowid of another row that was there, or is one that was there under another rowid.
  std::string doubts_kept_value(const Column& column) const {
    if (row_key().rowid != RowKey::Rowid::always) return "";
    const std::string table = d_.quoted(a_.standing.name), side = d_.quoted(side_table(column.name));
    const std::string rowid = table + "." + *rowid_word(a_.before);
    const std::string its_rowid = "\"k\"." + side_key(row_key().columns.size());
    return fmt::format(
        "{} AND EXISTS (SELECT 1 FROM {} AS \"k\" WHERE {} = {} OR ({} AND {} NOT IN (SELECT {} FROM {})))",
        lacks_kept_value(column), side, its_rowid, rowid, same_columns(table, "\"k\""), its_rowid,
        *rowid_word(a_.before), table);
  }

 private:
  void emit(std::string sql, std::string what) { out_.work.push_back({std::move(sql), std::move(what)}); }
  std::string table() const { return d_.qualified(a_.after.name); }

  bool is_native(const Change& change) const {
    if (std::holds_alternative<RenameColumn>(change)) return true;
    if (std::holds_alternative<AddMember<Index>>(change) || std::holds_alternative<DropMember<Index>>(change) ||
        std::holds_alternative<RenameMember<Index>>(change))
      return true;
    if (const auto* check = std::get_if<AddMember<Check>>(&change)) return is_of_new_column(check->member.column);
    if (const auto* key = std::get_if<AddMember<ForeignKey>>(&change))
      return key->member.name.empty() && key->member.columns.size() == 1 && is_of_new_column(key->member.columns[0]);
    if (const auto* add = std::get_if<AddColumn>(&change)) return can_be_added(*add);
    return false;
  }

  bool is_of_new_column(const std::string& name) const {
    return std::any_of(a_.changes.begin(), a_.changes.end(), [&](const Change& change) {
      const auto* add = std::get_if<AddColumn>(&change);
      return add && add->column.name == name && can_be_added(*add);
    });
  }

  /// lang_altertable.html, 4: no key, a constant default where it is not null, nothing stored. A foreign key needs a
  /// default of NULL; and only the last columns of a table without constraints of its own come out as written.
  bool can_be_added(const AddColumn& add) const {
    const Column& column = add.column;
    if (add.restored || (column.generated && column.generated->stored) || !all_inline(a_.after)) return false;
    const auto& columns = a_.after.columns;
    const auto at =
        std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == column.name; });
    if (std::any_of(at, columns.end(), [&](const Column& c) { return a_.before.find_column(c.name); })) return false;
    if (a_.after.primary_key && a_.after.primary_key->columns[0] == column.name) return false;
    for (const Unique& key : a_.after.uniques)
      if (key.columns[0] == column.name) return false;
    if (column.generated) return true;
    if (!column.default_value) return column.nullable;
    switch (column.default_value->kind) {
      case ExprKind::boolean:
      case ExprKind::number:
      case ExprKind::string:
        break;
      case ExprKind::null_:
        return column.nullable;
      default:
        return false;
    }
    return std::none_of(a_.after.foreign_keys.begin(), a_.after.foreign_keys.end(),
                        [&](const ForeignKey& key) { return key.columns[0] == column.name; });
  }

  /// First of all: an index may come that has the name of one that goes.
  void drop_native(const Change& change) {
    if (const auto* drop = std::get_if<DropMember<Index>>(&change))
      emit("DROP INDEX " + d_.quoted(drop->member.name), describe(change));
    else if (const auto* renamed = std::get_if<RenameMember<Index>>(&change))
      emit("DROP INDEX " + d_.quoted(renamed->before.name), describe(change));
  }
  void add_native(const Change& change) {
    if (const auto* rename = std::get_if<RenameColumn>(&change))
      emit(
          fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", table(), d_.quoted(rename->from), d_.quoted(rename->to)),
          describe(change));
    else if (const auto* add = std::get_if<AddColumn>(&change))
      emit(fmt::format("ALTER TABLE {} ADD COLUMN {}", table(), column_sql(d_, a_.after, add->column)),
           describe(change));
    else if (const auto* index = std::get_if<AddMember<Index>>(&change))
      emit(create_index_sql(d_, a_.after, index->member), describe(change));
    else if (const auto* renamed = std::get_if<RenameMember<Index>>(&change))
      emit(create_index_sql(d_, a_.after, renamed->after), describe(change));
  }

  std::string old_name(const std::string& column) const {
    for (const auto& [from, to] : a_.renamed_columns)
      if (to == column) return from;
    return column;
  }

  /// It goes by the names that the column and the table had before the migration, there and on the way back.
  std::string side_table(const std::string& column) const {
    const std::string then = quarantine_.way_back ? column : old_name(column);
    return quarantine_.name(then + " of " + a_.original.name, d_.max_identifier_bytes());
  }

  /// The columns of a side table that tell whose row a value is of; their names are of no table, so that renames
  /// between there and back do not matter.
  static std::string side_key(std::size_t at) { return "\"_schemac_key" + std::to_string(at + 1) + "\""; }

  /// The tables as the one that had the column, and the other: the same there and on the way back.
  RowKey row_key() const {
    return quarantine_.way_back ? row_key_of(a_.after, a_.before) : row_key_of(a_.before, a_.after);
  }

  /// What those columns hold, read from the table as it is called now.
  std::vector<std::string> key_values(const std::string& alias) const {
    std::vector<std::string> out;
    const RowKey key = row_key();
    for (const std::string& column : key.columns) out.push_back(alias + d_.quoted(old_name(column)));
    if (key.rowid != RowKey::Rowid::none) out.push_back(alias + *rowid_word(a_.before));
    return out;
  }

  std::string same_columns(const std::string& table_alias, const std::string& side_alias) const {
    const RowKey key = row_key();
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < key.columns.size(); ++i)
      parts.push_back(fmt::format("{}.{} {} {}.{}", table_alias, d_.quoted(old_name(key.columns[i])),
                                  key.holds_null ? "IS" : "=", side_alias, side_key(i)));
    return parts.empty() ? "1" : text::join(parts, " AND ");
  }

  std::string same_row(const std::string& table_alias, const std::string& side_alias) const {
    const RowKey key = row_key();
    if (key.rowid == RowKey::Rowid::none) return same_columns(table_alias, side_alias);
    std::vector<std::string> enough;
    if (key.rowid == RowKey::Rowid::where_null)
      for (std::size_t i = 0; i < key.columns.size(); ++i)
        enough.push_back(fmt::format("{}.{} IS NOT NULL", side_alias, side_key(i)));
    const std::string rowid =
        fmt::format("{}.{} = {}.{}", table_alias, *rowid_word(a_.before), side_alias, side_key(key.columns.size()));
    return fmt::format("{} AND {}", same_columns(table_alias, side_alias),
                       enough.empty() ? rowid : "(" + rowid + " OR (" + text::join(enough, " AND ") + "))");
  }

  /// By which columns of a side table rows are looked for; those of a key without nulls SQLite indexes for a query.
  std::vector<std::vector<std::string>> looked_up() const {
    const RowKey key = row_key();
    std::vector<std::vector<std::string>> out;
    if (!key.holds_null) return out;
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < key.columns.size(); ++i) columns.push_back(side_key(i));
    if (!columns.empty()) out.push_back(columns);
    if (key.rowid == RowKey::Rowid::always) out.push_back({side_key(key.columns.size())});
    return out;
  }

  void keep(const std::string& column) {
    std::vector<std::string> key;
    const auto values = key_values("\"t\".");
    for (std::size_t i = 0; i < values.size(); ++i) key.push_back(values[i] + " AS " + side_key(i));
    emit(fmt::format("CREATE TABLE {} AS SELECT {}, \"t\".{} FROM {} AS \"t\"", d_.quoted(side_table(column)),
                     text::join(key, ", "), d_.quoted(old_name(column)), table()),
         fmt::format("keep {}.{} in quarantine (a copy)", a_.after.name.text(), column));
    for (const auto& columns : looked_up())
      emit(fmt::format("CREATE INDEX {} ON {} ({})", d_.quoted(side_table(column) + " " + columns.front()),
                       d_.quoted(side_table(column)), text::join(columns, ", ")),
           "find the row of a value");
  }

  const AddColumn* added(const std::string& column) const {
    for (const Change& change : a_.changes)
      if (const auto* add = std::get_if<AddColumn>(&change); add && add->column.name == column) return add;
    return nullptr;
  }

  std::string default_of(const Column& column) const {
    return column.default_value ? d_.sql(*column.default_value) : "NULL";
  }

  void rebuild() {
    out_.rebuilt = true;
    for (const Change& change : a_.changes) {
      const auto* drop = std::get_if<DropColumn>(&change);
      if (drop && drop->kept && !drop->column.generated) keep(drop->column.name);
      const auto* altered = std::get_if<AlterColumn>(&change);
      if (altered && !quarantine_.way_back && !altered->before.generated && altered->after.generated)
        keep(altered->after.name);
    }
    const std::string fresh = "_schemac_new_" + a_.after.name.name;
    emit(create_table_sql(d_, a_.after, QName(fresh)), "make " + a_.after.name.text() + " anew, as it is to be");
    copy_rows(fresh);
    if (!quarantine_.way_back)
      for (const Column& column : a_.after.columns)
        if (keeps_old_values(column.name)) keep_what_changed(column.name, fresh);
    keep_sequence(fresh);
    rename_for_others();
    emit("DROP TABLE " + table(), "drop the old table");
    emit(fmt::format("ALTER TABLE {} RENAME TO {}", d_.quoted(fresh), d_.quoted(a_.after.name.name)),
         "give the new one its name");
    for (const Index& index : a_.after.indexes) emit(create_index_sql(d_, a_.after, index), "make index " + index.name);
    for (const Column& column : a_.after.columns)
      if (comes_back(column) || (quarantine_.way_back && keeps_old_values(column.name)))
        emit("DROP TABLE " + d_.quoted(side_table(column.name)), "empty the quarantine of " + column.name);
  }
  /// Out of quarantine: it was dropped, or was computed meanwhile.
  bool comes_back(const Column& column) const {
    if (column.generated) return false;
    const AddColumn* add = added(column.name);
    return add ? add->restored : was_computed_meanwhile(column.name);
  }
  bool was_computed_meanwhile(const std::string& column) const {
    return quarantine_.way_back && std::any_of(a_.changes.begin(), a_.changes.end(), [&](const Change& change) {
             const auto* altered = std::get_if<AlterColumn>(&change);
             return altered && altered->after.name == column && altered->before.generated && !altered->after.generated;
           });
  }

  /// Whether its new type makes other values of some, and a key tells whose they were.
  bool keeps_old_values(const std::string& column) const {
    const AlterColumn* change = altered(column);
    if (!change || change->before.generated || change->after.generated || !a_.renamed_labels(column).empty())
      return false;
    Type from = change->before.type, to = change->after.type;
    if (quarantine_.way_back) std::swap(from, to);
    if (keeps_values(from, to)) return false;
    const RowKey key = row_key();
    return key.holds_null ? key.rowid == RowKey::Rowid::where_null : key.rowid == RowKey::Rowid::none;
  }
  const AlterColumn* altered(const std::string& column) const {
    for (const Change& change : a_.changes)
      if (const auto* c = std::get_if<AlterColumn>(&change); c && c->after.name == column) return c;
    return nullptr;
  }
  /// The values that a column of the new type holds otherwise, and what became of them.
  void keep_what_changed(const std::string& column, const std::string& fresh) {
    std::vector<std::string> key, same;
    const auto values = key_values("\"t\".");
    const auto& columns = row_key().columns;
    for (std::size_t i = 0; i < values.size(); ++i) {
      key.push_back(values[i] + " AS " + side_key(i));
      const std::string there = i < columns.size() ? d_.quoted(columns[i]) : *rowid_word(a_.after);
      same.push_back(fmt::format("\"n\".{} IS {}", there, values[i]));
    }
    const std::string was = "\"t\"." + d_.quoted(old_name(column)), now = "\"n\"." + d_.quoted(column);
    emit(fmt::format(
             "CREATE TABLE {} AS SELECT {}, {} AS \"_schemac_was\", {} AS \"_schemac_now\" FROM {} AS \"t\" JOIN "
             "{} AS \"n\" ON {} WHERE NOT {}",
             d_.quoted(side_table(column)), text::join(key, ", "), was, now, table(), d_.quoted(fresh),
             text::join(same, " AND "), is_same_value(was, now)),
         fmt::format("keep the values of {}.{} that change in quarantine", a_.after.name.text(), column));
  }
  /// 12 and 12.0 are equal, and so are texts of other cases where a column's collation says so.
  static std::string is_same_value(const std::string& one, const std::string& other) {
    return fmt::format("(typeof({0}) = typeof({1}) AND {0} IS {1} COLLATE BINARY)", one, other);
  }

  /// Foreign keys of other tables follow a rename, and stand when the table that they lead to is made anew.
  void rename_for_others() {
    for (const Change& change : a_.changes)
      if (std::holds_alternative<RenameColumn>(change)) add_native(change);
  }

  void copy_rows(const std::string& fresh) {
    std::vector<std::string> targets, sources;
    std::string from = table() + " AS \"t\"";
    int joins = 0;
    const auto rowid = rowid_word(a_.before), new_rowid = rowid_word(a_.after);
    const Column* id = rowid_column(a_.after);
    if (rowid && new_rowid && !id) {
      targets.push_back(*new_rowid);
      sources.push_back("\"t\"." + *rowid);
    }
    for (const Column& column : a_.after.columns) {
      if (column.generated) continue;
      const AddColumn* add = added(column.name);
      if (comes_back(column)) {
        const std::string side = "\"q" + std::to_string(++joins) + "\"";
        from +=
            fmt::format(" LEFT JOIN {} AS {} ON {}", d_.quoted(side_table(column.name)), side, same_row("\"t\"", side));
        const char* rowid_there = text::to_lower(column.name) == "rowid" ? "oid" : "rowid";
        sources.push_back(fmt::format("CASE WHEN {}.{} IS NULL THEN {} ELSE {}.{} END", side, rowid_there,
                                      add ? default_of(column) : carried(column.name), side, d_.quoted(column.name)));
      } else if (add) {
        if (rowid && id == &column)
          sources.push_back("\"t\"." + *rowid);
        else if (column.default_value)
          sources.push_back("(" + d_.sql(*column.default_value) + ")");
        else
          continue;
      } else if (quarantine_.way_back && keeps_old_values(column.name)) {
        const std::string side = "\"q" + std::to_string(++joins) + "\"";
        from +=
            fmt::format(" LEFT JOIN {} AS {} ON {}", d_.quoted(side_table(column.name)), side, same_row("\"t\"", side));
        sources.push_back(
            fmt::format("CASE WHEN {}.rowid IS NOT NULL AND {} THEN {}.\"_schemac_was\" ELSE {} END", side,
                        is_same_value("\"t\"." + d_.quoted(old_name(column.name)), side + ".\"_schemac_now\""), side,
                        carried(column.name)));
      } else {
        sources.push_back(carried(column.name));
      }
      targets.push_back(d_.quoted(column.name));
    }
    if (targets.empty()) return;
    // a conflict clause of the table's own would pass over rows, or put them in the place of others
    emit(fmt::format("INSERT {}INTO {} ({}) SELECT {} FROM {}", settles_conflicts(a_.after) ? "OR ABORT " : "",
                     d_.quoted(fresh), text::join(targets, ", "), text::join(sources, ", "), from),
         "copy its rows");
  }

  /// SQLite keeps what it is given, where another engine makes of it what the new type calls for.
  std::string converted(const std::string& value, const std::string& column) const {
    const AlterColumn* c = altered(column);
    if (!c) return value;
    return quarantine_.way_back ? restored_value(value, c->before.type, c->after.type)
                                : converted_value(value, c->before.type, c->after.type);
  }

  /// The value that a row has now, as the new table calls it.
  std::string carried(const std::string& column) const {
    const std::string value = converted("\"t\"." + d_.quoted(old_name(column)), column);
    std::string cases;
    for (const RenameLabel& r : a_.renamed_labels(column))
      cases += fmt::format(" WHEN {} THEN {}", d_.literal(r.from), d_.literal(r.to));
    return cases.empty() ? value : fmt::format("CASE {}{} ELSE {} END", value, cases, value);
  }

  /// AUTOINCREMENT never gives a number twice, not even after its row is gone; a new table would.
  void keep_sequence(const std::string& fresh) {
    const std::string kept = d_.literal(d_.quarantined(a_.original, quarantine_).name), name = d_.literal(fresh);
    const auto call = [&](const std::string& from, const std::string& to) {
      emit(fmt::format("UPDATE sqlite_sequence SET name = {} WHERE name = {}", to, from),
           "keep the AUTOINCREMENT counter");
    };
    if (counts(a_.before) && !counts(a_.after) && !quarantine_.way_back) call(d_.literal(a_.after.name.name), kept);
    if (!counts(a_.before) && counts(a_.after) && quarantine_.way_back) {
      call(kept, name);
      emit(fmt::format("DELETE FROM sqlite_sequence WHERE name = {0} AND rowid <> (SELECT rowid FROM sqlite_sequence "
                       "WHERE name = {0} ORDER BY seq DESC LIMIT 1)",
                       name),
           "from where it was, or behind the rows that came since");
    }
    if (!counts(a_.before) || !counts(a_.after)) return;
    emit(fmt::format("DELETE FROM sqlite_sequence WHERE name = {}", d_.literal(fresh)),
         "keep the AUTOINCREMENT counter");
    emit(fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {}",
                     d_.literal(fresh), d_.literal(a_.after.name.name)),
         "keep the AUTOINCREMENT counter");
  }

  const Dialect& d_;
  const TableAlteration& a_;
  const Quarantine& quarantine_;
  AlterationSql out_;
};

}  // namespace

std::string doubts_kept_value(const Dialect& dialect, const TableAlteration& alteration, const Column& column,
                              const Quarantine& quarantine) {
  return Alteration(dialect, alteration, quarantine).doubts_kept_value(column);
}

std::string lacks_kept_value(const Dialect& dialect, const TableAlteration& alteration, const Column& column,
                             const Quarantine& quarantine) {
  return Alteration(dialect, alteration, quarantine).lacks_kept_value(column);
}

AlterationSql alter(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine) {
  return Alteration(dialect, alteration, quarantine).run();
}

Table unconstrained(const Table& table, const std::string& name) {
  const bool strict = has_option(table.options, "strict");
  Table out;
  out.name = QName(name);
  for (Column column : table.columns) {
    if (column.generated) continue;
    column.nullable = true;
    column.default_value.reset();
    column.identity.reset();
    if (strict && is_any(column))
      column.type = native(DialectId::sqlite, "BLOB");  // outside of STRICT, ANY is a number's affinity
    out.columns.push_back(std::move(column));
  }
  return out;
}

}  // namespace schemac::dialect::sqlite
