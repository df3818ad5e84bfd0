// A new type takes the place of one of the same name: an enum that loses labels, a domain of another base type.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::postgres {

struct Retyped {
  const catalog::Table& table;
  const catalog::Column& column;  // of the type
  const Both& both;
  const Quarantine& quarantine;
  const catalog::Type* to = nullptr;  // nothing: the one that takes its place
  bool by_name = false;               // the values' parts
};

/// Its values go over as text, or part by part. What PostgreSQL would not let stand meanwhile goes and comes back: the
/// default, checks, partial indexes and generated columns that read the column.
Statements retype(const Dialect& d, const Retyped& it);

/// Of a column whose type another one takes the place of. One that the migration drops, or that it makes to be of
/// another type, keeps the old one on the way there; on the way back, where the old one goes for good, it is read as
/// text.
Statements swap_type_of(const Dialect& d, const Retyped& column);

/// On the way back: of what is about to come out of quarantine, partitions followed their parent to the new type, and
/// so did `all` where the type was changed in place.
Statements retype_kept(const Dialect& d, const Both& both, const Quarantine& quarantine, const QName& type, bool all,
                       bool by_name = false);

}  // namespace schemac::dialect::postgres
