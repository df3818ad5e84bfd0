// Procedures, functions and events: as MySQL and MariaDB print them, and as people type them.
#pragma once

#include <string>

#include "base/dialect_id.h"

namespace schemac::dialect::mysql {

/// Whether `printed`, the server's CREATE PROCEDURE, FUNCTION or EVENT, makes what `typed` does. The server keeps the
/// body and writes the rest anew: names in quotes, what holds where nothing is said, the moment from which an event
/// runs.
bool same_routine(DialectId id, const std::string& printed, const std::string& typed);

}  // namespace schemac::dialect::mysql
