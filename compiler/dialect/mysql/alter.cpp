#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "dialect/mysql/history.h"
#include "dialect/mysql/old_values.h"
#include "dialect/mysql/stepping_aside.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

class Alteration : private SteppingAside {
 public:
  using SteppingAside::SteppingAside;

  AlterationSql run() {
    find_index_settings();
    make_room_for_srid();
    indexes_of_another_page_size();
    step_aside_for_renames();
    for (const Change& change : a_.changes) std::visit([&](const auto& c) { note(c); }, change);
    columns();
    keep_history();
    std::vector<std::string> clauses = drops_;
    clauses.insert(clauses.end(), columns_.begin(), columns_.end());
    clauses.insert(clauses.end(), adds_.begin(), adds_.end());
    if (!clauses.empty() || !partition_.empty())
      out_.work.push_back(
          {"ALTER TABLE " + table_ + (clauses.empty() ? "" : "\n  ") + text::join(clauses, ",\n  ") + partition_,
           text::join(what_, "; ")});
    for (const auto& [clause, why] : later_) out_.work.push_back({"ALTER TABLE " + table_ + " " + clause, why});
    if (quarantine_.way_back && keeps_history(a_.after) && !keeps_history(a_.before))
      for (Statement& back : history_out_of_quarantine(d_, a_, quarantine_)) out_.work.push_back(std::move(back));
    for (const OldValues& old : old_values_) out_.work.push_back(quarantine_.way_back ? old.drop() : old.mark());
    if (changes_history_) out_.work.push_back({"SET SESSION system_versioning_alter_history = ERROR", "as it was"});
    return std::move(out_);
  }

 private:
  /// MariaDB changes a table that keeps its history only where it is told to change the history with it.
  void keep_history() {
    const auto of_history = [](const Table& t) {
      return text::to_lower(option_of(t.options, "partition")).starts_with("by system_time");
    };
    if (of_history(a_.before) && !keeps_history(a_.after)) {  // a table without history cannot be partitioned by it
      out_.work.push_back(
          {"ALTER TABLE " + table_ + " REMOVE PARTITIONING", "take the partitions of the history away"});
      if (option_of(a_.after.options, "partition").empty()) partition_.clear();
    }
    const auto has_none = [](const Column& c) { return !option_of(c.options, "without_system_versioning").empty(); };
    const auto& columns = a_.after.columns;
    if (keeps_history(a_.before)) {
      Statements first{change_history()};
      if (!quarantine_.way_back && !keeps_history(a_.after))
        first.push_back(history_into_quarantine(d_, a_, quarantine_));
      out_.work.insert(out_.work.begin(), first.begin(), first.end());
    } else if (keeps_history(a_.after) && std::any_of(columns.begin(), columns.end(), has_none)) {
      std::erase(adds_, "ADD SYSTEM VERSIONING");  // before there are columns that are to have no history
      out_.work.push_back({"ALTER TABLE " + table_ + " ADD SYSTEM VERSIONING", "keep the history of " + table_});
      out_.work.push_back(change_history());
    }
  }
  Statement change_history() {
    changes_history_ = true;
    return {"SET SESSION system_versioning_alter_history = KEEP", "the history is changed alike"};
  }

  /// The servers take an index that goes and comes in one statement for the old one, and leave it as visible as it was.
  void find_index_settings() {
    for (const Index& index : indexes_of(a_.before))
      for (Index after : indexes_of(a_.after)) {
        if (after.name != index.name || after.invisible == index.invisible) continue;
        const bool hidden = std::exchange(after.invisible, index.invisible);
        if (!(after == index)) continue;
        settled_.insert(index.name);
        const bool mariadb = d_.id() == DialectId::mariadb;
        adds_.push_back("ALTER INDEX " + d_.quoted(index.name) +
                        (mariadb ? (hidden ? " IGNORED" : " NOT IGNORED") : (hidden ? " INVISIBLE" : " VISIBLE")));
      }
  }

