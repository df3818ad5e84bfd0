// The SQL of views, policies, checks and the like, when something that it uses is renamed.
#pragma once

#include <functional>

#include "import/postgres/database/renamed_sql.h"
#include "import/postgres/statement.h"

namespace schemac::import::postgres {

/// Every expression of a table.
void each_expression(catalog::Table& table, const std::function<void(catalog::Expr&)>& visit);

/// Before the rename itself. SC4026 where it is not plain what some SQL uses.
void rename_in_stored_sql(const Statement& s, const Renaming& renaming);

/// Whether a view, or a policy, rule or trigger, uses a column. SC4026 where that is not plain.
bool uses_column(const Statement& s, const Relation& view, const QName& table, const std::string& column);
bool uses_column(const Statement& s, const RawRecord& record, const QName& table, const std::string& column);

}  // namespace schemac::import::postgres
