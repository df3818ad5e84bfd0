// Defaults as MySQL and MariaDB print them, in what is lowered for them.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

/// The defaults of a column, its type lowered, as the server will print them.
void default_as_printed(Column& column);

}  // namespace schemac::dialect::mysql
