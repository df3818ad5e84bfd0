// What takes away or renames: DROP, ALTER … RENAME, ALTER … SET SCHEMA.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

void drop(const Statement& s);
/// Views, policies and rules before the column that they use; SC4025 where they are to stay.
void drop_users_of_column(const Statement& s, const QName& table, const std::string& column, bool cascade);
void rename(const Statement& s);
void set_schema(const Statement& s);

// -- by another name, or in another schema, with all that refers to it
void move_relation(const Statement& s, const QName& from, const QName& to);
void move_type(const Statement& s, const QName& from, const QName& to);
void move_program(const Statement& s, std::multimap<QName, Program>::iterator program, const QName& to);
void move_schema(const Statement& s, const std::string& from, const std::string& to);

/// OBJECT_FUNCTION and its like.
bool is_program(const std::string& type);
/// The type or domain that the statement names as its object.
QName type_named(const Statement& s);

}  // namespace schemac::import::postgres
