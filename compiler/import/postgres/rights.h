// Who owns what, and who may do what with it.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

/// `word` is what ALTER calls the object: "TABLE", "MATERIALIZED VIEW". An empty role is whoever makes the database.
void set_owner(const Statement& s, const std::string& word, const QName& name, const std::string& arguments,
               const std::string& role);
void alter_owner(const Statement& s);

void grant(const Statement& s);
void default_rights(const Statement& s);
/// What rights by default give to a new object; `word` is that of GRANT.
void give_default_rights(Database& db, const std::string& word, const QName& name, const std::string& arguments = {});

/// The statements of all rights.
void finish_rights(Database& db);

}  // namespace schemac::import::postgres
