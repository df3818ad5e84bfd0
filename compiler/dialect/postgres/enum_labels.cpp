#include "dialect/postgres/enum_labels.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

bool mentions(const Expr& e, const std::set<std::string>& labels) {
  bool found = false;
  expr::walk(e, [&](const Expr& n) {
    if (n.kind == ExprKind::raw)
      found |= std::any_of(labels.begin(), labels.end(), [&](const std::string& label) {
        return n.text.find(text::quoted(label, '\'')) != n.text.npos;
      });
    else
      found |= (n.kind == ExprKind::label || n.kind == ExprKind::string) && labels.contains(n.text);
  });
  return found;
}

bool uses_any(const Table& table, const std::set<std::string>& labels) {
  const auto in_column = [&](const Column& column) {
    return (column.default_value && mentions(*column.default_value, labels)) ||
           (column.generated && mentions(column.generated->expr, labels));
  };
  return std::any_of(table.columns.begin(), table.columns.end(), in_column) ||
         std::any_of(table.checks.begin(), table.checks.end(),
                     [&](const Check& check) { return mentions(check.expr, labels); }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(),
                     [&](const Index& index) { return index.where && mentions(*index.where, labels); });
}

bool uses_any(const Seed& seed, const std::set<std::string>& labels) {
  return std::any_of(seed.rows.begin(), seed.rows.end(), [&](const SeedRow& row) {
    return std::any_of(row.values.begin(), row.values.end(),
                       [&](const Expr& value) { return mentions(value, labels); });
  });
}

bool uses_any(const Enum& object, const std::set<std::string>& labels, const Catalog& catalog) {
  for (const Table& table : catalog.tables) {
    const bool concerned = std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& column) {
      return column.type.kind == TypeKind::enumeration && column.type.name == object.name;
    });
    if (!concerned) continue;
    const Seed* seed = catalog.seeds.find(table.name);
    if (uses_any(table, labels) || (seed && uses_any(*seed, labels))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> label_names(const Enum& object) {
  std::vector<std::string> out;
  for (const EnumLabel& label : object.labels) out.push_back(label.name);
  return out;
}

bool only_adds_labels(const Alter<Enum>& c, const Catalog& afterwards) {
  const auto before = label_names(c.before), after = label_names(c.after);
  std::size_t at = 0;
  std::set<std::string> fresh;
  for (const std::string& label : after) {
    if (at < before.size() && before[at] == label)
      ++at;
    else
      fresh.insert(label);
  }
  return at == before.size() && !uses_any(c.after, fresh, afterwards);
}

}  // namespace schemac::dialect::postgres
