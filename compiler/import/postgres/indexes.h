// Indexes of tables and materialized views.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

/// What the server calls the column of an index for an IndexElem: "expr" where it knows no better.
std::string index_part_name(const Node& element);
/// Each name once: "expr", "expr1" (ChooseIndexColumnNames()).
std::vector<std::string> index_column_names(const std::vector<std::string>& names);

void create_index(const Statement& s);
/// The index of that name and its table; nullptr where the name is not that of a table's index.
catalog::Index* find_index(Database& db, const QName& name);

}  // namespace schemac::import::postgres
