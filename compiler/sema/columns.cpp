// What a column's modifiers say.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "sema/settings.h"
#include "sema/tables.h"
#include "syntax/format.h"

namespace schemac::sema {

using catalog::Column;
using catalog::RenameKind;

namespace {

template <class Modifier>
const Modifier* get(const ast::ColumnModifier& modifier) {
  if (const auto* boxed = std::get_if<ast::Box<Modifier>>(&modifier.kind)) return &**boxed;
  return nullptr;
}

template <class Modifier>
bool is(const ast::ColumnModifier& modifier) {
  return std::holds_alternative<Modifier>(modifier.kind);
}

catalog::ReferentialAction action(ast::ReferentialAction action) {
  return static_cast<catalog::ReferentialAction>(action);  // declared in the same order
}
static_assert(static_cast<int>(ast::ReferentialAction::set_default) ==
              static_cast<int>(catalog::ReferentialAction::set_default));

/// MySQL knows no other value for ON UPDATE; SQL that a dialect was given is its own affair.
bool is_time_of_update(const catalog::Expr& e) {
  using catalog::ExprKind;
  if (e.kind == ExprKind::raw || e.kind == ExprKind::by_dialect) return true;
  return e.kind == ExprKind::call && (e.text == "now" || e.text == "current_timestamp");
}

/// SQLite takes a default beside AUTOINCREMENT, and never uses it.
bool is_of_sqlite_alone(const catalog::Expr& e) {
  if (e.kind == catalog::ExprKind::raw) return e.dialect == to_string(DialectId::sqlite);
  return e.kind == catalog::ExprKind::by_dialect && std::all_of(e.args.begin(), e.args.end(), is_of_sqlite_alone);
}

void flag(catalog::ForeignKey& key, ast::ConstraintFlag flag) {
  switch (flag) {
    case ast::ConstraintFlag::deferrable:
      key.deferrable = true;
      break;
    case ast::ConstraintFlag::initially_deferred:
      key.deferrable = key.initially_deferred = true;
      break;
    case ast::ConstraintFlag::not_valid:
      key.not_valid = true;
      break;
    case ast::ConstraintFlag::match_full:
      key.match = "full";
      break;
    default:
      break;
  }
}

}  // namespace

void Tables::complete_column(TableInProgress& table, const Member& member) {
  const auto& node = std::get<ast::Column>(member.node->kind);
  Column& column = table.table.columns[member.column];
  static const ResolvedType kNothingMore;
  const auto more = table.types.find(member.column);
  const ResolvedType& type = more == table.types.end() ? kNothingMore : more->second;
  const bool typed = table.progress[member.column] == Progress::done;
  analysis_.schema.origins[table.table.name.text() + "." + column.name] = node.name.span;
  const auto misplaced = [&](const std::string& what, diag::Span span, const std::string& help = "") {
    analysis_.report(
        diag::make(diag::Code::SC2013, what, fmt::format("column '{}'", column.name)).at(span).with_help(help));
  };
  std::vector<std::size_t> seen;
  const ast::ColumnModifier* referring = nullptr;
  const ast::ColumnModifier* acting = nullptr;
  Scope nothing;
  nothing.place = "a default";
  for (const ast::ColumnModifier& modifier : node.modifiers) {
    const bool repeatable = is<ast::Box<ast::CheckModifier>>(modifier) || is<ast::ConstraintFlagModifier>(modifier) ||
                            is<ast::ActionModifier>(modifier);
    if (!repeatable && std::find(seen.begin(), seen.end(), modifier.kind.index()) != seen.end())
      misplaced("a second modifier of this kind", modifier.span);
    seen.push_back(modifier.kind.index());
    if (is<ast::PrimaryKeyModifier>(modifier)) {
      primary_key(table, {column.name}, "", modifier.span);
    } else if (is<ast::UniqueModifier>(modifier)) {
      catalog::Unique key;
      key.columns = {column.name};
      key.dialects = member.dialects;
      table.table.uniques.push_back(std::move(key));
    } else if (is<ast::HiddenModifier>(modifier)) {
      column.hidden = true;
    } else if (const auto* made = get<ast::IdentityModifier>(modifier)) {
      identity(column, *made, modifier.span);
    } else if (const auto* generated = get<ast::GeneratedModifier>(modifier)) {
      Scope row = scope(table, "a generated column");
      row.stable = true;
      column.generated = catalog::Generated{expressions_.read_as(generated->value, row, column.type).expr,
                                            generated->storage != ast::Storage::virtual_};
    } else if (const auto* value = get<ast::DefaultModifier>(modifier)) {
      Typed made = expressions_.read_as(value->value, nothing, column.type);
      if (made.expr.kind == catalog::ExprKind::null_ && !column.nullable)
        misplaced("a null default", value->value.span, "write '?' after the type, or leave the default out");
      column.default_value = std::move(made.expr);
    } else if (const auto* update = get<ast::OnUpdateModifier>(modifier)) {
      Typed made = expressions_.read_as(update->value, nothing, column.type);
      if (!is_time_of_update(made.expr))
        misplaced("'on update' of such a value", modifier.span,
                  "an update can give a column the current time alone: now()");
      column.on_update = std::move(made.expr);
    } else if (const auto* named = std::get_if<ast::CodeNameModifier>(&modifier.kind)) {
      column.code_name = named->name.text;
    } else if (const auto* was = std::get_if<ast::WasModifier>(&modifier.kind)) {
      renamed(RenameKind::column, table, was->name, was->name.text, column.name);
    } else if (const auto* collate = std::get_if<ast::CollateModifier>(&modifier.kind)) {
      if (typed && family(column.type) != Family::text && family(column.type) != Family::any)
        analysis_.report_unless({DialectId::sqlite},  // where a column may hold a text whatever its type
                                diag::make(diag::Code::SC2013, "collate", fmt::format("column '{}'", column.name))
                                    .at(modifier.span)
                                    .with_help("only texts have an order of their own"));
      column.collation = collate->collation.str();
    } else if (const auto* charset = std::get_if<ast::CharsetModifier>(&modifier.kind)) {
      column.options.push_back({"mysql", "charset", charset->charset.text});
    } else if (const auto* with = std::get_if<ast::WithModifier>(&modifier.kind)) {
      add_settings(column.options, with->settings, member.dialects);
    } else if (const auto* check = get<ast::CheckModifier>(modifier)) {
      catalog::Check made;
      if (check->name) {
        made.name = check->name->text;
        made.column = column.name;
      }
      made.expr = expressions_.condition(check->condition, scope(table, "a check")).expr;
      made.dialects = member.dialects;
      table.table.checks.push_back(std::move(made));
    } else if (get<ast::ReferencesModifier>(modifier) != nullptr) {
      referring = &modifier;
    } else if (is<ast::ActionModifier>(modifier) || is<ast::ConstraintFlagModifier>(modifier)) {
      acting = &modifier;
    }
  }
  if (!typed) return;
  if (type.default_value != nullptr && !column.default_value && !column.identity && !column.generated)
    column.default_value = expressions_.read_as(*type.default_value, nothing, column.type).expr;
  if (column.generated && column.default_value)
    analysis_.report(diag::make(diag::Code::SC2014, "generated", "= default").at(node.name.span));
  const bool of_sqlite = column.type.dialect == to_string(DialectId::sqlite);
  if (column.identity && column.default_value && !of_sqlite && !is_of_sqlite_alone(*column.default_value))
    analysis_.report(diag::make(diag::Code::SC2014, "identity", "= default").at(node.name.span));
  add_type_checks(table, column, type);
  if (referring != nullptr || !type.table.empty()) {
    reference(table, member, referring != nullptr ? get<ast::ReferencesModifier>(*referring) : nullptr,
              referring != nullptr ? referring->span : node.type.span);
  } else if (acting != nullptr) {
    const auto* flagged = std::get_if<ast::ConstraintFlagModifier>(&acting->kind);
    if (flagged != nullptr && !table.table.uniques.empty() &&
        table.table.uniques.back().columns == std::vector{column.name}) {
      table.table.uniques.back().deferrable = true;
      table.table.uniques.back().initially_deferred = flagged->flag == ast::ConstraintFlag::initially_deferred;
    } else {
      misplaced("an option of a reference", acting->span,
                "the column refers to nothing: its type would be table.column");
    }
  }
}

void Tables::identity(Column& column, const ast::IdentityModifier& it, diag::Span span) {
  if (family(column.type) != Family::integer && family(column.type) != Family::any)
    analysis_.report_unless(family(column.type) == Family::real ? std::vector{DialectId::mysql, DialectId::mariadb}
                                                                : std::vector<DialectId>{},
                            diag::make(diag::Code::SC2013, "identity", fmt::format("column '{}'", column.name))
                                .at(span, "the column is " + spelled(column.type))
                                .with_help("only smallint, int and bigint can count"));
  catalog::Identity made;
  made.kind = it.always ? catalog::IdentityKind::always : catalog::IdentityKind::by_default;
  if (it.sequence) made.sequence = it.sequence->str();
  const auto option = [&](const char* name, const std::string& value) {
    if (!value.empty()) made.options.push_back({"", name, value});
  };
  option("start", it.start);
  option("increment", it.increment);
  option("min", it.minimum);
  option("max", it.maximum);
  option("cache", it.cache);
  option("cycle", it.cycle ? "true" : "");
  std::sort(made.options.begin(), made.options.end());
  column.identity = std::move(made);
}

// A type's checks are of `value`; in the table they are of the column.
void Tables::add_type_checks(TableInProgress& table, const Column& column, const ResolvedType& type) {
  if (type.checks.empty()) return;
  Column value = column;
  value.name = "value";
  value.type.alias.clear();
  const std::vector<Column> columns = {value};
  Scope scope;
  scope.tables = {{"value", &columns}};
  scope.place = "a check";
  for (const ast::CheckModifier* each : type.checks) {
    catalog::Check made;
    made.expr = expressions_.condition(each->condition, scope).expr;
    catalog::expr::rename_column(made.expr, "value", column.name);
    made.dialects = column.dialects;
    table.table.checks.push_back(std::move(made));
  }
}

void Tables::reference(TableInProgress& table, const Member& member, const ast::ReferencesModifier* written,
                       diag::Span span) {
  const auto& node = std::get<ast::Column>(member.node->kind);
  const Column& column = table.table.columns[member.column];
  catalog::ForeignKey key;
  key.columns = {column.name};
  key.dialects = member.dialects;
  std::string name;
  if (written == nullptr) {
    const ResolvedType& type = table.types.at(member.column);
    name = type.table;
    key.referenced = {type.column};
  } else {
    name = written->target.str();
    std::optional<ast::Name> referred = written->column;
    if (!tables_.contains(name) && written->target.parts.size() > 1) {
      ast::QualifiedName shorter = written->target;
      shorter.parts.pop_back();
      if (tables_.contains(shorter.str())) {
        name = shorter.str();
        referred = written->target.last();
      }
    }
    if (!tables_.contains(name)) {
      if (analysis_.symbols.broken) return;
      diag::Diagnostic d = diag::make(diag::Code::SC2003, name).at(written->target.span, "no table of this name");
      suggest(d, written->target.span, name, keys(analysis_.symbols.tables));
      analysis_.report(std::move(d));
      return;
    }
    if (referred) {
      if (require(tables_.at(name), *referred) == nullptr) return;
      key.referenced = {referred->text};
    }
  }
  key.table = tables_.at(name).table.name;
  for (const ast::ColumnModifier& modifier : node.modifiers) {
    if (const auto* acts = std::get_if<ast::ActionModifier>(&modifier.kind)) {
      (acts->event == ast::ReferentialEvent::delete_ ? key.on_delete : key.on_update) = action(acts->action);
      if (acts->action == ast::ReferentialAction::no_action)
        say_no_action(key, acts->event == ast::ReferentialEvent::delete_ ? "on_delete" : "on_update");
      if (acts->action == ast::ReferentialAction::set_null && !column.nullable)
        analysis_.report_unless({DialectId::sqlite, DialectId::postgres},
                                diag::make(diag::Code::SC2029, column.name)
                                    .at(modifier.span)
                                    .at(node.type.span, "NOT NULL, as it does not end in '?'")
                                    .with_help("write '?' after the type")
                                    .fix({node.type.span.source, node.type.span.end, node.type.span.end}, "?"));
    } else if (const auto* flagged = std::get_if<ast::ConstraintFlagModifier>(&modifier.kind)) {
      flag(key, flagged->flag);
    }
  }
  foreign_keys_.push_back({&table, {std::move(key), span}});
}

}  // namespace schemac::sema
