// Tables: mixins expanded, columns typed, keys and references resolved.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "sema/analysis.h"
#include "sema/expressions.h"
#include "sema/types.h"

namespace schemac::sema {

class Tables {
 public:
  Tables(Analysis& analysis, Types& types, Expressions& expressions);

  /// Finds every column and its type.
  void declare();
  /// Defaults, keys, checks, indexes; then the tables are in the catalog.
  void complete();

  /// A table that is complete, or nullptr.
  const catalog::Table* find(const std::string& name) const;
  /// Whether it may have columns that do not stand in it: those of a parent, or some that could not be read.
  bool is_open(const std::string& name) const;

 private:
  /// A member where it comes to stand: a mixin's in the table that uses it.
  struct Member {
    const ast::TableMember* node;
    catalog::Dialects dialects;
    std::size_t column = SIZE_MAX;  // its place among the table's columns
  };
  enum class Progress { none, resolving, done, failed };
  struct TableInProgress {
    const Declared<ast::Table>* declared = nullptr;
    catalog::Table table;
    std::vector<Member> members;
    std::vector<Progress> progress;             // of each column's type
    std::map<std::size_t, ResolvedType> types;  // of the columns whose type brings more than itself
    bool open = false;                          // members may be missing
  };

  const std::vector<ast::TableMember>& documented(const ast::DialectMembers& block, const ast::Doc& doc);
  void expand(TableInProgress& table, const std::vector<ast::TableMember>& members, const catalog::Dialects& dialects,
              std::vector<const ast::Mixin*>& within);
  void use(TableInProgress& table, const ast::UseMixin& use, const catalog::Dialects& dialects,
           std::vector<const ast::Mixin*>& within);
  void add_column(TableInProgress& table, const ast::TableMember& member, const catalog::Dialects& dialects);
  const catalog::Column* resolve_column(TableInProgress& table, std::size_t column);
  const catalog::Column* column_of(const std::string& table, const ast::Name& column);
  diag::Diagnostic no_such_column(const TableInProgress& table, const ast::Name& name) const;
  const catalog::Column* require(TableInProgress& table, const ast::Name& name);
  std::vector<std::string> require(TableInProgress& table, const std::vector<ast::Name>& names);

  void complete(TableInProgress& table);
  void complete_column(TableInProgress& table, const Member& member);
  void identity(catalog::Column& column, const ast::IdentityModifier& it, diag::Span span);
  void add_type_checks(TableInProgress& table, const catalog::Column& column, const ResolvedType& type);
  void reference(TableInProgress& table, const Member& member, const ast::ReferencesModifier* written, diag::Span span);
  void option(catalog::Options& options, const ast::Option& option, const catalog::Dialects& dialects);
  void complete_member(TableInProgress& table, const Member& member);
  void primary_key(TableInProgress& table, std::vector<std::string> columns, const std::string& name, diag::Span span);
  static void say_no_action(catalog::ForeignKey& key, const char* event);
  void refer_to(const TableInProgress& target, const std::vector<ast::Name>& columns) const;
  void foreign_key(TableInProgress& table, const ast::ForeignKey& it, const Member& member);
  void check_target(TableInProgress& table, const catalog::ForeignKey& key, diag::Span span);
  void index(TableInProgress& table, const ast::Index& it, const Member& member);
  std::vector<std::string> plain_keys(TableInProgress& table, const std::vector<ast::IndexKey>& keys);
  catalog::IndexPart part(TableInProgress& table, const ast::IndexKey& key);
  void raw_constraint(TableInProgress& table, const ast::RawConstraint& it, const Member& member);
  bool is_key(const catalog::Table& table, const std::vector<std::string>& columns) const;
  void renamed(catalog::RenameKind kind, const TableInProgress& table, const ast::Node& old, const std::string& from,
               const std::string& to);
  Scope scope(const TableInProgress& table, std::string place) const;

  Analysis& analysis_;
  Types& types_;
  Expressions& expressions_;
  std::map<std::string, TableInProgress> tables_;
  std::vector<std::pair<TableInProgress*, std::pair<catalog::ForeignKey, diag::Span>>> foreign_keys_;
  std::deque<std::vector<ast::TableMember>> documented_;  // blocks whose one member is explained above them
};

}  // namespace schemac::sema
