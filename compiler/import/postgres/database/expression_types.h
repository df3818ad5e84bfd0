// The types of expressions that are plain to see: those of columns and casts, of literals, and of what every server
// has.
#pragma once

#include <functional>

#include "catalog/catalog.h"
#include "dialect/postgres/parse/parse_tree.h"

namespace schemac::import::postgres {

using namespace dialect::postgres::parse;

struct KnownTypes {
  std::function<std::optional<catalog::Type>(const Node& column_ref)> column;
  std::function<std::optional<catalog::Type>(const Node& type_name)> written;  // of a cast
};

/// The type that a column of that expression would have; nothing where a server would have to be asked.
std::optional<catalog::Type> type_of(const Node& expression, const KnownTypes& known);

}  // namespace schemac::import::postgres
