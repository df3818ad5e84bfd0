#include "dialect/common/sql_printer.h"

#include "base/text.h"

namespace schemac::dialect {

using catalog::ExprKind;

namespace {

/// How tightly an operator binds, wherever the engines agree; 5 is for operators about which they do not, which are put
/// in parentheses inside one another.
int binding(const Expr& e) {
  switch (e.kind) {
    case ExprKind::binary:
      if (e.text == "or") return 1;
      if (e.text == "and") return 2;
      if (e.text == "=" || e.text == "<>" || e.text == "<" || e.text == "<=" || e.text == ">" || e.text == ">=" ||
          e.text.starts_with("is "))
        return 4;
      if (e.text == "+" || e.text == "-") return 6;
      if (e.text == "*" || e.text == "/" || e.text == "%") return 7;
      return 5;
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
    case ExprKind::raw:  // MySQL's `interval 1 day` stands in no parentheses
      return e.text.starts_with("interval ") && (e.dialect == "mysql" || e.dialect == "mariadb") ? 9 : 0;
    case ExprKind::select:
      return 0;
    default:
      return 9;
  }
}

bool is_keyword_function(const std::string& name) {
  return name == "current_timestamp" || name == "current_date" || name == "current_time" || name == "current_user" ||
         name == "session_user" || name == "localtimestamp" || name == "localtime";
}

class Printer {
 public:
  explicit Printer(const Dialect& dialect) : dialect_(dialect) {}

  std::string print(const Expr& e) const {
    switch (e.kind) {
      case ExprKind::null_:
        return "NULL";
      case ExprKind::boolean:
        return e.text == "true" ? "TRUE" : "FALSE";
      case ExprKind::number:
        return e.text;
      case ExprKind::string:
      case ExprKind::label:
        return dialect_.literal(e.text);
      case ExprKind::interval:
        return "INTERVAL " + dialect_.literal(e.text);
      case ExprKind::array:
        return "ARRAY[" + list(e.args) + "]";
      case ExprKind::column:
        return qualifier(e) + dialect_.quoted(e.text);
      case ExprKind::star:
        return qualifier(e) + "*";
      case ExprKind::unary:
        return unary(e);
      case ExprKind::binary:
        return binary(e);
      case ExprKind::is_null:
        return inside(e, 0) + " IS NULL";
      case ExprKind::is_not_null:
        return inside(e, 0) + " IS NOT NULL";
      case ExprKind::in:
        return inside(e, 0) + " IN (" + rest(e) + ")";
      case ExprKind::not_in:
        return inside(e, 0) + " NOT IN (" + rest(e) + ")";
      case ExprKind::between:
        return inside(e, 0) + " BETWEEN " + inside(e, 1) + " AND " + inside(e, 2);
      case ExprKind::not_between:
        return inside(e, 0) + " NOT BETWEEN " + inside(e, 1) + " AND " + inside(e, 2);
      case ExprKind::like:
        return inside(e, 0) + " LIKE " + inside(e, 1) + escape(e);
      case ExprKind::not_like:
        return inside(e, 0) + " NOT LIKE " + inside(e, 1) + escape(e);
      case ExprKind::call:
        return call(e);
      case ExprKind::case_:
        return case_text(e);
      case ExprKind::cast:
        return "CAST(" + print(e.args[0]) + " AS " + dialect_.type_sql(*e.type) + ")";
      case ExprKind::exists:
        return "EXISTS (" + print(e.args[0]) + ")";
      case ExprKind::subquery:
        return "(" + print(e.args[0]) + ")";
      case ExprKind::tuple:
        return "(" + list(e.args) + ")";
      case ExprKind::select:
        return select(e);
      case ExprKind::clause:
        return (e.text == "distinct" ? "DISTINCT " : "") + list(e.args);
      case ExprKind::alias:
        return print(e.args[0]) + " AS " + dialect_.quoted(e.text);
      case ExprKind::table:
        return table(e.text);
      case ExprKind::join:
        return join(e);
      case ExprKind::ordering:
        return print(e.args[0]) + upper(e.text.empty() ? "" : " " + e.text);
      case ExprKind::collate:
        return inside(e, 0) + " COLLATE " + e.text;
      case ExprKind::by_dialect: {
        const Expr* form = catalog::expr::for_dialect(e, dialect_.id());
        return form ? form->text : "NULL";
      }
      case ExprKind::raw:
        return e.text;
    }
    return {};
  }

 private:
  static std::string upper(std::string text) {
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
  }

  std::string list(const std::vector<Expr>& args, std::size_t from = 0) const {
    std::vector<std::string> parts;
    for (std::size_t i = from; i < args.size(); ++i) parts.push_back(print(args[i]));
    return text::join(parts, ", ");
  }
  std::string rest(const Expr& e) const { return list(e.args, 1); }

  std::string qualifier(const Expr& e) const { return e.args.empty() ? "" : dialect_.quoted(e.args[0].text) + "."; }

  std::string table(const std::string& name) const {
    const auto dot = name.find('.');
    return dot == name.npos ? dialect_.quoted(std::string_view(name))
                            : dialect_.quoted(name.substr(0, dot)) + "." + dialect_.quoted(name.substr(dot + 1));
  }

  /// The argument, in parentheses unless it binds more tightly than its parent.
  std::string inside(const Expr& parent, std::size_t at) const {
    const Expr& e = parent.args[at];
    const int mine = binding(parent), its = binding(e);
    const bool chain = at == 0 && e.kind == parent.kind && e.text == parent.text && mine != 4 && mine != 8;
    return its > mine || chain ? print(e) : "(" + print(e) + ")";
  }

  std::string unary(const Expr& e) const { return e.text == "not" ? "NOT " + inside(e, 0) : e.text + inside(e, 0); }
  std::string binary(const Expr& e) const { return inside(e, 0) + " " + upper(e.text) + " " + inside(e, 1); }

  std::string escape(const Expr& e) const { return e.args.size() > 2 ? " ESCAPE " + print(e.args[2]) : ""; }

  std::string call(const Expr& e) const {
    if (e.args.empty() && is_keyword_function(e.text)) return upper(e.text);
    if (is_keyword_function(e.text)) return upper(e.text) + "(" + list(e.args) + ")";
    return e.text + "(" + list(e.args) + ")";
  }

  std::string case_text(const Expr& e) const {
    std::string out = "CASE";
    for (const Expr& part : e.args) {
      if (part.text == "operand") out += " " + print(part.args[0]);
      if (part.text == "when") out += " WHEN " + print(part.args[0]) + " THEN " + print(part.args[1]);
      if (part.text == "else") out += " ELSE " + print(part.args[0]);
    }
    return out + " END";
  }

  std::string select(const Expr& e) const {
    std::string out = "SELECT";
    for (const Expr& part : e.args) {
      if (part.text == "distinct")
        out += " DISTINCT";
      else if (part.text == "columns")
        out += " " + list(part.args);
      else if (part.text == "union" || part.text == "union all")
        out += " " + upper(part.text) + " " + print(part.args[0]);
      else
        out += " " + upper(part.text) + " " + list(part.args);
    }
    return out;
  }

  std::string join(const Expr& e) const {
    std::string out = print(e.args[0]) + " " + upper(e.text) + " " + print(e.args[1]);
    if (e.args.size() > 2) out += " ON " + print(e.args[2]);
    return out;
  }

  const Dialect& dialect_;
};

}  // namespace

std::string print_sql(const Expr& expr, const Dialect& dialect) { return Printer(dialect).print(expr); }

}  // namespace schemac::dialect
