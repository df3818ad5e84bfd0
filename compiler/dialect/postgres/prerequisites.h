// Raw objects that tables use without being of them: operators, casts, text search. They hold no rows, so they are
// altered in place where PostgreSQL can, and else made anew.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

bool is_prerequisite(const catalog::RawObject& object);

Statements alter_prerequisite(const catalog::Alter<catalog::RawObject>& change);

}  // namespace schemac::dialect::postgres
