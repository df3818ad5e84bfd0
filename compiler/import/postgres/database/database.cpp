#include "import/postgres/database/database.h"

#include <algorithm>

#include "base/text.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

constexpr std::size_t kMaxBytes = 63;  // NAMEDATALEN - 1

template <class Map>
std::optional<QName> found_in(const Map& map, const std::string& schema, const std::string& name,
                              const std::vector<std::string>& path) {
  if (!schema.empty()) {
    const QName wanted(Database::schema_of(schema), name);
    return map.contains(wanted) ? std::optional(wanted) : std::nullopt;
  }
  for (const std::string& each : path)
    if (map.contains(QName(each, name))) return QName(each, name);
  return std::nullopt;
}

template <class M>
bool any_named(const std::vector<M>& members, const std::string& name) {
  return std::any_of(members.begin(), members.end(), [&](const M& member) { return member.name == name; });
}

}  // namespace

std::string called(const QName& name) {
  return (name.schema.empty() ? "" : ident(name.schema) + ".") + ident(name.name);
}

std::string marks_as_names(std::string sql) {
  for (const char mark : {kOn, kMember, kPlain})
    sql = text::replace_all(std::move(sql), std::string(1, mark), text::quoted(std::string(1, mark), '"'));
  return sql;
}

std::string names_as_marks(std::string sql) {
  for (const char mark : {kOn, kMember, kPlain})
    sql = text::replace_all(std::move(sql), text::quoted(std::string(1, mark), '"'), std::string(1, mark));
  return sql;
}

std::set<QName> Database::enums() const {
  std::set<QName> out;
  for (const Enum& each : catalog.enums) out.insert(each.name);
  return out;
}

std::optional<QName> Database::find_relation(const std::string& schema, const std::string& name) const {
  if (schema.empty() && relations.contains({kTemporary, name})) return QName(kTemporary, name);
  return found_in(relations, schema, name, search_path);
}
std::optional<QName> Database::find_type(const std::string& schema, const std::string& name) const {
  return found_in(types, schema, name, search_path);
}
std::optional<QName> Database::find_program(const std::string& schema, const std::string& name) const {
  return found_in(programs, schema, name, search_path);
}

std::string Database::object_name(const std::string& first, const std::string& second, const std::string& label) {
  const std::size_t beside = (second.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  std::size_t a = first.size(), b = second.size();
  while (a + b + beside > kMaxBytes) (a > b ? a : b)--;
  std::string out(text::truncated(first, a));
  if (!second.empty()) out += "_" + std::string(text::truncated(second, b));
  return label.empty() ? out : out + "_" + label;
}

bool Database::is_constraint(const std::string& schema, const std::string& name) const {
  for (const Table& table : catalog.tables) {
    if (table.name.schema != schema) continue;
    if ((table.primary_key && table.primary_key->name == name) || any_named(table.uniques, name) ||
        any_named(table.foreign_keys, name) || any_named(table.checks, name))
      return true;
  }
  return std::any_of(raw.begin(), raw.end(), [&](const RawRecord& each) {
    return each.name == kExclusion && each.on.schema == schema && each.member == name;
  });
}

std::string Database::relation_name(const QName& of, const std::string& column, const std::string& label,
                                    bool constraint) const {
  for (int n = 0;; ++n) {
    std::string name = object_name(of.name, column, label + (n ? std::to_string(n) : ""));
    if (relations.contains({of.schema, name})) continue;
    if (!constraint || !is_constraint(of.schema, name)) return name;
  }
}

std::string Database::constraint_name(const QName& of, const std::string& columns, const std::string& label) const {
  for (int n = 0;; ++n) {
    std::string name = object_name(of.name, columns, label + (n ? std::to_string(n) : ""));
    if (!is_constraint(of.schema, name)) return name;
  }
}

std::string Database::joined(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) {
    if (!out.empty()) out += "_";
    out += column.substr(0, kMaxBytes);
    if (out.size() > kMaxBytes) break;
  }
  return out;
}

std::vector<Column> Database::all_columns(const QName& name) const {
  std::vector<Column> out;
  const auto add = [&](const std::vector<Column>& columns) {
    for (const Column& column : columns)
      if (std::none_of(out.begin(), out.end(), [&](const Column& c) { return c.name == column.name; }))
        out.push_back(column);
  };
  if (const auto found = inheritance.find(name); found != inheritance.end())
    for (const QName& parent : found->second.parents) add(all_columns(parent));
  if (const Table* own = table(name)) add(own->columns);
  return out;
}

const Column* Database::find_column(const QName& name, const std::string& column) const {
  const Table* own = table(name);
  if (const Column* found = own ? own->find_column(column) : nullptr) return found;
  if (const auto found = inheritance.find(name); found != inheritance.end())
    for (const QName& parent : found->second.parents)
      if (const Column* inherited = find_column(parent, column)) return inherited;
  return nullptr;
}

std::vector<QName> Database::heirs_of(const QName& parent) const {
  std::vector<QName> out;
  for (const auto& [name, each] : inheritance)
    if (std::find(each.parents.begin(), each.parents.end(), parent) != each.parents.end()) out.push_back(name);
  return out;
}

int Database::generation(const QName& name) const {
  int out = 0;
  if (const auto found = inheritance.find(name); found != inheritance.end())
    for (const QName& parent : found->second.parents) out = std::max(out, 1 + generation(parent));
  return out;
}

bool Database::inherits_check(const QName& name, const std::string& check) const {
  const auto found = inheritance.find(name);
  if (found == inheritance.end()) return false;
  return std::any_of(found->second.parents.begin(), found->second.parents.end(), [&](const QName& parent) {
    const Table* of = table(parent);
    return (of && any_named(of->checks, check)) || inherits_check(parent, check);
  });
}

void Database::add_raw(RawRecord record) {
  if (RawRecord* found = find_raw(record.name, record.on, record.member))
    *found = std::move(record);
  else
    raw.push_back(std::move(record));
}

RawRecord* Database::find_raw(const std::string& name, const QName& on, const std::string& member) {
  for (RawRecord& record : raw)
    if (record.name == name && record.on == on && record.member == member) return &record;
  return nullptr;
}

bool Database::erase_raw(const std::string& name, const QName& on, const std::string& member) {
  return std::erase_if(raw, [&](const RawRecord& record) {
           return record.name == name && record.on == on && record.member == member;
         }) > 0;
}

RawRecord* Database::exclusion(const QName& table, const std::string& name) {
  return find_raw(kExclusion, table, name);
}

}  // namespace schemac::import::postgres
