// What the database refused, in the schema's words.
#pragma once

#include <optional>

#include "schemac/db/connection.h"
#include "schemac/http/problem.h"
#include "schemac/query/filter.h"
#include "schemac/query/table.h"

namespace schemac::rest {

/// The problem for a database's error: 409 for unique and foreign keys, 422 for checks, required and invalid values,
/// 503 where the database is away or busy, else 500 without details. The same on every engine: the constraint is looked
/// up in the table's description by whatever the engine told.
http::Problem problem_of(const db::Error& error, const query::Table& table);

/// 503 where the database is away or busy; nothing where the error is about what was asked of it.
std::optional<http::Problem> unavailable(const db::Error& error);

}  // namespace schemac::rest
