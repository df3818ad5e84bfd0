// SQL that the database keeps, as it reads after something that it uses has got another name. The server keeps trees
// and renames nothing; here the tree says where the name stands in the text.
#pragma once

#include "import/postgres/database/query.h"

namespace schemac::import::postgres {

struct Renaming {
  enum class What { relation, column, type, program };
  What what = What::relation;
  QName from, to;  // of a column: the relation that it is of
  std::string column, new_column;
  bool names_type = true;      // a type of that name is meant, and not one of the system
  bool is_overloaded = false;  // of a program: what calls one of that name may mean another

  const std::string& old_name() const { return what == What::column ? column : from.name; }
};

// Each gives nothing where it is not plain what the text uses. The database is that of before.

/// A query, or any other statement. Marks of a raw object stay what they are.
std::optional<std::string> renamed_statement(const Database& db, const Renaming& renaming, const std::string& sql,
                                             std::vector<FromItem> around = {});
std::optional<std::string> renamed_expression(const Database& db, const Renaming& renaming, const std::string& sql,
                                              std::vector<FromItem> around);

/// A relation with the NEW and OLD that its rules and triggers know.
std::vector<FromItem> around_relation(const Database& db, const QName& name);

}  // namespace schemac::import::postgres
