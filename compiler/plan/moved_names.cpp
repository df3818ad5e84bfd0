#include "plan/moved_names.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "catalog/members.h"

namespace schemac::plan {

using namespace catalog;
using dialect::TableAlteration;

namespace {

/// Names of indexes and keys are one to a schema together, those of checks among themselves.
enum class NameSpace { relation, check };

template <class M>
constexpr NameSpace kNameSpace = std::is_same_v<M, Check> ? NameSpace::check : NameSpace::relation;

class MovedNames {
 public:
  MovedNames(const ChangeSet& changes, const dialect::Dialect& dialect) : d_(dialect) {
    for (const Change& change : changes) std::visit([&](const auto& c) { take(c); }, change);
  }

  bool none() const { return takers_.empty() && constraints_.empty(); }

  /// The member goes from its table, and one of its name comes to another.
  template <class M>
  bool has(const QName& table, const M& member) const {
    if (!is_shared(static_cast<const M*>(nullptr)) || member.name.empty()) return false;
    const auto [first, last] = takers_.equal_range({kNameSpace<M>, table.schema, member.name});
    return std::any_of(first, last, [&](const auto& taker) { return taker.second != table; });
  }

  /// The member gets another name, and its old one is taken before or while it does.
  template <class M>
  bool has(const RenameMember<M>& c) const {
    if (c.before.name.empty() || c.before.name == c.after.name) return false;
    if (has(c.table, c.before)) return true;
    if (!d_.can_rename_constraint()) return false;  // else one name after the other is given, also in one table
    if (is_shared(static_cast<const M*>(nullptr)) && takers_.contains({kNameSpace<M>, c.table.schema, c.before.name}))
      return true;
    return !std::is_same_v<M, Index> && constraints_.contains({c.table, c.before.name});
  }

 private:
  bool is_shared(const Index*) const { return d_.index_names_are_shared(); }
  bool is_shared(const Check*) const { return d_.check_names_are_shared(); }
  bool is_shared(const Unique*) const { return d_.key_names_are_shared(); }
  bool is_shared(const PrimaryKey*) const { return d_.key_names_are_shared(); }
  bool is_shared(const ForeignKey*) const { return false; }  // they let go before everything else

  template <class M>
  void take(const QName& table, const M& member) {
    if (d_.can_rename_constraint() && !std::is_same_v<M, Index>) constraints_.emplace(table, member.name);
    if (is_shared(&member)) takers_.emplace(std::tuple(kNameSpace<M>, table.schema, member.name), table);
  }
  void take(const Create<Table>& c) {
    const Table& table = c.object;
    for (const Index& index : table.indexes) take(table.name, index);
    for (const Unique& key : table.uniques) take(table.name, key);
    for (const Check& check : table.checks) take(table.name, check);
    if (table.primary_key) take(table.name, *table.primary_key);
  }
  template <class M>
  void take(const AddMember<M>& c) {
    take(c.table, c.member);
  }
  template <class M>
  void take(const RenameMember<M>& c) {
    if (c.before.name != c.after.name) take(c.table, c.after);
  }
  template <class T>
  void take(const T&) {}

  const dialect::Dialect& d_;
  std::multimap<std::tuple<NameSpace, std::string, std::string>, QName> takers_;
  std::set<std::pair<QName, std::string>> constraints_;  // the constraints of one table share their names
};

/// Tables whose parents get keys, indexes or checks: a like one of their own would become a part of the parent's, which
/// no longer goes by itself (sql-createindex.html, ddl-inherit.html).
class Overtaken {
 public:
  Overtaken(const ChangeSet& changes, const Catalog& to, const dialect::Dialect& dialect) {
    for (const Change& change : changes) std::visit([&](const auto& c) { note(c); }, change);
    if (taking_[0].empty() && taking_[1].empty()) return;
    const auto has_any = [](const std::vector<QName>& tables, const std::set<QName>& among) {
      return std::any_of(tables.begin(), tables.end(), [&](const QName& table) { return among.contains(table); });
    };
    for (bool more = true; more;) {  // they hand them on
      more = false;
      for (const Table& table : to.tables)
        for (const NameSpace kind : {NameSpace::relation, NameSpace::check}) {
          const std::vector<QName> parents = dialect.has_columns_of(table);
          if (has_any(parents, taking_[at(kind)]) || has_any(parents, tables_[at(kind)]))
            more = tables_[at(kind)].insert(table.name).second || more;
        }
    }
  }

  bool none() const { return tables_[0].empty() && tables_[1].empty(); }
  /// Whether the member is of a kind that a parent of its table gets.
  template <class M>
  bool has(const QName& table, const M&) const {
    return !std::is_same_v<M, ForeignKey> && tables_[at(kNameSpace<M>)].contains(table);
  }

 private:
  static std::size_t at(NameSpace kind) { return static_cast<std::size_t>(kind); }
  template <class M>
  void note(const AddMember<M>& c) {
    if (!std::is_same_v<M, ForeignKey>) taking_[at(kNameSpace<M>)].insert(c.table);
  }
  template <class T>
  void note(const T&) {}