  /// MySQL changes the system of a column's places only while no spatial index is there.
  void make_room_for_srid() {
    for (const Index& index : a_.before.indexes) {
      if (index.kind != "spatial") continue;
      const Column* before = a_.before.find_column(index.parts[0].expr.text);
      const Column* after = before ? a_.after.find_column(before->name) : nullptr;
      if (!after || option_of(before->options, "srid") == option_of(after->options, "srid")) continue;
      out_.work.push_back(
          {"ALTER TABLE " + table_ + " DROP INDEX " + d_.quoted(index.name), "drop index " + index.name});
      gone_.insert(index.name);
      if (!is_dropped(index)) adds_.push_back("ADD " + key_sql(d_, index));
    }
  }
  /// MariaDB's indexes remember the page size of their table, or of its engine, from when they were made.
  void indexes_of_another_page_size() {
    const std::string was = option_of(a_.before.options, "key_block_size"),
                      is = option_of(a_.after.options, "key_block_size");
    const bool remembered = !was.empty() || has_another_engine(a_.before, a_.after);
    if (d_.id() != DialectId::mariadb || was == is || !remembered) return;
    if (a_.before.primary_key && a_.before.primary_key == a_.after.primary_key) {
      drop("DROP PRIMARY KEY");
      adds_.push_back("ADD " + key_sql(d_, *a_.after.primary_key));
    }
    const auto anew = [&](const auto& before, const auto& after) {
      for (const auto& key : before) {
        if (std::find(after.begin(), after.end(), key) == after.end() || settled_.contains(key.name)) continue;
        drop_index(key.name);
        adds_.push_back("ADD " + key_sql(d_, key));
      }
    };
    anew(a_.before.indexes, a_.after.indexes);
    anew(a_.before.uniques, a_.after.uniques);
  }

  template <class T>
  void note(const T&) {}  // not of a table

