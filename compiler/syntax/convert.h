// ANTLR's tree of one declaration → AST. A tree with errors in it gives what is whole; the rest is left out and the
// declaration marked broken.
#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "diag/diagnostic.h"
#include "syntax/antlr.h"
#include "syntax/ast.h"
#include "syntax/layout.h"

namespace schemac::syntax {

class Converter {
 public:
  Converter(std::string_view text, diag::SourceId source, diag::Diagnostics& diagnostics)
      : text_(text), source_(source), diagnostics_(diagnostics) {}

  /// The declaration, or nothing where too little of it could be read. `docs` are those of the whole file.
  std::optional<ast::Declaration> declaration(SchemaParser::DeclarationContext* tree, const std::deque<SetAside>& docs);

  /// Warns of each `///` before `end` that belongs to nothing.
  void report_stray_docs(const std::deque<SetAside>& docs, std::uint32_t end);

 private:
  using P = SchemaParser;
  struct Incomplete {};  // thrown where the tree lacks what the grammar promises, which an error caused

  /// Counts how deep an expression is, for as long as it lives.
  class Nesting {
   public:
    Nesting(Converter& converter, diag::Span where);
    ~Nesting() { --converter_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Converter& converter_;
  };

  template <class Context>
  static Context& need(Context* context) {
    if (context == nullptr || context->exception != nullptr) throw Incomplete{};
    return *context;
  }
  static const antlr4::Token& need_token(const antlr4::Token* token) {
    if (token == nullptr || token->getStopIndex() + 1 <= token->getStartIndex()) throw Incomplete{};
    return *token;
  }
  /// The only child, which says which alternative was taken.
  static antlr4::ParserRuleContext& only_child(antlr4::ParserRuleContext& context);
  template <class Part>
  void tolerate(Part part);  // runs it; where it is incomplete, the declaration is broken and goes on

  diag::Span span(const antlr4::ParserRuleContext& context) const;
  diag::Span span(const antlr4::Token& token) const;
  ast::Node place(const antlr4::ParserRuleContext& context) const { return {span(context)}; }
  std::string_view text(const antlr4::Token& token) const;
  ast::Doc doc(const antlr4::ParserRuleContext& context);       // of what may hold documented things itself
  ast::Doc leaf_doc(const antlr4::ParserRuleContext& context);  // of what may carry it at its line's end

  // names and texts
  ast::Name name(P::NameContext* context);
  ast::Name plain_name(P::PlainNameContext* context);
  ast::Name name_of(const antlr4::Token& token);
  std::optional<ast::Name> maybe_name(P::NameContext* context);
  ast::QualifiedName qualified(P::QualifiedNameContext* context);
  std::vector<ast::Name> names(const std::vector<P::NameContext*>& list);
  std::vector<ast::Name> names(P::NameListContext* list);
  std::string string(const antlr4::Token& token);
  std::string raw(const antlr4::Token& token);
  ast::Naming naming(const std::vector<P::NamingContext*>& list);
  DialectId dialect(const ast::Name& name);
  std::vector<ast::DialectName> dialects(const std::vector<P::NameContext*>& list);
  std::vector<ast::DialectRaw> alternatives(const std::vector<P::DialectRawContext*>& list);
  std::vector<ast::RawDefinition> definitions(const std::vector<P::RawDefinitionContext*>& list);

  // convert_expression.cpp
  ast::Expression value(P::ValueContext* context);
  ast::Expression expression(P::ExpressionContext* context);
  ast::Expression predicate(P::PredicateContext* context);
  ast::Expression operand(P::OperandContext* context);
  ast::Expression primary(P::PrimaryContext* context);
  ast::Expression call(P::FunctionCallContext* context);
  ast::Expression literal(P::LiteralContext* context);
  std::vector<ast::Expression> values(const std::vector<P::ValueContext*>& list);
  std::vector<ast::Expression> expressions(const std::vector<P::ExpressionContext*>& list);
  std::optional<ast::Expression> maybe(P::ExpressionContext* context);
  std::optional<ast::Expression> maybe(P::ValueContext* context);
  ast::Select select(P::SelectContext* context);
  ast::SelectCore select_core(P::SelectCoreContext* context);
  ast::JoinedSource joined_source(P::JoinedSourceContext* context);
  ast::Source source(P::SourceContext* context);
  ast::TypeRef type(P::TypeRefContext* context);

  // convert_table.cpp
  std::vector<ast::TableMember> members(const std::vector<P::TableMemberContext*>& list);
  ast::TableMember member(P::TableMemberContext& context);
  ast::Column column(P::ColumnContext& context);
  std::vector<ast::ColumnModifier> modifiers(const std::vector<P::ColumnModifierContext*>& list);
  std::optional<ast::ColumnModifier> modifier(P::ColumnModifierContext& context);
  ast::IdentityModifier identity(P::ColumnModifierContext& context);
  void report_habit(const antlr4::ParserRuleContext& context, std::string_view ours, std::string replacement);
  ast::ReferentialAction action(P::ReferentialActionContext* context);
  void add_option(P::ConstraintOptionContext* context, ast::ConstraintOptions& options);
  ast::ConstraintOptions options(const std::vector<P::ConstraintOptionContext*>& list);
  ast::ForeignKey foreign_key(P::ForeignKeyContext& context);
  ast::Index index(P::IndexContext& context);
  std::vector<ast::IndexKey> keys(P::IndexKeysContext* context);
  ast::IndexKey key(P::IndexKeyContext* context);
  ast::Option option(P::OptionContext* context);
  std::vector<ast::Option> settings(P::WithOptionsContext* context);

  // convert_declaration.cpp
  ast::Import import(P::ImportDeclarationContext& context);
  ast::Enum enumeration(P::EnumDeclarationContext& context);
  ast::View view(P::ViewDeclarationContext& context);
  ast::Trigger trigger(P::TriggerDeclarationContext& context);
  ast::Routine routine(P::RoutineDeclarationContext& context);
  ast::Seed seed(P::SeedDeclarationContext& context);
  ast::Policy policy(P::PolicyDeclarationContext& context);
  ast::Api api(P::ApiDeclarationContext& context);
  ast::Expose expose(P::ExposeContext* context);
  ast::DialectDeclarations dialect_declarations(P::DialectDeclarationsContext& context);

  std::string_view text_;
  diag::SourceId source_;
  diag::Diagnostics& diagnostics_;
  const std::deque<SetAside>* docs_ = nullptr;
  std::size_t next_doc_ = 0;  // those before it have found their place
  std::vector<std::size_t> strays_;
  std::size_t depth_ = 0;
  bool broken_ = false;
};

template <class Part>
void Converter::tolerate(Part part) {
  try {
    part();
  } catch (const Incomplete&) {
    broken_ = true;
  }
}

/// How deep an expression may nest, a chain of n operators counting as n.
inline constexpr std::size_t kMaxExpressionDepth = 500;

}  // namespace schemac::syntax
