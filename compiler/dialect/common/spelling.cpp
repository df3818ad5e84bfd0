#include "dialect/common/spelling.h"

#include <algorithm>
#include <optional>
#include <set>

namespace schemac::dialect {

using namespace catalog;

namespace {

template <class M>
const M* of_same_name(const M& member, const std::vector<M>& others) {
  for (const M& other : others)
    if (other.name == member.name) return &other;
  return nullptr;
}

class Alike {
 public:
  Alike(Table& from, const Table& to, const OneWay& one_way) : from_(from), to_(to), one_way_(one_way) {}

  void spell() {
    for (Option& option : from_.options)
      for (const Option& other : to_.options)
        if (option.dialect == other.dialect && option.name == other.name && one_way_.same_setting(option, other))
          option = other;
    for (Column& column : from_.columns)
      if (const Column* other = to_.find_column(column.name)) of_column(column, *other);
    for (Check& check : from_.checks)
      if (const Check* other = of_same_name(check, to_.checks)) condition(check.expr, other->expr);
    for (Index& index : from_.indexes)
      if (const Index* other = of_same_name(index, to_.indexes)) of_index(index, *other);
  }

 private:
  void of_column(Column& column, const Column& other) {
    if (gives_null(column) && gives_null(other)) column.default_value = other.default_value;
    if (column.default_value && other.default_value && !(column.default_value == other.default_value) &&
        default_of(column, from_) == default_of(other, to_))
      column.default_value = other.default_value;
    if (column.generated && other.generated) value(column.generated->expr, other.generated->expr);
  }
  Expr default_of(const Column& column, const Table& table) const {
    return one_way_.of_default(one_way_.of_value(*column.default_value, table), column);
  }
  /// Without a word, or by one.
  static bool gives_null(const Column& column) {
    return column.nullable && (!column.default_value || *column.default_value == expr::null());
  }
  void of_index(Index& index, const Index& other) {
    for (std::size_t i = 0; i < std::min(index.parts.size(), other.parts.size()); ++i)
      value(index.parts[i].expr, other.parts[i].expr);
    if (index.where && other.where) condition(*index.where, *other.where);
  }
  void value(Expr& e, const Expr& other) {
    if (!(e == other) && one_way_.same_sql(one_way_.of_value(e, from_), one_way_.of_value(other, to_))) e = other;
  }
  void condition(Expr& e, const Expr& other) {
    if (!(e == other) && one_way_.same_sql(one_way_.of_condition(e, from_), one_way_.of_condition(other, to_)))
      e = other;
  }

  Table& from_;
  const Table& to_;
  const OneWay& one_way_;
};

/// Whether two objects are made by the same statement.
bool same_text(const Routine& printed, const Routine& declared, const OneWay& one_way) {
  return printed.name == declared.name && printed.kind == declared.kind && printed.comment == declared.comment &&
         printed.options == declared.options &&
         one_way.same_statement(printed.definition.text, declared.definition.text);
}
bool same_text(const RawObject& printed, const RawObject& declared, const OneWay& one_way) {
  return one_way.same_statement(printed.create.text, declared.create.text);
}

const std::string& statement_of(const Routine& routine) { return routine.definition.text; }
const std::string& statement_of(const RawObject& object) { return object.create.text; }

/// The object of `from` that is `wanted`, if by another name: what is called by its statement goes by a name that
/// people type, too.
template <class T>
const T* made_alike(const catalog::ObjectList<T>& from, const catalog::ObjectList<T>& to, const T& wanted,
                    const OneWay& one_way) {
  if (const T* same = from.find(key_of(wanted))) return same_text(*same, wanted, one_way) ? same : nullptr;
  for (const T& each : from)
    if (!to.find(key_of(each)) && same_text(each, wanted, one_way)) return &each;
  return nullptr;
}

template <class T>
void spell_statements(catalog::ObjectList<T>& from, const catalog::ObjectList<T>& to, const OneWay& one_way) {
  for (const T& wanted : to)
    if (const T* same = made_alike(from, to, wanted, one_way); same && !(*same == wanted))
      from.replace(key_of(T(*same)), wanted);
}

/// An object of `from` that a declared statement makes, and that nothing in `to` stands for by itself.
template <class T>
std::optional<std::string> made_by(const std::string& statement, const catalog::ObjectList<T>& from,
                                   const catalog::ObjectList<T>& to, const std::set<std::string>& taken,
                                   const OneWay& one_way) {
  for (const T& each : from) {
    const std::string key = key_of(each);
    if (!to.find(key) && !taken.contains(key) && one_way.same_statement(statement_of(each), statement)) return key;
  }
  return {};
}

/// One declared object may be several statements, each of which makes what the engine shows as an object of its own.
void spell_several(Catalog& from, const Catalog& to, const OneWay& one_way) {
  for (const RawObject& wanted : to.raw_objects) {
    if (from.raw_objects.find(key_of(wanted))) continue;
    const std::vector<std::string> statements = one_way.statements_in(wanted.create.text);
    if (statements.size() < 2) continue;
    std::set<std::string> objects, routines;
    const bool all = std::all_of(statements.begin(), statements.end(), [&](const std::string& statement) {
      if (const auto key = made_by(statement, from.raw_objects, to.raw_objects, objects, one_way))
        return objects.insert(*key).second;
      const auto key = made_by(statement, from.routines, to.routines, routines, one_way);
      return key && routines.insert(*key).second;
    });
    if (!all) continue;
    for (const std::string& key : objects) from.raw_objects.erase(key);
    for (const std::string& key : routines) from.routines.erase(key);
    from.raw_objects.add(wanted);
    from.raw_objects.sort();
  }
}

}  // namespace

Catalog spelt_alike(Catalog from, const Catalog& to, const OneWay& one_way) {
  for (std::uint32_t i = 0; i < from.tables.size(); ++i) {
    const Table* other = to.tables.find(from.tables[{i}].name);
    if (other && !(from.tables[{i}] == *other)) Alike(from.tables.edit({i}), *other, one_way).spell();
  }
  for (std::uint32_t i = 0; i < from.views.size(); ++i) {
    const View* other = to.views.find(from.views[{i}].name);
    if (!other || from.views[{i}].query == other->query) continue;
    if (one_way.same_sql(one_way.of_query(from.views[{i}].query, from), one_way.of_query(other->query, to)))
      from.views.edit({i}).query = other->query;
  }
  for (std::uint32_t i = 0; i < from.triggers.size(); ++i) {
    const Trigger* other = to.triggers.find(key_of(from.triggers[{i}]));
    const Table *before = from.tables.find(from.triggers[{i}].table), *after = to.tables.find(from.triggers[{i}].table);
    if (!other || !before || !after || !from.triggers[{i}].when || !other->when) continue;
    if (one_way.same_sql(one_way.of_condition(*from.triggers[{i}].when, *before),
                         one_way.of_condition(*other->when, *after)))
      from.triggers.edit({i}).when = other->when;
  }
  spell_statements(from.routines, to.routines, one_way);
  spell_statements(from.raw_objects, to.raw_objects, one_way);
  spell_several(from, to, one_way);
  return from;
}

}  // namespace schemac::dialect
