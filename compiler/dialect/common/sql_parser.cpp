// Expressions; sql_parser_select.cpp has the queries.
#include "dialect/common/sql_parser.h"

#include <array>

#include "base/text.h"

namespace schemac::dialect {

using catalog::ExprKind;
namespace expr = catalog::expr;

namespace {

constexpr int kMaxDepth = 500;

// How tightly operators bind; what is higher binds more tightly.
constexpr int kOr = 10, kAnd = 20, kNot = 30, kCompare = 40, kOrder = 45, kOther = 50, kAdd = 60, kMultiply = 70,
              kSign = 80, kCollate = 90, kCast = 100;

bool is_comparison(const SqlToken& token) {
  static constexpr std::array<std::string_view, 10> kSymbols = {"=",  "<>", "!=", "==",  "<",
                                                                "<=", ">",  ">=", "<=>", "~~"};
  return token.kind == SqlTokenKind::symbol &&
         std::find(kSymbols.begin(), kSymbols.end(), token.text) != kSymbols.end();
}

bool is_other_operator(const SqlToken& token) {
  static constexpr std::string_view kPunctuation = "(),.;[]:?'\"`{}";
  if (token.kind == SqlTokenKind::symbol)
    return token.text.size() > 1 || kPunctuation.find(token.text[0]) == kPunctuation.npos;
  static constexpr std::array<std::string_view, 6> kWords = {"regexp", "rlike", "glob", "match", "ilike", "similar"};
  return token.kind == SqlTokenKind::word && std::find(kWords.begin(), kWords.end(), token.text) != kWords.end();
}

/// MySQL's, of which some are two: day_hour.
bool is_time_unit(const SqlToken& token) {
  static constexpr std::array<std::string_view, 9> kUnits = {"microsecond", "second", "minute",  "hour", "day",
                                                             "week",        "month",  "quarter", "year"};
  return token.kind == SqlTokenKind::word &&
         std::any_of(kUnits.begin(), kUnits.end(), [&](std::string_view unit) { return token.text.ends_with(unit); });
}

std::string standard_operator(const std::string& op) {
  if (op == "!=") return "<>";
  if (op == "==") return "=";
  if (op == "mod") return "%";
  return op;
}

}  // namespace

bool SqlParser::accept(std::string_view text) {
  if (!at(text)) return false;
  ++at_;
  return true;
}

bool SqlParser::accept_all(std::initializer_list<std::string_view> words) {
  std::size_t ahead = 0;
  for (const std::string_view word : words)
    if (!peek(ahead++).is(word)) return false;
  at_ += words.size();
  return true;
}

void SqlParser::expect(std::string_view text) {
  if (!accept(text)) throw Unreadable{};
}

std::string SqlParser::name() {
  const bool text = rules_.dialect == DialectId::sqlite && peek().kind == SqlTokenKind::string;  // a name there too
  if (!peek().is_name() && !text) throw Unreadable{};
  return take().name(rules_.dialect);
}

std::string_view SqlParser::rest_of_parentheses() {
  const std::size_t begin = peek().begin;
  for (int depth = 1; !at_end();) {
    const SqlToken token = take();
    if (token.is("(")) ++depth;
    if (token.is(")") && --depth == 0) return source(begin, token.begin);
  }
  throw Unreadable{};
}

Expr SqlParser::expression(int above) {
  struct Depth {
    int& depth;
    explicit Depth(int& d) : depth(d) {
      if (++depth > kMaxDepth) throw Unreadable{};
    }
    ~Depth() { --depth; }
  } const nesting(depth_);
  Expr left = prefix();
  for (int power = infix_power(); power > above; power = infix_power()) left = finish(infix(std::move(left), power));
  return left;
}

Expr SqlParser::prefix() {
  if (accept("not")) return finish(expr::node(ExprKind::unary, "not", {expression(kNot)}));
  if (mysql_family() && accept("!")) return finish(expr::node(ExprKind::unary, "not", {expression(kSign)}));
  for (const char* sign : {"-", "+", "~"})
    if (accept(sign)) return finish(expr::node(ExprKind::unary, sign, {expression(kSign)}));
  return primary();
}

Expr SqlParser::primary() {
  switch (peek().kind) {
    case SqlTokenKind::number:
      return finish(expr::number(take().text));
    case SqlTokenKind::string:
      return finish(expr::string(take().text));
    case SqlTokenKind::bytes:
      return expr::raw(rules_.dialect, take().text);
    case SqlTokenKind::name:
    case SqlTokenKind::word:
      return word();
    case SqlTokenKind::symbol:
      if (accept("(")) return parenthesised();
      if (accept("*")) return expr::node(ExprKind::star, "", {});
      break;
    case SqlTokenKind::end:
      break;
  }
  throw Unreadable{};
}

Expr SqlParser::parenthesised() {
  if (at("select") || at("values") || at("with")) {
    Expr query = select();
    expect(")");
    return expr::node(ExprKind::subquery, "", {std::move(query)});
  }
  std::vector<Expr> items = list_until(")");
  if (items.size() == 1) return std::move(items[0]);
  return finish(expr::node(ExprKind::tuple, "", std::move(items)));
}

std::vector<Expr> SqlParser::list_until(std::string_view closer) {
  std::vector<Expr> items;
  if (accept(closer)) return items;
  do items.push_back(expression());
  while (accept(","));
  expect(closer);
  return items;
}

Expr SqlParser::word() {
  const std::size_t begin = peek().begin;
  if (peek().kind == SqlTokenKind::word) {
    if (accept("null")) return expr::null();
    if (accept("true")) return expr::boolean(true);
    if (accept("false")) return expr::boolean(false);
    if (accept("case")) return case_();
    if (at("array") && peek(1).is("[")) return ++at_, array();
    if (at("exists") && peek(1).is("(")) {
      at_ += 2;
      Expr query = select();
      expect(")");
      return finish(expr::node(ExprKind::exists, "", {std::move(query)}));
    }
    if (at("cast") && peek(1).is("(")) {
      at_ += 2;
      Expr cast = expr::node(ExprKind::cast, "", {expression()});
      expect("as");
      cast.type = type();
      expect(")");
      return finish(std::move(cast));
    }
    if (at("interval") && peek(1).kind == SqlTokenKind::string)
      return ++at_, expr::node(ExprKind::interval, take().text, {});
    if (rules_.dialect == DialectId::postgres && peek(1).kind == SqlTokenKind::string)
      for (const auto& [word, type] : {std::pair("date", "date"),
                                       {"timestamp", "timestamp without time zone"},
                                       {"timestamptz", "timestamp with time zone"}})
        if (accept(word)) {  // date '2020-01-05' says what '2020-01-05'::date does
          Expr cast = expr::node(ExprKind::cast, "", {expr::string(take().text)});
          cast.type = rules_.read_type(type);
          return finish(std::move(cast));
        }
    if (mysql_family() && accept("interval")) {  // interval 1 day: the tree has no form for a number of units
      (void)expression(kOther);
      const std::size_t end = is_time_unit(peek()) ? take().end : tokens_[at_ - 1].end;  // or the function
      return expr::raw(rules_.dialect, std::string(source(begin, end)));
    }
    for (const char* keyword : {"current_timestamp", "current_date", "current_time", "localtimestamp", "localtime",
                                "current_user", "session_user"})
      if (at(keyword) && !peek(1).is("(")) return take(), finish(expr::call(keyword));
  }
  std::size_t names = 1;  // a.b.c
  while (peek(names).is(".")) names += 2;
  if (!peek(names).is("(")) return column();
  std::string function;
  for (std::size_t i = 0; i < names; i += 2) {
    const SqlToken& part = peek(i);
    const bool default_schema = i + 2 < names && (part.text == rules_.default_schema || part.text == "pg_catalog");
    if (!default_schema) function += (function.empty() ? "" : ".") + called(part);
  }
  at_ += names + 1;
  return call(function, begin);
}

/// A name before parentheses, as it is to be written there. PostgreSQL prints quotes where they are needed, and around
/// what is a key word elsewhere.
std::string SqlParser::called(const SqlToken& part) const {
  const bool key_word = part.text == "left" || part.text == "right" || part.text == "substring";
  if (part.kind == SqlTokenKind::word || key_word) return part.text;
  if (rules_.dialect == DialectId::postgres) return text::quoted(part.text, '"');
  const bool plain = std::all_of(part.text.begin(), part.text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$';
  });
  return plain ? part.text : text::quoted(part.text, mysql_family() ? '`' : '"');
}

