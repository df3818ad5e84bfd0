#include "codegen/view_constraints.h"

#include <algorithm>
#include <map>

#include "catalog/catalog.h"
#include "codegen/names.h"
#include "codegen/view_check.h"

namespace schemac::codegen {

namespace {

using catalog::Table;

/// Columns of an index that a unique violation can name: plain ones only.
std::vector<std::string> plain_columns(const catalog::Index& index) {
  std::vector<std::string> columns;
  for (const auto& part : index.parts) {
    if (part.expr.kind != catalog::ExprKind::column) return {};
    columns.push_back(part.expr.text);
  }
  return columns;
}

/// A check's condition comes from the portable expression: lowering has put PostgreSQL's words into its own.
const catalog::Check* portable_check(const Table& portable, const catalog::Check& named,
                                     std::size_t place_among_alike) {
  const auto columns = catalog::expr::columns_of(named.expr);
  std::size_t place = 0;
  for (const auto& check : portable.checks) {
    if (!check.name.empty() && check.name == named.name) return &check;
    if (!check.name.empty() || catalog::expr::columns_of(check.expr) != columns) continue;
    if (place++ == place_among_alike) return &check;
  }
  return nullptr;
}

}  // namespace

std::vector<ConstraintView> describe_constraints(const Table& table, const Table& named, const EntityView& entity) {
  std::vector<ConstraintView> out;
  if (named.primary_key)
    out.push_back({.name = named.primary_key->name, .kind = "primary_key", .columns = named.primary_key->columns});
  for (const auto& unique : named.uniques)
    out.push_back({.name = unique.name, .kind = "unique", .columns = unique.columns});
  for (const auto& index : named.indexes)
    if (index.unique && !plain_columns(index).empty())
      out.push_back({.name = index.name, .kind = "unique", .columns = plain_columns(index)});
  for (const auto& key : named.foreign_keys)
    out.push_back({.name = key.name,
                   .kind = "foreign_key",
                   .columns = key.columns,
                   .referenced_table = key.table.text(),
                   .referenced_columns = key.referenced});
  std::map<std::vector<std::string>, std::size_t> alike;
  for (const auto& check : named.checks) {
    ConstraintView view{.name = check.name, .kind = "check", .columns = catalog::expr::columns_of(check.expr)};
    const auto* portable = portable_check(table, check, alike[view.columns]++);
    if (portable != nullptr) view.check = check_condition(portable->expr, entity).value_or("");
    if (!view.check.empty()) view.check_function = identifier("check_" + snake(check.name));
    out.push_back(std::move(view));
  }
  // A column that this service does not know cannot be named to its clients.
  std::erase_if(out, [&](const auto& constraint) {
    return std::any_of(constraint.columns.begin(), constraint.columns.end(), [&](const auto& name) {
      return std::none_of(entity.columns.begin(), entity.columns.end(),
                          [&](const auto& column) { return column.name == name; });
    });
  });
  return out;
}

}  // namespace schemac::codegen
