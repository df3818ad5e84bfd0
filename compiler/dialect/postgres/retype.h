// A new type takes the place of one of the same name: an enum that loses labels, a domain of another base type.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::postgres {

struct Retyped {
  const catalog::Table& table;
  const catalog::Column& column;  // of the type
  const Both& both;
  const Quarantine& quarantine;
};

/// Its values go over as text. What PostgreSQL would not let stand meanwhile goes and comes back: the default, checks,
/// partial indexes and generated columns that read the column.
Statements retype(const Dialect& d, const Retyped& it);

}  // namespace schemac::dialect::postgres