Expr SqlParser::column() {
  std::vector<std::string> parts;
  do {
    if (at("*")) {
      take();
      return expr::node(ExprKind::star, "", {expr::column(parts.back())});
    }
    parts.push_back(name());
  } while (accept("."));
  Expr column = expr::column(parts.back());
  if (parts.size() > 1) column.args.push_back(expr::column(parts[parts.size() - 2]));
  return finish(std::move(column));
}

/// The arguments of `function`, whose parenthesis is taken; what is not a plain list stays as it is written.
Expr SqlParser::call(const std::string& function, std::size_t begin) {
  const std::size_t arguments = at_;
  const auto plain_end = [&] {
    return !(at("over") || at("filter") || at("within")) || peek(1).kind == SqlTokenKind::end;
  };
  try {
    Expr result = special_call(function);
    if (plain_end()) return finish(std::move(result));
  } catch (const Unreadable&) {
  }
  at_ = arguments;
  (void)rest_of_parentheses();
  while (!plain_end()) {
    take();
    accept("group");
    expect("(");
    (void)rest_of_parentheses();
  }
  return expr::raw(rules_.dialect, std::string(text::trim(source(begin, tokens_[at_ - 1].end))));
}

Expr SqlParser::special_call(const std::string& function) {
  if (function == "trim" && accept_all({"both", "from"})) {
    Expr trimmed = expr::call("trim", {expression()});
    expect(")");
    return trimmed;
  }
  if (function == "substring" || function == "substr") {
    std::vector<Expr> args{expression()};
    if (accept("from")) {
      args.push_back(expression());
      if (accept("for")) args.push_back(expression());
      expect(")");
    } else if (accept(",")) {
      for (Expr& more : list_until(")")) args.push_back(std::move(more));
    } else {
      expect(")");
    }
    return expr::call(function, std::move(args));
  }
  for (const char* own : {"convert", "timestampdiff", "timestampadd", "get_format"})  // (x using utf8mb4), (DAY, x, y)
    if (function == own && mysql_family()) throw Unreadable{};
  if (function == "normalize" && rules_.dialect == DialectId::postgres) throw Unreadable{};  // (x, NFKC)
  if (accept("distinct")) return expr::call(function, {expr::node(ExprKind::clause, "distinct", list_until(")"))});
  return expr::call(function, list_until(")"));
}

