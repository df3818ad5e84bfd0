// What random schemas and random changes of them are made of.
#pragma once

#include <optional>

#include "support/random_schema.h"

namespace schemac::test {

/// A number from 0 to `count` - 1.
int pick(Random& random, int count);
bool chance(Random& random, int percent);

/// `prefix` and a number; no table, view, enum or column of `schema` has that name.
std::string fresh_name(const catalog::Catalog& schema, Random& random, const char* prefix);

catalog::Column random_column(const catalog::Catalog& schema, Random& random);
/// A constant that the type can hold; none for some types.
std::optional<catalog::Expr> random_default(const catalog::Column& column, const catalog::Catalog& schema);
catalog::Table random_table(const catalog::Catalog& schema, Random& random);
/// Over one of the tables of `schema`, which must have some.
catalog::View random_view(const catalog::Catalog& schema, Random& random);
/// Two rows for `table`, with a text that `salt` decides in `column`.
catalog::Seed random_seed(const catalog::Table& table, const catalog::Column& column, int salt);

}  // namespace schemac::test
