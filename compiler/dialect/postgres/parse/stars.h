// `*` in the tree of a query, as the columns that it takes.
#pragma once

#include <nlohmann/json.hpp>

#include "dialect/postgres/parse/same_sql.h"

namespace schemac::dialect::postgres::parse {

/// Each `*` and `t.*` within `tree` whose tables are all known becomes their columns.
void write_out_stars(nlohmann::json& tree, const ColumnsOf& columns);

}  // namespace schemac::dialect::postgres::parse
