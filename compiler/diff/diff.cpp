#include "diff/diff.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/labels.h"
#include "catalog/seed_rows.h"
#include "diff/swaps.h"
#include "diff/table_diff.h"

namespace schemac::diff {

using namespace catalog;

namespace {

/// The labels of the enum, or of the column, that `rename` is about.
std::vector<std::string> labels_called(const Rename& rename, const Catalog& catalog) {
  if (!rename.column.empty()) {
    const Table* table = catalog.tables.find(rename.object);
    return table ? labels_of(*table, rename.column) : std::vector<std::string>();
  }
  std::vector<std::string> out;
  if (const Enum* found = catalog.enums.find(rename.object))
    for (const EnumLabel& label : found->labels) out.push_back(label.name);
  return out;
}

bool takes_effect(const Rename& rename, const Catalog& catalog) {
  switch (rename.kind) {
    case RenameKind::table:
      return catalog.tables.find(rename.from) && !catalog.tables.find(rename.object);
    case RenameKind::enumeration:
      return catalog.enums.find(rename.from) && !catalog.enums.find(rename.object);
    case RenameKind::column: {
      const Table* table = catalog.tables.find(rename.object);
      return table && table->find_column(rename.from) && !table->find_column(rename.to);
    }
    case RenameKind::label: {
      const auto labels = labels_called(rename, catalog);
      const auto is_there = [&](const std::string& label) {
        return std::find(labels.begin(), labels.end(), label) != labels.end();
      };
      // a column's own labels hold both while the server moves the rows from the one to the other
      return is_there(rename.from) && (!rename.column.empty() || !is_there(rename.to));
    }
    case RenameKind::view:
    case RenameKind::index:
    case RenameKind::constraint:
      return false;  // told apart by what they say, in table_diff.cpp
  }
  return false;
}

Change change_for(const Rename& rename) {
  switch (rename.kind) {
    case RenameKind::table:
      return RenameTable{QName::of_text(rename.from), rename.object};
    case RenameKind::enumeration:
      return RenameEnum{QName::of_text(rename.from), rename.object};
    case RenameKind::label:
      return RenameLabel{rename.object, rename.column, rename.from, rename.to};
    default:
      return RenameColumn{rename.object, rename.from, rename.to};
  }
}

/// Tables and enums before columns, which go by the new name of their table, and these before labels.
int place(const Rename& r) { return r.kind == RenameKind::label ? 2 : r.kind == RenameKind::column ? 1 : 0; }

Renames in_order(Renames renames) {
  std::stable_sort(renames.begin(), renames.end(),
                   [](const Rename& a, const Rename& b) { return place(a) < place(b); });
  return renames;
}

/// Whether what `rename` speaks of has its name from one of `done`: it was another thing that had it before.
bool renames_again(const Renames& done, const Rename& rename) {
  return std::any_of(done.begin(), done.end(), [&](const Rename& one) {
    if (one.kind != rename.kind) return false;
    if (place(rename) == 0) return one.object.text() == rename.from;
    return one.object == rename.object && one.column == rename.column && one.to == rename.from;
  });
}

class Differ {
 public:
  /// `renames` are those that made `from` what it is.
  Differ(const Catalog& from, const Catalog& to, ChangeSet renames, const Options& options)
      : from_(from), to_(to), options_(options), changes_(std::move(renames)) {}

  Result<ChangeSet> run() {
    creates_and_alters<Namespace>(from_.namespaces, to_.namespaces);
    creates_and_alters<Extension>(from_.extensions, to_.extensions);
    creates_and_alters<Enum>(from_.enums, to_.enums);
    tables();
    creates_and_alters<View>(from_.views, to_.views);
    creates_and_alters<Routine>(from_.routines, to_.routines);
    creates_and_alters<Trigger>(from_.triggers, to_.triggers);
    creates_and_alters<RawObject>(from_.raw_objects, to_.raw_objects);
    seeds();
    creates_and_alters<Role>(from_.roles, to_.roles);
    creates_and_alters<Policy>(from_.policies, to_.policies);
    creates_and_alters<Api>(from_.apis, to_.apis);
    drops();
    if (diag::has_errors(problems_)) return failure(std::move(problems_));
    return std::move(changes_);
  }

 private:
  template <class T>
  void creates_and_alters(const ObjectList<T>& from, const ObjectList<T>& to) {
    for (const T& object : to) {
      const T* before = from.find(key_of(object));
      if (!before)
        changes_.push_back(Create<T>{object, false});
      else if (!(*before == object))
        changes_.push_back(Alter<T>{*before, object});
    }
  }

  template <class T>
  void drops_of(const ObjectList<T>& from, const ObjectList<T>& to) {
    for (const T& object : from)
      if (!to.find(key_of(object))) changes_.push_back(Drop<T>{object, true});
  }