  void note(const Alter<Table>& c) {
    what_.push_back(describe(c));
    if (const auto given_up = given_up_options_sql(c.before, c.after);
        has_another_engine(c.before, c.after) && !given_up.empty())
      out_.work.push_back(
          {"ALTER TABLE " + table_ + " " + text::join(given_up, ", "), "settings that another engine may not know"});
    for (std::string& clause : changed_options_sql(d_, c.before, c.after)) adds_.push_back(std::move(clause));
    partition_ = changed_partition_sql(c.before, c.after);
    // an Aria table says it in any case, and what it becomes takes it along
    if (!option_of(c.before.options, "page_checksum").empty() && option_of(c.after.options, "page_checksum").empty() &&
        has_another_engine(c.before, c.after))
      later_.emplace_back("PAGE_CHECKSUM=DEFAULT", "it is no longer Aria that sums its pages");
    // the table's collation is that of new columns; those that took it from the table are to follow it
    if (option_of(c.before.options, "collate") != option_of(c.after.options, "collate"))
      for (const Column& column : a_.after.columns)
        if (column.collation.empty() && has_collation(column.type)) {
          touched_.insert(column.name);
          if (charset_of(c.before, column) != charset_of(c.after, column)) texts_step_aside(column.name);
        }
  }
  void note(const RenameColumn& c) { what_.push_back(describe(c)); }
  void note(const ReorderColumns& c) { what_.push_back(describe(c)); }
  /// The server knows a label by its text: old and new ones stand side by side while the rows go over.
  void note(const RenameLabel& c) {
    what_.push_back(describe(c));
    if (!touched_.insert(c.column).second) return;
    Column both = *a_.before.find_column(c.column);
    both.name = old_name(c.column);
    const auto renamed = a_.renamed_labels(c.column);
    if (keeps_history(a_.before)) return renumber(std::move(both), renamed);
    auto& labels = both.type.args;
    for (auto r = renamed.rbegin(); r != renamed.rend(); ++r)
      std::replace(labels.begin(), labels.end(), d_.literal(r->to), d_.literal(r->from));
    for (const RenameLabel& r : renamed)
      if (text::to_lower(r.from) != text::to_lower(r.to))  // else the server takes the two for one
        labels.push_back(d_.literal(r.to));
    out_.work.push_back({fmt::format("ALTER TABLE {} CHANGE COLUMN {} {}", table_, d_.quoted(both.name),
                                     column_sql(d_, a_.before, both)),
                         "let " + both.name + " hold old and new labels"});
    for (const RenameLabel& r : renamed) rename_in_rows(r, both.name);
  }
  void rename_in_rows(const RenameLabel& c, const std::string& column) {
    set_in_rows(column, d_.literal(c.to), " WHERE " + d_.quoted(column) + " = " + d_.literal(c.from),
                describe(c) + " in the rows");
  }
  /// No change of a row's own: of the times at which rows were last changed the server would make that of the
  /// statement.
  void set_in_rows(const std::string& column, const std::string& value, const std::string& where, std::string what) {
    out_.work.push_back(
        {fmt::format("UPDATE {} SET {} = {}{}{}", table_, d_.quoted(column), value, times_kept(""), where),
         std::move(what)});
  }
  std::string times_kept(const std::string& table) const {
    std::string out;
    for (const Column& other : a_.before.columns)
      if (other.on_update) out += fmt::format(", {0}{1} = {0}{1}", table, d_.quoted(old_name(other.name)));
    return out;
  }
  void note(const AlterColumn& c) {
    what_.push_back(describe(c));
    const bool remade = c.before.generated.has_value() != c.after.generated.has_value() ||
                        (c.before.generated && c.before.generated->stored != c.after.generated->stored);
    if (remade && !c.before.generated) {
      remake(c, quarantine_.way_back);
    } else if (remade && !c.after.generated && quarantine_.way_back) {
      restore(c);
    } else if (remade && c.after.generated) {
      remake(c, true);
    } else if (remade && !c.before.generated->stored) {
      keep_computed(c);
    } else if (!keep_old_values(c)) {
      if (would_number_labels(c.before.type, c.after.type) || goes_by_text(d_.id(), c.before.type, c.after.type))
        become_texts(c.before);
      if (padding_taken_off(c.before.type, c.after.type) > 0 && !keeps_history(a_.before))
        take_padding_off(c.before, c.after.type);
      if (!quarantine_.way_back && becomes_truth(c.before, c.after) && !keeps_history(a_.before)) {
        const std::string now = d_.quoted(old_name(c.before.name));
        set_in_rows(old_name(c.before.name), now + " <> 0", " WHERE " + now + " NOT IN (0, 1)",
                    "any number but 0 is true");
      }
      touched_.insert(c.after.name);
      if (charset_of(a_.before, c.before) != charset_of(a_.after, c.after)) texts_step_aside(c.after.name);
    }
  }
  /// True where they come back instead of being converted.
  bool keep_old_values(const AlterColumn& c) {
    const auto old = OldValues::of(d_, a_, quarantine_, c);
    if (!old) return false;
    old_values_.push_back(*old);
    if (!quarantine_.way_back) return out_.work.push_back(old->keep()), false;
    Column fresh = released(c.after, kept_name(c.after.name));
    if (has_collation(fresh.type)) fresh.collation = collation_of(a_.after, c.after);
    out_.work.push_back({"ALTER TABLE " + table_ + " ADD COLUMN " + column_sql(d_, {}, fresh),
                         "what " + c.after.name + " is to hold again"});
    for (Statement& filled : old->fill(d_.quoted(fresh.name), times_kept("`t`."))) out_.work.push_back(filled);
    drop_column(c.before.name);
    restored_.insert(c.after.name);
    readers_step_aside(c.after.name);
    return true;
  }
  /// A label is what it reads, and no number; and a number of many digits is what it reads, too.
  void become_texts(const Column& before) {
    const std::string now = old_name(before.name);
    change(now, as_texts(before, now), "a value of " + before.name + " is what it reads");
  }
  void take_padding_off(const Column& before, const Type& to) {
    const std::string now = old_name(before.name), quoted = d_.quoted(now);
    Column bare = released(before, now);
    bare.nullable = before.nullable;
    bare.type.name.name = "varbinary";
    change(now, bare, "the bytes of " + before.name + " without the zeros behind them");
    const std::string length = to.args.empty() ? "1" : to.args[0];
    set_in_rows(now, fmt::format("left({}, {})", quoted, length), fmt::format(" WHERE length({}) > {}", quoted, length),
                "padding goes");
  }
  /// MySQL shows the texts in a check by the character set that they were compared in when the check was made, which it
  /// can no longer read once the column has another.
  void texts_step_aside(const std::string& column) {
    if (d_.id() != DialectId::mysql) return;
    for (const Check& check : a_.before.checks) {
      const auto read = expr::columns_of(check.expr);
      if (has_letters(check.expr) && std::find(read.begin(), read.end(), column) != read.end()) steps_aside(check);
    }
  }
  /// A column takes the place of one of the same name, whose values are kept unless they were computed.
  void remake(const AlterColumn& c, bool dropped) {
    if (!quarantine_.way_back) settle_readers(c.after.name);
    const std::string old = old_name(c.before.name);
    if (dropped)
      drop_column(c.before.name);
    else
      drops_.push_back("CHANGE COLUMN " + d_.quoted(old) + " " + column_sql(d_, {}, kept(c.before)));
    made_.insert(c.after.name);
    readers_step_aside(c.after.name);
  }
  /// The values that were kept come back; rows written since have what was computed.
  void restore(const AlterColumn& c) {
    const std::string kept = kept_name(c.after.name);
    if (!c.after.nullable)
      set_in_rows(kept, d_.quoted(old_name(c.before.name)), " WHERE " + d_.quoted(kept) + " IS NULL",
                  "rows written since get what was computed");
    drop_column(c.before.name);
    restored_.insert(c.after.name);
    readers_step_aside(c.after.name);
  }
  void note(const AddColumn& c) {
    what_.push_back(describe(c));
    if (!c.restored && differs_by_server(c.column, d_.id())) return fill(c.column);
    if (!c.restored || is_computed(c.column)) return void(made_.insert(c.column.name));
    restored_.insert(c.column.name);
    if (c.column.nullable || c.column.identity || !c.column.default_value) return;
    const ExprKind kind = c.column.default_value->kind;
    const bool constant = kind == ExprKind::string || kind == ExprKind::number || kind == ExprKind::boolean;
    if (keeps_history(a_.before) && constant) return complete(c.column);
    const std::string kept = kept_name(c.column.name);
    set_in_rows(kept, d_.sql(*c.column.default_value), " WHERE " + d_.quoted(kept) + " IS NULL",
                "rows written since get the default");
  }
  /// Rows of the past, which no UPDATE reaches, get the default like the others: by a column that is computed.
  void complete(const Column& column) {
    Column whole = kept(column);
    const std::string old = whole.name, name = quarantine_.name("new " + column.name, d_.max_identifier_bytes());
    whole.name = name;
    whole.generated = Generated{expr::call("coalesce", {expr::column(old), *column.default_value}), true};
    out_.work.push_back({"ALTER TABLE " + table_ + " ADD COLUMN " + column_sql(d_, {}, whole),
                         "rows written since get the default, those of the history, too"});
    whole.name = old;
    whole.generated.reset();
    out_.work.push_back({fmt::format("ALTER TABLE {} DROP COLUMN {}, CHANGE COLUMN {} {}", table_, d_.quoted(old),
                                     d_.quoted(name), column_sql(d_, {}, whole)),
                         "in the place of " + old});
  }
  /// The column comes without its default, the rows get it, and then the column does.
  void fill(const Column& column) {
    out_.work.push_back({"ALTER TABLE " + table_ + " ADD COLUMN " + column_sql(d_, {}, released(column, column.name)),
                         "add column " + column.name + ", empty as yet"});
    set_in_rows(column.name, d_.sql(*column.default_value), "", "each row gets a default of its own");
    filled_.insert(column.name);
  }
  void note(const DropColumn& c) {
    if (!c.kept || is_computed(c.column)) {
      what_.push_back(describe(c));
      return drop_column(c.column.name);
    }
    what_.push_back(describe(c) + " (kept in quarantine)");
    columns_.push_back("CHANGE COLUMN " + d_.quoted(c.column.name) + " " + column_sql(d_, {}, kept(c.column)));
  }

