#include "apply/own_work.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sql_scanner.h"
#include "base/text.h"
#include "catalog/members.h"
#include "dialect/dialects.h"
#include "engine/script.h"

namespace schemac::apply {

using namespace catalog;

namespace {

std::string unquoted(std::string_view piece) {
  if (piece.size() < 2) return std::string(piece);
  const std::string quote(1, piece.back());
  return text::replace_all(std::string(piece.substr(1, piece.size() - 2)), quote + quote, quote);
}

std::set<std::string> names_in(std::string_view sql, DialectId dialect) {
  std::set<std::string> out;
  for (std::size_t at = 0; at < sql.size();) {
    const ScannedPiece piece = scan_piece(dialect, sql, at);
    const std::string_view word = sql.substr(at, piece.end - at);
    if (piece.piece == Piece::word) out.insert(text::to_lower(word));
    if (piece.piece == Piece::quoted) out.insert(text::to_lower(unquoted(word)));
    at = piece.end;
  }
  return out;
}

template <class T>
const T* called(const std::vector<T>& list, const std::string& name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const T& one) { return one.name == name; });
  return found == list.end() ? nullptr : &*found;
}

/// One of the same name, or the same under a name that the server gave it.
template <class M>
bool has_like(const std::vector<M>& list, M member) {
  return std::any_of(list.begin(), list.end(), [&](const M& other) {
    if (text::to_lower(other.name) == text::to_lower(member.name)) return true;
    member.name = other.name;
    return other == member;
  });
}

class Own {
 public:
  Own(const Catalog& now, const Catalog& before, const OwnWork& work) : now_(now), before_(before), work_(work) {}

  Catalog found() {
    for_each_field<Catalog>(
        [&](auto f) { objects(now_.*f.member, before_.*f.member, work_.declared.*f.member, out_.*f.member); });
    out_.canonicalise();
    return std::move(out_);
  }

 private:
  template <class T>
  void objects(const ObjectList<T>& now, const ObjectList<T>& before, const ObjectList<T>& declared,
               ObjectList<T>& out) const {
    for (const T& object : now) {
      const T* old = before.find(key_of(object));
      if (old)
        out.add(work_.scripts.any(object.name.name) ? with_own_members(object, *old) : *old);
      else if (declared.find(key_of(object)) || is_of_edit(object.name.name))
        out.add(object);
    }
    for (const T& object : before)
      if (!now.find(key_of(object)) && !can_be_gone(object)) out.add(object);
  }

  template <class T>
  static const T& with_own_members(const T& object, const T&) {
    return object;
  }
  Table with_own_members(Table table, const Table& old) const {
    static const Table kNone;
    const Table* found = work_.declared.tables.find(table.name);
    const Table& declared = found ? *found : kNone;
    std::erase_if(table.columns, [&](const Column& column) {
      return !old.find_column(column.name) && !has_column(declared, column.name) &&
             !is_of_edit(table.name.name, column.name);
    });
    for (std::size_t at = 0; at < old.columns.size(); ++at)  // those that somebody else dropped
      if (const Column& column = old.columns[at]; !table.find_column(column.name) && !can_be_gone(table, column))
        table.columns.insert(table.columns.begin() + static_cast<long>(std::min(at, table.columns.size())), column);
    own_members(table, table.uniques, old.uniques, declared.uniques);
    own_members(table, table.foreign_keys, old.foreign_keys, declared.foreign_keys);
    own_members(table, table.checks, old.checks, declared.checks);
    own_members(table, table.indexes, old.indexes, declared.indexes);
    return table;
  }

  template <class M>
  void own_members(const Table& table, std::vector<M>& now, const std::vector<M>& before,
                   const std::vector<M>& declared) const {
    std::erase_if(now, [&](const M& member) {
      return !called(before, member.name) && !has_like(declared, member) && !is_of_edit(table.name.name, member.name);
    });
  }

