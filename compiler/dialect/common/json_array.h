// Arrays, where an engine has none: as JSON.
#pragma once

#include "catalog/expr.h"

namespace schemac::dialect {

/// The text of an array whose elements are lowered already, with `separator` between them.
catalog::Expr json_array(const catalog::Expr& array, std::string_view separator);

}  // namespace schemac::dialect
