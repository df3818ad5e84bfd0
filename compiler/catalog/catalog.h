// The Catalog: everything a schema declares or a database holds. A plain value: copied, compared and hashed whole.
// Objects of one kind stand in one flat list, in the order of their names, and are referred to by typed ids.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/ids.h"
#include "catalog/objects.h"

namespace schemac::catalog {

/// What tells two objects of one kind apart.
template <class T>
std::string key_of(const T& object) {
  return object.name.text();
}
inline std::string key_of(const Trigger& trigger) { return trigger.table.text() + "." + trigger.name.text(); }
inline std::string key_of(const Policy& policy) { return policy.table.text() + "." + policy.name.text(); }
/// MySQL and MariaDB let a function, a procedure and an event have one name.
inline std::string key_of(const Routine& routine) {
  return (routine.kind == "function" ? "" : routine.kind + " ") + routine.name.text() + "(" + routine.signature + ")";
}

template <class T>
class ObjectList {
 public:
  using ObjectId = Id<T>;

  auto begin() const { return objects_.begin(); }
  auto end() const { return objects_.end(); }
  std::size_t size() const { return objects_.size(); }
  bool empty() const { return objects_.empty(); }

  const T& operator[](ObjectId id) const { return objects_[id.value]; }
  /// For changing an object in place; its key must stay what it is.
  T& edit(ObjectId id) { return objects_[id.value]; }

  std::optional<ObjectId> id(const std::string& key) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return std::nullopt;
    return ObjectId{found->second};
  }
  const T* find(const std::string& key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &objects_[found->second];
  }
  T* find(const std::string& key) { return const_cast<T*>(std::as_const(*this).find(key)); }
  const T* find(const QName& name) const { return find(name.text()); }
  T* find(const QName& name) { return find(name.text()); }

  /// Adds an object; false, and nothing is added, where its key is taken.
  bool add(T object) {
    if (!by_key_.emplace(key_of(object), static_cast<std::uint32_t>(objects_.size())).second) return false;
    objects_.push_back(std::move(object));
    return true;
  }
  bool erase(const std::string& key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return false;
    objects_.erase(objects_.begin() + found->second);
    reindex();
    return true;
  }
  /// Replaces the object called `key`, which may bring another key.
  bool replace(const std::string& key, T object) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return false;
    objects_[found->second] = std::move(object);
    reindex();
    return true;
  }
  void sort() {
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < objects_.size(); ++i) order.emplace_back(key_of(objects_[i]), i);
    if (std::is_sorted(order.begin(), order.end())) return;
    std::sort(order.begin(), order.end());
    std::vector<T> sorted;
    sorted.reserve(objects_.size());
    for (const auto& [key, at] : order) sorted.push_back(std::move(objects_[at]));
    objects_ = std::move(sorted);
    reindex();
  }

  friend bool operator==(const ObjectList& a, const ObjectList& b) { return a.objects_ == b.objects_; }

 private:
  void reindex() {
    by_key_.clear();
    for (std::uint32_t i = 0; i < objects_.size(); ++i) by_key_.emplace(key_of(objects_[i]), i);
  }
  std::vector<T> objects_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
};

using TableId = ObjectList<Table>::ObjectId;

struct Catalog {
  ObjectList<Namespace> namespaces;
  ObjectList<Extension> extensions;
  ObjectList<Enum> enums;
  ObjectList<Table> tables;
  ObjectList<View> views;
  ObjectList<Routine> routines;
  ObjectList<Trigger> triggers;
  ObjectList<RawObject> raw_objects;
  ObjectList<Seed> seeds;
  ObjectList<Role> roles;
  ObjectList<Policy> policies;
  ObjectList<Api> apis;

  /// Brings every list, and every table's members, into canonical order. Whoever builds a catalog ends with this.
  void canonicalise();

  friend bool operator==(const Catalog&, const Catalog&) = default;
  static constexpr auto fields() {
    return std::tuple{field("namespaces", &Catalog::namespaces), field("extensions", &Catalog::extensions),
                      field("enums", &Catalog::enums),           field("tables", &Catalog::tables),
                      field("views", &Catalog::views),           field("routines", &Catalog::routines),
                      field("triggers", &Catalog::triggers),     field("raw_objects", &Catalog::raw_objects),
                      field("seeds", &Catalog::seeds),           field("roles", &Catalog::roles),
                      field("policies", &Catalog::policies),     field("apis", &Catalog::apis)};
  }
};

/// A declared rename (`was`): no part of the catalog, it says which old name an object of the new one goes by.
enum class RenameKind { table, column, enumeration, label, view, index, constraint };
struct Rename {
  RenameKind kind = RenameKind::table;
  QName object;             // the table, enum or view, by its new name
  std::string from;         // for a table, enum or view: its old full name; else the member's old name
  std::string to;           // the member's new name; empty for tables, enums and views
  std::string column = {};  // of a label: see RenameLabel
  friend bool operator==(const Rename&, const Rename&) = default;
};
using Renames = std::vector<Rename>;

}  // namespace schemac::catalog
