// What a case calls "x_renamed" was called x: a change that keeps what the table or column holds, where the schema says
// so.
#pragma once

#include "catalog/catalog.h"

namespace schemac::corpus {

/// The tables and columns that have another name in `to`.
catalog::Renames renames_between(const catalog::Catalog& from, const catalog::Catalog& to);

/// `schema`, the text of a .schema file, with a `was` for each.
std::string with_was(std::string schema, const catalog::Renames& renames);

/// `later`, with everything by the name that it had before.
catalog::Catalog by_earlier_names(catalog::Catalog later, const catalog::Renames& renames);

/// What a table or a column of the one side is called on the other.
catalog::QName later_name(const catalog::QName& table, const catalog::Renames& renames);
std::string later_name(const catalog::QName& table, const std::string& column, const catalog::Renames& renames);

}  // namespace schemac::corpus
