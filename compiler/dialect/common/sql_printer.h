// Expressions as SQL. What differs between engines is asked of the dialect: quoting, literals, type names.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

std::string print_sql(const Expr& expr, const Dialect& dialect);

/// " ON DELETE CASCADE"; nothing for no action, which SQL takes for granted.
std::string action_sql(std::string_view event, catalog::ReferentialAction action);

/// An event of a trigger: UPDATE OF "a", "b" of "update of a, b".
std::string event_sql(const Dialect& dialect, const std::string& event);

}  // namespace schemac::dialect
