// How much of an inspected schema stays raw SQL, by kind. Of a table's own parts none should.
#pragma once

#include <map>
#include <string>

#include "catalog/catalog.h"

namespace schemac::corpus {

std::map<std::string, int> raw_sql_in(const catalog::Catalog& catalog);

}  // namespace schemac::corpus
