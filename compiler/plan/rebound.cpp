#include "plan/rebound.h"

#include <algorithm>
#include <set>

namespace schemac::plan {

using namespace catalog;
using dialect::TableAlteration;

namespace {

using Key = std::multiset<std::string>;

/// The columns of a key that goes, for a while or for good.
struct DroppedKey {
  std::vector<Key>& out;
  void operator()(const DropMember<PrimaryKey>& c) const { add(c.member.columns); }
  void operator()(const DropMember<Unique>& c) const { add(c.member.columns); }
  void operator()(const DropMember<Index>& c) const {
    std::vector<std::string> columns;
    for (const IndexPart& part : c.member.parts) columns.push_back(part.expr.text);
    if (c.member.unique) add(columns);
  }
  template <class T>
  void operator()(const T&) const {}

 private:
  void add(const std::vector<std::string>& columns) const { out.emplace_back(columns.begin(), columns.end()); }
};

bool refers_to(const ForeignKey& key, const TableAlteration& a) {
  if (!(key.table == a.after.name)) return false;
  std::vector<Key> dropped;
  for (const Change& change : a.changes) std::visit(DroppedKey{dropped}, change);
  return std::find(dropped.begin(), dropped.end(), Key(key.referenced.begin(), key.referenced.end())) != dropped.end();
}

}  // namespace

std::vector<TableAlteration> rebound(const Catalog& before, const Catalog& after,
                                     const std::vector<TableAlteration>& work) {
  std::vector<TableAlteration> out;
  for (const Table& table : after.tables) {
    const Table* old = before.tables.find(table.name);
    if (!old) continue;
    TableAlteration alteration{*old, table, {}, {}, table.name};
    for (const ForeignKey& key : table.foreign_keys) {
      const bool stays = std::find(old->foreign_keys.begin(), old->foreign_keys.end(), key) != old->foreign_keys.end();
      const auto lets_go = [&](const TableAlteration& a) { return refers_to(key, a); };
      if (!stays || std::none_of(work.begin(), work.end(), lets_go)) continue;
      alteration.changes.emplace_back(DropMember<ForeignKey>{table.name, key});
      alteration.changes.emplace_back(AddMember<ForeignKey>{table.name, key});
    }
    if (!alteration.changes.empty()) out.push_back(std::move(alteration));
  }
  return out;
}

}  // namespace schemac::plan
