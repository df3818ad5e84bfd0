// Tables' members: columns, keys, checks, indexes.
#include <utility>

#include "syntax/convert.h"

namespace schemac::syntax {

namespace {
using L = SchemaLexer;
}

std::vector<ast::TableMember> Converter::members(const std::vector<P::TableMemberContext*>& list) {
  std::vector<ast::TableMember> result;
  result.reserve(list.size());
  for (P::TableMemberContext* each : list) tolerate([&] { result.push_back(member(need(each))); });
  return result;
}

ast::TableMember Converter::member(P::TableMemberContext& context) {
  antlr4::ParserRuleContext& child = only_child(context);
  const bool leaf = child.getRuleIndex() != P::RuleDialectMembers;
  ast::TableMember result{place(context), leaf ? leaf_doc(context) : doc(context), ast::UseMixin{}};
  switch (child.getRuleIndex()) {
    case P::RuleColumn:
      result.kind = column(need(static_cast<P::ColumnContext*>(&child)));
      break;
    case P::RulePrimaryKey: {
      auto& made = need(static_cast<P::PrimaryKeyContext*>(&child));
      result.kind = ast::PrimaryKey{maybe_name(made.target), keys(made.keys), options(made.options)};
      break;
    }
    case P::RuleUniqueKey: {
      auto& made = need(static_cast<P::UniqueKeyContext*>(&child));
      result.kind =
          ast::UniqueKey{maybe_name(made.target), keys(made.keys), made.nullsEqual() != nullptr, options(made.options)};
      break;
    }
    case P::RuleForeignKey:
      result.kind = foreign_key(need(static_cast<P::ForeignKeyContext*>(&child)));
      break;
    case P::RuleCheck: {
      auto& made = need(static_cast<P::CheckContext*>(&child));
      result.kind = ast::Check{maybe_name(made.target), value(made.condition), options(made.options)};
      break;
    }
    case P::RuleRawConstraint: {
      auto& made = need(static_cast<P::RawConstraintContext*>(&child));
      result.kind = ast::RawConstraint{name(made.target), alternatives(made.raws)};
      break;
    }
    case P::RuleIndex:
      result.kind = index(need(static_cast<P::IndexContext*>(&child)));
      break;
    case P::RuleUseMixin:
      result.kind = ast::UseMixin{qualified(need(static_cast<P::UseMixinContext*>(&child)).mixin)};
      break;
    case P::RuleDialectMembers: {
      auto& made = static_cast<P::DialectMembersContext&>(child);  // what is whole in it counts
      result.kind = ast::DialectMembers{dialects(made.dialects), members(made.members)};
      break;
    }
    case P::RuleOption:
      result.kind = option(static_cast<P::OptionContext*>(&child));
      break;
    default:
      throw Incomplete{};
  }
  return result;
}

ast::Option Converter::option(P::OptionContext* context) {
  return {place(need(context)), name(context->key), value(context->setting)};
}

std::vector<ast::Option> Converter::settings(P::WithOptionsContext* context) {
  std::vector<ast::Option> result;
  if (context == nullptr) return result;
  for (P::OptionContext* each : context->settings) result.push_back(option(each));
  return result;
}

// ── columns

ast::Column Converter::column(P::ColumnContext& context) {
  return {name(context.target), type(context.type), modifiers(context.modifiers)};
}

std::vector<ast::ColumnModifier> Converter::modifiers(const std::vector<P::ColumnModifierContext*>& list) {
  std::vector<ast::ColumnModifier> result;
  result.reserve(list.size());
  for (P::ColumnModifierContext* each : list)
    if (auto made = modifier(need(each))) result.push_back(std::move(*made));
  return result;
}

// Nothing where another language's habit stood for what is said differently here, or need not be said.
std::optional<ast::ColumnModifier> Converter::modifier(P::ColumnModifierContext& context) {
  ast::ColumnModifier result;
  result.span = span(context);
  if (context.constraint != nullptr) {
    ast::ConstraintOptions made;
    add_option(context.constraint, made);
    if (!made.flags.empty()) return result.kind = ast::ConstraintFlagModifier{made.flags.front()}, result;
    if (!made.include.empty())
      return report_habit(context, "write the key on a line of its own: unique (column) include (others)", ""),
             std::nullopt;
    if (!made.was) throw Incomplete{};
    return result.kind = ast::WasModifier{*made.was}, result;
  }
  if (context.names != nullptr) {
    const ast::Naming made = naming({context.names});
    if (made.code) return result.kind = ast::CodeNameModifier{*made.code}, result;
    return result.kind = ast::WasModifier{made.was->last()}, result;
  }
  switch (context.start->getType()) {
    case L::KW_PRIMARY:
      result.kind = ast::PrimaryKeyModifier{};
      break;
    case L::KW_UNIQUE:
      result.kind = ast::UniqueModifier{};
      break;
    case L::KW_HIDDEN:
      result.kind = ast::HiddenModifier{};
      break;
    case L::KW_IDENTITY:
      result.kind = ast::Box(identity(context));
      break;
    case L::KW_GENERATED: {
      auto storage = ast::Storage::unsaid;
      if (context.storage != nullptr)
        storage = context.storage->getType() == L::KW_STORED ? ast::Storage::stored : ast::Storage::virtual_;
      result.kind = ast::Box(ast::GeneratedModifier{value(context.argument), storage});
      break;
    }
    case L::EQUAL:
      result.kind = ast::Box(ast::DefaultModifier{value(context.argument)});
      break;
    case L::KW_REFERENCES:
      result.kind = ast::Box(ast::ReferencesModifier{qualified(context.refers), maybe_name(context.referred)});
      break;
    case L::KW_ON:
      if (context.action == nullptr) {
        result.kind = ast::Box(ast::OnUpdateModifier{value(context.argument)});
      } else {
        const bool deletes = context.KW_DELETE() != nullptr;
        result.kind = ast::ActionModifier{deletes ? ast::ReferentialEvent::delete_ : ast::ReferentialEvent::update,
                                          action(context.action)};
      }
      break;
    case L::KW_MATCH:
      result.kind = ast::ConstraintFlagModifier{ast::ConstraintFlag::match_full};
      break;
    case L::KW_COLLATE:
      if (context.collation != nullptr) {
        result.kind = ast::CollateModifier{qualified(context.collation)};
      } else {
        const ast::Name collation{{span(need_token(context.text))}, string(*context.text)};
        result.kind = ast::CollateModifier{{{collation.span}, {collation}}};
      }
      break;
    case L::KW_CHARSET:
      result.kind = ast::CharsetModifier{name(context.charset)};
      break;
    case L::KW_CHECK:
      result.kind = ast::Box(ast::CheckModifier{maybe_name(context.constraintName), value(context.argument)});
      break;
    case L::KW_NOT:
      return report_habit(context, "a type without '?' is NOT NULL already", ""), std::nullopt;
    case L::KW_NULL:
      return report_habit(context, "write '?' after the type", ""), std::nullopt;
    case L::KW_DEFAULT: {
      const ast::Expression made = value(context.argument);
      const std::string written(text_.substr(made.span.begin, made.span.end - made.span.begin));
      report_habit(context, "write '='", "= " + written);
      result.kind = ast::Box(ast::DefaultModifier{made});
      break;
    }
    case L::KW_AUTO_INCREMENT:
      report_habit(context, "write 'identity'", "identity");
      result.kind = ast::Box(ast::IdentityModifier{});
      break;
    case L::KW_WITH:
      result.kind = ast::WithModifier{settings(context.withOptions())};
      break;
    case L::KW_COMMENT:
      return report_habit(context, "write a '///' line above the column", ""), std::nullopt;
    default:
      throw Incomplete{};
  }
  return result;
}

void Converter::report_habit(const antlr4::ParserRuleContext& context, std::string_view ours, std::string replacement) {
  const diag::Span place = span(context);
  const std::string_view first = text(*context.start);
  diag::Diagnostic d = diag::make(diag::Code::SC1011, context.start->getType() == L::KW_NOT ? "not null" : first, ours);
  d.at(place);
  // A comment's words and a null's question mark belong elsewhere on the line: only the author can put them there.
  if (context.start->getType() == L::KW_NOT || !replacement.empty()) d.fix(place, std::move(replacement));
  diagnostics_.push_back(std::move(d));
}

ast::IdentityModifier Converter::identity(P::ColumnModifierContext& context) {
  ast::IdentityModifier result;
  for (P::IdentityOptionContext* each : context.options) {
    std::string number;
    if (need(each).number != nullptr) {
      const diag::Span place = span(need(each->number));
      number = text_.substr(place.begin, place.end - place.begin);
    }
    switch (each->start->getType()) {
      case L::KW_ALWAYS:
        result.always = true;
        break;
      case L::KW_START:
        result.start = number;
        break;
      case L::KW_INCREMENT:
        result.increment = number;
        break;
      case L::KW_MINVALUE:
        result.minimum = number;
        break;
      case L::KW_MAXVALUE:
        result.maximum = number;
        break;
      case L::KW_CACHE:
        result.cache = number;
        break;
      case L::KW_CYCLE:
        result.cycle = true;
        break;
      case L::KW_NAME:
        result.sequence = qualified(each->sequence);
        break;
      default:
        break;  // by default
    }
  }
  return result;
}

// ── constraints

ast::ReferentialAction Converter::action(P::ReferentialActionContext* context) {
  using enum ast::ReferentialAction;
  switch (need(context).start->getType()) {
    case L::KW_CASCADE:
      return cascade;
    case L::KW_RESTRICT:
      return restrict_;
    case L::KW_SET:
      return context->KW_NULL() != nullptr ? set_null : set_default;
    default:
      return no_action;
  }
}

void Converter::add_option(P::ConstraintOptionContext* context, ast::ConstraintOptions& options) {
  using enum ast::ConstraintFlag;
  const auto add = [&](ast::ConstraintFlag flag) { options.flags.push_back(flag); };
  switch (need(context).start->getType()) {
    case L::KW_DEFERRABLE:
      return add(deferrable);
    case L::KW_INITIALLY:
      return add(context->KW_DEFERRED() != nullptr ? initially_deferred : initially_immediate);
    case L::KW_NOT:
      if (context->KW_DEFERRABLE() != nullptr) return add(not_deferrable);
      return add(context->KW_VALID() != nullptr ? not_valid : not_enforced);
    case L::KW_NO:
      return add(no_inherit);
    case L::KW_WAS:
      options.was = name(context->old);
      return;
    case L::KW_WITH:
      options.settings = settings(context->withOptions());
      return;
    default:
      options.include = names(context->included);
  }
}

ast::ConstraintOptions Converter::options(const std::vector<P::ConstraintOptionContext*>& list) {
  ast::ConstraintOptions result;
  for (P::ConstraintOptionContext* each : list) add_option(each, result);
  return result;
}

ast::ForeignKey Converter::foreign_key(P::ForeignKeyContext& context) {
  ast::ForeignKey result;
  result.name = maybe_name(context.target);
  result.columns = names(&need(context.columns));
  result.target = qualified(context.refers);
  result.referred = names(context.referred);
  for (P::ForeignKeyOptionContext* each : context.options) {
    if (need(each).constraint != nullptr) {
      add_option(each->constraint, result.options);
    } else if (each->action == nullptr) {
      result.options.flags.push_back(ast::ConstraintFlag::match_full);
    } else if (each->KW_DELETE() != nullptr) {
      result.on_delete = action(each->action);
      result.on_delete_columns = names(each->columns);
    } else {
      result.on_update = action(each->action);
    }
  }
  return result;
}

ast::Index Converter::index(P::IndexContext& context) {
  ast::Index result;
  if (context.kind != nullptr) switch (context.kind->getType()) {
      case L::KW_UNIQUE:
        result.kind = ast::IndexKind::unique;
        break;
      case L::KW_FULLTEXT:
        result.kind = ast::IndexKind::fulltext;
        break;
      default:
        result.kind = ast::IndexKind::spatial;
    }
  result.name = maybe_name(context.target);
  result.method = maybe_name(context.method);
  result.keys = keys(context.keys);
  for (P::IndexOptionContext* each : context.options) {
    switch (need(each).start->getType()) {
      case L::KW_INCLUDE:
        result.include = names(&need(each->included));
        break;
      case L::KW_NULLS:
        result.nulls_equal = true;
        break;
      case L::KW_WITH:
        result.settings = settings(each->withOptions());
        break;
      case L::KW_WHERE:
        result.where = value(each->condition);
        break;
      default:
        result.was = name(each->old);
    }
  }
  return result;
}

}  // namespace schemac::syntax
