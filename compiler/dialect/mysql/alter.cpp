#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "dialect/mysql/emit.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

class Alteration {
 public:
  Alteration(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine)
      : d_(dialect), a_(alteration), quarantine_(quarantine), table_(dialect.qualified(alteration.after.name)) {}

  AlterationSql run() {
    step_aside_for_renames();
    for (const Change& change : a_.changes) std::visit([&](const auto& c) { note(c); }, change);
    columns();
    std::vector<std::string> clauses = drops_;
    clauses.insert(clauses.end(), columns_.begin(), columns_.end());
    clauses.insert(clauses.end(), adds_.begin(), adds_.end());
    if (!clauses.empty() || !partition_.empty())
      out_.work.push_back(
          {"ALTER TABLE " + table_ + (clauses.empty() ? "" : "\n  ") + text::join(clauses, ",\n  ") + partition_,
           text::join(what_, "; ")});
    for (const std::string& clause : later_)
      out_.work.push_back({"ALTER TABLE " + table_ + " " + clause, "InnoDB makes one full-text index at a time"});
    return std::move(out_);
  }

 private:
  bool reads_renamed(const Expr& e) const {
    const auto columns = expr::columns_of(e);
    return std::any_of(a_.renamed_columns.begin(), a_.renamed_columns.end(), [&](const auto& renamed) {
      return std::find(columns.begin(), columns.end(), renamed.second) != columns.end();
    });
  }
  template <class M>
  bool is_dropped(const M& member) const {
    return std::any_of(a_.changes.begin(), a_.changes.end(), [&](const Change& change) {
      const auto* drop = std::get_if<DropMember<M>>(&change);
      return drop && drop->member.name == member.name;
    });
  }

  /// The server refuses to rename a column that a check, a generated column or an index expression reads: those go and
  /// come again in the same statement.
  void step_aside_for_renames() {
    if (a_.renamed_columns.empty()) return;
    for (const Check& check : a_.before.checks)
      if (reads_renamed(check.expr) && check.column.empty() && !is_dropped(check)) {
        drop_check(check);
        for (const Check& after : a_.after.checks)
          if (after.name == check.name) adds_.push_back("ADD " + constraint_sql(d_, after));
      }
    for (const Index& index : a_.before.indexes) {
      const bool reads = std::any_of(index.parts.begin(), index.parts.end(), [&](const IndexPart& part) {
        return part.expr.kind != ExprKind::column && reads_renamed(part.expr);
      });
      if (!reads || is_dropped(index)) continue;
      drops_.push_back("DROP INDEX " + d_.quoted(index.name));
      for (const Index& after : a_.after.indexes)
        if (after.name == index.name) adds_.push_back("ADD " + key_sql(d_, after));
    }
    for (const Column& column : a_.before.columns)
      if (column.generated && reads_renamed(column.generated->expr) && a_.after.find_column(column.name)) {
        drops_.push_back("DROP COLUMN " + d_.quoted(old_name(column.name)));
        made_.insert(column.name);
      }
  }

  std::string old_name(const std::string& column) const {
    for (const auto& [from, to] : a_.renamed_columns)
      if (to == column) return from;
    return column;
  }
  std::string kept_name(const std::string& column) const { return quarantine_.name(column, d_.max_identifier_bytes()); }

  void drop_check(const Check& check) {
    drops_.push_back(std::string(d_.id() == DialectId::mysql ? "DROP CHECK " : "DROP CONSTRAINT ") +
                     d_.quoted(check.name));
  }

  static bool has_collation(const Type& type) {
    const std::string& name = type.name.name;
    return name.ends_with("char") || name.ends_with("text") || name == "enum" || name == "set";
  }

  template <class T>
  void note(const T&) {}  // not of a table

