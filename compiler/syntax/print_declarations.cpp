// Declarations and table members as entries of a block.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/overloaded.h"
#include "base/text.h"
#include "syntax/print_blocks.h"

namespace schemac::syntax {

namespace {

const ast::Doc kNoDoc;

template <class Item>
std::uint32_t begin_of_first(const std::vector<Item>& list, const ast::Node& node) {
  return list.empty() ? node.span.end : list.front().span.begin;
}

}  // namespace

std::string BlockPrinter::file(const ast::File& file) {
  Entries entries = declarations(file.declarations, UINT32_MAX);
  return join(entries, 0);
}

// One-liners may stand close together, as they did; everything else has a blank line around it.
BlockPrinter::Entries BlockPrinter::declarations(const std::vector<ast::Declaration>& list, std::uint32_t end) {
  Entries result = entries(
      list, end, [](const ast::Declaration& each) -> const ast::Doc& { return each.doc; },
      [&](const ast::Declaration& each, Entry& entry) { entry.text = declaration(each); });
  for (std::size_t i = 1; i < result.size() && i < list.size(); ++i) {
    const auto apart = [](const Entry& entry) { return entry.block() || !entry.above.empty(); };
    const bool unsaid = !list[i].span.exists();
    const bool other_kind = list[i].kind.index() != list[i - 1].kind.index();
    if (apart(result[i]) || apart(result[i - 1]) || (unsaid && other_kind)) result[i].blank_before = true;
  }
  return result;
}

std::string BlockPrinter::declaration(const ast::Declaration& declaration) {
  const ast::Node& node = declaration;
  return std::visit(
      Overloaded{
          [&](const ast::Import& it) {
            return "import " + (it.module ? text_.qualified(*it.module) : text_.quoted(it.path));
          },
          [&](const ast::Namespace& it) { return "schema " + text_.name(it.name); },
          [&](const ast::Mixin& it) { return member_block("mixin " + text_.name(it.name), it.members, node, false); },
          [&](const ast::TypeAlias& it) {
            const std::string modifiers = text_.modifiers(it.modifiers);
            return fmt::format("type {}{} = {}{}{}", text_.qualified(it.name), text_.naming(it.naming),
                               text_.type(it.type), modifiers.empty() ? "" : " ", modifiers);
          },
          [&](const ast::Enum& it) { return enumeration(it, node); },
          [&](const ast::Table& it) {
            return member_block("table " + text_.qualified(it.name) + text_.naming(it.naming), it.members, node, false);
          },
          [&](const ast::View& it) { return view(it, node); },
          [&](const ast::Trigger& it) { return definitions(trigger_head(it), it.bodies, node); },
          [&](const ast::Routine& it) { return definitions(routine_head(it), it.bodies, node); },
          [&](const ast::RawObject& it) { return definitions("sql " + text_.name(it.name), it.bodies, node); },
          [&](const ast::Extension& it) {
            return "extension " + text_.name(it.name) +
                   (it.version ? " version " + text_.quoted(*it.version) : std::string()) +
                   (it.schema ? " schema " + text_.name(*it.schema) : std::string());
          },
          [&](const ast::Seed& it) { return seed(it, node); },
          [&](const ast::Policy& it) { return policy(it); },
          [&](const ast::Role& it) { return "role " + text_.name(it.name) + text_.naming(it.naming); },
          [&](const ast::Api& it) { return api(it, node); },
          [&](const ast::DialectDeclarations& it) {
            return block("for " + text_.dialects(it.dialects), node, begin_of_first(it.declarations, node), "",
                         [&] { return declarations(it.declarations, node.span.end); });
          },
      },
      declaration.kind);
}

// ── tables

BlockPrinter::Entries BlockPrinter::members(const std::vector<ast::TableMember>& list, std::uint32_t end) {
  return entries(
      list, end, [](const ast::TableMember& each) -> const ast::Doc& { return each.doc; },
      [&](const ast::TableMember& each, Entry& entry) { member(each, entry); });
}

std::string BlockPrinter::member_block(const std::string& head, const std::vector<ast::TableMember>& list,
                                       const ast::Node& node, bool may_be_inline) {
  return block(head, node, begin_of_first(list, node), may_be_inline ? ", " : "",
               [&] { return members(list, node.span.end); });
}

void BlockPrinter::member(const ast::TableMember& member, Entry& entry) {
  std::visit(Overloaded{
                 [&](const ast::Column& it) {
                   entry.column = true;
                   entry.name = text_.name(it.name);
                   entry.type = text_.type(it.type);
                   entry.text = text_.modifiers(it.modifiers);
                 },
                 [&](const ast::PrimaryKey& it) { entry.text = text_.primary_key(it); },
                 [&](const ast::UniqueKey& it) { entry.text = text_.unique_key(it); },
                 [&](const ast::ForeignKey& it) { entry.text = text_.foreign_key(it); },
                 [&](const ast::Check& it) { entry.text = text_.check(it); },
                 [&](const ast::RawConstraint& it) { entry.text = text_.raw_constraint(it); },
                 [&](const ast::Index& it) { entry.text = text_.index(it); },
                 [&](const ast::UseMixin& it) { entry.text = "use " + text_.qualified(it.mixin); },
                 [&](const ast::DialectMembers& it) {
                   entry.text = member_block("for " + text_.dialects(it.dialects), it.members, member, true);
                 },
                 [&](const ast::Option& it) { entry.text = text_.option(it); },
             },
             member.kind);
}

// ── enums

std::string BlockPrinter::enumeration(const ast::Enum& it, const ast::Node& node) {
  return block("enum " + text_.qualified(it.name) + text_.naming(it.naming), node, begin_of_first(it.labels, node),
               ", ", [&] {
                 return entries(
                     it.labels, node.span.end, [](const ast::EnumLabel& each) -> const ast::Doc& { return each.doc; },
                     [&](const ast::EnumLabel& each, Entry& entry) {
                       entry.text = text_.name(each.name) + text_.naming(each.naming);
                     });
               });
}

// ── views, triggers, routines

std::string BlockPrinter::view(const ast::View& it, const ast::Node& node) {
  const std::string head = "view " + text_.qualified(it.name) +
                           (it.columns.empty() ? "" : " (" + text_.names(it.columns) + ")") + text_.naming(it.naming) +
                           text_.with(it.settings);
  const auto* query = std::get_if<ast::Select>(&it.query);
  if (query == nullptr) return definitions(head, std::get<1>(it.query), node);
  const bool joined = one_line(*query);
  return block(head, node, query->span.begin, "", [&] {
    Entry entry = begin_entry(*query, kNoDoc);
    entry.text = text_.select(*query);
    constexpr std::size_t kWidest = 116;
    if (!joined || entry.text.size() > kWidest) entry.text = text_.select(*query, "\n" + indentation());
    end_entry(entry, *query, node.span.end);
    Entries result = {std::move(entry)};
    close_entries(result, node.span.end);
    return result;
  });
}

std::string BlockPrinter::definitions(const std::string& head, const std::vector<ast::RawDefinition>& list,
                                      const ast::Node& node) {
  std::size_t widest = 0;
  for (const ast::RawDefinition& each : list) widest = std::max(widest, to_string(each.dialect).size());
  return block(head, node, begin_of_first(list, node), "", [&] {
    return entries(
        list, node.span.end, [](const ast::RawDefinition&) -> const ast::Doc& { return kNoDoc; },
        [&](const ast::RawDefinition& each, Entry& entry) {
          entry.text = fmt::format("{:<{}} {}", to_string(each.dialect), widest, text_.raw(each.create));
          if (each.drop) entry.text += " drop " + text_.raw(*each.drop);
        });
  });
}

std::string BlockPrinter::trigger_head(const ast::Trigger& it) const {
  constexpr std::array<std::string_view, 3> kTimings = {"before", "after", "instead of"};
  constexpr std::array<std::string_view, 4> kEvents = {"insert", "update", "delete", "truncate"};
  std::string result = fmt::format("trigger {} on {} {} ", text_.name(it.name), text_.qualified(it.table),
                                   kTimings[static_cast<std::size_t>(it.timing)]);
  for (const ast::TriggerEvent& event : it.events) {
    if (&event != &it.events.front()) result += " or ";
    result += kEvents[static_cast<std::size_t>(event.kind)];
    if (!event.columns.empty()) result += " of (" + text_.names(event.columns) + ")";
  }
  if (it.level == ast::TriggerLevel::row) result += " for each row";
  if (it.level == ast::TriggerLevel::statement) result += " for each statement";
  if (it.when) result += " when (" + text_.expression(*it.when) + ")";
  return result + text_.naming(it.naming) + text_.with(it.settings);
}

std::string BlockPrinter::routine_head(const ast::Routine& it) const {
  constexpr std::array<std::string_view, 3> kKinds = {"function ", "procedure ", "event "};
  std::string result(kKinds[static_cast<std::size_t>(it.kind)]);
  result += text_.qualified(it.name);
  if (!it.parameters) return result + text_.with(it.settings);
  std::string types;
  for (const ast::TypeRef& each : *it.parameters) types += (types.empty() ? "" : ", ") + text_.type(each);
  return result + "(" + types + ")" + text_.with(it.settings);
}

// ── rows, rights and what is served

std::string BlockPrinter::seed(const ast::Seed& it, const ast::Node& node) {
  const std::string head = "seed " + text_.qualified(it.table) + (it.keys.empty() ? "" : " by ") + text_.names(it.keys);
  const std::uint32_t first = it.columns.front().span.begin;
  return block(head, node, first, "", [&] {
    const ast::Node columns{{node.span.source, first, it.columns.back().span.end}};
    Entry titles = begin_entry(columns, kNoDoc);
    titles.text = text_.names(it.columns);
    end_entry(titles, columns, begin_of_first(it.rows, node));
    Entries rows = entries(
        it.rows, node.span.end, [](const ast::SeedRow&) -> const ast::Doc& { return kNoDoc; },
        [&](const ast::SeedRow& row, Entry& entry) {
          std::string cells;
          for (const ast::Expression& cell : row.values) cells += (cells.empty() ? "" : ", ") + text_.expression(cell);
          entry.text = "(" + cells + ")";
        });
    rows.insert(rows.begin(), std::move(titles));
    return rows;
  });
}

std::string BlockPrinter::policy(const ast::Policy& it) const {
  constexpr std::array<std::string_view, 5> kCommands = {"all", "select", "insert", "update", "delete"};
  std::string result = fmt::format("policy {} on {}", text_.name(it.name), text_.qualified(it.table));
  if (it.restrictive) result += " as restrictive";
  for (const ast::PolicyCommand& command : it.commands) {
    result += &command == &it.commands.front() ? " for " : ", ";
    result += kCommands[static_cast<std::size_t>(command)];
  }
  if (!it.roles.empty()) result += " to " + text_.names(it.roles);
  if (it.visible) result += " using (" + text_.expression(*it.visible) + ")";
  if (it.checked) result += " with check (" + text_.expression(*it.checked) + ")";
  return result;
}

std::string BlockPrinter::api(const ast::Api& it, const ast::Node& node) {
  return block("api " + text_.name(it.name), node, begin_of_first(it.exposures, node), "", [&] {
    return entries(
        it.exposures, node.span.end, [](const ast::Expose& each) -> const ast::Doc& { return each.doc; },
        [&](const ast::Expose& each, Entry& entry) { entry.text = expose(each); });
  });
}

std::string BlockPrinter::expose(const ast::Expose& it) {
  const std::string head = "expose " + text_.qualified(it.target) + (it.code ? " as " + text_.name(*it.code) : "");
  if (it.rules.empty()) return head;
  return block(head, it, begin_of_first(it.rules, it), "  ", [&] {
    return entries(
        it.rules, it.span.end, [](const ast::ExposeRule&) -> const ast::Doc& { return kNoDoc; },
        [&](const ast::ExposeRule& rule, Entry& entry) { entry.text = expose_rule(rule); });
  });
}

std::string BlockPrinter::expose_rule(const ast::ExposeRule& rule) const {
  std::string values;
  for (const ast::Expression& value : rule.values) {
    values += values.empty() ? "" : ", ";
    const auto* reference = std::get_if<ast::Reference>(&value.kind);
    values += reference != nullptr ? text_.qualified(reference->name) : text_.expression(value);
  }
  return text_.names(rule.keys) + ": " + values;
}

}  // namespace schemac::syntax
