// Type names → catalog types.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sema/analysis.h"

namespace schemac::sema {

/// What a type stands for: `type` declarations bring checks, a default and a collation with them; `users.id` brings the
/// column it refers to.
struct ResolvedType {
  catalog::Type type;
  bool nullable = false;
  std::vector<const ast::CheckModifier*> checks;  // of `value`
  const ast::Expression* default_value = nullptr;
  std::string collation;
  std::string table;  // full name of the table referred to; empty where none is
  std::string column;
};

class Types {
 public:
  /// Finds a column's type; reports what is wrong with the reference, nothing where it did.
  using ColumnOf = std::function<const catalog::Column*(const std::string& table, const ast::Name& column)>;

  explicit Types(Analysis& analysis) : analysis_(analysis) {}
  void set_columns(ColumnOf column_of) { column_of_ = std::move(column_of); }

  /// Nothing where the type is unknown or its arguments are wrong: reported.
  std::optional<ResolvedType> resolve(const ast::TypeRef& type);

 private:
  std::optional<ResolvedType> named(const ast::TypeRef& type);
  std::optional<ResolvedType> alias(const ast::TypeAlias& alias, const ast::TypeRef& used);
  std::optional<ResolvedType> reference(const ast::TypeRef& type);
  std::optional<catalog::Type> portable(const ast::TypeRef& type, const std::string& name);
  std::optional<catalog::Type> native(const ast::TypeRef& type, DialectId dialect);
  bool check_arguments(const ast::TypeRef& type, const catalog::Type& made);
  bool no_arguments(const ast::TypeRef& type);
  void report_unknown(const ast::TypeRef& type);

  Analysis& analysis_;
  ColumnOf column_of_;
  std::set<const ast::TypeAlias*> resolving_;
};

/// "varchar(64)", "Language", "postgres.tsvector": a type as the language spells it.
std::string spelled(const catalog::Type& type);

}  // namespace schemac::sema
