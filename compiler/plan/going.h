// What goes and comes back while something else changes: PostgreSQL lets nothing change that another object is made of.
#pragma once

#include <map>
#include <set>

#include "plan/order.h"
#include "plan/plan.h"

namespace schemac::plan {

/// What a migration finds, called by its new names.
catalog::Catalog with_new_names(const Input& input);

/// Followed from what the changes take away or replace to all that is made of it, until nothing more is found.
class Going {
 public:
  /// `before`: as the migration finds it, but called by its new names.
  Going(const Input& input, const catalog::Catalog& before);

  /// Whether it goes for the sake of what it is made of.
  bool is_remade(const catalog::Routine& routine) const { return remade_.contains(key_of(routine)); }
  /// Whether it goes, and comes back as it was or as another one: of another result, or with other parameters.
  bool is_replaced(const catalog::Routine& routine) const;
  /// Whether its parameters or its result are of something that goes.
  bool is_of_what_goes(const catalog::Routine& routine) const;
  /// Whether its body holds on to a view that goes.
  bool reads_a_view_that_goes(const catalog::Routine& routine) const;
  /// Whether a type is swapped though it is altered in place, or stays, for the sake of what it is made of.
  bool is_swapped_along(const catalog::RawObject& type) const { return swapped_along_.contains(type.name); }
  /// Whether what tables use goes before what it is made of: an operator, a cast, a text search configuration.
  bool is_gone_for_a_while(const catalog::RawObject& object) const { return prerequisites_.contains(object.name); }

  /// Whether a comment's object goes, for good or for a while: a cast has no name that a statement could be searched
  /// for.
  bool takes_comment(const catalog::RawObject& comment) const;

  /// Tables with a column of a type that is swapped.
  const std::set<catalog::QName>& retyped() const { return retyped_; }
  /// Names of types that are swapped, and of routines and prerequisites that go or are replaced: tables let go of them.
  const std::set<std::string>& let_go() const { return let_go_; }
  const std::set<std::string>& replaced_routines() const { return replaced_; }
  /// The names, and those of all tables that have columns from tables of these names: they change along.
  std::set<std::string> with_heirs(std::set<std::string> names) const;
  /// Names that no unchanged view, rule, policy … may hold on to.
  std::set<std::string> moving() const;
  /// Tables that lose columns, and may be held on to by what does not read these.
  std::set<std::string> thinned() const;
  /// Whether an unchanged view, rule, policy … reads what one of them loses.
  bool reads_lost_column(const catalog::Expr& sql) const;

 private:
  template <class C, class F>
  void each(F&& visit) const {
    for (const catalog::Change& change : in_.changes)
      if (const auto* c = std::get_if<C>(&change)) visit(*c);
  }
  dialect::Both both() const { return {before_, in_.to, in_.changes}; }
  void find_swaps();
  void swap(const std::string& type, const dialect::Statements& statements);
  void retype(const std::string& type);
  bool find_types();
  bool find_readers();
  bool find_routines();
  bool find_prerequisites();
  bool reads_lost_column(const std::set<std::string>& words) const;
  bool note(std::set<std::string>& names, const std::string& name) { return names.insert(name).second; }

  const Input& in_;
  const dialect::Dialect& d_;
  const catalog::Catalog& before_;
  std::set<std::string> swapped_types_, replaced_, let_go_;
  std::set<std::string> rows_;    // tables and views whose rows have a type that goes
  std::set<std::string> gone_;    // names of views and raw relations that go, for good or for a while
  std::set<std::string> remade_;  // by key
  std::multimap<std::string, std::string> heirs_;
  std::map<std::string, std::set<std::string>> lost_;  // columns, by the table
  std::set<catalog::QName> swapped_along_, prerequisites_, retyped_;
};

}  // namespace schemac::plan
