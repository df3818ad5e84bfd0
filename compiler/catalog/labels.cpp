#include "catalog/labels.h"

#include <algorithm>

namespace schemac::catalog {

namespace {

/// A label as MySQL's type has it: 'it''s', with each backslash twice.
std::string as_literal(const std::string& label) {
  std::string out = "'";
  for (const char c : label) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + "'";
}

std::string of_literal(const std::string& literal) {
  std::string out;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    if (literal[i] == '\'' || literal[i] == '\\') ++i;
    out += literal[i];
  }
  return out;
}

bool has_own_labels(const Type& type) { return type.kind == TypeKind::native && type.name.name == "enum"; }

Check* labels_check(Table& table, const std::string& column) {
  for (Check& check : table.checks)
    if (lists_labels(check) && check.expr.args[0].text == column) return &check;
  return nullptr;
}

/// In a list of labels, whatever holds their texts.
template <class List, class Text>
bool rename_in(List& labels, std::size_t first, const Text& text, const std::string& from, const std::string& to) {
  const auto called = [&](const std::string& name) {
    return std::find_if(labels.begin() + static_cast<std::ptrdiff_t>(first), labels.end(),
                        [&](auto& label) { return text(label) == name; });
  };
  const auto found = called(from);
  if (found == labels.end()) return false;
  if (called(to) == labels.end())
    text(*found) = to;
  else
    labels.erase(found);
  return true;
}

bool is_of(const Column& column, const QName& enumeration) {
  return column.type.kind == TypeKind::enumeration && column.type.name == enumeration;
}

/// In defaults of columns of the enum, and in conditions that read one.
void rename_in_expressions(Table& table, const QName& enumeration, const std::string& from, const std::string& to) {
  const auto reads_one = [&](const Expr& e) {
    for (const std::string& name : expr::columns_of(e))
      if (const Column* column = table.find_column(name); column && is_of(*column, enumeration)) return true;
    return false;
  };
  for (Column& column : table.columns)
    if (column.default_value && is_of(column, enumeration)) rename_label(*column.default_value, from, to);
  for (Check& check : table.checks)
    if (reads_one(check.expr)) rename_label(check.expr, from, to);
  for (Index& index : table.indexes)
    if (index.where && reads_one(*index.where)) rename_label(*index.where, from, to);
}

}  // namespace

bool lists_labels(const Check& check) {
  const auto& args = check.expr.args;
  return check.name.empty() && check.expr.kind == ExprKind::in && args[0].kind == ExprKind::column &&
         std::all_of(args.begin() + 1, args.end(), [](const Expr& e) { return e.kind == ExprKind::string; });
}

std::vector<std::string> labels_of(const Table& table, const std::string& column) {
  std::vector<std::string> out;
  const Column* found = table.find_column(column);
  if (found && has_own_labels(found->type)) {
    for (const std::string& literal : found->type.args) out.push_back(of_literal(literal));
    return out;
  }
  for (const Check& check : table.checks)
    if (lists_labels(check) && check.expr.args[0].text == column)
      for (std::size_t i = 1; i < check.expr.args.size(); ++i) out.push_back(check.expr.args[i].text);
  return out;
}

bool rename_label(Catalog& catalog, const QName& enumeration, const std::string& from, const std::string& to) {
  Enum* found = catalog.enums.find(enumeration);
  if (!found || !rename_in(
                    found->labels, 0, [](auto& label) -> auto& { return label.name; }, from, to))
    return false;
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i) {
    const auto& columns = catalog.tables[{i}].columns;
    const bool concerned =
        std::any_of(columns.begin(), columns.end(), [&](const Column& c) { return is_of(c, enumeration); });
    if (concerned) rename_in_expressions(catalog.tables.edit({i}), enumeration, from, to);
  }
  return true;
}

bool rename_label(Table& table, const std::string& column, const std::string& from, const std::string& to) {
  Column* found = table.find_column(column);
  if (!found) return false;
  if (found->default_value) rename_label(*found->default_value, from, to);
  if (has_own_labels(found->type)) {
    std::string literal = as_literal(from);
    return rename_in(
        found->type.args, 0, [](auto& text) -> auto& { return text; }, literal, as_literal(to));
  }
  Check* check = labels_check(table, column);
  return check && rename_in(
                      check->expr.args, 1, [](auto& e) -> auto& { return e.text; }, from, to);
}

void rename_label(Expr& e, const std::string& from, const std::string& to) {
  if ((e.kind == ExprKind::label || e.kind == ExprKind::string) && e.text == from) e.text = to;
  for (Expr& arg : e.args) rename_label(arg, from, to);
}

}  // namespace schemac::catalog