  void note(const AddMember<ForeignKey>& c) {
    Table kept = a_.after;
    std::erase_if(kept.indexes, [&](const Index& index) {
      return std::find(a_.before.indexes.begin(), a_.before.indexes.end(), index) == a_.before.indexes.end();
    });
    for (Statement& keep : keep_index_names(d_, kept, c.member)) out_.bind.push_back(std::move(keep));
    out_.bind.push_back({"ALTER TABLE " + table_ + " ADD " + constraint_sql(d_, c.member), describe(c)});
  }
  void note(const DropMember<ForeignKey>& c) {
    out_.release.push_back({"ALTER TABLE " + table_ + " DROP FOREIGN KEY " + d_.quoted(c.member.name), describe(c)});
  }
  void note(const RenameMember<ForeignKey>& c) {
    note(DropMember<ForeignKey>{c.table, c.before});
    note(AddMember<ForeignKey>{c.table, c.after});
  }
  void note(const AddMember<PrimaryKey>& c) {
    what_.push_back(describe(c));
    adds_.push_back("ADD " + key_sql(d_, c.member));
  }
  void note(const DropMember<PrimaryKey>& c) {
    what_.push_back(describe(c));
    drop("DROP PRIMARY KEY");
  }
  void note(const RenameMember<PrimaryKey>&) {}  // every primary key is called PRIMARY
  void note(const AddMember<Check>& c) {
    what_.push_back(describe(c));
    if (!c.member.column.empty()) return void(touched_.insert(c.member.column));
    adds_.push_back("ADD " + constraint_sql(d_, c.member));
  }
  void note(const DropMember<Check>& c) {
    what_.push_back(describe(c));
    if (!c.member.column.empty()) return void(touched_.insert(c.member.column));
    drop_check(c.member);
  }
  void note(const RenameMember<Check>& c) {
    note(DropMember<Check>{c.table, c.before});
    note(AddMember<Check>{c.table, c.after});
  }
  void note(const AddMember<Index>& c) {
    what_.push_back(describe(c));
    if (settled_.contains(c.member.name)) return;
    const bool is_fulltext = c.member.kind == "fulltext";
    const bool had = std::any_of(a_.before.indexes.begin(), a_.before.indexes.end(),
                                 [&](const Index& index) { return index.name == c.member.name; });
    // MySQL takes one that comes as it goes for the same, whatever its parser
    if (is_fulltext && had) return later_.push_back({"ADD " + key_sql(d_, c.member), "made anew, not kept"});
    if (is_fulltext && std::exchange(makes_fulltext_, true))
      return later_.push_back({"ADD " + key_sql(d_, c.member), "InnoDB makes one full-text index at a time"});
    adds_.push_back("ADD " + key_sql(d_, c.member));
  }
  template <class M>
  void note(const AddMember<M>& c) {
    what_.push_back(describe(c));
    if (settled_.contains(c.member.name)) return;
    adds_.push_back("ADD " + key_sql(d_, c.member));
  }
  template <class M>
  void note(const DropMember<M>& c) {
    what_.push_back(describe(c));
    if (gone_.contains(c.member.name)) return;
    if (settled_.contains(c.member.name)) return;
    drop_index(c.member.name);
  }
  template <class M>
  void note(const RenameMember<M>& c) {
    what_.push_back(describe(c));
    if (settled_.contains(c.before.name)) {  // it stays, and this is another of the same columns
      adds_.push_back("ADD " + key_sql(d_, c.after));
    } else if (settled_.contains(c.after.name)) {
      drop_index(c.before.name);
    } else if (c.before.comment != c.after.comment) {
      drop_index(c.before.name);
      adds_.push_back("ADD " + key_sql(d_, c.after));
    } else {
      adds_.push_back(rename_sql(c.before.name, c.after.name));
    }
  }