Expr SqlParser::case_() {
  Expr result = expr::node(ExprKind::case_, "", {});
  if (!at("when")) result.args.push_back(expr::node(ExprKind::clause, "operand", {expression()}));
  while (accept("when")) {
    Expr condition = expression();
    expect("then");
    result.args.push_back(expr::node(ExprKind::clause, "when", {std::move(condition), expression()}));
  }
  if (accept("else")) {
    Expr otherwise = expression();
    const Expr& value = otherwise.kind == ExprKind::cast ? otherwise.args[0] : otherwise;
    const bool is_said = value.kind != ExprKind::null_ || rules_.dialect != DialectId::postgres;
    if (is_said)  // PostgreSQL writes out what no ELSE means
      result.args.push_back(expr::node(ExprKind::clause, "else", {std::move(otherwise)}));
  }
  expect("end");
  return finish(std::move(result));
}

Expr SqlParser::array() {
  expect("[");
  return finish(expr::node(ExprKind::array, "", list_until("]")));
}

int SqlParser::infix_power() const {
  const SqlToken& token = peek();
  const bool sqlite = rules_.dialect == DialectId::sqlite;
  if (token.is("or")) return kOr;
  if (token.is("xor") && mysql_family()) return kOr + 1;
  if (token.is("and")) return kAnd;
  if (token.is("is") || token.is("in") || token.is("between") || token.is("like") || token.is("isnull") ||
      token.is("notnull"))
    return kCompare;
  if (token.is("not")) {  // NOT IN, NOT LIKE, NOT BETWEEN, SQLite's NOT NULL and NOT GLOB
    const SqlToken& next = peek(1);
    const bool own = next.is("null") || next.is("glob") || next.is("regexp") || next.is("match");
    return next.is("in") || next.is("like") || next.is("between") || (sqlite && own) ? kCompare : 0;
  }
  if (sqlite && (token.is("<") || token.is("<=") || token.is(">") || token.is(">="))) return kOrder;
  if (is_comparison(token)) return kCompare;
  if (token.is("||")) return sqlite ? kSign : mysql_family() ? kOr : kOther;
  if (sqlite && (token.is("->") || token.is("->>"))) return kSign;
  if (token.is("+") || token.is("-")) return kAdd;
  if (token.is("*") || token.is("/") || token.is("%")) return kMultiply;
  if (mysql_family() && (token.is("div") || token.is("mod"))) return kMultiply;
  if (token.is("collate")) return kCollate;
  if (token.is("at") && peek(1).is("time")) return kCollate;
  if (token.is("::")) return kCast;
  if (mysql_family()) {  // https://dev.mysql.com/doc/refman/8.4/en/operator-precedence.html
    if (token.is("&")) return kOther + 2;
    if (token.is("<<") || token.is(">>")) return kOther + 4;
    if (token.is("^")) return kMultiply + 5;
  }
  if (!is_other_operator(token)) return 0;
  return token.kind == SqlTokenKind::word ? kCompare : kOther;
}

