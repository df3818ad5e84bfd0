#include "import/table_groups.h"

#include <map>
#include <set>

#include "base/text.h"

namespace schemac::import {

using namespace catalog;

namespace {

constexpr const char* kTypes = "types";
constexpr const char* kTables = "tables";
constexpr const char* kViews = "views";
constexpr const char* kRoutines = "routines";
constexpr const char* kStatements = "statements";

/// A name that every file system takes; where two names come to the same, they share a file.
std::string file_name(const std::string& name) {
  std::string out = text::to_lower(name);
  for (char& c : out) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!plain) c = '_';
  }
  const std::set<std::string> taken = {kTypes, kTables, kViews, kRoutines, kStatements};
  return taken.contains(out) ? out + "_tables" : out;
}

/// What comes before the first underscore: "order" of "order_items".
std::string first_word(std::string_view name) { return text::to_lower(name.substr(0, name.find('_'))); }

/// "order" of "orders", so that it goes with "order_items".
std::string singular(std::string word) {
  if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
  return word;
}

/// How many bytes of each name say nothing, since every name begins with that word: 3 of "wp_posts", "wp_users".
std::size_t common_prefix(const std::vector<const Table*>& tables) {
  if (tables.size() < 2) return 0;
  const std::string prefix = tables.front()->name.name.substr(0, tables.front()->name.name.find('_') + 1);
  if (prefix.size() < 2 || prefix == tables.front()->name.name) return 0;
  for (const Table* table : tables)
    if (!table->name.name.starts_with(prefix) || table->name.name.size() == prefix.size()) return 0;
  return prefix.size();
}

/// The part of each table, by the table's key.
std::map<std::string, std::string> groups_of(const Catalog& catalog) {
  std::map<std::string, std::string> out;
  std::vector<const Table*> plain;
  for (const Table& table : catalog.tables)
    if (table.name.schema.empty())
      plain.push_back(&table);
    else
      out[key_of(table)] = file_name(table.name.schema);
  const std::size_t skipped = common_prefix(plain);
  std::map<std::string, std::vector<const Table*>> by_word;
  std::map<std::string, std::string> plural;  // or the word itself, where no name has its plural
  for (const Table* table : plain) {
    const std::string word = first_word(std::string_view(table->name.name).substr(skipped));
    by_word[singular(word)].push_back(table);
    plural[singular(word)] = std::max(plural[singular(word)], word);
  }
  for (const auto& [word, tables] : by_word)
    for (const Table* table : tables)
      out[key_of(*table)] = tables.size() > 1 && !word.empty() ? file_name(plural[word]) : kTables;
  return out;
}

class Parts {
 public:
  explicit Parts(const Catalog& whole) : whole_(whole), groups_(groups_of(whole)) {}

  std::vector<SchemaPart> take() {
    for (const Namespace& object : whole_.namespaces) part(kTypes).namespaces.add(object);
    for (const Extension& object : whole_.extensions) part(kTypes).extensions.add(object);
    for (const Enum& object : whole_.enums) part(kTypes).enums.add(object);
    for (const Routine& object : whole_.routines) part(kRoutines).routines.add(object);
    for (const RawObject& object : whole_.raw_objects) part(kStatements).raw_objects.add(object);
    for (const Table& table : whole_.tables) part(groups_.at(key_of(table))).tables.add(table);
    for (const View& object : whole_.views) part(kViews).views.add(object);
    for (const Trigger& trigger : whole_.triggers) {
      const auto table = groups_.find(trigger.table.text());
      part(table == groups_.end() ? kViews : table->second).triggers.add(trigger);
    }
    std::vector<SchemaPart> out;
    for (auto& [name, catalog] : parts_) {
      auto imports = imports_of(name, catalog);
      out.push_back({name, std::move(catalog), {imports.begin(), imports.end()}});
    }
    return out;
  }

 private:
  Catalog& part(const std::string& name) { return parts_[name]; }

  /// Any table may use a type, call a routine, or be of a type that only SQL can make; a view may read all of them.
  std::set<std::string> imports_of(const std::string& name, const Catalog& part) const {
    std::set<std::string> out;
    if (name == kTypes) return out;
    out.insert(kTypes);
    for (const Table& table : part.tables)
      for (const ForeignKey& key : table.foreign_keys)
        if (const auto found = groups_.find(key.table.text()); found != groups_.end()) out.insert(found->second);
    if (!part.tables.empty() || name == kViews) out.insert({kRoutines, kStatements});
    if (name == kViews)
      for (const auto& [table, group] : groups_) out.insert(group);
    out.erase(name);
    std::erase_if(out, [&](const std::string& other) { return !parts_.contains(other); });
    return out;
  }

  const Catalog& whole_;
  const std::map<std::string, std::string> groups_;
  std::map<std::string, Catalog> parts_;
};

}  // namespace

std::vector<SchemaPart> parts_of(const Catalog& catalog) { return Parts(catalog).take(); }

}  // namespace schemac::import
