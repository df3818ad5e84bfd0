// Keys, checks and foreign keys: written with a column, with a table, or added later.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

/// A constraint and where it stands: the tokens from its first word on.
struct WrittenConstraint {
  Node node;
  std::size_t begin = 0, end = 0;
  std::vector<std::string> columns;  // of a key or a foreign key
  bool deferrable = false, deferred = false;
};

/// Those of one statement, to be made in the order in which the server makes them.
struct WrittenConstraints {
  std::vector<WrittenConstraint> checks, keys, foreign_keys;
  bool fresh = true;  // of a new table or column: NOT VALID says nothing, there are no rows

  /// Of a table, or added to one.
  void add(const Node& constraint, std::size_t begin, std::size_t end);
};

/// Names those without a name as the server would, and adds them to the table.
void add_constraints(const Statement& s, const QName& table, const WrittenConstraints& constraints);

/// IF EXISTS, and CASCADE.
struct Dropping {
  bool missing_ok = false, cascade = false;
};

void drop_constraint(const Statement& s, const QName& table, const std::string& name, const Dropping& how);
void validate_constraint(const Statement& s, const QName& table, const std::string& name);
void alter_constraint(const Statement& s, const QName& table, const Node& constraint);

/// The columns of the index of a key that comes with its INCLUDE and WITH.
catalog::Options key_options(const Statement& s, const Node& constraint);

}  // namespace schemac::import::postgres
