// Triggers, routines, seeds, policies and what is served.
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.h"
#include "sema/objects.h"
#include "sema/settings.h"

namespace schemac::sema {

const catalog::Table* Objects::require_table(const ast::QualifiedName& name) {
  if (const catalog::Table* table = tables_.find(name.str())) return table;
  if (analysis_.symbols.broken) return nullptr;
  diag::Diagnostic d = diag::make(diag::Code::SC2003, name.str()).at(name.span, "no table of this name");
  suggest(d, name.span, name.str(), keys(analysis_.symbols.tables));
  analysis_.report(std::move(d));
  return nullptr;
}

/// The name of a column, checked.
std::string Objects::member(const ast::Name& name, const ast::QualifiedName& table,
                            const std::vector<catalog::Column>& columns) {
  const auto same = [&](const catalog::Column& column) { return column.name == name.text; };
  if (std::any_of(columns.begin(), columns.end(), same) || analysis_.symbols.broken) return name.text;
  diag::Diagnostic d =
      diag::make(diag::Code::SC2004, "'" + table.str() + "'", name.text).at(name.span, "no column of this name");
  std::vector<std::string> candidates;
  for (const catalog::Column& column : columns) candidates.push_back(column.name);
  suggest(d, name.span, name.text, candidates);
  analysis_.report(std::move(d));
  return name.text;
}

void Objects::trigger(const Declared<ast::Trigger>& declared) {
  const ast::Trigger& node = *declared.node;
  constexpr std::string_view kTimings[] = {"before", "after", "instead of"};
  constexpr std::string_view kEvents[] = {"insert", "update", "delete", "truncate"};
  const std::vector<catalog::Column>* columns = require_relation(node.table);
  const bool open = tables_.is_open(node.table.str());
  catalog::Trigger made;
  made.name = node.name.text;
  made.table = qname(node.table);
  made.timing = kTimings[static_cast<std::size_t>(node.timing)];
  for (const ast::TriggerEvent& event : node.events) {
    std::string text(kEvents[static_cast<std::size_t>(event.kind)]);
    std::vector<std::string> names;
    for (const ast::Name& name : event.columns)
      names.push_back(columns == nullptr || open ? name.text : member(name, node.table, *columns));
    if (!names.empty()) text += " of " + text::join(names, ", ");
    made.events.push_back(std::move(text));
  }
  made.per_statement = node.level == ast::TriggerLevel::statement;
  if (node.when && columns != nullptr) {
    Scope scope;
    const auto on = [&](ast::TriggerEventKind kind) {
      return std::any_of(node.events.begin(), node.events.end(), [&](const auto& event) { return event.kind == kind; });
    };
    if (!on(ast::TriggerEventKind::delete_)) scope.tables.push_back({"new", columns, false, open});
    if (!on(ast::TriggerEventKind::insert)) scope.tables.push_back({"old", columns, false, open});
    scope.place = "when";
    scope.qualify = true;
    made.when = expressions_.condition(*node.when, scope).expr;
  }
  made.body = bodies(node.bodies);
  made.comment = declared.declaration->doc.text;
  made.dialects = declared.dialects;
  add_settings(made.options, node.settings, made.dialects);
  analysis_.schema.origins[node.table.str() + "." + node.name.text] = node.name.span;
  if (!analysis_.schema.catalog.triggers.add(std::move(made))) twice(node.name.text, node.name.span);
}

void Objects::routine(const Declared<ast::Routine>& declared) {
  const ast::Routine& node = *declared.node;
  catalog::Routine made;
  made.name = qname(node.name);
  constexpr std::string_view kKinds[] = {"function", "procedure", "event"};
  made.kind = kKinds[static_cast<std::size_t>(node.kind)];
  std::vector<std::string> types;
  for (const ast::TypeRef& each : node.parameters.value_or(std::vector<ast::TypeRef>{}))
    if (const auto type = types_.resolve(each)) types.push_back(spelled(type->type));
  made.signature = text::join(types, ", ");
  made.definition = bodies(node.bodies);
  made.comment = declared.declaration->doc.text;
  made.dialects = declared.dialects;
  add_settings(made.options, node.settings, made.dialects);
  analysis_.schema.origins.try_emplace(node.name.str(), node.name.span);
  if (!analysis_.schema.catalog.routines.add(std::move(made))) twice(node.name.str(), node.name.span);
}

void Objects::raw_object(const Declared<ast::RawObject>& declared) {
  const ast::RawObject& node = *declared.node;
  catalog::RawObject made;
  made.name = node.name.text;
  made.create = bodies(node.bodies);
  made.drop = bodies(node.bodies, true);
  made.dialects = declared.dialects;
  analysis_.schema.origins.try_emplace(node.name.text, node.name.span);
  if (!analysis_.schema.catalog.raw_objects.add(std::move(made))) twice(node.name.text, node.name.span);
}

// ── seeds

void Objects::seed(const Declared<ast::Seed>& declared) {
  const ast::Seed& node = *declared.node;
  without_dialect(declared.dialects, "a seed", node.table.span);
  const catalog::Table* table = require_table(node.table);
  if (table == nullptr) return;
  catalog::Seed made;
  made.name = table->name;
  for (const ast::Name& name : node.columns) made.columns.push_back(member(name, node.table, table->columns));
  for (const ast::Name& name : node.keys) {
    made.key.push_back(member(name, node.table, table->columns));
    if (std::find(made.columns.begin(), made.columns.end(), name.text) == made.columns.end())
      analysis_.report(
          diag::make(diag::Code::SC2027, name.text).at(name.span).with_help("add it to the columns of the rows"));
  }
  if (made.key.empty()) {
    if (table->primary_key) made.key = table->primary_key->columns;
    for (const std::string& name : made.key)
      if (std::find(made.columns.begin(), made.columns.end(), name) == made.columns.end())
        analysis_.report(diag::make(diag::Code::SC2027, name)
                             .at(node.table.span)
                             .with_help("say by which columns the rows are told apart: seed … by name"));
    if (made.key.empty()) analysis_.report(diag::make(diag::Code::SC2027, "primary key").at(node.table.span));
  }
  for (const ast::SeedRow& row : node.rows) {
    if (row.values.size() != node.columns.size()) {
      analysis_.report(diag::make(diag::Code::SC2035, row.values.size(), node.columns.size()).at(row.span));
      continue;
    }
    Scope scope;
    scope.place = "a seed";
    catalog::SeedRow values;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const catalog::Column* column = table->find_column(made.columns[i]);
      if (column == nullptr) continue;  // reported
      Typed value = expressions_.read_as(row.values[i], scope, column->type);
      if (value.expr.kind == catalog::ExprKind::null_ && !column->nullable)
        analysis_.report(diag::make(diag::Code::SC2020, "column '" + column->name + "'", spelled(column->type), "null")
                             .at(row.values[i].span));
      values.values.push_back(std::move(value.expr));
    }
    made.rows.push_back(std::move(values));
  }
  if (!analysis_.schema.catalog.seeds.add(std::move(made)))
    analysis_.report(diag::make(diag::Code::SC2002, "the seed of " + node.table.str()).at(node.table.span));
}

