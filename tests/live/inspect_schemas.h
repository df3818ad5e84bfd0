// Schemas in each engine's own SQL, of every kind that inspection reads.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::test {

/// One of everything that the catalog can hold.
std::string rich_schema(DialectId dialect);

/// Scripts, each making one thing that the catalog cannot hold, and words that must name it.
std::vector<std::pair<std::string, std::string>> unmanaged_things(DialectId dialect);
/// What only PostgreSQL has and is carried as statements: scripts, and the name of the raw object that comes of each.
std::vector<std::pair<std::string, std::string>> carried_by_postgres();

}  // namespace schemac::test
