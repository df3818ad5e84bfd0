// Views that schemac keeps as the SQL that they were made by: MySQL and MariaDB let go what a view reads, and leave it
// behind broken.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

/// Why a table or a column cannot go, or get another name.
std::optional<Dialect::Refusal> breaks_view(const Dialect& d, const Change& change, const Both& both);

}  // namespace schemac::dialect::mysql
