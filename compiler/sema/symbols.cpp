#include "sema/symbols.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace schemac::sema {

namespace {

class Collector {
 public:
  Collector(Symbols& symbols, diag::Diagnostics& diagnostics) : symbols_(symbols), diagnostics_(diagnostics) {}

  void add(const std::vector<ast::Declaration>& declarations, const catalog::Dialects& dialects) {
    for (const ast::Declaration& declaration : declarations) {
      symbols_.broken = symbols_.broken || declaration.broken;
      std::visit([&](const auto& node) { add(node, declaration, dialects); }, declaration.kind);
    }
  }

 private:
  using D = ast::Declaration;
  using Dialects = catalog::Dialects;

  void add(const ast::Import&, const D&, const Dialects&) {}
  void add(const ast::Namespace& it, const D& d, const Dialects& in) { named(symbols_.namespaces, it, it.name, d, in); }
  void add(const ast::Mixin& it, const D& d, const Dialects& in) { named(symbols_.mixins, it, it.name, d, in); }
  void add(const ast::Role& it, const D& d, const Dialects& in) { named(symbols_.roles, it, it.name, d, in); }
  void add(const ast::TypeAlias& it, const D& d, const Dialects& in) {
    if (!clashes(symbols_.enums, "type", it.name)) named(symbols_.types, it, it.name, d, in);
  }
  void add(const ast::Enum& it, const D& d, const Dialects& in) {
    if (!clashes(symbols_.types, "enum", it.name)) named(symbols_.enums, it, it.name, d, in);
  }
  void add(const ast::Table& it, const D& d, const Dialects& in) {
    if (!clashes(symbols_.views, "table", it.name)) named(symbols_.tables, it, it.name, d, in);
  }
  void add(const ast::View& it, const D& d, const Dialects& in) {
    if (!clashes(symbols_.tables, "view", it.name)) named(symbols_.views, it, it.name, d, in);
  }
  void add(const ast::Extension& it, const D& d, const Dialects& in) { symbols_.extensions.push_back({&it, &d, in}); }
  void add(const ast::Trigger& it, const D& d, const Dialects& in) { symbols_.triggers.push_back({&it, &d, in}); }
  void add(const ast::Routine& it, const D& d, const Dialects& in) { symbols_.routines.push_back({&it, &d, in}); }
  void add(const ast::RawObject& it, const D& d, const Dialects& in) { symbols_.raw_objects.push_back({&it, &d, in}); }
  void add(const ast::Seed& it, const D& d, const Dialects& in) { symbols_.seeds.push_back({&it, &d, in}); }
  void add(const ast::Policy& it, const D& d, const Dialects& in) { symbols_.policies.push_back({&it, &d, in}); }
  void add(const ast::Api& it, const D& d, const Dialects& in) { symbols_.apis.push_back({&it, &d, in}); }
  void add(const ast::DialectDeclarations& it, const D&, const Dialects& in) {
    add(it.declarations, both(in, dialect_names(it.dialects)));
  }

  static std::string text(const ast::Name& name) { return name.text; }
  static std::string text(const ast::QualifiedName& name) { return name.str(); }

  template <class Node, class Name>
  void named(Names<Node>& names, const Node& node, const Name& name, const D& declaration, const Dialects& dialects) {
    const auto [at, added] = names.emplace(text(name), Declared<Node>{&node, &declaration, dialects});
    if (!added) report(name.span, text(name), at->second.node->name.span);
  }

  template <class Node>
  bool clashes(const Names<Node>& others, std::string_view, const ast::QualifiedName& name) {
    const auto found = others.find(name.str());
    if (found == others.end()) return false;
    report(name.span, name.str(), found->second.node->name.span);
    return true;
  }

  void report(diag::Span again, const std::string& name, diag::Span first) {
    diagnostics_.push_back(diag::make(diag::Code::SC2002, name).at(again).at(first, "first declared here"));
  }

  Symbols& symbols_;
  diag::Diagnostics& diagnostics_;
};

}  // namespace

Symbols collect(const std::deque<ast::File>& files, diag::Diagnostics& diagnostics) {
  Symbols symbols;
  for (const ast::File& file : files) {
    symbols.broken = symbols.broken || file.broken;
    Collector(symbols, diagnostics).add(file.declarations, {});
  }
  return symbols;
}

catalog::QName qname(const ast::QualifiedName& name) {
  if (name.parts.size() == 1) return catalog::QName(name.parts.front().text);
  return {name.parts.front().text, name.last().text};
}

catalog::Dialects dialect_names(const std::vector<ast::DialectName>& dialects) {
  catalog::Dialects result;
  for (const ast::DialectName& each : dialects) result.emplace_back(to_string(each.id));
  std::sort(result.begin(), result.end());
  return result;
}

catalog::Dialects both(const catalog::Dialects& outer, const catalog::Dialects& inner) {
  if (outer.empty()) return inner;
  if (inner.empty()) return outer;
  catalog::Dialects result;
  std::set_intersection(outer.begin(), outer.end(), inner.begin(), inner.end(), std::back_inserter(result));
  return result;
}

void suggest(diag::Diagnostic& d, diag::Span place, const std::string& name,
             const std::vector<std::string>& candidates) {
  if (name.size() < 2) return;  // of one letter, anything is near
  std::string near = text::nearest(name, candidates);
  if (near.empty()) {
    const std::string lower = text::to_lower(name);
    const auto same = std::find_if(candidates.begin(), candidates.end(),
                                   [&](const std::string& each) { return text::to_lower(each) == lower; });
    if (same != candidates.end()) near = *same;
  }
  if (!near.empty()) d.with_help(fmt::format("write '{}'", near)).fix(place, near);
}

}  // namespace schemac::sema
