// What InnoDB, or another storage engine, does not take of a table: said before a statement stops half way.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

/// column-count-limit.html: what a row holds itself, texts without bounds apart.
constexpr std::size_t kMostRowBytes = 65535;

struct TableLimit {
  std::string what, help;  // "foreign key of a partitioned table"
};

/// Of a table that is lowered; what it refers to is looked up in `portable`.
std::vector<TableLimit> limits_of(const Table& table, const Catalog& portable, const Dialect& dialect);

/// The bytes that a text of this column takes at most in a row or a key; 0 where it has no bounds, or is no text.
std::size_t most_bytes(const Table& table, const Column& column);

}  // namespace schemac::dialect::mysql
