// Column types as C++ and OpenAPI have them.
#pragma once

#include "catalog/catalog.h"
#include "codegen/view.h"

namespace schemac::codegen {

/// Fills what follows from the column's type; `enums` are the model's.
void describe_type(const catalog::Catalog& catalog, const catalog::Type& type, ColumnView& column);

/// The C++ name of an enum.
std::string enum_name(const catalog::Enum& object);

}  // namespace schemac::codegen