  void note(const Alter<Table>& c) {
    what_.push_back(describe(c));
    for (std::string& clause : changed_options_sql(d_, c.before, c.after)) adds_.push_back(std::move(clause));
    partition_ = changed_partition_sql(c.before, c.after);
    // the table's collation is that of new columns; those that took it from the table are to follow it
    if (option(c.before.options, "collate") != option(c.after.options, "collate"))
      for (const Column& column : a_.after.columns)
        if (column.collation.empty() && has_collation(column.type)) touched_.insert(column.name);
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
    std::vector<std::string> set{d_.quoted(column) + " = " + d_.literal(c.to)};
    for (const Column& other : a_.before.columns)
      if (other.on_update)  // of which the server would make the time of this statement
        set.push_back(fmt::format("{0} = {0}", d_.quoted(old_name(other.name))));
    out_.work.push_back({fmt::format("UPDATE {} SET {} WHERE {} = {}", table_, text::join(set, ", "), d_.quoted(column),
                                     d_.literal(c.from)),
                         describe(c) + " in the rows"});
  }
  void note(const AlterColumn& c) {
    what_.push_back(describe(c));
    const bool remade = c.before.generated.has_value() != c.after.generated.has_value() ||
                        (c.before.generated && c.before.generated->stored != c.after.generated->stored);
    if (remade && (c.before.generated || !c.after.generated->stored)) {
      drops_.push_back("DROP COLUMN " + d_.quoted(old_name(c.before.name)));
      made_.insert(c.after.name);
    } else {
      touched_.insert(c.after.name);
    }
  }
  void note(const AddColumn& c) {
    what_.push_back(describe(c));
    if (!c.restored || c.column.generated) return void(made_.insert(c.column.name));
    restored_.insert(c.column.name);
    if (c.column.nullable || c.column.identity || !c.column.default_value) return;
    out_.work.push_back(
        {fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL", table_, d_.quoted(kept_name(c.column.name)),
                     d_.sql(*c.column.default_value), d_.quoted(kept_name(c.column.name))),
         "rows written since get the default"});
  }
  void note(const DropColumn& c) {
    if (!c.kept || c.column.generated) {
      what_.push_back(describe(c));
      return void(drops_.push_back("DROP COLUMN " + d_.quoted(c.column.name)));
    }
    what_.push_back(describe(c) + " (kept in quarantine)");
    columns_.push_back("CHANGE COLUMN " + d_.quoted(c.column.name) + " " +
                       column_sql(d_, {}, released(c.column, kept_name(c.column.name))));
  }

  void note(const AddMember<ForeignKey>& c) {
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
    drops_.emplace_back("DROP PRIMARY KEY");
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
    const bool another = c.member.kind == "fulltext" && std::exchange(makes_fulltext_, true);
    (another ? later_ : adds_).push_back("ADD " + key_sql(d_, c.member));
  }
  template <class M>
  void note(const AddMember<M>& c) {
    what_.push_back(describe(c));
    adds_.push_back("ADD " + key_sql(d_, c.member));
  }
  template <class M>
  void note(const DropMember<M>& c) {
    what_.push_back(describe(c));
    drops_.push_back("DROP INDEX " + d_.quoted(c.member.name));
  }
  template <class M>
  void note(const RenameMember<M>& c) {
    what_.push_back(describe(c));
    if (c.before.comment != c.after.comment) {
      drops_.push_back("DROP INDEX " + d_.quoted(c.before.name));
      adds_.push_back("ADD " + key_sql(d_, c.after));
    } else {
      adds_.push_back(fmt::format("RENAME INDEX {} TO {}", d_.quoted(c.before.name), d_.quoted(c.after.name)));
    }
  }

  /// One clause for each column that is new or differs, in the order of the table that is to be; a column that stands
  /// elsewhere than it did is moved.
  void columns() {
    std::vector<std::string> now;
    for (const Column& column : a_.before.columns)
      if (a_.after.find_column(column.name) && !made_.contains(column.name)) now.push_back(column.name);
    for (std::size_t i = 0; i < a_.after.columns.size(); ++i) {
      const Column& column = a_.after.columns[i];
      const std::string position = i == 0 ? " FIRST" : " AFTER " + d_.quoted(a_.after.columns[i - 1].name);
      const std::string definition = column_sql(d_, a_.after, column);
      const bool in_place = i < now.size() && now[i] == column.name;
      if (made_.contains(column.name)) {
        columns_.push_back("ADD COLUMN " + definition + position);
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

  const Dialect& d_;
  const TableAlteration& a_;
  const Quarantine& quarantine_;
  const std::string table_;
  std::vector<std::string> drops_, columns_, adds_, later_, what_;
  bool makes_fulltext_ = false;
  std::string partition_;
  std::set<std::string> made_, touched_, restored_;
  AlterationSql out_;
};

}  // namespace

AlterationSql alter(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine) {
  return Alteration(dialect, alteration, quarantine).run();
}

}  // namespace schemac::dialect::mysql
