// A schema with one of everything that generated code tells apart.
#pragma once

#include "catalog/catalog.h"

namespace schemac::test {

catalog::Catalog sample_catalog();

}  // namespace schemac::test
