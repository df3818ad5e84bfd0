#include "plan/moved_names.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

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

  bool none() const { return takers_.empty(); }

  /// The member goes from its table, and one of its name comes to another.
  template <class M>
  bool has(const QName& table, const M& member) const {
    if (!is_shared(static_cast<const M*>(nullptr)) || member.name.empty()) return false;
    const auto [first, last] = takers_.equal_range({kNameSpace<M>, table.schema, member.name});
    return std::any_of(first, last, [&](const auto& taker) { return taker.second != table; });
  }

 private:
  bool is_shared(const Index*) const { return d_.index_names_are_shared(); }
  bool is_shared(const Check*) const { return d_.check_names_are_shared(); }
  bool is_shared(const Unique*) const { return d_.key_names_are_shared(); }
  bool is_shared(const PrimaryKey*) const { return d_.key_names_are_shared(); }
  bool is_shared(const ForeignKey*) const { return false; }  // they let go before everything else

  template <class M>
  void take(const QName& table, const M& member) {
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
    take(c.table, c.after);
  }
  template <class T>
  void take(const T&) {}

  const dialect::Dialect& d_;
  std::multimap<std::tuple<NameSpace, std::string, std::string>, QName> takers_;
};

template <class M>
void erase_named(std::vector<M>& members, const std::string& name) {
  std::erase_if(members, [&](const M& m) { return m.name == name; });
}
void erase(Table& table, const Index& m) { erase_named(table.indexes, m.name); }
void erase(Table& table, const Unique& m) { erase_named(table.uniques, m.name); }
void erase(Table& table, const Check& m) { erase_named(table.checks, m.name); }
void erase(Table& table, const ForeignKey& m) { erase_named(table.foreign_keys, m.name); }
void erase(Table& table, const PrimaryKey&) { table.primary_key.reset(); }

struct IsMoved {
  const MovedNames& moved;
  template <class M>
  bool operator()(const DropMember<M>& c) const {
    return moved.has(c.table, c.member);
  }
  template <class T>
  bool operator()(const T&) const {
    return false;
  }
};

struct Erase {
  Table& from;
  template <class M>
  void operator()(const DropMember<M>& c) const {
    erase(from, c.member);
  }
  template <class T>
  void operator()(const T&) const {}
};

/// What frees the names of one table, which is left without the members that go.
TableAlteration freeing(Table& table, const QName& original, std::vector<Change> drops) {
  TableAlteration out{table, table, {}, std::move(drops), original};
  for (const Change& change : out.changes) std::visit(Erase{out.after}, change);
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
                                              const ChangeSet& changes, const dialect::Dialect& dialect) {
  std::vector<TableAlteration> out;
  const MovedNames moved(changes, dialect);
  if (moved.none()) return out;
  for (TableAlteration& alteration : work) {
    const auto stays = [&](const Change& change) { return !std::visit(IsMoved{moved}, change); };
    const auto moving = std::stable_partition(alteration.changes.begin(), alteration.changes.end(), stays);
    if (moving == alteration.changes.end()) continue;
    out.push_back(freeing(alteration.before, alteration.original, {moving, alteration.changes.end()}));
    alteration.changes.erase(moving, alteration.changes.end());
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

}  // namespace schemac::plan