  static bool has_column(const Table& table, const std::string& name) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const Column& column) { return text::to_lower(column.name) == text::to_lower(name); });
  }
  bool is_of_edit(const std::string& name) const { return work_.edited && work_.edited->any(name); }
  bool is_of_edit(const std::string& table, const std::string& name) const {
    return work_.edited && work_.edited->together(table, name);
  }

  /// Whether it is the migration that can have dropped it. What holds no rows is brought back whoever did.
  template <class T>
  static bool can_be_gone(const T&) {
    return true;
  }
  bool can_be_gone(const Table& table) const { return work_.scripts.any(table.name.name); }
  bool can_be_gone(const Table& table, const Column& column) const {
    return work_.scripts.together(table.name.name, column.name);
  }

  const Catalog& now_;
  const Catalog& before_;
  const OwnWork& work_;
  Catalog out_;
};

/// The first of `columns` that goes from a table that stays: it is of `own`, and was not there before.
const std::string* lost(const std::vector<std::string>& columns, const Table* own, const Table* before) {
  if (!own || !before) return nullptr;
  for (const std::string& column : columns)
    if (own->find_column(column) && !before->find_column(column)) return &column;
  return nullptr;
}

std::vector<std::string> columns_of(const Index& index) {
  std::vector<std::string> out = index.include;
  for (const IndexPart& part : index.parts)
    if (part.expr.kind == ExprKind::column) out.push_back(part.expr.text);
  return out;
}

}  // namespace

Mentions::Mentions(std::string_view script, DialectId dialect) {
  for (const engine::Statement& statement : engine::split_script(dialect, script))
    statements_.push_back(names_in(statement.text, dialect));
}

bool Mentions::any(const std::string& name) const { return together(name, name); }

bool Mentions::together(const std::string& a, const std::string& b) const {
  return std::any_of(
      statements_.begin(), statements_.end(),
      [a = text::to_lower(a), b = text::to_lower(b)](auto& names) { return names.contains(a) && names.contains(b); });
}

Result<OwnWork> OwnWork::of(const store::Migration& migration, const store::Migrations& migrations,
                            const std::set<std::string>& applied, DialectId id) {
  auto after = migrations.fold(applied);
  if (!after) return failure(std::move(after.error()));
  diag::Diagnostics problems;  // were told when it was planned
  const store::ScriptPair& scripts = migration.scripts.at(id);
  OwnWork out{dialect::get(id).lower(*after, problems), {scripts.up + "\n" + scripts.down, id}, std::nullopt};
  const auto planned = migration.as_planned.find(id);
  if (planned != migration.as_planned.end() && planned->second != store::checksum(migration, id))
    out.edited.emplace(scripts.up, id);
  return out;
}

Catalog without_others(const Catalog& now, const Catalog& before, const OwnWork& work) {
  return Own(now, before, work).found();
}

std::vector<std::string> in_the_way(const Catalog& now, const Catalog& own, const Catalog& before) {
  std::vector<std::string> out;
  for (const Table& table : now.tables) {
    const Table* ours = own.tables.find(table.name);
    const Table* old = before.tables.find(table.name);
    if (ours && !old) continue;  // goes as a whole
    const auto hold = [&](const std::string& name, const std::string& what) {
      out.push_back(fmt::format("'{}' of {} holds on to {}, which is to go", name, table.name.text(), what));
    };
    for (const ForeignKey& key : table.foreign_keys) {
      if (ours && called(ours->foreign_keys, key.name)) continue;
      const Table *parent = own.tables.find(key.table), *parent_before = before.tables.find(key.table);
      if (parent && !parent_before)
        hold(key.name, key.table.text());
      else if (const std::string* column = lost(key.referenced, parent, parent_before))
        hold(key.name, key.table.text() + "." + *column);
      else if (const std::string* own_column = lost(key.columns, ours, old))
        hold(key.name, table.name.text() + "." + *own_column);
    }
    if (!ours) continue;
    for (const Unique& key : table.uniques)
      if (const std::string* column = lost(key.columns, ours, old); column && !called(ours->uniques, key.name))
        hold(key.name, table.name.text() + "." + *column);
    for (const Index& index : table.indexes)
      if (const std::string* column = lost(columns_of(index), ours, old); column && !called(ours->indexes, index.name))
        hold(index.name, table.name.text() + "." + *column);
  }
  return out;
}

}  // namespace schemac::apply
