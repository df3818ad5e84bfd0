// Check constraints as C++ conditions, where C++ can judge them as the engines do.
#pragma once

#include <optional>
#include <string>

#include "catalog/expr.h"
#include "codegen/view.h"

namespace schemac::codegen {

/// `greater(length(row["username"]), number("0"))`; nothing where the expression has a part that only the engines
/// evaluate alike: arithmetic, patterns, most functions, raw SQL.
std::optional<std::string> check_condition(const catalog::Expr& check, const EntityView& entity);

}  // namespace schemac::codegen