// ── rights

void Objects::role(const ast::Name& name, bool anyone) {
  if ((anyone && name.text == "anyone") || analysis_.symbols.roles.contains(name.text) || analysis_.symbols.broken)
    return;
  diag::Diagnostic d = diag::make(diag::Code::SC2007, name.text).at(name.span, "no role of this name");
  std::vector<std::string> candidates = keys(analysis_.symbols.roles);
  if (anyone) candidates.emplace_back("anyone");
  suggest(d, name.span, name.text, candidates);
  if (d.help.empty()) d.with_help(fmt::format("declare it: role {}", name.text));
  analysis_.report(std::move(d));
}

void Objects::policy(const Declared<ast::Policy>& declared) {
  const ast::Policy& node = *declared.node;
  constexpr std::string_view kCommands[] = {"all", "select", "insert", "update", "delete"};
  without_dialect(declared.dialects, "a policy", node.name.span);
  if (node.restrictive) analysis_.report(diag::make(diag::Code::SC2013, "restrictive", "a policy").at(node.name.span));
  const catalog::Table* table = require_table(node.table);
  if (table == nullptr) return;
  // who relies on a policy that nothing enforces shows rows to whomever asks
  analysis_.report(
      diag::make(diag::Code::SC3005, node.name.text)
          .at(node.name.span)
          .with_help(
              fmt::format("on PostgreSQL, write it in SQL, beside the table's row security: sql `policy {0} on {1}` {{ "
                          "postgres \"\"\"CREATE POLICY {0} ON {1} …\"\"\" }}; elsewhere the service itself must ask",
                          node.name.text, node.table.str())));
  catalog::Policy made;
  made.name = node.name.text;
  made.table = table->name;
  for (ast::PolicyCommand command : node.commands)
    if (command != ast::PolicyCommand::all) made.commands.emplace_back(kCommands[static_cast<std::size_t>(command)]);
  for (const ast::Name& name : node.roles) {
    role(name, false);
    made.roles.push_back(name.text);
  }
  // `auth.id`: who asks.
  catalog::Column id;
  id.name = "id";
  id.type = {catalog::TypeKind::native, "", {}, {}, {}, 0, {}};
  catalog::Column his_role = id;
  his_role.name = "role";
  his_role.type = catalog::portable("text");
  const std::vector<catalog::Column> auth = {id, his_role};
  Scope scope;
  scope.tables = {{table->name.name, &table->columns}};
  scope.place = "a policy";
  scope.queries = scope.qualify = true;
  Scope around;
  around.tables = {{"auth", &auth}};
  scope.outer = &around;
  if (node.visible) made.using_ = expressions_.condition(*node.visible, scope).expr;
  if (node.checked) made.check = expressions_.condition(*node.checked, scope).expr;
  if (!analysis_.schema.catalog.policies.add(std::move(made))) twice(node.name.text, node.name.span);
}

