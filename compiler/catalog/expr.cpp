#include "catalog/expr.h"

#include <algorithm>

namespace schemac::catalog::expr {

std::vector<std::string> columns_of(const Expr& root) {
  std::vector<std::string> out;
  walk(root, [&](const Expr& node) {
    if (node.kind == ExprKind::column && std::find(out.begin(), out.end(), node.text) == out.end())
      out.push_back(node.text);
  });
  return out;
}

bool has_raw(const Expr& root) {
  bool found = false;
  walk(root, [&](const Expr& node) { found |= node.kind == ExprKind::raw; });
  return found;
}

const Expr* for_dialect(const Expr& root, DialectId dialect) {
  if (root.kind == ExprKind::raw) {
    const bool covers = root.dialect == to_string(dialect) ||
                        (dialect == DialectId::mariadb && root.dialect == to_string(DialectId::mysql));
    return covers ? &root : nullptr;
  }
  if (root.kind != ExprKind::by_dialect) return nullptr;
  const Expr* found = nullptr;
  for (const Expr& form : root.args) {
    if (form.dialect == to_string(dialect)) return &form;
    if (for_dialect(form, dialect)) found = &form;
  }
  return found;
}

void rename_column(Expr& root, const std::string& from, const std::string& to) {
  walk(root, [&](Expr& node) {
    if (node.kind == ExprKind::column && node.text == from) node.text = to;
  });
}

}  // namespace schemac::catalog::expr
