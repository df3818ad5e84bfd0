#include "store/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plan/order.h"

namespace schemac::store {

using namespace catalog;

namespace {

/// A table or another object, or a column of it, that goes, gets another name, or has another type.
struct Lost {
  QName object;
  std::string column = {};
  std::string text() const { return column.empty() ? object.text() : object.text() + "." + column; }
};

/// What reads other things: the columns that a key leads to, or a query, a body, a statement.
struct Reader {
  std::string name;
  std::vector<Lost> columns;
  Expr query = {};

  bool reads(const Lost& lost) const {
    for (const Lost& one : columns)
      if (one.object == lost.object && (lost.column.empty() || one.column == lost.column)) return true;
    if (!plan::mentions_any(query, {lost.object.name})) return false;
    const auto named = expr::columns_of(query);
    return lost.column.empty() || std::find(named.begin(), named.end(), lost.column) != named.end() ||
           (expr::has_raw(query) && plan::mentions_any(query, {lost.column, "*"}));
  }
};

/// What the changes of one branch lay hands on and take away, and what they make that counts on other things.
struct Reach {
  std::set<std::string> changed, indexes;
  std::vector<Lost> lost;
  std::vector<Reader> readers;
};

struct Collect {
  Reach& reach;

  template <class T>
  void operator()(const Create<T>& c) {
    touch(name(c.object));
    read(c.object);
  }
  template <class T>
  void operator()(const Drop<T>& c) {
    touch(name(c.object));
    if constexpr (requires { c.object.name.schema; }) reach.lost.push_back({c.object.name});
  }
  template <class T>
  void operator()(const Alter<T>& c) {
    touch(name(c.before));
    read(c.after);
  }
  void operator()(const RenameTable& c) { renamed(c.from, c.to); }
  void operator()(const RenameEnum& c) { renamed(c.from, c.to); }
  void operator()(const RenameLabel& c) { touch(c.object.text()); }
  void operator()(const RenameColumn& c) { column(c.table, c.from); }
  void operator()(const DropColumn& c) { column(c.table, c.column.name); }
  void operator()(const AlterColumn& c) {
    touch(c.table.text());
    if (!(c.before.type == c.after.type)) column(c.table, c.after.name);
  }
  void operator()(const AddMember<ForeignKey>& c) {
    touch(c.table.text());
    read(c.table, c.member);
  }
  void operator()(const AddMember<Index>& c) {
    touch(c.table.text());
    reach.indexes.insert(c.member.name);
  }
  template <class T>
  void operator()(const T& c) {
    touch(c.table.text());
  }

 private:
  template <class T>
  static std::string name(const T& object) {
    if constexpr (requires { object.table.text(); })
      return object.table.text();  // a trigger, a policy, seed rows: they change with their table
    else if constexpr (requires { object.name.text(); })
      return object.name.text();
    else
      return object.name;
  }
  void touch(const std::string& what) { reach.changed.insert(what); }
  void renamed(const QName& from, const QName& to) {
    touch(from.text());
    touch(to.text());
    reach.lost.push_back({from});
  }
  void column(const QName& table, const std::string& column) {
    touch(table.text());
    reach.lost.push_back({table, column});
  }

  template <class T>
  void read(const T&) {}
  void read(const Table& table) {
    for (const ForeignKey& key : table.foreign_keys) read(table.name, key);
    for (const Index& index : table.indexes) reach.indexes.insert(index.name);
  }
  void read(const QName& table, const ForeignKey& key) {
    Reader& reader = reach.readers.emplace_back(Reader{"a key of " + table.text(), {}});
    for (const std::string& column : key.referenced) reader.columns.push_back({key.table, column});
  }
  void read(const View& view) { reach.readers.push_back({"view " + view.name.text(), {}, view.query}); }
  void read(const Trigger& trigger) { reach.readers.push_back({"trigger " + trigger.name.text(), {}, trigger.body}); }
  void read(const Routine& routine) {
    reach.readers.push_back({routine.kind + " " + routine.name.text(), {}, routine.definition});
  }
  void read(const RawObject& object) { reach.readers.push_back({object.name.text(), {}, object.create}); }
};

std::set<std::string> ancestors(const Migrations& migrations, const Migration& head) {
  std::set<std::string> out{head.hash};
  for (auto m = migrations.all().rbegin(); m != migrations.all().rend(); ++m)
    if (out.contains(m->hash)) out.insert(m->parents.begin(), m->parents.end());
  return out;
}

Result<Reach> reach_of(const Migrations& migrations, const std::set<std::string>& of,
                       const std::set<std::string>& but) {
  Reach out;
  for (const Migration& migration : migrations.all()) {
    if (!of.contains(migration.hash) || but.contains(migration.hash)) continue;
    auto changes = migrations.changes(migration);
    if (!changes) return failure(std::move(changes.error()));
    for (const Change& change : *changes) std::visit(Collect{out}, change);
  }
  return out;
}

std::string first_common(const std::set<std::string>& a, const std::set<std::string>& b) {
  const auto found = std::find_if(a.begin(), a.end(), [&](const std::string& name) { return b.contains(name); });
  return found == a.end() ? "" : *found;
}

/// What the one takes away, and what of the other reads it; empty where there is nothing.
std::string read_and_lost(const Reach& reader, const Reach& loser, const std::string& branch_of_reader) {
  for (const Lost& lost : loser.lost)
    for (const Reader& one : reader.readers)
      if (one.reads(lost)) return fmt::format("{}, which {} of {} reads", lost.text(), one.name, branch_of_reader);
  return "";
}

Result<void> fit_together(const Migrations& migrations, const Migration& a, const Migration& b,
                          bool index_names_are_shared) {
  const auto of_a = ancestors(migrations, a), of_b = ancestors(migrations, b);
  auto left = reach_of(migrations, of_a, of_b);
  if (!left) return failure(std::move(left.error()));
  auto right = reach_of(migrations, of_b, of_a);
  if (!right) return failure(std::move(right.error()));
  left->indexes.erase("");  // one without a name has one of its table and columns
  std::string why;
  if (const auto both = first_common(left->changed, right->changed); !both.empty())
    why = fmt::format("it and '{}' both change {}", a.id, both);
  else if (const auto name = first_common(left->indexes, right->indexes); index_names_are_shared && !name.empty())
    why = fmt::format("it and '{}' both make an index {}", a.id, name);
  else if (const auto lost = read_and_lost(*right, *left, "it"); !lost.empty())
    why = fmt::format("'{}' drops, renames or changes {}", a.id, lost);
  else if (const auto gone = read_and_lost(*left, *right, fmt::format("'{}'", a.id)); !gone.empty())
    why = fmt::format("it drops, renames or changes {}", gone);
  if (why.empty()) return {};
  return failure(
      diag::make(diag::Code::SC7002, b.id, why)
          .with_help("plan one of the branches again on top of the other: roll it back where it was applied, "
                     "delete its folders, then run 'schemac repair --snapshot' and 'schemac plan'"));
}

}  // namespace

Result<Catalog> merged(const Migrations& migrations, bool index_names_are_shared) {
  const auto heads = migrations.heads();
  for (std::size_t i = 0; i < heads.size(); ++i)
    for (std::size_t j = i + 1; j < heads.size(); ++j)
      if (auto fit = fit_together(migrations, *heads[i], *heads[j], index_names_are_shared); !fit)
        return failure(std::move(fit.error()));
  return migrations.fold();
}

}  // namespace schemac::store
