// One statement after another into the database that they make.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

/// Reads one statement and does to `db` what the server would do. Throws a Refusal.
void fold(Database& db, const std::string& sql);

/// A DO block of the kinds that people write around statements that may have been run before: asking first whether
/// something is there, and passing over what is.
void run_block(const Statement& s);

}  // namespace schemac::import::postgres
