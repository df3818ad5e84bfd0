// Keys, checks, indexes and options of tables.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "sema/settings.h"
#include "sema/tables.h"

namespace schemac::sema {

using catalog::RenameKind;

namespace {

std::string text_of(const std::optional<ast::Name>& name) { return name ? name->text : std::string(); }

bool has(const ast::ConstraintOptions& options, ast::ConstraintFlag flag) {
  return std::find(options.flags.begin(), options.flags.end(), flag) != options.flags.end();
}

catalog::ReferentialAction action(const std::optional<ast::ReferentialAction>& action) {
  return static_cast<catalog::ReferentialAction>(action.value_or(ast::ReferentialAction::no_action));
}

}  // namespace

// Types and columns first, for all tables: then keys, which references look for; then the rest.
void Tables::complete() {
  for (auto& [name, table] : tables_) complete(table);
  for (auto& [table, key] : foreign_keys_) {
    check_target(*table, key.first, key.second);
    table->table.foreign_keys.push_back(std::move(key.first));
  }
  for (auto& [name, table] : tables_) analysis_.schema.catalog.tables.add(std::move(table.table));
}

void Tables::complete(TableInProgress& table) {
  for (const Member& member : table.members) {
    if (member.column != SIZE_MAX) {
      complete_column(table, member);
    } else {
      complete_member(table, member);
    }
  }
  if (!table.table.primary_key) return;
  for (const Member& member : table.members) {
    if (member.column == SIZE_MAX) continue;
    const catalog::Column& column = table.table.columns[member.column];
    const auto& key = table.table.primary_key->columns;
    if (!column.nullable || std::find(key.begin(), key.end(), column.name) == key.end()) continue;
    const diag::Span type = std::get<ast::Column>(member.node->kind).type.span;
    diag::Diagnostic d = diag::make(diag::Code::SC2015, column.name).at(type);
    const bool asked = std::get<ast::Column>(member.node->kind).type.nullable;
    if (asked) d.with_help("leave the '?' out").fix({type.source, type.end - 1, type.end}, "");
    analysis_.report_unless({DialectId::sqlite}, std::move(d));
  }
}

void Tables::primary_key(TableInProgress& table, std::vector<std::string> columns, const std::string& name,
                         diag::Span span) {
  if (table.table.primary_key) {
    analysis_.report(diag::make(diag::Code::SC2028, table.table.name.text())
                         .at(span)
                         .with_help("a key of several columns is a line of its own: primary key (a, b)"));
    return;
  }
  table.table.primary_key = catalog::PrimaryKey{name, std::move(columns), {}};
}

std::vector<std::string> Tables::plain_keys(TableInProgress& table, const std::vector<ast::IndexKey>& keys) {
  std::vector<ast::Name> names;
  for (const ast::IndexKey& key : keys) {
    const auto* name = std::get_if<ast::Name>(&key.what);
    if (name == nullptr || key.prefix_length) {
      analysis_.report(diag::make(diag::Code::SC2013, "an expression or a part of a column", "a key")
                           .at(key.span)
                           .with_help("a unique index can have it"));
      continue;
    }
    names.push_back(*name);
  }
  return require(table, names);
}

void Tables::complete_member(TableInProgress& table, const Member& member) {
  const ast::TableMember& node = *member.node;
  const auto named = [&](const std::optional<ast::Name>& name, const std::optional<ast::Name>& was, RenameKind kind) {
    if (name) analysis_.schema.origins.try_emplace(table.table.name.text() + "." + name->text, name->span);
    if (name && was) renamed(kind, table, *was, was->text, name->text);
    if (was && !name) analysis_.report(diag::make(diag::Code::SC2013, "was", "a member without a name").at(was->span));
  };
  if (const auto* key = std::get_if<ast::PrimaryKey>(&node.kind)) {
    named(key->name, key->options.was, RenameKind::constraint);
    primary_key(table, plain_keys(table, key->keys), text_of(key->name), node.span);
    if (table.table.primary_key) {
      catalog::PrimaryKey& made = *table.table.primary_key;
      add_settings(made.options, key->options.settings, member.dialects);
      made.initially_deferred = has(key->options, ast::ConstraintFlag::initially_deferred);
      made.deferrable = made.initially_deferred || has(key->options, ast::ConstraintFlag::deferrable);
    }
    if (!key->options.include.empty() && table.table.primary_key)
      table.table.primary_key->options.push_back(
          {"postgres", "include", text::join(require(table, key->options.include), ", ")});
  } else if (const auto* unique = std::get_if<ast::UniqueKey>(&node.kind)) {
    named(unique->name, unique->options.was, RenameKind::constraint);
    catalog::Unique made;
    made.name = text_of(unique->name);
    made.columns = plain_keys(table, unique->keys);
    made.nulls_not_distinct = unique->nulls_equal;
    made.initially_deferred = has(unique->options, ast::ConstraintFlag::initially_deferred);
    made.deferrable = made.initially_deferred || has(unique->options, ast::ConstraintFlag::deferrable);
    if (!unique->options.include.empty())
      made.options.push_back({"postgres", "include", text::join(require(table, unique->options.include), ", ")});
    add_settings(made.options, unique->options.settings, member.dialects);
    made.comment = node.doc.text;
    made.dialects = member.dialects;
    table.table.uniques.push_back(std::move(made));
  } else if (const auto* foreign = std::get_if<ast::ForeignKey>(&node.kind)) {
    named(foreign->name, foreign->options.was, RenameKind::constraint);
    foreign_key(table, *foreign, member);
  } else if (const auto* check = std::get_if<ast::Check>(&node.kind)) {
    named(check->name, check->options.was, RenameKind::constraint);
    catalog::Check made;
    made.name = text_of(check->name);
    made.expr = expressions_.condition(check->condition, scope(table, "a check")).expr;
    made.not_valid = has(check->options, ast::ConstraintFlag::not_valid);
    made.not_enforced = has(check->options, ast::ConstraintFlag::not_enforced);
    made.no_inherit = has(check->options, ast::ConstraintFlag::no_inherit);
    add_settings(made.options, check->options.settings, member.dialects);
    made.comment = node.doc.text;
    made.dialects = member.dialects;
    table.table.checks.push_back(std::move(made));
  } else if (const auto* it = std::get_if<ast::Index>(&node.kind)) {
    named(it->name, it->was, RenameKind::index);
    index(table, *it, member);
  } else if (const auto* raw = std::get_if<ast::RawConstraint>(&node.kind)) {
    raw_constraint(table, *raw, member);
  } else if (const auto* setting = std::get_if<ast::Option>(&node.kind)) {
    option(table.table.options, *setting, member.dialects);
  }
}

void Tables::option(catalog::Options& options, const ast::Option& option, const catalog::Dialects& dialects) {
  if (dialects.empty()) {
    analysis_.report(diag::make(diag::Code::SC2026, "option '" + option.key.text + "'")
                         .at(option.span)
                         .with_help("put it into a block of its dialect: for mysql { … }"));
    return;
  }
  add_settings(options, {option}, dialects);
}

// ── foreign keys

// NO ACTION is what no action means; but MariaDB prints it where it was said.
void Tables::say_no_action(catalog::ForeignKey& key, const char* event) {
  key.options.push_back({std::string(to_string(DialectId::mariadb)), event, "no action"});
}

/// SQLite looks for what a key refers to when a row comes.
void Tables::refer_to(const TableInProgress& target, const std::vector<ast::Name>& columns) const {
  for (const ast::Name& name : columns)
    if (!target.open && !target.table.find_column(name.text))
      analysis_.report_unless({DialectId::sqlite}, no_such_column(target, name));
}

void Tables::foreign_key(TableInProgress& table, const ast::ForeignKey& it, const Member& member) {
  const std::string target = it.target.str();
  const bool known = tables_.contains(target);
  if (!known) {
    if (analysis_.symbols.broken) return;
    diag::Diagnostic d = diag::make(diag::Code::SC2003, target).at(it.target.span, "no table of this name");
    suggest(d, it.target.span, target, keys(analysis_.symbols.tables));
    analysis_.report_unless({DialectId::sqlite}, std::move(d));  // which looks for it when a row comes
  }
  catalog::ForeignKey key;
  key.name = text_of(it.name);
  key.columns = require(table, it.columns);
  key.table = qname(it.target);
  for (const ast::Name& name : it.referred) key.referenced.push_back(name.text);
  if (known) refer_to(tables_.at(target), it.referred);
  if (key.columns.size() != it.columns.size()) return;  // reported
  key.on_delete = action(it.on_delete);
  key.on_update = action(it.on_update);
  if (it.on_delete == ast::ReferentialAction::no_action) say_no_action(key, "on_delete");
  if (it.on_update == ast::ReferentialAction::no_action) say_no_action(key, "on_update");
  key.set_columns = require(table, it.on_delete_columns);
  if (has(it.options, ast::ConstraintFlag::match_full)) key.match = "full";
  key.initially_deferred = has(it.options, ast::ConstraintFlag::initially_deferred);
  key.deferrable = key.initially_deferred || has(it.options, ast::ConstraintFlag::deferrable);
  key.not_valid = has(it.options, ast::ConstraintFlag::not_valid);
  key.comment = member.node->doc.text;
  key.dialects = member.dialects;
  if (key.on_delete == catalog::ReferentialAction::set_null || key.on_update == catalog::ReferentialAction::set_null)
    for (const ast::Name& name : it.columns) {
      const catalog::Column* column = table.table.find_column(name.text);
      const bool spared = !key.set_columns.empty() &&
                          std::find(key.set_columns.begin(), key.set_columns.end(), name.text) == key.set_columns.end();
      if (column != nullptr && !column->nullable && !spared)
        analysis_.report_unless(
            {DialectId::sqlite, DialectId::postgres},
            diag::make(diag::Code::SC2029, name.text).at(name.span).with_help("write '?' after its type"));
    }
  foreign_keys_.push_back({&table, {std::move(key), it.target.span}});
}

bool Tables::is_key(const catalog::Table& table, const std::vector<std::string>& columns) const {
  const std::set<std::string> wanted(columns.begin(), columns.end());
  const auto same = [&](const std::vector<std::string>& key) {
    return std::set<std::string>(key.begin(), key.end()) == wanted;
  };
  if (table.primary_key && same(table.primary_key->columns)) return true;
  if (std::any_of(table.uniques.begin(), table.uniques.end(), [&](const auto& key) { return same(key.columns); }))
    return true;
  return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const catalog::Index& index) {
    std::vector<std::string> plain;
    for (const catalog::IndexPart& part : index.parts)
      if (part.expr.kind == catalog::ExprKind::column) plain.push_back(part.expr.text);
    return index.unique && !index.where && plain.size() == index.parts.size() && same(plain);
  });
}

