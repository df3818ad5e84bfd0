// How far the statements of a dump reach: a file that is read to learn a schema changes nothing but its own scratch
// database.
#pragma once

#include "diag/diagnostic.h"
#include "engine/script.h"

namespace schemac::import {

/// The first `count` words of a statement, lower case, one blank between them; comments apart, those of MySQL that are
/// code (`/*!50001 … */`) looked into.
std::string first_words(DialectId dialect, std::string_view sql, std::size_t count);

/// Whether `words` begin a statement about the server or its databases, of which a schema says nothing. PostgreSQL's
/// roles and tablespaces are among them unless the server is our own: a dump names them as owners.
bool is_server_wide(DialectId dialect, const std::string& words, bool own_server);

/// The one database whose name a dump writes before its tables, in MySQL and MariaDB; empty where it writes none.
/// SC4027 at the statement that names another, or that would write into another file (SQLite's ATTACH).
Result<std::string> database_named_in(DialectId dialect, std::string_view text, diag::SourceId source);

/// The statement without that database's name, where there is one, before those of its tables.
std::string without_database(DialectId dialect, const std::string& sql, const std::string& database);

}  // namespace schemac::import