  std::array<std::set<QName>, 2> taking_, tables_;  // each by NameSpace
};

/// Parts the changes of one table: what frees names that move, and what is left to do then. A member that gets another
/// name goes by one of schemac's own meanwhile, or goes and comes back where the engine has no word for that.
class Parting {
 public:
  Parting(const MovedNames& moved, const Overtaken& overtaken, bool can_rename)
      : moved_(moved), overtaken_(overtaken), can_rename_(can_rename) {}

  std::vector<Change> freeing, rest;

  void operator()(const Change& change) {
    std::visit([&](const auto& c) { part(c); }, change);
  }

 private:
  template <class M>
  void part(const DropMember<M>& c) {
    (moved_.has(c.table, c.member) || overtaken_.has(c.table, c.member) ? freeing : rest).push_back(c);
  }
  template <class M>
  void part(const RenameMember<M>& c) {
    if (!moved_.has(c)) return rest.push_back(c);
    if (!can_rename_) {
      freeing.push_back(DropMember<M>{c.table, c.before});
      return rest.push_back(AddMember<M>{c.table, c.after});
    }
    M meanwhile = c.before;
    meanwhile.name = "_schemac_moved_" + std::to_string(count_++);
    freeing.push_back(RenameMember<M>{c.table, c.before, meanwhile});
    rest.push_back(RenameMember<M>{c.table, meanwhile, c.after});
  }
  template <class T>
  void part(const T& c) {
    rest.push_back(c);
  }

  const MovedNames& moved_;
  const Overtaken& overtaken_;
  const bool can_rename_;
  int count_ = 0;
};

/// What the table is once its names are free.
struct Freed {
  Table& table;
  void operator()(const DropMember<PrimaryKey>&) const { table.primary_key.reset(); }
  void operator()(const RenameMember<PrimaryKey>& c) const { table.primary_key = c.after; }
  template <class M>
  void operator()(const DropMember<M>& c) const {
    std::erase_if(members(table, c.member), [&](const M& m) { return m.name == c.member.name; });
  }
  template <class M>
  void operator()(const RenameMember<M>& c) const {
    auto& list = members(table, c.after);
    std::replace(list.begin(), list.end(), c.before, c.after);
  }
  template <class T>
  void operator()(const T&) const {}
};

/// What frees the names of one table, which is left as it is then.
TableAlteration freeing(Table& table, const QName& original, std::vector<Change> changes) {
  TableAlteration out{table, table, {}, std::move(changes), original};
  for (const Change& change : out.changes) std::visit(Freed{out.after}, change);
  table = out.after;
  return out;
}

template <class M>
void drops_of(const Table& table, const std::vector<M>& members, const MovedNames& moved, std::vector<Change>& out) {
  for (const M& member : members)
    if (moved.has(table.name, member)) out.push_back(DropMember<M>{table.name, member});
}

}  // namespace

std::vector<TableAlteration> free_moved_names(std::vector<TableAlteration>& work, std::vector<Table>& dropped,
                                              const ChangeSet& changes, const Catalog& to,
                                              const dialect::Dialect& dialect) {
  std::vector<TableAlteration> out;
  const MovedNames moved(changes, dialect);
  const Overtaken overtaken(changes, to, dialect);
  if (moved.none() && overtaken.none()) return out;
  Parting parting(moved, overtaken, dialect.can_rename_constraint());
  for (TableAlteration& alteration : work) {
    parting.freeing.clear();
    parting.rest.clear();
    std::for_each(alteration.changes.begin(), alteration.changes.end(), std::ref(parting));
    if (parting.freeing.empty()) continue;
    out.push_back(freeing(alteration.before, alteration.original, parting.freeing));
    alteration.changes = parting.rest;
  }
  std::erase_if(work, [](const TableAlteration& alteration) { return alteration.changes.empty(); });
  for (Table& table : dropped) {
    std::vector<Change> drops;
    drops_of(table, table.indexes, moved, drops);
    drops_of(table, table.uniques, moved, drops);
    drops_of(table, table.checks, moved, drops);
    if (table.primary_key && moved.has(table.name, *table.primary_key))
      drops.push_back(DropMember<PrimaryKey>{table.name, *table.primary_key});
    if (!drops.empty()) out.push_back(freeing(table, table.name, drops));
  }
  return out;
}

std::set<std::string> tables_of_passed_on_names(const ChangeSet& changes) {
  std::set<std::string> out;
  for (const Change& change : changes) {
    if (const auto* c = std::get_if<RenameTable>(&change); c && table_name_before(changes, c->from) != c->from)
      out.insert(c->from.name);
    const auto* column = std::get_if<RenameColumn>(&change);
    if (!column || column_name_before(changes, column->table, column->from) == column->from) continue;
    out.insert(column->table.name);
    out.insert(table_name_before(changes, column->table).name);
  }
  return out;
}

}  // namespace schemac::plan
