// What takes away or renames: DROP, ALTER … RENAME, ALTER … SET SCHEMA.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

void drop(const Statement& s);
void rename(const Statement& s);
void set_schema(const Statement& s);

/// A relation by another name, with all that refers to it.
void move_relation(const Statement& s, const QName& from, const QName& to);

}  // namespace schemac::import::postgres
