// What else is carried as statements: aggregates, collations, operators, statistics, publications, casts, text search;
// and comments.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

void define(const Statement& s);
void create_statistics(const Statement& s);
void create_publication(const Statement& s);
void alter_publication(const Statement& s);
void create_cast(const Statement& s);
void create_operator_family(const Statement& s);
void alter_operator_family(const Statement& s);
void create_operator_class(const Statement& s);
void alter_text_search_configuration(const Statement& s);
void comment(const Statement& s);

}  // namespace schemac::import::postgres
