#include "dialect/common/naming.h"

#include <set>

#include "base/hash.h"
#include "base/text.h"

namespace schemac::dialect {

using namespace catalog;

namespace {

std::string_view suffix(MemberKind kind) {
  switch (kind) {
    case MemberKind::primary_key:
      return "pkey";
    case MemberKind::unique:
      return "key";
    case MemberKind::foreign_key:
      return "fkey";
    case MemberKind::check:
      return "check";
    case MemberKind::index:
      return "idx";
  }
  return "";
}

std::vector<std::string> columns_of(const Unique& key) { return key.columns; }
std::vector<std::string> columns_of(const ForeignKey& key) { return key.columns; }
std::vector<std::string> columns_of(const Check& check) { return expr::columns_of(check.expr); }
std::vector<std::string> columns_of(const Index& index) {
  std::vector<std::string> out;
  for (const IndexPart& part : index.parts) {
    const auto columns = expr::columns_of(part.expr);
    out.insert(out.end(), columns.begin(), columns.end());
  }
  return out;
}

template <class M>
void name_each(const Table& table, std::vector<M>& members, MemberKind kind, std::size_t max_bytes,
               std::set<std::string>& taken) {
  for (M& member : members) {
    if (!member.name.empty()) continue;
    const std::string base = conventional_name(table, columns_of(member), kind, max_bytes);
    std::string name = base;
    for (int n = 1; !taken.insert(name).second; ++n) name = fitted(base + std::to_string(n), max_bytes);
    member.name = name;
  }
}

template <class M>
void collect(const std::vector<M>& members, std::set<std::string>& taken) {
  for (const M& member : members)
    if (!member.name.empty()) taken.insert(member.name);
}

/// Those whose name comes back when all of them are named anew together.
template <class M>
void unname_each(std::vector<M>& members, const std::vector<M>& named_again) {
  for (std::size_t i = 0; i < members.size(); ++i)
    for (const M& other : named_again)
      if (other == members[i]) {
        members[i].name.clear();
        break;
      }
}

template <class M>
std::vector<M> nameless(std::vector<M> members) {
  for (M& member : members) member.name.clear();
  return members;
}

}  // namespace

std::string fitted(const std::string& name, std::size_t max_bytes) {
  if (name.size() <= max_bytes) return name;
  const std::string digest = sha256(name).substr(0, 8);
  return std::string(text::truncated(name, max_bytes - digest.size() - 1)) + "_" + digest;
}

std::string conventional_name(const Table& table, const std::vector<std::string>& columns, MemberKind kind,
                              std::size_t max_bytes) {
  std::string name = table.name.name;
  if (kind != MemberKind::primary_key)
    for (const std::string& column : columns) name += "_" + column;
  return fitted(name + "_" + std::string(suffix(kind)), max_bytes);
}

void name_members(Table& table, std::size_t max_bytes) {
  std::set<std::string> taken;
  if (table.primary_key && table.primary_key->name.empty())
    table.primary_key->name = conventional_name(table, table.primary_key->columns, MemberKind::primary_key, max_bytes);
  if (table.primary_key) taken.insert(table.primary_key->name);
  collect(table.uniques, taken);
  collect(table.foreign_keys, taken);
  collect(table.checks, taken);
  collect(table.indexes, taken);
  name_each(table, table.uniques, MemberKind::unique, max_bytes, taken);
  name_each(table, table.foreign_keys, MemberKind::foreign_key, max_bytes, taken);
  name_each(table, table.checks, MemberKind::check, max_bytes, taken);
  name_each(table, table.indexes, MemberKind::index, max_bytes, taken);
}

void unname_members(Table& table, std::size_t max_bytes) {
  Table again = table;
  if (again.primary_key) again.primary_key->name.clear();
  again.uniques = nameless(again.uniques);
  again.foreign_keys = nameless(again.foreign_keys);
  again.checks = nameless(again.checks);
  again.indexes = nameless(again.indexes);
  again.canonicalise();
  name_members(again, max_bytes);
  Table out = table;
  if (out.primary_key && *out.primary_key == *again.primary_key) out.primary_key->name.clear();
  unname_each(out.uniques, again.uniques);
  unname_each(out.foreign_keys, again.foreign_keys);
  unname_each(out.checks, again.checks);
  unname_each(out.indexes, again.indexes);
  // A name that is kept may be one that a nameless member would take: then every name is kept.
  Table check = out;
  check.canonicalise();
  name_members(check, max_bytes);
  check.canonicalise();
  Table original = table;
  original.canonicalise();
  if (check == original) table = std::move(out);
}

}  // namespace schemac::dialect
