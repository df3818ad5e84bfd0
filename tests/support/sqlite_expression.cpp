// Operators and their precedence as in https://www.sqlite.org/lang_expr.html
#include <set>

#include "base/text.h"
#include "support/sqlite_tokens.h"

namespace schemac::test {

namespace {

using Kind = SqliteToken::Kind;

/// What binds tighter than a comparison, the loosest first.
const std::vector<std::vector<std::string_view>> kOperators = {
    {"<", "<=", ">", ">="}, {"&", "|", "<<", ">>"}, {"+", "-"}, {"*", "/", "%"}, {"||", "->", "->>"},
};

class Expression {
 public:
  explicit Expression(const SqliteTokens& tokens) : at_(tokens) {}

  std::string whole() {
    std::string out = any();
    if (!at_.at_end()) throw NotUnderstood("more than an expression");
    return out;
  }

 private:
  std::string any() { return chain("or"); }

  /// `a and (b and c)` is `a and b and c`.
  std::string chain(std::string_view word) {
    const bool is_or = word == "or";
    std::vector<std::string> parts{is_or ? chain("and") : negation()};
    while (at_.accept(word)) parts.push_back(is_or ? chain("and") : negation());
    if (parts.size() == 1) return parts[0];
    const std::string between = " " + std::string(word) + " ", open = "(" + std::string(word) + ": ";
    for (std::string& part : parts)
      if (part.starts_with(open)) part = part.substr(open.size(), part.size() - open.size() - 1);
    return open + text::join(parts, between) + ")";
  }

  std::string negation() {
    if (at_.at("not") && !at_.next_is("exists")) return at_.take(), "(not " + negation() + ")";
    return comparison();
  }

  std::string comparison() {
    std::string left = tight(0);
    for (;;) {
      const bool negated = at_.at("not") && !at_.next_is("null") ? at_.accept("not") : false;
      std::string made;
      if (at_.accept("="))
        made = left + " = " + tight(0);
      else if (at_.accept("<>"))
        made = left + " <> " + tight(0);
      else if (at_.accept_all({"is", "not", "distinct", "from"}))
        made = left + " is " + tight(0);
      else if (at_.accept_all({"is", "distinct", "from"}) || at_.accept_all({"is", "not"}))
        made = left + " is not " + tight(0);
      else if (at_.accept("is"))
        made = left + " is " + tight(0);
      else if (at_.accept("isnull"))
        made = left + " is null";
      else if (at_.accept("notnull") || at_.accept_all({"not", "null"}))
        made = left + " is not null";
      else if (at_.accept("between"))
        made = between(left);
      else if (at_.accept("in"))
        made = left + " in " + (at_.at("(") ? "(" + list(at_.parenthesised()) + ")" : at_.take().shown());
      else if (at_.at("like") || at_.at("glob") || at_.at("regexp") || at_.at("match"))
        made = match(left);
      else if (negated)
        throw NotUnderstood("not what?");
      else
        return left;
      left = negated ? "(not (" + made + "))" : "(" + made + ")";
    }
  }

  std::string between(const std::string& left) {
    const std::string low = tight(0);
    at_.expect("and");
    return left + " between " + low + " and " + tight(0);
  }

  std::string match(const std::string& left) {
    std::string out = left + " " + at_.take().text;
    out += " " + tight(0);
    if (at_.accept("escape")) out += " escape " + tight(0);
    return out;
  }

  std::string tight(std::size_t level) {
    if (level == kOperators.size()) return collated();
    std::string left = tight(level + 1);
    for (bool found = true; found;) {
      found = false;
      for (const std::string_view symbol : kOperators[level])
        if (at_.accept(symbol)) {
          left = "(" + left + " " + std::string(symbol) + " " + tight(level + 1) + ")";
          found = true;
          break;
        }
    }
    return left;
  }

  std::string collated() {
    std::string out = signed_value();
    while (at_.accept("collate")) out = "(" + out + " collate " + at_.take().text + ")";
    return out;
  }

  std::string signed_value() {
    for (const char* sign : {"-", "+", "~"})
      if (at_.accept(sign)) return "(" + (sign + signed_value()) + ")";
    return value();
  }

  std::string value() {
    if (at_.at("(")) {
      const SqliteTokens inside = at_.parenthesised();
      const bool is_row = sqlite_list(inside).size() > 1 || is_query(inside);
      return is_row ? "(" + list(inside) + ")" : Expression(inside).whole();
    }
    if (at_.accept("case")) return choice();
    if (at_.at("cast") && at_.next_is("(")) return at_.take(), cast(at_.parenthesised());
    if (at_.at("not") || at_.at("exists")) return existence();
    const SqliteToken first = at_.take();
    static const std::set<std::string> kNoValues = {"and",  "or",   "in",  "is", "between", "then",
                                                    "else", "when", "end", "as", "from"};
    if (first.kind == Kind::symbol || (first.kind == Kind::word && kNoValues.contains(first.text)))
      throw NotUnderstood("no value: " + first.text);
    std::string out = first.shown();
    while (at_.accept(".")) out += "." + at_.take().shown();
    if ((first.kind == Kind::word || first.kind == Kind::name) && at_.at("(")) {
      SqliteTokens inside = at_.parenthesised();
      const bool distinct = !inside.empty() && inside[0].is("distinct");
      if (distinct) inside.erase(inside.begin());
      out += "(" + std::string(distinct ? "distinct " : "") + list(inside) + ")";
      if (at_.at("filter") || at_.at("over")) throw NotUnderstood("a window");
    }
    return out;
  }

  static bool is_query(const SqliteTokens& tokens) {
    return !tokens.empty() && (tokens[0].is("select") || tokens[0].is("values") || tokens[0].is("with"));
  }

  static std::string list(const SqliteTokens& tokens) {
    if (tokens.empty()) return "";
    if (is_query(tokens) || (tokens.size() == 1 && tokens[0].is("*"))) return shown(tokens);
    std::vector<std::string> out;
    for (const SqliteTokens& part : sqlite_list(tokens)) out.push_back(Expression(part).whole());
    return text::join(out, ", ");
  }

  std::string existence() {
    std::string out = at_.accept("not") ? "not exists" : "exists";
    at_.expect("exists");
    return "(" + out + " (" + shown(at_.parenthesised()) + "))";
  }

  std::string choice() {
    std::string out = "case";
    if (!at_.at("when")) out += " " + any();
    while (at_.accept("when")) {
      out += " when " + any();
      at_.expect("then");
      out += " then " + any();
    }
    if (at_.accept("else")) out += " else " + any();
    at_.expect("end");
    return out + " end";
  }

  static std::string cast(const SqliteTokens& inside) {
    Expression of(inside);
    std::string out = "cast(" + of.any() + " as ";
    of.at_.expect("as");
    return out + shown(of.at_.rest()) + ")";
  }

  SqliteCursor at_;
};

}  // namespace

std::string sqlite_expression(const SqliteTokens& tokens) {
  try {
    return Expression(tokens).whole();
  } catch (const NotUnderstood&) {
    return shown(tokens);
  }
}

}  // namespace schemac::test
