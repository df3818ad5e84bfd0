// Schemas, extensions and types.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

void create_schema(const Statement& s);
void create_extension(const Statement& s);
void create_enum(const Statement& s);
void alter_enum(const Statement& s);
void create_domain(const Statement& s);
void alter_domain(const Statement& s);
void create_composite(const Statement& s);
void alter_composite(const Statement& s, const QName& name);
void create_range(const Statement& s);

}  // namespace schemac::import::postgres
