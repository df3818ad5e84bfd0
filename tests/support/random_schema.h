// Random portable schemas, random changes of them, and rows for them: what property tests are fed with.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "dialect/dialect.h"

namespace schemac::test {

using Random = std::mt19937_64;

/// Tables with keys, checks, indexes, foreign keys, enums, views and comments, valid on every engine.
catalog::Catalog random_schema(Random& random);

/// The kinds of change that random_change() makes.
enum class ChangeKind {
  add_table,
  drop_table,
  rename_table,
  add_column,
  add_column_with_default,
  add_first_column,
  drop_column,
  rename_column,
  widen_type,
  set_default,
  drop_default,
  make_nullable,
  make_not_null,
  add_unique,
  drop_unique,
  add_check,
  drop_check,
  add_index,
  drop_index,
  add_unique_index,
  add_foreign_key,
  drop_foreign_key,
  change_foreign_key_action,
  add_enum_label,
  remove_enum_label,
  rename_enum_label,
  add_generated_column,
  drop_generated_column,
  change_comment,
  add_view,
  drop_view,
  change_view,
  change_primary_key,
  add_seed,
  change_seed,
};
inline constexpr int kChangeKinds = static_cast<int>(ChangeKind::change_seed) + 1;
std::string_view to_string(ChangeKind kind);

/// One change, made the same way for the same `seed`; false where the schema offers nothing to change so.
bool random_change(catalog::Catalog& schema, catalog::Renames& renames, ChangeKind kind, std::uint64_t seed);

/// INSERT statements, parents first, `rows` for each table; valid under `schema` and, where a column is in both, under
/// `later` too.
std::vector<std::string> random_rows(const catalog::Catalog& schema, const catalog::Catalog& later,
                                     const catalog::Renames& renames, const dialect::Dialect& dialect, int rows,
                                     Random& random);

}  // namespace schemac::test