namespace {

/// Whether PostgreSQL looks values of the one type up in a key of the other: it compares whole numbers of any size, and
/// days with instants, and widens a number to that of the key.
bool postgres_compares(const catalog::Type& from, const catalog::Type& key) {
  const Family a = family(from), b = family(key);
  const auto is_instant = [](Family f) { return f == Family::date || f == Family::timestamp; };
  if (is_instant(a) && is_instant(b)) return true;
  const auto width = [](Family f) {
    return f == Family::integer ? 1 : f == Family::decimal ? 2 : f == Family::real ? 3 : 0;
  };
  return width(a) > 0 && width(b) >= width(a);
}

}  // namespace

void Tables::check_target(TableInProgress& table, const catalog::ForeignKey& key, diag::Span span) {
  const auto found = tables_.find(key.table.text());
  if (found == tables_.end() || found->second.open) return;
  const TableInProgress& target = found->second;
  std::vector<std::string> referenced = key.referenced;
  if (referenced.empty() && target.table.primary_key) referenced = target.table.primary_key->columns;
  const auto is_there = [&](const std::string& name) { return target.table.find_column(name) != nullptr; };
  if (!std::all_of(referenced.begin(), referenced.end(), is_there)) return;  // reported
  const std::string columns = text::join(referenced, ", ");
  if (referenced.empty() || !is_key(target.table, referenced)) {
    analysis_.report_unless({DialectId::sqlite, DialectId::mysql, DialectId::mariadb},
                            diag::make(diag::Code::SC2016, key.table.text(), columns)
                                .at(span)
                                .at(target.declared->node->name.span, "the table is declared here")
                                .with_help("only a primary key or what is unique can be referred to"));
    return;
  }
  if (referenced.size() != key.columns.size()) {
    analysis_.report_unless({DialectId::sqlite},
                            diag::make(diag::Code::SC2018, key.columns.size(), referenced.size()).at(span));
    return;
  }
  for (std::size_t i = 0; i < referenced.size(); ++i) {
    const catalog::Column* from = table.table.find_column(key.columns[i]);
    const catalog::Column* to = target.table.find_column(referenced[i]);
    if (from == nullptr || to == nullptr) continue;
    catalog::Type a = from->type;
    catalog::Type b = to->type;
    a.alias = b.alias = "";
    const bool texts = family(a) == Family::text && family(b) == Family::text;
    const bool unsure = family(a) == Family::any || family(b) == Family::any;
    if (a == b || texts || unsure) continue;
    std::vector<DialectId> taken_by{DialectId::sqlite};
    if (postgres_compares(a, b)) taken_by.push_back(DialectId::postgres);
    analysis_.report_unless(
        taken_by,
        diag::make(diag::Code::SC2017, key.columns[i], spelled(a), key.table.text() + "." + referenced[i], spelled(b))
            .at(span)
            .with_help(fmt::format("write {} : {}.{}", key.columns[i], key.table.text(), referenced[i])));
  }
}