  void drops() {
    drops_of<Api>(from_.apis, to_.apis);
    drops_of<Policy>(from_.policies, to_.policies);
    drops_of<Role>(from_.roles, to_.roles);
    drops_of<Seed>(from_.seeds, to_.seeds);
    drops_of<RawObject>(from_.raw_objects, to_.raw_objects);
    drops_of<Trigger>(from_.triggers, to_.triggers);
    drops_of<Routine>(from_.routines, to_.routines);
    drops_of<View>(from_.views, to_.views);
    drops_of<Table>(from_.tables, to_.tables);
    drops_of<Enum>(from_.enums, to_.enums);
    drops_of<Extension>(from_.extensions, to_.extensions);
    drops_of<Namespace>(from_.namespaces, to_.namespaces);
  }

  void tables() {
    std::vector<const Table*> added;
    for (const Table& table : to_.tables) {
      if (const Table* before = from_.tables.find(table.name)) {
        if (!(*before == table)) table_changes(*before, table, options_, changes_, problems_);
      } else {
        added.push_back(&table);
        changes_.push_back(Create<Table>{table, false});
      }
    }
    if (options_.accept_drop_and_add || options_.of_tables || added.empty()) return;
    for (const Table& gone : from_.tables)
      if (!to_.tables.find(gone.name))
        for (const Table* table : added)
          if (alike(gone, *table)) {
            problems_.push_back(unexplained_table(gone, *table));
            break;
          }
  }

  /// Most of the columns of the one are columns of the other.
  static bool alike(const Table& a, const Table& b) {
    std::size_t same = 0;
    for (const Column& column : a.columns) {
      const Column* other = b.find_column(column.name);
      same += other && other->type == column.type;
    }
    return 2 * same > std::max(a.columns.size(), b.columns.size());
  }

  static diag::Diagnostic unexplained_table(const Table& gone, const Table& added) {
    auto problem = diag::make(diag::Code::SC7010, gone.name.text(), added.name.text());
    problem.subject = added.name.text();
    return std::move(problem).with_help(
        fmt::format("if it is a rename, write 'table {} was {}'; if its rows are to go into quarantine, say so with "
                    "--accept SC7010",
                    added.name.text(), gone.name.text()));
  }

  void seeds() {
    for (const Seed& seed : to_.seeds) {
      const Seed* before = from_.seeds.find(seed.name);
      if (!before)
        changes_.push_back(Create<Seed>{seed, false});
      else if (before->key != seed.key || before->columns != seed.columns)
        changes_.push_back(Alter<Seed>{*before, seed});
      else if (before->rows != seed.rows)
        seed_rows(*before, seed);
    }
  }

  void seed_rows(const Seed& from, const Seed& to) {
    for (const SeedRow& row : from.rows)
      if (!row_with_key(to, key_of(from, row))) changes_.push_back(DeleteRow{to.name, to.key, to.columns, row.values});
    for (const SeedRow& row : to.rows) {
      const SeedRow* before = row_with_key(from, key_of(to, row));
      if (!before)
        changes_.push_back(InsertRow{to.name, to.key, to.columns, row.values});
      else if (!(*before == row))
        changes_.push_back(UpdateRow{to.name, to.key, to.columns, before->values, row.values});
    }
  }

  const Catalog& from_;
  const Catalog& to_;
  const Options& options_;
  ChangeSet changes_;
  diag::Diagnostics problems_;
};

}  // namespace

Result<ChangeSet> diff(const Pair& pair, const Options& options) {
  const Renames renames = effective(pair.renames, pair.from);
  if (!pair.renames.empty())
    if (auto swaps = swapped_names(pair.renames, renamed(pair.from, renames)); !swaps.empty())
      return failure(std::move(swaps));
  if (auto reused = reused_names(renames, pair.to); !reused.empty()) return failure(std::move(reused));
  if (auto taken = taken_names(pair.renames, renames.empty() ? pair.from : renamed(pair.from, renames), pair.to);
      !taken.empty())
    return failure(std::move(taken));
  if (renames.empty()) return Differ(pair.from, pair.to, {}, options).run();
  ChangeSet changes;
  for (const Rename& rename : renames) changes.push_back(change_for(rename));
  return Differ(renamed(pair.from, renames), pair.to, std::move(changes), options).run();
}

Renames effective(const Renames& renames, const Catalog& from) {
  Renames out;
  if (renames.empty()) return out;
  Catalog now = from;
  Renames waiting = in_order(renames);
  for (std::size_t begin = 0, end = 0; begin < waiting.size(); begin = end) {
    while (end < waiting.size() && place(waiting[end]) == place(waiting[begin])) ++end;
    std::vector<bool> done(end - begin);
    for (bool any = true; any;) {  // in `{ b was a, c was b }` the second makes room for the first
      any = false;
      for (std::size_t i = begin; i < end; ++i) {
        const Rename& rename = waiting[i];
        if (done[i - begin] || renames_again(out, rename) || !takes_effect(rename, now)) continue;
        (void)apply_change(change_for(rename), now);
        out.push_back(rename);
        done[i - begin] = any = true;
      }
    }
  }
  return out;
}

Catalog renamed(Catalog from, const Renames& renames) {
  for (const Rename& rename : effective(renames, from)) (void)apply_change(change_for(rename), from);
  from.canonicalise();
  return from;
}

}  // namespace schemac::diff
