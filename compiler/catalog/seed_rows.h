// How the rows of a seed are told apart.
#pragma once

#include <algorithm>

#include "catalog/catalog.h"

namespace schemac::catalog {

/// What the row has in `column`; nothing where the seed does not speak of it.
inline const Expr* value_in(const std::vector<std::string>& columns, const std::vector<Expr>& values,
                            const std::string& column) {
  const auto at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
  return at < values.size() ? &values[at] : nullptr;
}

inline std::vector<Expr> key_of(const Seed& seed, const SeedRow& row) {
  std::vector<Expr> out;
  for (const std::string& column : seed.key)
    if (const Expr* value = value_in(seed.columns, row.values, column)) out.push_back(*value);
  return out;
}

inline const SeedRow* row_with_key(const Seed& seed, const std::vector<Expr>& key) {
  const auto found =
      std::find_if(seed.rows.begin(), seed.rows.end(), [&](const SeedRow& row) { return key_of(seed, row) == key; });
  return found == seed.rows.end() ? nullptr : &*found;
}

}  // namespace schemac::catalog
