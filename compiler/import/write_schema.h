// Catalog → .schema text, as a person would have written it.
#pragma once

#include "dialect/dialect.h"

namespace schemac::import {

/// `raised`: a catalog of one database, portable where it can be; `dialect`: the label of what is written in SQL.
/// `unmanaged`: what the database holds beside it; named in comments at the end.
/// What the language has no words for stands as SQL of the dialect.
std::string write_schema(catalog::Catalog raised, const dialect::Dialect& dialect,
                         const std::vector<std::string>& unmanaged);

}  // namespace schemac::import