Expr SqlParser::infix(Expr left, int power) {
  if (at("is") || at("isnull") || at("notnull")) return is(std::move(left));
  if (at("not") && peek(1).is("null")) return at_ += 2, expr::node(ExprKind::is_not_null, "", {std::move(left)});
  const bool negated = accept("not");
  if (accept("in")) return in(std::move(left), negated);
  if (accept("between")) return between(std::move(left), negated);
  if (accept("like")) return like(std::move(left), negated);
  if (accept("::")) {
    Expr cast = expr::node(ExprKind::cast, "", {std::move(left)});
    cast.type = type();
    return cast;
  }
  if (accept("collate")) {
    const SqlToken collation = take();
    std::string written(source(collation.begin, collation.end));
    if (accept(".")) written += "." + std::string(source(peek().begin, peek().end)), take();
    return expr::node(ExprKind::collate, std::move(written), {std::move(left)});
  }
  if (accept_all({"at", "time", "zone"})) return expr::binary("at time zone", std::move(left), expression(kCollate));
  const std::string op = standard_operator(take().text);
  Expr compared = comparison(std::move(left), op, power);
  return negated ? expr::node(ExprKind::unary, "not", {std::move(compared)}) : compared;
}

Expr SqlParser::comparison(Expr left, const std::string& op, int power) {
  if ((at("any") || at("all") || at("some")) && peek(1).is("(")) {
    const bool any = !at("all");
    at_ += 2;
    return quantified(std::move(left), op, any);
  }
  return expr::binary(op, std::move(left), expression(power));
}

/// PostgreSQL's way to print IN and NOT IN.
Expr SqlParser::quantified(Expr left, const std::string& op, bool any) {
  Expr list = expression();
  expect(")");
  while (list.kind == ExprKind::cast) list = Expr(list.args[0]);
  const bool is_list = list.kind == ExprKind::array && ((any && op == "=") || (!any && op == "<>"));
  if (!is_list) throw Unreadable{};
  list.args.insert(list.args.begin(), std::move(left));
  return expr::node(any ? ExprKind::in : ExprKind::not_in, "", std::move(list.args));
}

Expr SqlParser::is(Expr left) {
  if (accept("isnull")) return expr::node(ExprKind::is_null, "", {std::move(left)});
  if (accept("notnull")) return expr::node(ExprKind::is_not_null, "", {std::move(left)});
  expect("is");
  const bool negated = accept("not");
  if (accept("null")) return expr::node(negated ? ExprKind::is_not_null : ExprKind::is_null, "", {std::move(left)});
  if (accept_all({"distinct", "from"})) {
    const char* op = negated ? "is not distinct from" : "is distinct from";
    return expr::binary(op, std::move(left), expression(kCompare));
  }
  return expr::binary(negated ? "is not" : "is", std::move(left), expression(kCompare));
}

Expr SqlParser::in(Expr left, bool negated) {
  expect("(");
  std::vector<Expr> args{std::move(left)};
  if (at("select")) {
    args.push_back(select());
    expect(")");
  } else {
    for (Expr& item : list_until(")")) args.push_back(std::move(item));
  }
  return expr::node(negated ? ExprKind::not_in : ExprKind::in, "", std::move(args));
}

Expr SqlParser::between(Expr left, bool negated) {
  Expr low = expression(kCompare);
  expect("and");
  return expr::node(negated ? ExprKind::not_between : ExprKind::between, "",
                    {std::move(left), std::move(low), expression(kCompare)});
}

Expr SqlParser::like(Expr left, bool negated) {
  std::vector<Expr> args{std::move(left), expression(kCompare)};
  if (accept("escape")) args.push_back(expression(kCompare));
  return expr::node(negated ? ExprKind::not_like : ExprKind::like, "", std::move(args));
}

/// "character varying(20)", "timestamp(3) with time zone", "decimal(10,2)", "int[]"; up to what cannot be a type's.
catalog::Type SqlParser::type() {
  const std::size_t first = at_, begin = peek().begin;
  (void)name();
  while (accept(".")) (void)name();
  std::size_t end = tokens_[at_ - 1].end;
  for (bool more = true; more;) {
    more = accept("varying") || accept("precision") || accept("unsigned") || accept_all({"with", "time", "zone"}) ||
           accept_all({"without", "time", "zone"});
    if (accept("(")) (void)rest_of_parentheses(), more = true;
    if (accept_all({"[", "]"})) more = true;
    if (more) end = tokens_[at_ - 1].end;
  }
  if (mysql_family() && accept("charset")) {
    const std::string charset = name();
    if (charset == "binary")  // which is how the servers print BINARY(3)
      return rules_.read_type("binary" + std::string(source(tokens_[first].end, end)));
    if (charset != "utf8mb4") throw Unreadable{};
  }
  while (rules_.dialect == DialectId::sqlite && peek().kind == SqlTokenKind::word) end = take().end;
  return rules_.read_type(source(begin, end));
}

}  // namespace schemac::dialect
