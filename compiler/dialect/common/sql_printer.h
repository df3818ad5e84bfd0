// Expressions as SQL. What differs between engines is asked of the dialect: quoting, literals, type names.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

std::string print_sql(const Expr& expr, const Dialect& dialect);

}  // namespace schemac::dialect
