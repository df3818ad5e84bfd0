// Finding the columns: mixins, types, references.
#include "sema/tables.h"

#include <fmt/core.h>

#include <algorithm>

#include "sema/load.h"

namespace schemac::sema {

namespace {

/// A partition, or an heir of another table: its columns are its parent's.
bool has_parent(const std::vector<ast::TableMember>& members) {
  return std::any_of(members.begin(), members.end(), [](const ast::TableMember& member) {
    if (const auto* block = std::get_if<ast::DialectMembers>(&member.kind)) return has_parent(block->members);
    const auto* option = std::get_if<ast::Option>(&member.kind);
    return option != nullptr && (option->key.text == "partition_of" || option->key.text == "inherits");
  });
}

}  // namespace

using catalog::Column;

Tables::Tables(Analysis& analysis, Types& types, Expressions& expressions)
    : analysis_(analysis), types_(types), expressions_(expressions) {
  types_.set_columns([this](const std::string& table, const ast::Name& column) { return column_of(table, column); });
}

const catalog::Table* Tables::find(const std::string& name) const { return analysis_.schema.catalog.tables.find(name); }

bool Tables::is_open(const std::string& name) const {
  const auto found = tables_.find(name);
  return found != tables_.end() && found->second.open;
}

void Tables::renamed(catalog::RenameKind kind, const TableInProgress& table, const ast::Node& old,
                     const std::string& from, const std::string& to) {
  analysis_.renamed({kind, table.table.name, from, to}, old.span);
}

void Tables::declare() {
  for (const auto& [name, declared] : analysis_.symbols.tables) {
    const ast::Table& node = *declared.node;
    TableInProgress& made = tables_[name];
    made.declared = &declared;
    made.open = declared.declaration->broken || has_parent(node.members);  // columns may stand elsewhere
    made.table.name = qname(node.name);
    if (node.naming.code) made.table.code_name = node.naming.code->text;
    made.table.comment = declared.declaration->doc.text;
    made.table.dialects = declared.dialects;
    analysis_.schema.origins[name] = node.name.span;
    if (node.naming.was) renamed(catalog::RenameKind::table, made, *node.naming.was, node.naming.was->str(), "");
    std::vector<const ast::Mixin*> within;
    expand(made, node.members, {}, within);
    if (made.table.columns.empty() && !made.open)
      analysis_.report_unless({DialectId::postgres}, diag::make(diag::Code::SC2019, name).at(node.name.span));
  }
  for (auto& [name, table] : tables_)
    for (std::size_t i = 0; i < table.table.columns.size(); ++i) resolve_column(table, i);
}

/// What is said above `for mysql { index … }` is said of what is in it, where that is one thing.
const std::vector<ast::TableMember>& Tables::documented(const ast::DialectMembers& block, const ast::Doc& doc) {
  if (doc.text.empty() || block.members.size() != 1 || !block.members[0].doc.text.empty()) return block.members;
  documented_.push_back(block.members);
  documented_.back()[0].doc = doc;
  return documented_.back();
}

void Tables::expand(TableInProgress& table, const std::vector<ast::TableMember>& members,
                    const catalog::Dialects& dialects, std::vector<const ast::Mixin*>& within) {
  for (const ast::TableMember& member : members) {
    if (std::holds_alternative<ast::Column>(member.kind)) {
      add_column(table, member, dialects);
    } else if (const auto* block = std::get_if<ast::DialectMembers>(&member.kind)) {
      expand(table, documented(*block, member.doc), both(dialects, dialect_names(block->dialects)), within);
    } else if (const auto* it = std::get_if<ast::UseMixin>(&member.kind)) {
      use(table, *it, dialects, within);
    } else {
      table.members.push_back({&member, dialects, SIZE_MAX});
    }
  }
}

void Tables::use(TableInProgress& table, const ast::UseMixin& use, const catalog::Dialects& dialects,
                 std::vector<const ast::Mixin*>& within) {
  const std::string name = use.mixin.str();
  const auto found = analysis_.symbols.mixins.find(name);
  if (found == analysis_.symbols.mixins.end()) {
    table.open = true;
    if (analysis_.symbols.broken) return;
    diag::Diagnostic d = diag::make(diag::Code::SC2006, name).at(use.mixin.span, "no mixin of this name");
    suggest(d, use.mixin.span, name, keys(analysis_.symbols.mixins));
    const std::string module = d.help.empty() ? module_declaring(analysis_.input, name) : "";
    if (!module.empty())
      d.with_help(fmt::format("write 'import {}' at the head of the file", module))
          .fix({use.mixin.span.source, 0, 0}, fmt::format("import {}\n", module));
    analysis_.report(std::move(d));
    return;
  }
  const ast::Mixin& mixin = *found->second.node;
  table.open = table.open || found->second.declaration->broken;
  if (std::find(within.begin(), within.end(), &mixin) != within.end()) {
    analysis_.report(diag::make(diag::Code::SC2011, fmt::format("mixin '{}'", name)).at(use.mixin.span));
    return;
  }
  within.push_back(&mixin);
  expand(table, mixin.members, both(dialects, found->second.dialects), within);
  within.pop_back();
}

void Tables::add_column(TableInProgress& table, const ast::TableMember& member, const catalog::Dialects& dialects) {
  const auto& node = std::get<ast::Column>(member.kind);
  if (const Column* first = table.table.find_column(node.name.text)) {
    const auto at = static_cast<std::size_t>(first - table.table.columns.data());
    diag::Diagnostic d = diag::make(diag::Code::SC2002, node.name.text).at(node.name.span);
    for (const Member& other : table.members)
      if (other.column == at) d.at(std::get<ast::Column>(other.node->kind).name.span, "first declared here");
    analysis_.report(std::move(d));
    return;
  }
  Column column;
  column.name = node.name.text;
  column.comment = member.doc.text;
  column.dialects = dialects;
  table.members.push_back({&member, dialects, table.table.columns.size()});
  table.table.columns.push_back(std::move(column));
  table.progress.push_back(Progress::none);
}

// ── types

// Columns may be typed by others, in any order; nullptr where the type is wrong, which was reported.
const Column* Tables::resolve_column(TableInProgress& table, std::size_t index) {
  Column& column = table.table.columns[index];
  if (table.progress[index] == Progress::done) return &column;
  if (table.progress[index] == Progress::failed) return nullptr;
  const auto member = std::find_if(table.members.begin(), table.members.end(),
                                   [&](const Member& each) { return each.column == index; });
  const auto& node = std::get<ast::Column>(member->node->kind);
  if (table.progress[index] == Progress::resolving) {
    analysis_.report(diag::make(diag::Code::SC2011, fmt::format("column '{}'", column.name)).at(node.type.span));
    return nullptr;
  }
  table.progress[index] = Progress::resolving;
  std::optional<ResolvedType> type = types_.resolve(node.type);
  table.progress[index] = type ? Progress::done : Progress::failed;
  if (!type) {
    column.type = {catalog::TypeKind::native, "", {}, {}, {}, 0, {}};  // fits anything, so that it is told once
    column.nullable = node.type.nullable;
    return nullptr;
  }
  column.type = type->type;
  column.nullable = type->nullable;
  column.collation = type->collation;
  if (!type->checks.empty() || type->default_value != nullptr || !type->table.empty())
    table.types[index] = std::move(*type);
  return &column;
}

const Column* Tables::column_of(const std::string& name, const ast::Name& column) {
  TableInProgress& table = tables_[name];
  const Column* found = table.table.find_column(column.text);
  if (found == nullptr) return require(table, column);
  return resolve_column(table, static_cast<std::size_t>(found - table.table.columns.data()));
}

diag::Diagnostic Tables::no_such_column(const TableInProgress& table, const ast::Name& name) const {
  diag::Diagnostic d = diag::make(diag::Code::SC2004, "'" + table.table.name.text() + "'", name.text)
                           .at(name.span, "no column of this name")
                           .at(table.declared->node->name.span, "the table is declared here");
  std::vector<std::string> candidates;
  for (const Column& column : table.table.columns) candidates.push_back(column.name);
  suggest(d, name.span, name.text, candidates);
  return d;
}

const Column* Tables::require(TableInProgress& table, const ast::Name& name) {
  if (const Column* found = table.table.find_column(name.text)) return found;
  if (!table.open) analysis_.report(no_such_column(table, name));
  return nullptr;
}

std::vector<std::string> Tables::require(TableInProgress& table, const std::vector<ast::Name>& names) {
  std::vector<std::string> result;
  for (const ast::Name& each : names)
    if (require(table, each) != nullptr || table.open) result.push_back(each.text);
  return result;
}

Scope Tables::scope(const TableInProgress& table, std::string place) const {
  Scope result;
  result.tables = {{table.table.name.name, &table.table.columns, false, table.open}};
  result.place = std::move(place);
  return result;
}

}  // namespace schemac::sema
