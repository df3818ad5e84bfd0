// How the values of a column become those of another type (ALTER TABLE … ALTER COLUMN … TYPE … USING).
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::postgres {

struct Conversion {
  std::string make;        // what the expression calls, or nothing
  std::string expression;  // of the new type
  std::string drop;
};

Conversion conversion_of(const Dialect& d, const catalog::AlterColumn& change, bool way_back);

/// Marks the type before as one whose values have parts in other places than those after, and go over by their names.
inline constexpr std::string_view kOldParts = "_schemac_old_parts";
/// Marks it as one whose values are written alike.
inline constexpr std::string_view kOldType = "_schemac_old";

}  // namespace schemac::dialect::postgres
