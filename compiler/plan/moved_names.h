// Names that one table gives up and another takes, where the engine allows each but once in a schema.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "dialect/dialect.h"

namespace schemac::plan {

/// What has to be done before anything is made: members that go, and whose names another table takes, or whose place a
/// parent's would take, leave `work` and the tables that are `dropped`, and are dropped by alterations of their own.
std::vector<dialect::TableAlteration> free_moved_names(std::vector<dialect::TableAlteration>& work,
                                                       std::vector<catalog::Table>& dropped,
                                                       const catalog::ChangeSet& changes, const catalog::Catalog& to,
                                                       const dialect::Dialect& dialect);

/// Tables that leave their name to another, or a column of which does: what reads them may come to read another thing
/// without a word of it changing, while the engine's own follows the old one.
std::set<std::string> tables_of_passed_on_names(const catalog::ChangeSet& changes);

}  // namespace schemac::plan
