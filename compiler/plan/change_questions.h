// What the planner asks about one change.
#pragma once

#include <algorithm>
#include <optional>

#include "dialect/dialect.h"

namespace schemac::plan {

/// The table whose own, whose columns' or whose members' change this is; nothing for other changes.
struct TableOf {
  using QName = catalog::QName;

  std::optional<QName> operator()(const catalog::Alter<catalog::Table>& c) const { return c.after.name; }
  std::optional<QName> operator()(const catalog::RenameColumn& c) const { return c.table; }
  std::optional<QName> operator()(const catalog::RenameLabel& c) const {
    return c.column.empty() ? std::nullopt : std::optional(c.object);
  }
  std::optional<QName> operator()(const catalog::AddColumn& c) const { return c.table; }
  std::optional<QName> operator()(const catalog::DropColumn& c) const { return c.table; }
  std::optional<QName> operator()(const catalog::AlterColumn& c) const { return c.table; }
  std::optional<QName> operator()(const catalog::ReorderColumns& c) const { return c.table; }
  template <class M>
  std::optional<QName> operator()(const catalog::AddMember<M>& c) const {
    return c.table;
  }
  template <class M>
  std::optional<QName> operator()(const catalog::DropMember<M>& c) const {
    return c.table;
  }
  template <class M>
  std::optional<QName> operator()(const catalog::RenameMember<M>& c) const {
    return c.table;
  }
  template <class T>
  std::optional<QName> operator()(const T&) const {
    return std::nullopt;
  }
};

inline bool is_rename(const catalog::Change& change) {
  return std::holds_alternative<catalog::RenameTable>(change) || std::holds_alternative<catalog::RenameEnum>(change) ||
         std::holds_alternative<catalog::RenameColumn>(change) || std::holds_alternative<catalog::RenameLabel>(change);
}

/// A column comes to be of another type, or is computed otherwise.
inline bool retypes(const catalog::Change& change) {
  const auto* altered = std::get_if<catalog::AlterColumn>(&change);
  return altered &&
         !(altered->before.type == altered->after.type && altered->before.generated == altered->after.generated);
}

/// Whether a table stays the part that it is of another one, or none.
inline bool is_same_part(const catalog::Alter<catalog::Table>& change) {
  return catalog::option_of(change.before.options, "partition_of") ==
             catalog::option_of(change.after.options, "partition_of") &&
         catalog::option_of(change.before.options, "partition") ==
             catalog::option_of(change.after.options, "partition");
}

/// Whether a table or a column gets another name.
inline bool renames_anything(const catalog::ChangeSet& changes) {
  return std::any_of(changes.begin(), changes.end(), [](const catalog::Change& change) {
    return std::holds_alternative<catalog::RenameTable>(change) ||
           std::holds_alternative<catalog::RenameColumn>(change);
  });
}

/// The name of the key, check or index that goes from its table.
inline std::string dropped_member(const catalog::Change& change) {
  return std::visit(
      [](const auto& c) -> std::string {
        if constexpr (requires { c.member.name; })
          return std::is_same_v<std::decay_t<decltype(c)>, catalog::DropMember<std::decay_t<decltype(c.member)>>>
                     ? c.member.name
                     : "";
        return "";
      },
      change);
}

/// "quiet" of `rule quiet on pages`: the second word of its name, or the last where a kind takes more than one word.
inline std::string subject_of(const catalog::RawObject& object) {
  std::string name = object.name.name;
  if (const auto on = name.find(" on "); on != name.npos) name.erase(on);
  if (const auto blank = name.rfind(' '); blank != name.npos) name.erase(0, blank + 1);
  if (const auto dot = name.rfind('.'); dot != name.npos) name.erase(0, dot + 1);
  std::erase(name, '"');
  return name;
}

/// Whether an object goes, or becomes another.
template <class T>
bool is_changed(const T& before, const catalog::ObjectList<T>& to) {
  const T* after = to.find(before.name);
  return !after || !(*after == before);
}

/// A raw object that only says something of others.
inline bool is_setting(dialect::RawKind kind) {
  return kind == dialect::RawKind::setting || kind == dialect::RawKind::owner;
}

}  // namespace schemac::plan
