#include "sema/objects.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "sema/settings.h"

namespace schemac::sema {

using catalog::RenameKind;

Objects::Objects(Analysis& analysis, Types& types, Expressions& expressions, Tables& tables)
    : analysis_(analysis), types_(types), expressions_(expressions), tables_(tables) {
  expressions_.set_relations([this](const ast::QualifiedName& name) { return require_relation(name); });
}

void Objects::twice(const std::string& name, diag::Span span) {
  analysis_.report(diag::make(diag::Code::SC2002, name).at(span));
}

void Objects::without_dialect(const catalog::Dialects& dialects, const std::string& what, diag::Span span) {
  if (dialects.empty()) return;
  analysis_.report(
      diag::make(diag::Code::SC2013, what, "a `for` block").at(span).with_help("it is the same for every dialect"));
}

// ── enums, namespaces, extensions

void Objects::enums() {
  for (const auto& [name, declared] : analysis_.symbols.enums) {
    const ast::Enum& node = *declared.node;
    catalog::Enum made;
    made.name = qname(node.name);
    if (node.naming.code) made.code_name = node.naming.code->text;
    made.comment = declared.declaration->doc.text;
    made.dialects = declared.dialects;
    analysis_.schema.origins[name] = node.name.span;
    if (node.naming.was)
      analysis_.renamed({RenameKind::enumeration, made.name, node.naming.was->str(), ""}, node.naming.was->span);
    std::set<std::string> seen;
    for (const ast::EnumLabel& label : node.labels) {
      if (!seen.insert(label.name.text).second) twice(label.name.text, label.name.span);
      made.labels.push_back({label.name.text, label.naming.code ? label.naming.code->text : "", label.doc.text});
      if (label.naming.was)
        analysis_.renamed({RenameKind::label, made.name, label.naming.was->str(), label.name.text},
                          label.naming.was->span);
    }
    if (made.labels.empty() && !declared.declaration->broken)
      analysis_.report(diag::make(diag::Code::SC2034, name).at(node.name.span));
    analysis_.schema.catalog.enums.add(std::move(made));
  }
}

void Objects::namespaces() {
  for (const auto& [name, declared] : analysis_.symbols.namespaces)
    analysis_.schema.catalog.namespaces.add({catalog::QName(name), declared.declaration->doc.text});
  const auto check = [&](const ast::QualifiedName& name) {
    if (name.parts.size() == 1 || analysis_.symbols.namespaces.contains(name.parts.front().text) ||
        analysis_.symbols.broken)
      return;
    if (name.parts.size() > 2) {
      analysis_.report(
          diag::make(diag::Code::SC2010, name.str()).at(name.span, "a name has at most a schema before it"));
      return;
    }
    const ast::Name& schema = name.parts.front();
    diag::Diagnostic d = diag::make(diag::Code::SC2010, schema.text).at(schema.span, "no schema of this name");
    suggest(d, schema.span, schema.text, keys(analysis_.symbols.namespaces));
    if (d.help.empty()) d.with_help(fmt::format("declare it: schema {}", schema.text));
    analysis_.report(std::move(d));
  };
  for (const auto& [name, declared] : analysis_.symbols.tables) check(declared.node->name);
  for (const auto& [name, declared] : analysis_.symbols.enums) check(declared.node->name);
  for (const auto& [name, declared] : analysis_.symbols.views) check(declared.node->name);
}

void Objects::extensions() {
  for (const Declared<ast::Extension>& declared : analysis_.symbols.extensions) {
    const ast::Extension& node = *declared.node;
    catalog::Extension made;
    made.name = {node.schema ? node.schema->text : "", node.name.text};
    made.version = node.version.value_or("");
    made.dialects = both({"postgres"}, declared.dialects);
    if (!analysis_.schema.catalog.extensions.add(std::move(made))) twice(node.name.text, node.name.span);
  }
}

void Objects::complete() {
  namespaces();
  extensions();
  for (const auto& [name, declared] : analysis_.symbols.views) view(name);
  for (const auto& [name, declared] : analysis_.symbols.roles)
    analysis_.schema.catalog.roles.add({catalog::QName(name), declared.declaration->doc.text});
  for (const auto& each : analysis_.symbols.triggers) trigger(each);
  for (const auto& each : analysis_.symbols.routines) routine(each);
  for (const auto& each : analysis_.symbols.raw_objects) raw_object(each);
  for (const auto& each : analysis_.symbols.seeds) seed(each);
  for (const auto& each : analysis_.symbols.policies) policy(each);
  for (const auto& each : analysis_.symbols.apis) api(each);
}

// ── views

const std::vector<catalog::Column>* Objects::relation(const ast::QualifiedName& name) {
  if (const catalog::Table* table = tables_.find(name.str())) return &table->columns;
  return view(name.str());
}

const std::vector<catalog::Column>* Objects::require_relation(const ast::QualifiedName& name) {
  if (const std::vector<catalog::Column>* found = relation(name)) return found;
  if (analysis_.symbols.broken || analysis_.symbols.views.contains(name.str())) return nullptr;
  diag::Diagnostic d = diag::make(diag::Code::SC2003, name.str()).at(name.span, "no table or view of this name");
  std::vector<std::string> candidates = keys(analysis_.symbols.tables);
  for (const std::string& each : keys(analysis_.symbols.views)) candidates.push_back(each);
  suggest(d, name.span, name.str(), candidates);
  analysis_.report(std::move(d));
  return nullptr;
}

// A view may read another: each is made when it is first asked for. Nullptr where its columns are not known.
const std::vector<catalog::Column>* Objects::view(const std::string& name) {
  auto& known = analysis_.schema.view_columns;
  if (const auto found = known.find(name); found != known.end()) return &found->second;
  const auto declared = analysis_.symbols.views.find(name);
  if (declared == analysis_.symbols.views.end() || broken_views_.contains(name)) return nullptr;
  const ast::View& node = *declared->second.node;
  if (!views_in_progress_.insert(name).second) {
    analysis_.report(diag::make(diag::Code::SC2011, fmt::format("view '{}'", name)).at(node.name.span));
    broken_views_.insert(name);
    return nullptr;
  }
  catalog::View made;
  made.name = qname(node.name);
  if (node.naming.code) made.code_name = node.naming.code->text;
  made.comment = declared->second.declaration->doc.text;
  made.dialects = declared->second.dialects;
  for (const ast::Name& column : node.columns) made.columns.push_back(column.text);
  add_settings(made.options, node.settings, made.dialects);
  analysis_.schema.origins[name] = node.name.span;
  if (node.naming.was)
    analysis_.renamed({RenameKind::view, made.name, node.naming.was->str(), ""}, node.naming.was->span);
  std::vector<catalog::Column> columns;
  const auto* query = std::get_if<ast::Select>(&node.query);
  made.query = query != nullptr ? expressions_.select(*query, nullptr, columns) : bodies(std::get<1>(node.query));
  for (std::size_t i = 0; i < columns.size() && i < made.columns.size(); ++i) columns[i].name = made.columns[i];
  views_in_progress_.erase(name);
  analysis_.schema.catalog.views.add(std::move(made));
  if (query == nullptr) broken_views_.insert(name);  // what raw SQL gives is not known
  if (broken_views_.contains(name)) return nullptr;
  for (catalog::Column& column : columns) {
    column.default_value.reset();
    column.identity.reset();
    column.generated.reset();
    column.on_update.reset();
  }
  return &known.emplace(name, std::move(columns)).first->second;
}

catalog::Expr Objects::bodies(const std::vector<ast::RawDefinition>& list, bool drop) const {
  catalog::Expr result = catalog::expr::node(catalog::ExprKind::by_dialect, "", {});
  for (const ast::RawDefinition& each : list)
    if (!drop || each.drop)
      result.args.push_back(catalog::expr::raw(each.dialect, std::string(text::trim(drop ? *each.drop : each.create))));
  return result;
}

}  // namespace schemac::sema
