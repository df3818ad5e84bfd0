#include "plan/stars.h"

#include <regex>

#include "base/text.h"
#include "plan/order.h"

namespace schemac::plan {

using namespace catalog;

namespace {

/// `select *`, `a, *` and `t.*`; neither `count(*)` nor `a * b`.
bool has_star(const std::string& sql) {
  for (std::size_t at = sql.find('*'); at != sql.npos; at = sql.find('*', at + 1)) {
    const std::string before = text::to_lower(text::trim(std::string_view(sql).substr(0, at)));
    for (const char* word : {"select", "all", "distinct", ",", "."})
      if (before.ends_with(word)) return true;
  }
  return false;
}

/// The word before each parenthesis stands behind a table, with or without AS, and is none that a clause begins with.
bool has_named_places(const std::string& sql, const std::set<std::string>& tables) {
  static const std::regex kAlias(R"re((\w+)"?\s+(?:AS\s+)?"?(\w+)"?\s*\()re", std::regex::icase);
  static const std::set<std::string> kClauses = {"where", "on", "using"};
  for (std::sregex_iterator at(sql.begin(), sql.end(), kAlias), end; at != end; ++at)
    if (tables.contains((*at)[1]) && !kClauses.contains(text::to_lower((*at)[2].str()))) return true;
  return false;
}

}  // namespace

bool renames_columns_of_any(const Expr& sql, const std::set<std::string>& names) {
  bool found = false;
  expr::walk(sql, [&](const Expr& e) { found |= e.kind == ExprKind::raw && has_named_places(e.text, names); });
  return found;
}

bool takes_all_of_any(const Expr& sql, const std::set<std::string>& names) {
  bool all = false;
  expr::walk(sql, [&](const Expr& e) {
    all |= e.kind == ExprKind::raw && has_star(e.text);
    if (e.kind == ExprKind::clause && e.text == "columns")
      for (const Expr& item : e.args) all |= item.kind == ExprKind::star;
  });
  return all && mentions_any(sql, names);
}

std::set<std::string> tables_of_other_columns(const ChangeSet& changes) {
  std::set<std::string> out;
  const auto add = [&](const QName& table) {
    out.insert(table.name);
    out.insert(table_name_before(changes, table).name);
  };
  for (const Change& change : changes) {
    if (const auto* c = std::get_if<AddColumn>(&change)) add(c->table);
    if (const auto* c = std::get_if<DropColumn>(&change)) add(c->table);
    if (const auto* c = std::get_if<RenameColumn>(&change)) add(c->table);
  }
  return out;
}

}  // namespace schemac::plan
