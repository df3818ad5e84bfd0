#include "plan/order.h"

#include <algorithm>
#include <functional>

#include "plan/routine_words.h"

namespace schemac::plan {

using namespace catalog;

namespace {

bool is_needed_early(dialect::RawKind kind) {
  return kind == dialect::RawKind::type || kind == dialect::RawKind::prerequisite;
}

std::string last_part(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == name.npos ? name : name.substr(dot + 1);
}

/// `"My schema"."the ""type"""`, or `"My schema".type`: the name that stands last.
std::string last_quoted(const std::string& text) {
  std::size_t at = 0;
  for (;;) {
    std::string name;
    for (++at; at < text.size(); ++at) {
      if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
      if (text[at] == '"') ++at;
      name += text[at];
    }
    ++at;
    if (at >= text.size() || text[at] != '.') return name;
    ++at;
    if (text[at] != '"') return text.substr(at, text.find_first_of(" (", at) - at);
  }
}

/// The names that an expression speaks of: tables, routines, and every word of raw SQL.
std::set<std::string> names_in(const Expr& e) {
  std::set<std::string> out;
  expr::walk(e, [&](const Expr& node) {
    if (node.kind == ExprKind::table || node.kind == ExprKind::call) out.insert(last_part(node.text));
    if (node.kind == ExprKind::call && node.text.ends_with('"')) words_of(node.text, out);
    if (node.kind == ExprKind::binary || node.kind == ExprKind::unary) words_of(node.text, out);
    if (node.kind == ExprKind::raw || node.kind == ExprKind::collate) words_of(node.text, out);
    if (node.type) words_of(node.type->name.name, out);
    if (node.type && node.type->name.name.starts_with("reg") && node.args[0].kind == ExprKind::string)
      words_of(node.args[0].text, out);  // 'own'::regconfig
  });
  return out;
}

/// Items in their order, but each behind those whose names it speaks of.
template <class T>
std::vector<T> in_order(const std::vector<T>& items, const std::vector<std::string>& names,
                        const std::vector<std::set<std::string>>& spoken_of) {
  std::multimap<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!names[i].empty()) by_name.emplace(names[i], i);
  std::vector<T> out;
  std::vector<bool> under_way(items.size());
  const std::function<void(std::size_t)> visit = [&](std::size_t at) {
    if (under_way[at]) return;
    under_way[at] = true;
    for (const std::string& name : spoken_of[at])
      for (auto [other, end] = by_name.equal_range(name); other != end; ++other) visit(other->second);
    out.push_back(items[at]);
  };
  for (std::size_t i = 0; i < items.size(); ++i) visit(i);
  return out;
}

template <class T>
bool is_made(const Create<T>&) {
  return true;
}
template <class T>
bool is_made(const T&) {
  return false;
}

/// The names in whatever a table's columns and members compute, and in its columns' types.
std::set<std::string> names_in(const Table& table) {
  std::set<std::string> out;
  const auto add = [&](const Expr& e) { out.merge(names_in(e)); };
  for (const Column& column : table.columns) {
    words_of(column.type.name.name, out);
    if (column.default_value) add(*column.default_value);
    if (column.generated) add(column.generated->expr);
  }
  for (const Check& check : table.checks) add(check.expr);
  for (const Index& index : table.indexes) {
    for (const IndexPart& part : index.parts) {
      add(part.expr);
      words_of(part.opclass, out);
    }
    if (index.where) add(*index.where);
  }
  for (const Option& option : table.options)
    if (option.name == "partition_by") words_of(option.value, out);
  return out;
}

}  // namespace

std::string made_name(const RawObject& object) {
  const std::string& whole = object.name.name;
  if (const std::size_t on = whole.find(" on "), kind = whole.find(' '); on != whole.npos && kind < on)
    return whole.substr(kind + 1, on - kind - 1);  // "policy own on t" is not t
  const std::size_t open = whole.find('"');
  if (open != whole.npos) return last_quoted(whole.substr(open));
  std::string name = whole.substr(0, whole.find('('));  // an aggregate's arguments are no part
  if (const auto blank = name.rfind(' '); blank != name.npos) name = name.substr(blank + 1);
  return last_part(name);
}

bool mentions_any(const Expr& query, const std::set<std::string>& names) {
  const auto spoken_of = names_in(query);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return spoken_of.contains(name); });
}

bool speaks_of(const Table& table, const std::set<std::string>& names) {
  const auto spoken_of = names_in(table);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return spoken_of.contains(name); });
}

bool is_of_any(const Type& type, const std::set<std::string>& names) {
  std::set<std::string> words;
  words_of(type.name.name, words);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return words.contains(name); });
}

bool is_made_of(const Routine& routine, const std::set<std::string>& types, const std::set<std::string>& moving) {
  const RoutineWords words = words_of(routine);
  const auto any = [](const std::set<std::string>& names, const std::set<std::string>& among) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return among.contains(name); });
  };
  return any(types, words.types) || any(moving, words.parsed);
}

