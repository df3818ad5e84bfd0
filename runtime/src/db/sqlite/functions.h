// What SQLite lacks of the other engines' meaning, registered on each connection of the runtime.
#pragma once

struct sqlite3;

namespace schemac::db {

/// `schemac_like(pattern, text)` and `schemac_ilike(pattern, text)`: LIKE and ILIKE as PostgreSQL and MySQL mean them
/// (by code point, case told apart or not, backslash escapes). Collation `schemac_decimal`: text holding decimals, by
/// their exact value.
void register_functions(sqlite3* handle);

}  // namespace schemac::db
