// The names that members without one get: PostgreSQL's own, on every engine.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

enum class MemberKind { primary_key, unique, foreign_key, check, index };

/// "pages_language_last_updated_idx", fitted to `max_bytes`.
std::string conventional_name(const Table& table, const std::vector<std::string>& columns, MemberKind kind,
                              std::size_t max_bytes);

/// Cut to `max_bytes`, with the end of its digest where it is too long.
std::string fitted(const std::string& name, std::size_t max_bytes);

/// Names every member that has no name; members that would be called the same get a number.
void name_members(Table& table, std::size_t max_bytes);

/// The reverse: takes away each name that name_members would give back.
void unname_members(Table& table, std::size_t max_bytes);

}  // namespace schemac::dialect
