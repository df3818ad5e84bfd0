// The list of dialects.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

/// The dialect of that name; lives as long as the process.
const Dialect& get(DialectId id);

/// Without what no database tells: seed rows. Two physical catalogs are compared in this form where one was inspected.
Catalog comparable(Catalog physical);

}  // namespace schemac::dialect
