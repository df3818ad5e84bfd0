// The parts of a line as .schema text: names, types, expressions, modifiers. format.h is the way in.
#pragma once

#include <string>
#include <string_view>

#include "syntax/ast.h"

namespace schemac::syntax {

/// Writes nodes that fit on a line. Literals stand as they do in `source`, where they come from one.
class TextPrinter {
 public:
  explicit TextPrinter(std::string_view source = {}) : source_(source) {}

  std::string name(const ast::Name& name) const;
  /// Where the name is optional and a keyword could be taken for what follows it.
  std::string optional_name(const std::optional<ast::Name>& name) const;  // with a space before it
  std::string names(const std::vector<ast::Name>& names) const;           // a, b
  std::string qualified(const ast::QualifiedName& name) const;
  std::string naming(const ast::Naming& naming) const;  // with a space before it
  std::string quoted(std::string_view text) const;      // "text"
  std::string raw(std::string_view text) const;         // """text"""
  std::string dialects(const std::vector<ast::DialectName>& dialects) const;

  std::string type(const ast::TypeRef& type) const;
  std::string modifiers(const std::vector<ast::ColumnModifier>& modifiers) const;
  std::string expression(const ast::Expression& expression) const;
  std::string select(const ast::Select& select, std::string_view between = " ") const;

  std::string primary_key(const ast::PrimaryKey& key) const;
  std::string unique_key(const ast::UniqueKey& key) const;
  std::string foreign_key(const ast::ForeignKey& key) const;
  std::string check(const ast::Check& check) const;
  std::string raw_constraint(const ast::RawConstraint& constraint) const;
  std::string index(const ast::Index& index) const;
  std::string option(const ast::Option& option) const;
  std::string with(const std::vector<ast::Option>& settings) const;  // with a space before it

 private:
  std::string expression(const ast::Expression& expression, int binding) const;
  std::string expressions(const std::vector<ast::Expression>& list) const;
  std::string expression_name(const ast::QualifiedName& name) const;
  std::string literal(const ast::Expression& expression, std::string written) const;
  std::string modifier(const ast::ColumnModifier& modifier) const;
  std::string identity(const ast::IdentityModifier& identity) const;
  std::string alternatives(const std::vector<ast::DialectRaw>& raws) const;
  std::string select_core(const ast::SelectCore& core, std::string_view between) const;
  std::string source(const ast::Source& source) const;
  std::string keys(const std::vector<ast::IndexKey>& keys) const;
  std::string options(const ast::ConstraintOptions& options) const;
  std::string order(ast::Direction direction, ast::NullsOrder nulls) const;
  std::string parenthesised(const ast::Expression& expression) const {
    return "(" + this->expression(expression) + ")";
  }

  std::string_view source_;
};

}  // namespace schemac::syntax
