// Catalog → .schema text, as a person would have written it.
#pragma once

#include "dialect/dialect.h"

namespace schemac::import {

/// The text, and the lines on which each expression of the catalog stands.
struct Written {
  struct Place {
    std::uint32_t first, last;
    const catalog::Expr* expression;
  };
  std::string text;
  std::vector<Place> places;
};

/// `raised`: a catalog of one database, portable where it can be; `dialect`: the label of what is written in SQL.
/// `unmanaged`: what the database holds beside it; named in comments at the end.
Written write_schema(const catalog::Catalog& raised, DialectId dialect, const std::vector<std::string>& unmanaged);

}  // namespace schemac::import
