// Bodies of routines that PostgreSQL parses hold on to the views that they read. Where tables or types call such a
// routine, the views have to go before these let go of anything, and come back after them: meanwhile the body stands in
// quotes, which PostgreSQL reads when the routine runs.
#pragma once

#include <set>
#include <string>

#include "plan/going.h"

namespace schemac::plan {

/// What a migration finds, called by its new names, once the bodies stand in quotes that read views which go.
catalog::Catalog with_quoted_bodies(const Input& input);

/// What puts them there, in `quoted`, which was made so.
catalog::ChangeSet quoting(const Input& input, const catalog::Catalog& quoted);

/// Views of what a migration makes, by name, that do not stand until all tables are as they will be.
std::set<std::string> views_that_come(const Input& input, const Going& going);

/// The checks and indexes that call routines whose bodies are in quotes until the views are there: PostgreSQL
/// would run these for the rows.
class WaitingMembers {
 public:
  WaitingMembers(const Input& input, const Going& going);

  /// Whether a routine's body is one of these.
  bool is_quoted(const catalog::Routine& routine) const;
  /// Takes them from what a table gets.
  void take_from(dialect::TableAlteration& alteration);
  /// The table without those that it has.
  catalog::Table taken_from(const catalog::Table& table);
  /// What adds all that was taken.
  const std::vector<dialect::TableAlteration>& taken() const { return taken_; }

 private:
  bool call_waiting(const catalog::Check& check) const;
  bool call_waiting(const catalog::Index& index) const;
  template <class M>
  bool take(std::vector<M>& members, const catalog::Change& change) const;

  std::set<std::string> views_, routines_;
  std::vector<dialect::TableAlteration> taken_;
};

}  // namespace schemac::plan
