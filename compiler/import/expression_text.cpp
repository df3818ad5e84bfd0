#include "import/expression_text.h"

#include <utility>

#include "base/text.h"

namespace schemac::import {

using namespace catalog;

std::string name_text(const std::string& name) { return text::quoted(name, '`'); }

std::string name_text(const QName& name) {
  return name.schema.empty() ? name_text(name.name) : name_text(name.schema) + "." + name_text(name.name);
}

std::string names_text(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(name_text(name));
  return text::join(out, ", ");
}

std::string collation_text(const std::string& name) {
  std::string out, part;
  bool quoted = false;
  for (const char c : name) {
    if (c == '"') quoted = !quoted;
    if (c == '.' && !quoted) out += name_text(std::exchange(part, "")) + ".";
    if (c != '"' && (c != '.' || quoted)) part += c;
  }
  return out + name_text(part);
}

std::string raw_text(const std::string& sql) {
  // text that holds three quotes stands between more of them; one at its edge would be taken for one of theirs
  std::string quotes(3, '"');
  while (sql.find(quotes) != sql.npos) quotes += '"';
  return quotes + (sql.starts_with('"') ? " " : "") + sql + (sql.ends_with('"') ? " " : "") + quotes;
}

std::string raw_text(const std::string& dialect, const std::string& sql) { return dialect + " " + raw_text(sql); }

std::string type_text(const Type& type) {
  std::string out = type.kind == TypeKind::portable ? type.name.name : name_text(type.name);
  if (type.kind == TypeKind::native) out = type.dialect + "." + out;
  if (!type.args.empty()) out += "(" + text::join(type.args, ", ") + ")";
  for (const std::string& word : type.words) out += " " + word;
  for (int i = 0; i < type.dimensions; ++i) out += "[]";
  return out;
}

namespace {

/// How tightly it binds in the language; what binds less than its parent stands in parentheses.
int binding(const Expr& e) {
  switch (e.kind) {
    case ExprKind::binary:
      if (e.text == "or") return 1;
      if (e.text == "and") return 2;
      if (e.text == "||") return 5;
      if (e.text == "+" || e.text == "-") return 6;
      if (e.text == "*" || e.text == "/" || e.text == "%") return 7;
      return 4;
    case ExprKind::unary:
      return e.text == "not" ? 3 : 8;
    case ExprKind::is_null:
    case ExprKind::is_not_null:
    case ExprKind::in:
    case ExprKind::not_in:
    case ExprKind::between:
    case ExprKind::not_between:
    case ExprKind::like:
    case ExprKind::not_like:
      return 4;
    default:
      return 9;
  }
}

class Writer {
 public:
  std::string write(const Expr& e) const {
    switch (e.kind) {
      case ExprKind::null_:
        return "null";
      case ExprKind::boolean:
      case ExprKind::number:
        return e.text;
      case ExprKind::string:
        return text::quoted(e.text, '\'');
      case ExprKind::interval:
        return "interval " + text::quoted(e.text, '\'');
      case ExprKind::label:
        return name_text(e.text);
      case ExprKind::array:
        return "[" + list(e) + "]";
      case ExprKind::column:
        return qualifier(e) + name_text(e.text);
      case ExprKind::star:
        return qualifier(e) + "*";
      case ExprKind::unary:
        return e.text == "not" ? "not " + inside(e, 0) : e.text + inside(e, 0);
      case ExprKind::binary:
        return inside(e, 0) + " " + e.text + " " + inside(e, 1);
      case ExprKind::is_null:
        return inside(e, 0) + " is null";
      case ExprKind::is_not_null:
        return inside(e, 0) + " is not null";
      case ExprKind::in:
        return inside(e, 0) + " in (" + list(e, 1) + ")";
      case ExprKind::not_in:
        return inside(e, 0) + " not in (" + list(e, 1) + ")";
      case ExprKind::between:
        return inside(e, 0) + " between " + inside(e, 1) + " and " + inside(e, 2);
      case ExprKind::not_between:
        return inside(e, 0) + " not between " + inside(e, 1) + " and " + inside(e, 2);
      case ExprKind::like:
        return inside(e, 0) + " like " + inside(e, 1);
      case ExprKind::not_like:
        return inside(e, 0) + " not like " + inside(e, 1);
      case ExprKind::call:
        if (e.args.empty() && e.text.starts_with("current_")) return e.text;  // as SQL spells these
        return function(e.text) + "(" + list(e) + ")";
      case ExprKind::case_:
        return case_text(e);
      case ExprKind::cast:
        return "cast(" + write(e.args[0]) + " as " + type_text(*e.type) + ")";
      case ExprKind::exists:
        return "exists (" + write(e.args[0]) + ")";
      case ExprKind::subquery:
        return "(" + write(e.args[0]) + ")";
      case ExprKind::tuple:
        return "(" + list(e) + ")";
      case ExprKind::select:
        return select(e);
      case ExprKind::clause:
        return list(e);
      case ExprKind::alias:
        return write(e.args[0]) + " as " + name_text(e.text);
      case ExprKind::table:
        return table(e.text);
      case ExprKind::join:
        return join(e);
      case ExprKind::ordering:
        return write(e.args[0]) + (e.text.empty() ? "" : " " + e.text);
      case ExprKind::collate:
        return inside(e, 0) + " collate " + collation_text(e.text);
      case ExprKind::by_dialect:
        return forms(e);
      case ExprKind::raw:
        return raw_text(e.dialect, e.text);
    }
    return {};
  }

