// A schema with one of everything that generated code tells apart.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace schemac::test {

catalog::Catalog sample_catalog();

/// What the sample's views give, as sema finds it out.
std::map<std::string, std::vector<catalog::Column>> sample_view_columns();

}  // namespace schemac::test
