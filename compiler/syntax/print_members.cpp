// Columns' modifiers, constraints, indexes and options.
#include <fmt/core.h>

#include <array>

#include "base/overloaded.h"
#include "base/text.h"
#include "syntax/print_text.h"

namespace schemac::syntax {

namespace {

std::string_view words(ast::ReferentialAction action) {
  using enum ast::ReferentialAction;
  switch (action) {
    case no_action:
      return "no action";
    case restrict_:
      return "restrict";
    case cascade:
      return "cascade";
    case set_null:
      return "set null";
    case set_default:
      return "set default";
  }
  return {};
}

std::string_view words(ast::ConstraintFlag flag) {
  using enum ast::ConstraintFlag;
  switch (flag) {
    case deferrable:
      return "deferrable";
    case not_deferrable:
      return "not deferrable";
    case initially_deferred:
      return "initially deferred";
    case initially_immediate:
      return "initially immediate";
    case not_valid:
      return "not valid";
    case not_enforced:
      return "not enforced";
    case no_inherit:
      return "no inherit";
    case match_full:
      return "match full";
  }
  return {};
}

}  // namespace

std::string TextPrinter::modifiers(const std::vector<ast::ColumnModifier>& modifiers) const {
  std::string result;
  for (const ast::ColumnModifier& each : modifiers) result += (result.empty() ? "" : " ") + modifier(each);
  return result;
}

std::string TextPrinter::modifier(const ast::ColumnModifier& modifier) const {
  return std::visit(
      Overloaded{
          [](const ast::PrimaryKeyModifier&) { return std::string("primary key"); },
          [](const ast::UniqueModifier&) { return std::string("unique"); },
          [](const ast::HiddenModifier&) { return std::string("hidden"); },
          [&](const ast::Box<ast::IdentityModifier>& it) { return identity(*it); },
          [&](const ast::Box<ast::GeneratedModifier>& it) {
            constexpr std::array<std::string_view, 3> kStorage = {"", " stored", " virtual"};
            return fmt::format("generated always as {}{}", parenthesised(it->value),
                               kStorage[static_cast<std::size_t>(it->storage)]);
          },
          [&](const ast::Box<ast::DefaultModifier>& it) { return "= " + expression(it->value); },
          [&](const ast::Box<ast::ReferencesModifier>& it) {
            return "references " + qualified(it->target) + (it->column ? "(" + name(*it->column) + ")" : "");
          },
          [](const ast::ActionModifier& it) {
            return fmt::format("on {} {}", it.event == ast::ReferentialEvent::delete_ ? "delete" : "update",
                               words(it.action));
          },
          [&](const ast::Box<ast::OnUpdateModifier>& it) { return "on update " + expression(it->value); },
          [](const ast::ConstraintFlagModifier& it) { return std::string(words(it.flag)); },
          [&](const ast::CodeNameModifier& it) { return "as " + name(it.name); },
          [&](const ast::WasModifier& it) { return "was " + name(it.name); },
          [&](const ast::CollateModifier& it) { return "collate " + qualified(it.collation); },
          [&](const ast::CharsetModifier& it) { return "charset " + name(it.charset); },
          [&](const ast::WithModifier& it) { return with(it.settings).substr(1); },
          [&](const ast::Box<ast::CheckModifier>& it) {
            return "check" + optional_name(it->name) + " " + parenthesised(it->condition);
          },
      },
      modifier.kind);
}

std::string TextPrinter::identity(const ast::IdentityModifier& identity) const {
  std::vector<std::string> said;
  if (identity.always) said.emplace_back("always");
  const auto number = [&](std::string_view word, const std::string& value) {
    if (!value.empty()) said.push_back(fmt::format("{} {}", word, value));
  };
  number("start", identity.start);
  number("increment", identity.increment);
  number("minvalue", identity.minimum);
  number("maxvalue", identity.maximum);
  number("cache", identity.cache);
  if (identity.cycle) said.emplace_back("cycle");
  if (identity.sequence) said.push_back("name " + qualified(*identity.sequence));
  return said.empty() ? "identity" : "identity (" + text::join(said, ", ") + ")";
}

// ── constraints

std::string TextPrinter::options(const ast::ConstraintOptions& options) const {
  std::string result;
  if (!options.include.empty()) result += " include (" + names(options.include) + ")";
  for (ast::ConstraintFlag flag : options.flags) result += " " + std::string(words(flag));
  result += with(options.settings);
  if (options.was) result += " was " + name(*options.was);
  return result;
}

std::string TextPrinter::primary_key(const ast::PrimaryKey& key) const {
  return "primary key" + optional_name(key.name) + " " + keys(key.keys) + options(key.options);
}

std::string TextPrinter::unique_key(const ast::UniqueKey& key) const {
  return "unique" + optional_name(key.name) + (key.nulls_equal ? " nulls not distinct " : " ") + keys(key.keys) +
         options(key.options);
}

std::string TextPrinter::foreign_key(const ast::ForeignKey& key) const {
  std::string result = fmt::format("foreign key{} ({}) references {}", optional_name(key.name), names(key.columns),
                                   qualified(key.target));
  if (!key.referred.empty()) result += " (" + names(key.referred) + ")";
  if (key.on_delete) result += fmt::format(" on delete {}", words(*key.on_delete));
  if (!key.on_delete_columns.empty()) result += " (" + names(key.on_delete_columns) + ")";
  if (key.on_update) result += fmt::format(" on update {}", words(*key.on_update));
  return result + options(key.options);
}

std::string TextPrinter::check(const ast::Check& check) const {
  return "check" + optional_name(check.name) + " " + parenthesised(check.condition) + options(check.options);
}

std::string TextPrinter::raw_constraint(const ast::RawConstraint& constraint) const {
  return "constraint " + name(constraint.name) + " " + alternatives(constraint.alternatives);
}

// ── indexes and options

std::string TextPrinter::index(const ast::Index& index) const {
  constexpr std::array<std::string_view, 4> kKinds = {"index", "unique index", "fulltext index", "spatial index"};
  std::string result(kKinds[static_cast<std::size_t>(index.kind)]);
  result += optional_name(index.name);
  if (index.method) result += " using " + name(*index.method);
  result += " " + keys(index.keys);
  if (!index.include.empty()) result += " include (" + names(index.include) + ")";
  if (index.nulls_equal) result += " nulls not distinct";
  result += with(index.settings);
  if (index.where) result += " where " + parenthesised(*index.where);
  if (index.was) result += " was " + name(*index.was);
  return result;
}

std::string TextPrinter::with(const std::vector<ast::Option>& settings) const {
  std::string all;
  for (const ast::Option& each : settings) all += (all.empty() ? "" : ", ") + option(each);
  return all.empty() ? "" : " with (" + all + ")";
}

std::string TextPrinter::option(const ast::Option& option) const {
  return name(option.key) + " = " + expression(option.value);
}

}  // namespace schemac::syntax