// ── indexes

catalog::IndexPart Tables::part(TableInProgress& table, const ast::IndexKey& key) {
  catalog::IndexPart result;
  if (const auto* name = std::get_if<ast::Name>(&key.what)) {
    require(table, *name);
    result.expr = catalog::expr::column(name->text);
  } else {
    Scope row = scope(table, "an index");
    row.stable = true;
    result.expr = expressions_.read(std::get<ast::Expression>(key.what), row).expr;
  }
  if (key.prefix_length) result.prefix = std::to_string(*key.prefix_length);
  if (key.collation) result.collation = key.collation->str();
  if (key.operator_class) result.opclass = key.operator_class->text;
  result.descending = key.direction == ast::Direction::descending;
  if (key.nulls != ast::NullsOrder::unsaid) result.nulls = key.nulls == ast::NullsOrder::first ? "first" : "last";
  return result;
}

void Tables::index(TableInProgress& table, const ast::Index& it, const Member& member) {
  catalog::Index made;
  made.name = text_of(it.name);
  made.unique = it.kind == ast::IndexKind::unique;
  if (it.kind == ast::IndexKind::fulltext) made.kind = "fulltext";
  if (it.kind == ast::IndexKind::spatial) made.kind = "spatial";
  made.method = text::to_lower(text_of(it.method));
  for (const ast::IndexKey& key : it.keys) made.parts.push_back(part(table, key));
  made.include = require(table, it.include);
  Scope row = scope(table, "an index");
  row.stable = true;
  if (it.where) made.where = expressions_.condition(*it.where, row).expr;
  made.nulls_not_distinct = it.nulls_equal;
  const catalog::Dialects owners = member.dialects.empty() ? catalog::Dialects{"postgres"} : member.dialects;
  for (const ast::Option& setting : it.settings)
    if (setting.key.text == "invisible")
      made.invisible = setting_text(setting) == "true";
    else
      option(made.options, setting, owners);
  made.comment = member.node->doc.text;
  made.dialects = member.dialects;
  table.table.indexes.push_back(std::move(made));
}