// ── what is served

namespace {

/// What the generated code calls the resource of a path: paths that differ in case or punctuation alone are one.
std::string resource_name(std::string_view path) {
  std::string name;
  for (const char c : path)
    if (c != '/' || !name.empty()) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return text::to_lower(name);
}

}  // namespace

void Objects::api(const Declared<ast::Api>& declared) {
  without_dialect(declared.dialects, "an api", declared.node->name.span);
  catalog::Api made;
  made.name = declared.node->name.text;
  std::set<std::string> paths;
  for (const ast::Expose& each : declared.node->exposures) {
    made.exposures.push_back(exposure(each));
    const std::string path = made.exposures.back().path.empty() ? each.target.last().text : made.exposures.back().path;
    if (paths.insert(resource_name(path)).second) continue;
    analysis_.report(diag::make(diag::Code::SC2002, path)
                         .at(each.code ? each.code->span : each.target.span)
                         .with_help("one path is one resource: `expose " + each.target.str() + " as another_path`"));
  }
  if (!analysis_.schema.catalog.apis.add(std::move(made))) twice(declared.node->name.text, declared.node->name.span);
}

catalog::Exposure Objects::exposure(const ast::Expose& expose) {
  catalog::Exposure result;
  result.object = qname(expose.target);
  if (expose.code) result.path = expose.code->text;
  const std::vector<catalog::Column>* columns = require_relation(expose.target);
  for (const ast::ExposeRule& each : expose.rules) rule(each, result, columns);
  return result;
}

void Objects::rule(const ast::ExposeRule& rule, catalog::Exposure& exposure,
                   const std::vector<catalog::Column>* columns) {
  static const std::vector<std::string> kOperations = {"read", "create", "update", "delete"};
  const auto reference = [](const ast::Expression& value) { return std::get_if<ast::Reference>(&value.kind); };
  if (rule.keys.size() == 1 && rule.keys.front().text == "fields") {
    for (const ast::Expression& value : rule.values) {
      const auto* name = reference(value);
      if (name == nullptr || name->name.parts.size() != 1) {
        analysis_.report(diag::make(diag::Code::SC2030, "fields", "names of columns").at(value.span));
      } else if (columns != nullptr) {
        exposure.columns.push_back(
            member(name->name.last(), ast::QualifiedName{{}, {{{}, exposure.object.text()}}}, *columns));
      }
    }
    return;
  }
  std::vector<std::string> operations;
  for (const ast::Name& key : rule.keys) {
    if (std::find(kOperations.begin(), kOperations.end(), key.text) != kOperations.end()) {
      operations.push_back(key.text);
      continue;
    }
    diag::Diagnostic d = diag::make(diag::Code::SC2036, key.text).at(key.span);
    std::vector<std::string> candidates = kOperations;
    candidates.emplace_back("fields");
    suggest(d, key.span, key.text, candidates);
    if (d.help.empty()) d.with_help("there are " + text::join(candidates, ", "));
    analysis_.report(std::move(d));
  }
  for (const ast::Expression& value : rule.values) {
    const auto* name = reference(value);
    if (name == nullptr || name->name.parts.size() != 1) {
      analysis_.report(diag::make(diag::Code::SC2030, text::join(operations, ", "), "roles, or anyone").at(value.span));
      continue;
    }
    role(name->name.last(), true);
    exposure.permissions.push_back({operations, name->name.last().text});
  }
}

}  // namespace schemac::sema
