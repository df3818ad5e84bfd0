// A portable catalog from the text of a .schema file.
#pragma once

#include <string>

#include "catalog/catalog.h"

namespace schemac::test {

/// Throws what is wrong with it, warnings too.
catalog::Catalog compiled(const std::string& text);
catalog::Renames renames_in(const std::string& text);

}  // namespace schemac::test