std::vector<Reader> readers(const Catalog& catalog, const dialect::Dialect& dialect) {
  std::vector<Reader> items;
  std::vector<std::string> names;
  std::vector<std::set<std::string>> spoken_of;
  if (dialect.views_pin_what_they_read())
    for (const Routine& routine : catalog.routines) {
      items.push_back({nullptr, nullptr, &routine});
      names.push_back(routine.name.name);
      RoutineWords words = words_of(routine);
      words.types.merge(words.parsed);
      spoken_of.push_back(std::move(words.types));
    }
  for (const View& view : catalog.views) {
    items.push_back({&view, nullptr, nullptr});
    names.push_back(view.name.name);
    spoken_of.push_back(names_in(view.query));
  }
  const auto add = [&](const RawObject& object, const std::string& name) {
    items.push_back({nullptr, &object, nullptr});
    names.push_back(name);
    spoken_of.push_back(names_in(object.create));
  };
  for (const RawObject& object : catalog.raw_objects)
    if (dialect.raw_kind(object) == dialect::RawKind::owner) add(object, "");
  for (const RawObject& object : catalog.raw_objects) {
    const dialect::RawKind kind = dialect.raw_kind(object);
    if (is_needed_early(kind) || kind == dialect::RawKind::owner) continue;
    add(object, kind == dialect::RawKind::setting ? "" : made_name(object));
  }
  std::vector<Reader> out = in_order(items, names, spoken_of);
  std::stable_partition(out.begin(), out.end(), [&](const Reader& r) { return !settles_new(r, dialect); });
  return out;
}

bool settles_new(const Reader& reader, const dialect::Dialect& dialect) {
  return reader.raw && dialect.raw_kind(*reader.raw) == dialect::RawKind::default_of_new;
}

std::vector<Need> needs(const Catalog& catalog, const dialect::Dialect& dialect) {
  std::vector<Need> items;
  std::vector<std::string> names;
  std::vector<std::set<std::string>> spoken_of;
  std::set<std::string> wanted;  // by tables and types
  for (const Table& table : catalog.tables) wanted.merge(names_in(table));
  for (const RawObject& object : catalog.raw_objects) {
    if (!is_needed_early(dialect.raw_kind(object))) continue;
    items.push_back({&object, nullptr});
    names.push_back(made_name(object));
    spoken_of.push_back(names_in(object.create));
    wanted.insert(spoken_of.back().begin(), spoken_of.back().end());
  }
  std::set<const Routine*> found;
  for (bool more = true; more;) {  // what a wanted one calls in its turn is wanted too
    more = false;
    for (const Routine& routine : catalog.routines) {
      if (!wanted.contains(routine.name.name) || !found.insert(&routine).second) continue;
      RoutineWords words = words_of(routine);
      wanted.insert(words.parsed.begin(), words.parsed.end());
      words.types.merge(words.parsed);
      items.push_back({nullptr, &routine});
      names.push_back(routine.name.name);
      spoken_of.push_back(std::move(words.types));
      more = true;
    }
  }
  return in_order(items, names, spoken_of);
}

std::vector<const Table*> makeable(const std::vector<const Table*>& tables) {
  std::vector<std::string> names;
  std::vector<std::set<std::string>> spoken_of;
  for (const Table* table : tables) {
    names.push_back(table->name.name);
    spoken_of.emplace_back();
    for (const Option& option : table->options) words_of(option.value, spoken_of.back());
    for (const Column& column : table->columns) words_of(column.type.name.name, spoken_of.back());
  }
  return in_order(tables, names, spoken_of);
}

std::vector<dialect::TableAlteration> makeable(const std::vector<dialect::TableAlteration>& work) {
  std::vector<const Table*> tables;
  std::map<const Table*, const dialect::TableAlteration*> of;
  for (const auto& alteration : work) {
    tables.push_back(&alteration.after);
    of.emplace(&alteration.after, &alteration);
  }
  std::vector<dialect::TableAlteration> out;
  for (const Table* table : makeable(tables)) out.push_back(*of.at(table));
  return out;
}

std::vector<const Routine*> by_dependency(const ObjectList<Routine>& routines) {
  std::vector<const Routine*> items;
  std::vector<std::string> names;
  std::vector<std::set<std::string>> spoken_of;
  for (const Routine& routine : routines) {
    items.push_back(&routine);
    names.push_back(routine.name.name);
    spoken_of.push_back(names_in(routine.definition));
  }
  return in_order(items, names, spoken_of);
}

std::vector<const Trigger*> by_order_of_firing(const ObjectList<Trigger>& triggers) {
  std::vector<const Trigger*> out;
  std::set<std::string> seen;
  const std::function<void(const Trigger&)> visit = [&](const Trigger& trigger) {
    if (!seen.insert(key_of(trigger)).second) return;
    for (const Option& option : trigger.options)
      if (option.name == "follows")
        if (const Trigger* earlier = triggers.find(trigger.table.text() + "." + option.value)) visit(*earlier);
    out.push_back(&trigger);
  };
  for (const Trigger& trigger : triggers) visit(trigger);
  return out;
}

std::vector<Trigger> with_followers(std::vector<Trigger> gone, const ObjectList<Trigger>& triggers) {
  std::set<std::string> keys;
  for (const Trigger& trigger : gone) keys.insert(key_of(trigger));
  for (const Trigger* trigger : by_order_of_firing(triggers))
    for (const Option& option : trigger->options)
      if (option.name == "follows" && keys.contains(trigger->table.text() + "." + option.value) &&
          keys.insert(key_of(*trigger)).second)
        gone.push_back(*trigger);
  return gone;
}

std::map<std::string, std::size_t> parents_first(const ObjectList<Table>& tables) {
  std::map<std::string, std::size_t> out;
  std::set<std::string> under_way;
  const std::function<void(const Table&)> visit = [&](const Table& table) {
    if (!under_way.insert(table.name.text()).second) return;
    for (const ForeignKey& key : table.foreign_keys)
      if (const Table* parent = tables.find(key.table)) visit(*parent);
    out.emplace(table.name.text(), out.size());
  };
  for (const Table& table : tables) visit(table);
  return out;
}

bool makes_anything(const ChangeSet& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const Change& change) { return std::visit([](const auto& c) { return is_made(c); }, change); });
}

}  // namespace schemac::plan