// A constraint that only SQL can say is made and removed beside its table.
void Tables::raw_constraint(TableInProgress& table, const ast::RawConstraint& it, const Member& member) {
  catalog::RawObject made;
  made.name = {table.table.name.text(), it.name.text};
  made.create = made.drop = catalog::expr::node(catalog::ExprKind::by_dialect, "", {});
  made.dialects = member.dialects;
  for (const ast::DialectRaw& each : it.alternatives) {
    if (each.dialect == DialectId::sqlite) {
      analysis_.report(diag::make(diag::Code::SC2013, "a raw constraint", "SQLite")
                           .at(each.span)
                           .with_help("SQLite adds no constraints to a table that is there: write a check"));
      continue;
    }
    const char quote = each.dialect == DialectId::postgres ? '"' : '`';
    std::string name;
    if (!table.table.name.schema.empty()) name = text::quoted(table.table.name.schema, quote) + ".";
    name += text::quoted(table.table.name.name, quote);
    const std::string constraint = text::quoted(it.name.text, quote);
    made.create.args.push_back(catalog::expr::raw(
        each.dialect, fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", name, constraint, text::trim(each.sql))));
    made.drop.args.push_back(
        catalog::expr::raw(each.dialect, fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, constraint)));
  }
  if (!analysis_.schema.catalog.raw_objects.add(std::move(made)))
    analysis_.report(diag::make(diag::Code::SC2002, it.name.text).at(it.name.span));
}

}  // namespace schemac::sema
