#include "dialect/postgres/enum_labels.h"

#include <algorithm>
#include <optional>
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

/// What is read when the routine is made: a body that is text is not.
Expr parsed(const Routine& routine) {
  const std::string& text = routine.definition.text;
  const std::size_t body = std::min({text.size(), text.find("AS $"), text.find("AS '")});
  return expr::raw(DialectId::postgres, text.substr(0, body));
}

/// Of what is new or changed: what stays cannot know the labels.
bool uses_any(const Enum& object, const std::set<std::string>& labels, const Catalog& catalog, const Catalog& other) {
  const auto is_of_enum = [&](const Column& column) {
    return column.type.kind == TypeKind::enumeration && column.type.name == object.name;
  };
  for (const Table& table : catalog.tables) {
    if (std::none_of(table.columns.begin(), table.columns.end(), is_of_enum)) continue;
    const Seed* seed = catalog.seeds.find(table.name);
    if (uses_any(table, labels) || (seed && uses_any(*seed, labels))) return true;
    for (const Column& column : table.columns) {  // values of another type may turn out to be such a label
      const Table* there = other.tables.find(table.name);
      const Column* before = there && is_of_enum(column) ? there->find_column(column.name) : nullptr;
      if (before && !is_of_enum(*before)) return true;
    }
  }
  const auto in_new = [&](const auto& objects, const auto& others, const auto& expression) {
    return std::any_of(objects.begin(), objects.end(), [&](const auto& made) {
      const auto* there = others.find(key_of(made));
      const std::optional<Expr> e = expression(made);
      return e && !(there && *there == made) && mentions(*e, labels);
    });
  };
  return in_new(catalog.views, other.views, [](const View& v) { return std::optional(v.query); }) ||
         in_new(catalog.raw_objects, other.raw_objects, [](const RawObject& o) { return std::optional(o.create); }) ||
         in_new(catalog.routines, other.routines, [](const Routine& r) { return std::optional(parsed(r)); }) ||
         in_new(catalog.triggers, other.triggers, [](const Trigger& t) { return t.when; });
}

}  // namespace

std::vector<std::string> label_names(const Enum& object) {
  std::vector<std::string> out;
  for (const EnumLabel& label : object.labels) out.push_back(label.name);
  return out;
}

bool only_adds_labels(const Alter<Enum>& c, const Catalog& afterwards, const Catalog& beforehand) {
  const auto before = label_names(c.before), after = label_names(c.after);
  std::size_t at = 0;
  std::set<std::string> fresh;
  for (const std::string& label : after) {
    if (at < before.size() && before[at] == label)
      ++at;
    else
      fresh.insert(label);
  }
  return at == before.size() && !uses_any(c.after, fresh, afterwards, beforehand);
}

}  // namespace schemac::dialect::postgres
