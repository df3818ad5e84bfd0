// Declarations.
#include <utility>

#include "syntax/convert.h"

namespace schemac::syntax {

namespace {

using L = SchemaLexer;

ast::PolicyCommand policy_command(std::size_t token) {
  using enum ast::PolicyCommand;
  switch (token) {
    case L::KW_SELECT:
      return select;
    case L::KW_INSERT:
      return insert;
    case L::KW_UPDATE:
      return update;
    case L::KW_DELETE:
      return delete_;
    default:
      return all;
  }
}

}  // namespace

std::optional<ast::Declaration> Converter::declaration(P::DeclarationContext* tree, const std::deque<SetAside>& docs) {
  docs_ = &docs;
  const bool outer = std::exchange(broken_, false);
  ast::Declaration result;
  bool whole = true;
  try {
    antlr4::ParserRuleContext& child = only_child(need(tree));
    result.span = span(*tree);
    result.doc = child.stop->getType() == L::RBRACE ? doc(*tree) : leaf_doc(*tree);
    switch (child.getRuleIndex()) {
      case P::RuleImportDeclaration:
        result.kind = import(need(static_cast<P::ImportDeclarationContext*>(&child)));
        break;
      case P::RuleNamespaceDeclaration:
        result.kind = ast::Namespace{name(static_cast<P::NamespaceDeclarationContext&>(child).target)};
        break;
      case P::RuleMixinDeclaration: {
        auto& made = static_cast<P::MixinDeclarationContext&>(child);
        result.kind = ast::Mixin{name(made.target), members(made.members)};
        break;
      }
      case P::RuleTypeDeclaration: {
        auto& made = need(static_cast<P::TypeDeclarationContext*>(&child));
        result.kind =
            ast::TypeAlias{qualified(made.target), naming(made.namings), type(made.type), modifiers(made.modifiers)};
        break;
      }
      case P::RuleEnumDeclaration:
        result.kind = enumeration(static_cast<P::EnumDeclarationContext&>(child));
        break;
      case P::RuleTableDeclaration: {
        auto& made = static_cast<P::TableDeclarationContext&>(child);
        result.kind = ast::Table{qualified(made.target), naming(made.namings), members(made.members)};
        break;
      }
      case P::RuleViewDeclaration:
        result.kind = view(need(static_cast<P::ViewDeclarationContext*>(&child)));
        break;
      case P::RuleTriggerDeclaration:
        result.kind = trigger(need(static_cast<P::TriggerDeclarationContext*>(&child)));
        break;
      case P::RuleRoutineDeclaration:
        result.kind = routine(need(static_cast<P::RoutineDeclarationContext*>(&child)));
        break;
      case P::RuleRawObjectDeclaration: {
        auto& made = need(static_cast<P::RawObjectDeclarationContext*>(&child));
        result.kind = ast::RawObject{name(made.target), definitions(made.raws)};
        break;
      }
      case P::RuleExtensionDeclaration: {
        auto& made = need(static_cast<P::ExtensionDeclarationContext*>(&child));
        std::optional<std::string> version;
        if (made.version != nullptr) version = string(*made.version);
        result.kind = ast::Extension{name(made.target), std::move(version), maybe_name(made.installed)};
        break;
      }
      case P::RuleSeedDeclaration:
        result.kind = seed(static_cast<P::SeedDeclarationContext&>(child));
        break;
      case P::RulePolicyDeclaration:
        result.kind = policy(need(static_cast<P::PolicyDeclarationContext*>(&child)));
        break;
      case P::RuleRoleDeclaration: {
        auto& made = need(static_cast<P::RoleDeclarationContext*>(&child));
        result.kind = ast::Role{name(made.target), naming(made.namings)};
        break;
      }
      case P::RuleApiDeclaration:
        result.kind = api(static_cast<P::ApiDeclarationContext&>(child));
        break;
      case P::RuleDialectDeclarations:
        result.kind = dialect_declarations(static_cast<P::DialectDeclarationsContext&>(child));
        break;
      default:
        throw Incomplete{};
    }
    if (child.exception != nullptr) broken_ = true;
  } catch (const Incomplete&) {
    whole = false;
  }
  result.broken = broken_;
  broken_ = outer || !whole;
  if (!whole) return std::nullopt;
  return result;
}

ast::Import Converter::import(P::ImportDeclarationContext& context) {
  if (context.module != nullptr) return {qualified(context.module), {}};
  return {std::nullopt, string(need_token(context.file))};
}

ast::Enum Converter::enumeration(P::EnumDeclarationContext& context) {
  ast::Enum result{qualified(context.target), naming(context.namings), {}};
  for (P::EnumLabelContext* each : context.labels)
    tolerate([&] {
      ast::EnumLabel label;
      label.span = span(need(each));
      label.doc = leaf_doc(*each);
      label.name = name(each->label);
      label.naming = naming(each->namings);
      result.labels.push_back(std::move(label));
    });
  return result;
}

ast::View Converter::view(P::ViewDeclarationContext& context) {
  ast::View result{
      qualified(context.target), naming(context.namings), {}, names(context.columns), settings(context.with)};
  if (context.query != nullptr) {
    result.query = select(context.query);
  } else {
    result.query = definitions(context.raws);
  }
  return result;
}

ast::Trigger Converter::trigger(P::TriggerDeclarationContext& context) {
  ast::Trigger result;
  result.name = name(context.target);
  result.naming = naming(context.namings);
  result.table = qualified(context.subject);
  switch (need_token(context.timing).getType()) {
    case L::KW_BEFORE:
      result.timing = ast::TriggerTiming::before;
      break;
    case L::KW_AFTER:
      result.timing = ast::TriggerTiming::after;
      break;
    default:
      result.timing = ast::TriggerTiming::instead_of;
  }
  for (P::TriggerEventContext* each : context.events) {
    ast::TriggerEvent event;
    event.span = span(need(each));
    switch (each->start->getType()) {
      case L::KW_INSERT:
        event.kind = ast::TriggerEventKind::insert;
        break;
      case L::KW_UPDATE:
        event.kind = ast::TriggerEventKind::update;
        break;
      case L::KW_DELETE:
        event.kind = ast::TriggerEventKind::delete_;
        break;
      default:
        event.kind = ast::TriggerEventKind::truncate;
    }
    event.columns = names(each->columns);
    result.events.push_back(std::move(event));
  }
  if (context.level != nullptr)
    result.level = context.level->getType() == L::KW_ROW ? ast::TriggerLevel::row : ast::TriggerLevel::statement;
  result.when = maybe(context.condition);
  result.bodies = definitions(context.raws);
  result.settings = settings(context.with);
  return result;
}

ast::Routine Converter::routine(P::RoutineDeclarationContext& context) {
  ast::Routine result;
  const std::size_t kind = need_token(context.kind).getType();
  result.kind = kind == L::KW_FUNCTION    ? ast::RoutineKind::function
                : kind == L::KW_PROCEDURE ? ast::RoutineKind::procedure
                                          : ast::RoutineKind::event;
  result.name = qualified(context.target);
  if (context.parameters != nullptr) {
    result.parameters.emplace();
    for (P::TypeRefContext* each : context.types) result.parameters->push_back(type(each));
  }
  result.bodies = definitions(context.raws);
  result.settings = settings(context.with);
  return result;
}

ast::Seed Converter::seed(P::SeedDeclarationContext& context) {
  ast::Seed result;
  result.table = qualified(context.target);
  if (!context.keys.empty()) result.keys = names(context.keys);
  result.columns = names(context.columns);
  for (P::SeedRowContext* each : context.rows)
    tolerate([&] { result.rows.push_back({place(need(each)), values(each->cells)}); });
  return result;
}

ast::Policy Converter::policy(P::PolicyDeclarationContext& context) {
  ast::Policy result;
  result.name = name(context.target);
  result.table = qualified(context.subject);
  result.restrictive = context.strictness != nullptr && context.strictness->getType() == L::KW_RESTRICTIVE;
  for (P::PolicyCommandContext* each : context.commands)
    result.commands.push_back(policy_command(need(each).start->getType()));
  if (!context.roles.empty()) result.roles = names(context.roles);
  result.visible = maybe(context.visible);
  result.checked = maybe(context.checked);
  return result;
}

ast::Api Converter::api(P::ApiDeclarationContext& context) {
  ast::Api result{name(context.target), {}};
  for (P::ExposeContext* each : context.exposures) tolerate([&] { result.exposures.push_back(expose(each)); });
  return result;
}

ast::Expose Converter::expose(P::ExposeContext* context) {
  ast::Expose result;
  result.span = span(need(context));
  result.doc = doc(*context);
  result.target = qualified(context->target);
  result.code = maybe_name(context->code);
  for (P::ExposeRuleContext* each : context->rules) {
    ast::ExposeRule rule{place(need(each)), names(each->keys), {}};
    for (P::ExposeValueContext* value : each->settings) {
      if (need(value).target == nullptr) {
        rule.values.push_back(literal(value->literal()));
      } else if (value->arguments.empty()) {
        rule.values.push_back({place(*value), ast::Reference{qualified(value->target), false}});
      } else {
        rule.values.push_back(
            {place(*value), ast::Call{qualified(value->target), values(value->arguments), false, false}});
      }
    }
    result.rules.push_back(std::move(rule));
  }
  return result;
}

ast::DialectDeclarations Converter::dialect_declarations(P::DialectDeclarationsContext& context) {
  ast::DialectDeclarations result{dialects(context.dialects), {}};
  for (P::DeclarationContext* each : context.declarations)
    if (auto made = declaration(each, *docs_)) result.declarations.push_back(std::move(*made));
  return result;
}

}  // namespace schemac::syntax
