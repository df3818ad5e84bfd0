// Foreign keys that stay, but hold on to a key or a column that does not.
#pragma once

#include "dialect/dialect.h"

namespace schemac::plan {

/// Each such key goes before its tables are altered and comes again after: a drop and an addition more in what is to be
/// done of the table that has it, which joins `work` where nothing else of it changes. `columns_too`: a foreign key
/// also holds on to the columns on both of its ends. `referred`: no key may lead to these meanwhile.
void free_pinned_keys(std::vector<dialect::TableAlteration>& work, const dialect::Both& both, bool columns_too,
                      const std::set<catalog::QName>& referred);

}  // namespace schemac::plan
