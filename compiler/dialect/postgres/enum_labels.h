// Whether an enum can be changed in place.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

std::vector<std::string> label_names(const catalog::Enum& object);

/// True where labels were only added, and none is used before the transaction ends, which PostgreSQL forbids
/// (sql-altertype.html, Notes). Whatever else is to be done takes a new type.
bool only_adds_labels(const catalog::Alter<catalog::Enum>& change, const Catalog& afterwards,
                      const Catalog& beforehand);

}  // namespace schemac::dialect::postgres
