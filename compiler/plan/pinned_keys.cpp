#include "plan/pinned_keys.h"

#include <algorithm>

namespace schemac::plan {

using namespace catalog;
using dialect::TableAlteration;

namespace {

/// What a column must have in common with the one at the other end of a key, and what makes its table anew.
Column held(const Table& table, const Column& column) {
  Column out;
  out.type = column.type;
  out.nullable = column.nullable;
  out.identity = column.identity;
  out.generated = column.generated;
  out.collation = column.collation;
  for (const Option& option : table.options)
    if (option.name == "collate" && out.collation.empty()) out.collation = option.value;
  return out;
}

/// Columns that a key leads from or to, as they are and as they will be.
template <class Differ>
bool any_differs(const std::vector<std::string>& columns, const Table& before, const Table& after,
                 const Differ& differ) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const Column *old = before.find_column(name), *now = after.find_column(name);
    return !old || !now || differ(*old, *now);
  });
}
bool changes(const std::vector<std::string>& columns, const Table& before, const Table& after) {
  return any_differs(columns, before, after,
                     [&](const Column& old, const Column& now) { return !(held(before, old) == held(after, now)); });
}
/// Both ends change one after the other, and types that do not compare bear no key meanwhile.
bool changes_type(const std::vector<std::string>& columns, const Table& before, const Table& after) {
  return any_differs(columns, before, after,
                     [](const Column& old, const Column& now) { return !(old.type == now.type); });
}

bool same_columns(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

/// The key or index of these columns alone, by which the other table is looked up, is no longer what it was.
bool loses_key(const std::vector<std::string>& columns, const Table& before, const Table& after) {
  const auto is_primary = [&](const Table& table) {
    return table.primary_key && same_columns(table.primary_key->columns, columns);
  };
  if (is_primary(before)) return !is_primary(after) || before.primary_key->options != after.primary_key->options;
  const auto stays = [](const auto& list, const auto& key) {
    return std::find(list.begin(), list.end(), key) != list.end();
  };
  const auto is_key = [&](const Unique& key) { return same_columns(key.columns, columns); };
  const auto is_unique = [&](const Index& index) {
    std::vector<std::string> parts;
    for (const IndexPart& part : index.parts) parts.push_back(part.expr.text);
    return index.unique && same_columns(parts, columns);
  };
  const auto has_key = [&](const Table& table) {
    return std::any_of(table.uniques.begin(), table.uniques.end(), is_key) ||
           std::any_of(table.indexes.begin(), table.indexes.end(), is_unique);
  };
  if (!has_key(before)) return has_key(after);  // it goes meanwhile, with a column that is computed anew
  return std::any_of(before.uniques.begin(), before.uniques.end(),
                     [&](const Unique& key) { return is_key(key) && !stays(after.uniques, key); }) ||
         std::any_of(before.indexes.begin(), before.indexes.end(),
                     [&](const Index& index) { return is_unique(index) && !stays(after.indexes, index); });
}

/// A foreign key of PostgreSQL's holds no table to one that is less lasting, whichever of the two changes first
/// (sql-createtable.html, UNLOGGED).
bool is_unlogged(const Table& table) {
  return std::any_of(table.options.begin(), table.options.end(), [](const Option& o) { return o.name == "unlogged"; });
}

/// MySQL copies no table while a column of a key is renamed (ALGORITHM=COPY is not supported, error 1846); a rename
/// alone copies nothing.
bool renames_amid(const std::vector<std::string>& columns, const QName& table,
                  const std::vector<TableAlteration>& work) {
  const auto found = std::find_if(work.begin(), work.end(), [&](const auto& a) { return a.after.name == table; });
  if (found == work.end()) return false;
  const auto is_of_them = [&](const std::pair<std::string, std::string>& renamed) {
    return std::find(columns.begin(), columns.end(), renamed.second) != columns.end();
  };
  return std::any_of(found->renamed_columns.begin(), found->renamed_columns.end(), is_of_them) &&
         std::any_of(found->changes.begin(), found->changes.end(),
                     [](const Change& change) { return !std::holds_alternative<RenameColumn>(change); });
}

bool is_touched(const TableAlteration& alteration, const ForeignKey& key) {
  return std::any_of(alteration.changes.begin(), alteration.changes.end(), [&](const Change& change) {
    const auto* drop = std::get_if<DropMember<ForeignKey>>(&change);
    const auto* rename = std::get_if<RenameMember<ForeignKey>>(&change);
    return (drop && drop->member.name == key.name) || (rename && rename->before.name == key.name);
  });
}

}  // namespace

void free_pinned_keys(std::vector<TableAlteration>& work, const dialect::Both& both, bool columns_too,
                      const std::set<QName>& referred) {
  const Catalog &before = both.before, &after = both.after;
  for (const Table& table : before.tables) {
    const Table* now = after.tables.find(table.name);
    if (!now) continue;
    for (const ForeignKey& key : table.foreign_keys) {
      const Table *there = before.tables.find(key.table), *there_now = after.tables.find(key.table);
      const bool stays = std::find(now->foreign_keys.begin(), now->foreign_keys.end(), key) != now->foreign_keys.end();
      if (!stays || !there || !there_now) continue;
      const auto differs = columns_too ? changes : changes_type;
      const bool columns_change = differs(key.columns, table, *now) || differs(key.referenced, *there, *there_now);
      const bool renamed =
          columns_too && (renames_amid(key.columns, table.name, work) || renames_amid(key.referenced, key.table, work));
      const bool kind_changes =
          is_unlogged(table) != is_unlogged(*now) && is_unlogged(*there) != is_unlogged(*there_now);
      if (!columns_change && !renamed && !kind_changes && !referred.contains(key.table) &&
          !loses_key(key.referenced, *there, *there_now))
        continue;
      auto own =
          std::find_if(work.begin(), work.end(), [&](const TableAlteration& a) { return a.after.name == table.name; });
      if (own == work.end()) own = work.insert(own, {table, *now, {}, {}, table.name});
      if (is_touched(*own, key)) continue;
      own->changes.push_back(DropMember<ForeignKey>{table.name, key});
      own->changes.push_back(AddMember<ForeignKey>{table.name, key});
    }
  }
}

}  // namespace schemac::plan
