// Catalog → .schema text, as a person would have written it.
#pragma once

#include "catalog/catalog.h"

namespace schemac::import {

/// `raised`: a catalog of one database, portable where it can be; `dialect`: the label of what is written in SQL.
/// `unmanaged`: what the database holds beside it; named in comments at the end.
std::string write_schema(const catalog::Catalog& raised, DialectId dialect, const std::vector<std::string>& unmanaged);

}  // namespace schemac::import
