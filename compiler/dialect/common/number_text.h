// Digits as they are written, in the one form that the servers print.
#pragma once

#include <string>
#include <string_view>

#include "catalog/expr.h"

namespace schemac::dialect {

/// "1e10" as "10000000000", "1.5e-2" as "0.015"; what is longer than a double keeps exactly stays as it is.
std::string without_exponent(std::string_view digits);

/// The number that `value` is, or is the negative of; nullptr where it is neither.
catalog::Expr* number_in(catalog::Expr& value);

}  // namespace schemac::dialect
