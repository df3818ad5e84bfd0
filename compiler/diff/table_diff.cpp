#include "diff/table_diff.h"

namespace schemac::diff {

using namespace catalog;

namespace {

std::string name_before(const Table& table, std::size_t at) { return at == 0 ? "" : table.columns[at - 1].name; }

class TableDiffer {
 public:
  TableDiffer(const Table& before, const Table& after, const Options& options, ChangeSet& changes,
              diag::Diagnostics& problems)
      : before_(before), after_(after), options_(options), changes_(changes), problems_(problems) {}

  void run() {
    attributes();
    members(before_.foreign_keys, after_.foreign_keys);
    members(before_.indexes, after_.indexes);
    members(before_.checks, after_.checks);
    members(before_.uniques, after_.uniques);
    primary_key();
    columns();
    changes_.insert(changes_.end(), additions_.begin(), additions_.end());
  }

 private:
  void attributes() {
    if (before_.comment == after_.comment && before_.options == after_.options &&
        before_.code_name == after_.code_name && before_.dialects == after_.dialects)
      return;
    changes_.push_back(Alter<Table>{without_members(before_), without_members(after_)});
  }

  static Table without_members(const Table& table) {
    Table out;
    out.name = table.name;
    out.code_name = table.code_name;
    out.comment = table.comment;
    out.options = table.options;
    out.dialects = table.dialects;
    return out;
  }

  void primary_key() {
    const auto& before = before_.primary_key;
    const auto& after = after_.primary_key;
    if (before == after) return;
    if (before && after) {
      PrimaryKey renamed = *before;
      renamed.name = after->name;
      if (renamed == *after) {
        changes_.push_back(RenameMember<PrimaryKey>{after_.name, *before, *after});
        return;
      }
    }
    if (before) changes_.push_back(DropMember<PrimaryKey>{after_.name, *before});
    if (after) additions_.push_back(AddMember<PrimaryKey>{after_.name, *after});
  }

  /// Members are the same where their names are; what is left over is the same where all but the name is.
  template <class M>
  void members(const std::vector<M>& before, const std::vector<M>& after) {
    std::vector<const M*> gone = more_of(before, after), fresh = more_of(after, before);
    for (const M*& m : gone) {
      const auto same =
          std::find_if(fresh.begin(), fresh.end(), [&](const M* f) { return f && differs_in_name(*m, *f); });
      if (same == fresh.end()) continue;
      changes_.push_back(RenameMember<M>{after_.name, *m, **same});
      m = nullptr;
      *same = nullptr;
    }
    for (const M* m : gone)
      if (m) changes_.push_back(DropMember<M>{after_.name, *m});
    for (const M* m : fresh)
      if (m) additions_.push_back(AddMember<M>{after_.name, *m});
  }

  /// Those of `members` that `others` does not have as often: SQLite lets one without a name be said twice.
  template <class M>
  static std::vector<const M*> more_of(const std::vector<M>& members, const std::vector<M>& others) {
    std::vector<const M*> out;
    for (auto m = members.begin(); m != members.end(); ++m)
      if (std::count(members.begin(), m + 1, *m) > std::count(others.begin(), others.end(), *m)) out.push_back(&*m);
    return out;
  }

  template <class M>
  static bool differs_in_name(const M& a, const M& b) {
    M renamed = a;
    renamed.name = b.name;
    renamed.comment = b.comment;
    return renamed == b;
  }

  void columns() {
    std::vector<const Column*> gone, fresh;
    for (auto c = before_.columns.rbegin(); c != before_.columns.rend(); ++c)
      if (!after_.find_column(c->name)) {
        gone.push_back(&*c);
        const auto at = static_cast<std::size_t>(&*c - before_.columns.data());
        changes_.push_back(DropColumn{after_.name, *c, name_before(before_, at), true});
      }
    for (const Column& column : after_.columns) {
      const Column* old = before_.find_column(column.name);
      if (old && !(*old == column)) changes_.push_back(AlterColumn{after_.name, *old, column});
    }
    for (std::size_t i = 0; i < after_.columns.size(); ++i)
      if (!before_.find_column(after_.columns[i].name)) {
        fresh.push_back(&after_.columns[i]);
        changes_.push_back(AddColumn{after_.name, after_.columns[i], name_before(after_, i), false});
      }
    if (!options_.accept_drop_and_add && !options_.of_columns) explain(gone, fresh);
    if (options_.column_order) reorder();
  }

  /// A column that went and a like one that came may be one column under another name.
  void explain(const std::vector<const Column*>& gone, const std::vector<const Column*>& fresh) {
    for (const Column* old : gone)
      for (const Column* column : fresh)
        if (old->type == column->type && !old->generated && !column->generated) {
          auto problem = diag::make(diag::Code::SC7011, after_.name.text(), old->name, column->name);
          problem.subject = after_.name.text() + "." + column->name;
          problems_.push_back(std::move(problem).with_help(
              fmt::format("if it is a rename, write 'was {}' behind {}; if it is a drop and an add, say so with "
                          "--accept SC7011",
                          old->name, column->name)));
          return;
        }
  }

  void reorder() {
    std::vector<std::string> now, wanted;
    for (const Column& column : before_.columns)
      if (after_.find_column(column.name)) now.push_back(column.name);
    for (std::size_t i = 0; i < after_.columns.size(); ++i) {
      wanted.push_back(after_.columns[i].name);
      if (before_.find_column(wanted.back())) continue;
      const auto previous = std::find(now.begin(), now.end(), name_before(after_, i));
      now.insert(previous == now.end() ? now.begin() : previous + 1, wanted.back());
    }
    if (now != wanted) changes_.push_back(ReorderColumns{after_.name, now, wanted});
  }

  const Table& before_;
  const Table& after_;
  const Options& options_;
  ChangeSet& changes_;
  diag::Diagnostics& problems_;
  ChangeSet additions_;  // constraints and indexes wait for the columns
};

}  // namespace

void table_changes(const Table& before, const Table& after, const Options& options, ChangeSet& changes,
                   diag::Diagnostics& problems) {
  TableDiffer(before, after, options, changes, problems).run();
}

}  // namespace schemac::diff
