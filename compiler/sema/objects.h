// Everything that is not a table.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sema/analysis.h"
#include "sema/expressions.h"
#include "sema/tables.h"

namespace schemac::sema {

class Objects {
 public:
  Objects(Analysis& analysis, Types& types, Expressions& expressions, Tables& tables);

  void enums();
  void complete();  // after the tables' columns are known

 private:
  const std::vector<catalog::Column>* relation(const ast::QualifiedName& name);
  const std::vector<catalog::Column>* view(const std::string& name);
  const std::vector<catalog::Column>* require_relation(const ast::QualifiedName& name);
  const catalog::Table* require_table(const ast::QualifiedName& name);
  void namespaces();
  void extensions();
  void trigger(const Declared<ast::Trigger>& declared);
  void routine(const Declared<ast::Routine>& declared);
  void raw_object(const Declared<ast::RawObject>& declared);
  void seed(const Declared<ast::Seed>& declared);
  void policy(const Declared<ast::Policy>& declared);
  void role(const ast::Name& name, bool anyone);
  void api(const Declared<ast::Api>& declared);
  catalog::Exposure exposure(const ast::Expose& expose);
  void rule(const ast::ExposeRule& rule, catalog::Exposure& exposure, const std::vector<catalog::Column>* columns);
  std::string member(const ast::Name& name, const ast::QualifiedName& table,
                     const std::vector<catalog::Column>& columns);
  void twice(const std::string& name, diag::Span span);
  void without_dialect(const catalog::Dialects& dialects, const std::string& what, diag::Span span);
  catalog::Expr bodies(const std::vector<ast::RawDefinition>& list, bool drop = false) const;

  Analysis& analysis_;
  Types& types_;
  Expressions& expressions_;
  Tables& tables_;
  std::set<std::string> views_in_progress_;
  std::set<std::string> broken_views_;
};

/// SC3006 for each name that is longer than an engine keeps it.
void check_name_lengths(Analysis& analysis);

}  // namespace schemac::sema
