#include "plan/order.h"

#include <functional>

namespace schemac::plan {

using namespace catalog;

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }

bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_word(text[at + word.size()]);
    if (starts && ends) return true;
  }
  return false;
}

}  // namespace

bool mentions_any(const Expr& query, const std::set<std::string>& names) {
  bool found = false;
  expr::walk(query, [&](const Expr& node) {
    if (found) return;
    if (node.kind == ExprKind::table) {
      const auto dot = node.text.rfind('.');
      found = names.contains(dot == node.text.npos ? node.text : node.text.substr(dot + 1));
    } else if (node.kind == ExprKind::raw) {
      for (const std::string& name : names) found |= has_word(node.text, name);
    }
  });
  return found;
}

std::vector<const View*> by_dependency(const ObjectList<View>& views) {
  std::vector<const View*> out;
  std::set<std::string> done, under_way;
  const std::function<void(const View&)> visit = [&](const View& view) {
    if (done.contains(view.name.text()) || !under_way.insert(view.name.text()).second) return;
    for (const View& other : views)
      if (&other != &view && mentions_any(view.query, {other.name.name})) visit(other);
    done.insert(view.name.text());
    out.push_back(&view);
  };
  for (const View& view : views) visit(view);
  return out;
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

}  // namespace schemac::plan
