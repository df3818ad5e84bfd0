// PostgreSQL's SQL without a server: PostgreSQL's own parser reads each statement, and what it makes is folded into the
// catalog that an inspection would give. What only a server can know is refused with its place.
#pragma once

#include "dialect/dialect.h"
#include "import/sql_dump.h"

namespace schemac::import {

/// SC4024 where a statement is no SQL, SC4025 where it names what is not there, SC4026 where only a server knows what
/// it comes to.
Result<dialect::Inspection> read_offline(const SqlDump& dump, diag::SourceId source);

}  // namespace schemac::import