  /// One clause for each column that is new or differs, in the order of the table that is to be; a column that stands
  /// elsewhere than it did is moved.
  void columns() {
    std::vector<std::string> now;
    for (const Column& column : a_.before.columns)
      if (a_.after.find_column(column.name) && !made_.contains(column.name) && !restored_.contains(column.name))
        now.push_back(column.name);
    for (std::size_t i = 0; i < a_.after.columns.size(); ++i) {
      const Column& column = a_.after.columns[i];
      const std::string position = i == 0 ? " FIRST" : " AFTER " + d_.quoted(a_.after.columns[i - 1].name);
      const std::string definition = column_sql(d_, a_.after, column);
      const bool in_place = i < now.size() && now[i] == column.name;
      if (made_.contains(column.name)) {
        columns_.push_back("ADD COLUMN " + definition + position);
      } else if (filled_.contains(column.name)) {
        const std::string change = "CHANGE COLUMN " + d_.quoted(column.name) + " ";
        columns_.push_back(change + column_sql(d_, {}, released(column, column.name)) + position);
        later_.push_back({change + definition, "new rows get a default of their own"});
      } else if (restored_.contains(column.name)) {
        columns_.push_back("CHANGE COLUMN " + d_.quoted(kept_name(column.name)) + " " + definition + position);
      } else if (!in_place || touched_.contains(column.name)) {
        columns_.push_back("CHANGE COLUMN " + d_.quoted(old_name(column.name)) + " " + definition +
                           (in_place ? "" : position));
      } else if (old_name(column.name) != column.name) {
        columns_.push_back("RENAME COLUMN " + d_.quoted(old_name(column.name)) + " TO " + d_.quoted(column.name));
      }
      if (in_place) continue;
      std::erase(now, column.name);
      now.insert(now.begin() + static_cast<std::ptrdiff_t>(i), column.name);
    }
  }

  std::vector<std::string> columns_, what_;
  std::vector<OldValues> old_values_;
  std::vector<std::pair<std::string, std::string>> later_;  // clauses that stand alone, and why
  bool makes_fulltext_ = false;
  std::string partition_;
  std::set<std::string> restored_, filled_;
  std::set<std::string> gone_;  // indexes that a statement of their own dropped
  bool changes_history_ = false;
};

}  // namespace

AlterationSql alter(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine) {
  return Alteration(dialect, alteration, quarantine).run();
}

}  // namespace schemac::dialect::mysql
