// Where the body begins in a statement that makes a routine of PostgreSQL's (PostgreSQL manual, CREATE FUNCTION).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace schemac {

/// The place of "AS '…'", "BEGIN ATOMIC" or "RETURN"; npos where none is found.
std::size_t body_at(std::string_view definition);

/// Whether a body, from its first word on, is one that the server parses when the routine is made: what it reads cannot
/// go while the routine stands. One in quotes is read when the routine runs.
bool is_parsed(std::string_view body);

/// The statement with such a body in quotes; unchanged where it is in quotes already.
std::string with_quoted_body(const std::string& definition);

}  // namespace schemac
