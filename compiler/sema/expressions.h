// AST expressions → catalog expressions, their types checked.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "sema/analysis.h"
#include "sema/types.h"

namespace schemac::sema {

/// The columns that a name in an expression can mean.
struct ScopeTable {
  std::string alias;
  const std::vector<catalog::Column>* columns;
  bool outer_joined = false;  // its columns may be null where they are not declared so
  bool open = false;          // some of its columns could not be read: what is not found may be one of them
};

struct Scope {
  std::vector<ScopeTable> tables;
  const Scope* outer = nullptr;  // of the query around this one
  std::string place;             // "a check", "a default": for messages
  bool queries = false;          // subqueries may stand here
  bool aggregates = false;       // count(), sum() … may stand here
  bool stable = false;           // now() and its like may not
  bool qualify = false;          // keep the table's name before a column's
  bool named = false;            // what is selected is asked for by name
};

/// An expression with what is known of its value. Without a type anything is possible: raw SQL, null, or a mistake that
/// was reported.
struct Typed {
  catalog::Expr expr;
  std::optional<catalog::Type> type;
  bool nullable = true;
  bool literal_text = false;  // 'abc', which is also a date, a uuid, a label …
};

/// What kinds of values compare and combine.
enum class Family {
  any,
  boolean,
  integer,
  decimal,
  real,
  text,
  bytes,
  date,
  time,
  timestamp,
  uuid,
  json,
  label,
  array,
  interval
};
Family family(const std::optional<catalog::Type>& type);

class Expressions {
 public:
  Expressions(Analysis& analysis, Types& types) : analysis_(analysis), types_(types) {}

  /// The columns of a table or view by its full name; nullptr where there is none, reported at `place`.
  using ColumnsOf = std::function<const std::vector<catalog::Column>*(const ast::QualifiedName& name)>;
  void set_relations(ColumnsOf columns_of) { columns_of_ = std::move(columns_of); }

  Typed read(const ast::Expression& expression, const Scope& scope, const catalog::Type* expected = nullptr);
  /// `read`, and SC2020 where its value does not fit `expected`.
  Typed read_as(const ast::Expression& expression, const Scope& scope, const catalog::Type& expected);
  Typed condition(const ast::Expression& expression, const Scope& scope);

  /// A query and the columns it gives.
  catalog::Expr select(const ast::Select& select, const Scope* outer, std::vector<catalog::Column>& columns,
                       bool named = true);

 private:
  using Kind = catalog::ExprKind;

  Typed reference(const ast::Reference& it, diag::Span span, const Scope& scope, const catalog::Type* expected);
  bool is_column(const ast::Expression& expression, const Scope& scope) const;
  const catalog::Column* find(const std::string& table, const std::string& column, const Scope& scope, bool& outer_join,
                              bool& open, int& found) const;
  void unknown_column(const ast::Reference& it, const Scope& scope);
  Typed unary(const ast::Unary& it, const Scope& scope);
  Typed binary(const ast::Binary& it, diag::Span span, const Scope& scope);
  Typed comparison(const ast::Binary& it, diag::Span span, const Scope& scope, const std::string& op);
  Typed arithmetic(const ast::Binary& it, diag::Span span, const Scope& scope, const std::string& op);
  std::pair<Typed, Typed> pair(const ast::Expression& left, const ast::Expression& right, const Scope& scope);
  Typed in(const ast::In& it, diag::Span span, const Scope& scope);
  Typed between(const ast::Between& it, const Scope& scope);
  Typed call(const ast::Call& it, diag::Span span, const Scope& scope);
  Typed case_(const ast::Case& it, const Scope& scope, const catalog::Type* expected);
  Typed array(const ast::ArrayLiteral& it, const Scope& scope, const catalog::Type* expected);
  Typed cast(const ast::Cast& it, const Scope& scope);
  Typed query(const ast::Select& it, diag::Span span, const Scope& scope, Kind kind);
  Typed raw(const ast::RawExpression& it);
  Typed string(const ast::StringLiteral& it, diag::Span span, const catalog::Type* expected);
  void moment(catalog::Expr& literal, diag::Span span, const catalog::Type& type);
  void not_of_the_calendar(const std::string& text, diag::Span span, const catalog::Type& type);
  Typed label(const std::string& name, diag::Span span, const catalog::Type& type);
  void demand(const Typed& value, diag::Span span, std::initializer_list<Family> families, const std::string& what,
              const std::string& wanted);
  void demand_comparable(const Typed& left, const Typed& right, diag::Span span);
  bool allows_query(diag::Span span, const Scope& scope);

  // queries.cpp
  struct Sources;
  catalog::Expr select_core(const ast::SelectCore& core, Scope& scope, Sources& sources,
                            std::vector<catalog::Column>& columns);
  catalog::Expr source(const ast::Source& source, Scope& scope, Sources& sources);
  catalog::Expr joined(const ast::JoinedSource& joined, Scope& scope, Sources& sources);
  void item(const ast::SelectItem& item, const Scope& scope, std::vector<catalog::Expr>& items,
            std::vector<catalog::Column>& columns);

  Analysis& analysis_;
  Types& types_;
  ColumnsOf columns_of_;
};

/// Whether a value of `found` can stand where `wanted` is expected.
bool fits(const Typed& found, const catalog::Type& wanted);

}  // namespace schemac::sema