 private:
  std::string list(const Expr& e, std::size_t from = 0) const {
    std::vector<std::string> parts;
    for (std::size_t i = from; i < e.args.size(); ++i) parts.push_back(write(e.args[i]));
    return text::join(parts, ", ");
  }
  std::string inside(const Expr& parent, std::size_t at) const {
    const Expr& e = parent.args[at];
    const bool chain = at == 0 && e.kind == parent.kind && e.text == parent.text && binding(parent) != 4;
    return binding(e) > binding(parent) || chain ? write(e) : "(" + write(e) + ")";
  }
  static std::string qualifier(const Expr& e) { return e.args.empty() ? "" : name_text(e.args[0].text) + "."; }
  static std::string function(const std::string& name) {
    std::vector<std::string> parts;
    for (const std::string& part : text::split(name, '.')) parts.push_back(name_text(part));
    return text::join(parts, ".");
  }
  static std::string table(const std::string& name) { return function(name); }

  std::string case_text(const Expr& e) const {
    std::string out = "case";
    for (const Expr& part : e.args) {
      if (part.text == "operand") out += " " + write(part.args[0]);
      if (part.text == "when") out += " when " + write(part.args[0]) + " then " + write(part.args[1]);
      if (part.text == "else") out += " else " + write(part.args[0]);
    }
    return out + " end";
  }
  std::string select(const Expr& e) const {
    std::string out = "select";
    for (const Expr& part : e.args) {
      if (part.text == "distinct")
        out += " distinct";
      else if (part.text == "columns")
        out += " " + list(part);
      else if (part.text == "union" || part.text == "union all")
        out += " " + part.text + " " + write(part.args[0]);
      else
        out += " " + part.text + " " + list(part);
    }
    return out;
  }
  std::string join(const Expr& e) const {
    std::string out = write(e.args[0]) + " " + e.text + " " + write(e.args[1]);
    if (e.args.size() > 2) out += " on (" + write(e.args[2]) + ")";
    return out;
  }
  std::string forms(const Expr& e) const {
    std::vector<std::string> out;
    for (const Expr& form : e.args) out.push_back(write(form));
    return text::join(out, " ");
  }
};

}  // namespace

std::string expression_text(const Expr& expr) { return Writer().write(expr); }

}  // namespace schemac::import
