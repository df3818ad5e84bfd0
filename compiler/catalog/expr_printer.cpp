#include "catalog/expr_printer.h"

#include <cctype>

#include "base/text.h"

namespace schemac::catalog {

std::string ExprPrinter::print(const Expr& e) const {
  switch (e.kind) {
    case ExprKind::null_:
      return word("null");
    case ExprKind::boolean:
      return word(e.text);
    case ExprKind::number:
      return e.text;
    case ExprKind::string:
      return literal(e.text);
    case ExprKind::interval:
      return word("interval") + " " + literal(e.text);
    case ExprKind::label:
      return label(e.text);
    case ExprKind::array:
      return array(list(e.args));
    case ExprKind::column:
      return qualifier(e) + name(e.text);
    case ExprKind::star:
      return qualifier(e) + "*";
    case ExprKind::unary:
      return e.text == "not" ? word("not") + " " + inside(e, 0) : signed_text(e);
    case ExprKind::binary:
      return inside(e, 0) + " " + word(e.text) + " " + inside(e, 1);
    case ExprKind::is_null:
      return inside(e, 0) + " " + word("is null");
    case ExprKind::is_not_null:
      return inside(e, 0) + " " + word("is not null");
    case ExprKind::in:
      return test(e, "in");
    case ExprKind::not_in:
      return test(e, "not in");
    case ExprKind::between:
      return inside(e, 0) + " " + word("between") + " " + inside(e, 1) + " " + word("and") + " " + inside(e, 2);
    case ExprKind::not_between:
      return inside(e, 0) + " " + word("not between") + " " + inside(e, 1) + " " + word("and") + " " + inside(e, 2);
    case ExprKind::like:
      return like(e, "like");
    case ExprKind::not_like:
      return like(e, "not like");
    case ExprKind::call:
      return call(e.text, list(e.args));
    case ExprKind::case_:
      return case_text(e);
    case ExprKind::cast:
      return word("cast") + "(" + print(e.args[0]) + " " + word("as") + " " + type(*e.type) + ")";
    case ExprKind::exists:
      return word("exists") + " (" + print(e.args[0]) + ")";
    case ExprKind::subquery:
      return "(" + print(e.args[0]) + ")";
    case ExprKind::tuple:
      return "(" + list(e.args) + ")";
    case ExprKind::select:
      return select(e);
    case ExprKind::clause:
      return (e.text == "distinct" ? word("distinct") + " " : "") + list(e.args);
    case ExprKind::alias:
      return print(e.args[0]) + " " + word("as") + " " + name(e.text);
    case ExprKind::table:
      return table(e.text);
    case ExprKind::join:
      return join(e);
    case ExprKind::ordering:
      return print(e.args[0]) + (e.text.empty() ? "" : " " + word(e.text));
    case ExprKind::collate:
      return inside(e, 0) + " " + word("collate") + " " + collation(e.text);
    case ExprKind::by_dialect:
      return by_dialect(e);
    case ExprKind::raw:
      return raw(e);
  }
  return {};
}

/// 5 is for operators about which the engines do not agree: these are put in parentheses inside one another, and what
/// adds or multiplies inside of them.
int ExprPrinter::binding(const Expr& e) const {
  switch (e.kind) {
    case ExprKind::binary:
      if (e.text == "or" || e.text == "xor") return 1;
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
    case ExprKind::raw:
      return binding_of_raw(e);
    case ExprKind::select:
      return 0;
    default:
      return 9;
  }
}

/// regexp, div, glob: some bind as comparisons do.
static bool is_word(const std::string& op) { return std::isalpha(static_cast<unsigned char>(op[0])) != 0; }

/// The argument, in parentheses unless it binds more tightly than its parent.
std::string ExprPrinter::inside(const Expr& parent, std::size_t at) const {
  const Expr& e = parent.args[at];
  const int mine = binding(parent), its = binding(e);
  const bool chain = at == 0 && e.kind == parent.kind && e.text == parent.text && mine != 4 && mine != 8;
  const bool unsettled = (mine == 5 && (its == 6 || its == 7)) || (mine == 4 && its == 5 && is_word(e.text));
  return (its > mine && !unsettled) || chain ? print(e) : "(" + print(e) + ")";
}

/// `- -1`: two of them would begin a comment.
std::string ExprPrinter::signed_text(const Expr& e) const {
  const std::string value = inside(e, 0);
  return e.text + (value.starts_with(e.text) ? " " : "") + value;
}

std::string ExprPrinter::list(const std::vector<Expr>& args, std::size_t from) const {
  std::vector<std::string> parts;
  for (std::size_t i = from; i < args.size(); ++i) parts.push_back(print(args[i]));
  return text::join(parts, ", ");
}

std::string ExprPrinter::qualifier(const Expr& e) const { return e.args.empty() ? "" : name(e.args[0].text) + "."; }

std::string ExprPrinter::test(const Expr& e, const std::string& predicate) const {
  return inside(e, 0) + " " + word(predicate) + " (" + list(e.args, 1) + ")";
}

std::string ExprPrinter::like(const Expr& e, const std::string& predicate) const {
  const std::string escape = e.args.size() > 2 ? " " + word("escape") + " " + print(e.args[2]) : "";
  const bool is_single = binding(e.args[1]) >= 8;  // MySQL takes no operators there
  return inside(e, 0) + " " + word(predicate) + " " + (is_single ? print(e.args[1]) : "(" + print(e.args[1]) + ")") +
         escape;
}

std::string ExprPrinter::case_text(const Expr& e) const {
  std::string out = word("case");
  for (const Expr& part : e.args) {
    if (part.text == "operand") out += " " + print(part.args[0]);
    if (part.text == "when")
      out += " " + word("when") + " " + print(part.args[0]) + " " + word("then") + " " + print(part.args[1]);
    if (part.text == "else") out += " " + word("else") + " " + print(part.args[0]);
  }
  return out + " " + word("end");
}

std::string ExprPrinter::select(const Expr& e) const {
  std::string out = word("select");
  for (const Expr& part : e.args) {
    if (part.text != "columns") out += " " + word(part.text);
    if (part.text != "distinct") out += " " + list(part.args);
  }
  return out;
}

std::string ExprPrinter::join(const Expr& e) const {
  const std::string condition = e.args.size() > 2 ? " " + word("on") + " " + print(e.args[2]) : "";
  const bool nested = e.args[1].kind == ExprKind::join;
  const std::string right = nested ? "(" + print(e.args[1]) + ")" : print(e.args[1]);
  return print(e.args[0]) + " " + word(e.text) + " " + right + condition;
}

}  // namespace schemac::catalog
