// Orders that the planner keeps: what is read stands before what reads it.
#pragma once

#include <map>
#include <set>

#include "catalog/catalog.h"

namespace schemac::plan {

/// Views, those that another one reads before it. A cycle, which no engine lets be, keeps the order of names.
/// Each behind the one that it is said to follow.
std::vector<const catalog::Trigger*> by_order_of_firing(const catalog::ObjectList<catalog::Trigger>& triggers);

std::vector<const catalog::View*> by_dependency(const catalog::ObjectList<catalog::View>& views);

/// Each table's place in an order in which referenced tables come first; cycles keep the order of names.
std::map<std::string, std::size_t> parents_first(const catalog::ObjectList<catalog::Table>& tables);

/// True where `query` reads a table or view of one of these names. In raw SQL any word or quoted name counts.
bool mentions_any(const catalog::Expr& query, const std::set<std::string>& names);

}  // namespace schemac::plan
