// What SQLite means otherwise by a portable expression, said so that it means the same, and back.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::sqlite {

/// SQLite's LIKE takes 'a' and 'A' for the same (https://www.sqlite.org/lang_expr.html#like): GLOB does not. And a
/// decimal that happens to be whole divides like an integer, unless it is made a REAL first.
catalog::Expr with_portable_meaning(catalog::Expr lowered);

/// The portable form of what `with_portable_meaning` gives; what looks portable and would mean something else becomes
/// raw SQL.
void raise_meaning(catalog::Expr& root, const Dialect& sqlite);

}  // namespace schemac::dialect::sqlite
