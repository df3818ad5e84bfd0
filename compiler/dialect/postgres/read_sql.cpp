#include "dialect/postgres/read_sql.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/common/sql_parser.h"
#include "dialect/postgres/number_casts.h"
#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

bool is_bare(const Type& type) { return type.args.empty() && type.dimensions == 0; }

bool is_one_of(const Type& type, std::initializer_list<std::string_view> names) {
  return type.kind == TypeKind::native && std::find(names.begin(), names.end(), type.name.name) != names.end();
}

bool is_text_or_name(const Type& type) { return is_text(type) || is_one_of(type, {"bpchar", "name", "\"char\""}); }

bool is_comparison(const std::string& op) {
  return op == "=" || op == "<>" || op == "<" || op == "<=" || op == ">" || op == ">=" || op.starts_with("is ");
}

/// Takes the type of one of its arguments.
bool is_transparent(const Expr& e) {
  return e.kind == ExprKind::case_ || (e.kind == ExprKind::call && (e.text == "coalesce" || e.text == "nullif" ||
                                                                    e.text == "greatest" || e.text == "least"));
}

/// As a number it is of type bigint without a word (sql-syntax-lexical.html, 4.1.2.6).
bool is_beyond_integer(std::string_view digits) {
  constexpr std::string_view kLargest = "2147483647";
  digits.remove_prefix(digits.starts_with("-") ? 1 : 0);
  return digits.size() > kLargest.size() || (digits.size() == kLargest.size() && digits > kLargest);
}

/// What PostgreSQL prints as '-1'::integer was written as a number; '1'::smallint was not.
bool is_quoted_number(const Type& type, const std::string& digits) {
  if (!is_bare(type) || digits.find_first_not_of("-0123456789.") != digits.npos) return false;
  if (is_one_of(type, {"bigint"})) return is_beyond_integer(digits);
  return is_one_of(type, {"integer", "numeric"}) && (digits.starts_with("-") || digits.size() > 18);
}

/// '-1' as a number: the sign is an operator in the tree.
Expr number_of(const std::string& digits) {
  if (!digits.starts_with("-")) return expr::number(digits);
  return expr::node(ExprKind::unary, "-", {expr::number(digits.substr(1))});
}

/// `pg_catalog."C"` as `"C"`: quoted, and without the schema that needs no mention.
std::string quoted_collation(const std::string& written) {
  SqlParser parser(written, {.dialect = DialectId::postgres, .default_schema = "", .read_type = {}, .finish = {}});
  std::string out;
  do {
    const std::string part = parser.name();
    if (!(parser.at(".") && (part == "pg_catalog" || part == "public")))
      out += (out.empty() ? "" : ".") + text::quoted(part, '"');
  } while (parser.accept("."));
  return out;
}

/// A literal of a column of this type is printed with that one; of a domain, with what it is based on.
bool is_printed_for(const Type& literal, const Type& column) {
  const bool is_built_in = is_one_of(
      column, {"character varying", "bit", "bit varying", "interval", "money", "inet", "cidr", "name", "json"});
  if (!is_built_in && raise_type(column).kind != TypeKind::portable) return true;
  if (is_one_of(column, {"character"}) && is_one_of(literal, {"bpchar"})) return true;
  return literal.kind == column.kind && literal.name == column.name && literal.dimensions == column.dimensions;
}

class Finisher {
 public:
  explicit Finisher(const Surroundings& surroundings) : surroundings_(surroundings) {}

  Expr operator()(Expr e) const {
    switch (e.kind) {
      case ExprKind::cast:
        return cast(std::move(e));
      case ExprKind::unary:
        return unary(std::move(e));
      case ExprKind::binary:
        return without_added_casts(binary(std::move(e)), surroundings_.table);
      case ExprKind::call:
        if (std::any_of(e.args.begin(), e.args.end(), is_row)) throw Unreadable{};
        [[fallthrough]];
      case ExprKind::case_:
        say_own_casts(e);
        return without_added_casts(std::move(e), surroundings_.table);
      case ExprKind::in:
      case ExprKind::not_in:
        if (is_cast_to_text(e.args[0]) && is_varying(e.args[1])) {  // so is the column, then
          Expr column = std::move(e.args[0].args[0]);
          e.args[0] = std::move(column);
        }
        if (const auto said = e.args[0].type; e.args[0].kind == ExprKind::column && said && !is_varying(e.args[1]))
          e.args[0] = as_type(std::move(e.args[0]), *said);
        for (Expr& arg : e.args) arg = without_literal_cast(std::move(arg));
        return without_added_casts(among_twice_cast(std::move(e)), surroundings_.table);
      case ExprKind::collate:
        e.text = quoted_collation(e.text);
        return e;
      default:
        return e;
    }
  }

  /// Where the type is known from the other side, a literal needs none.
  static Expr without_literal_cast(Expr e) {
    return e.kind == ExprKind::cast && e.args[0].kind == ExprKind::string ? Expr(e.args[0]) : e;
  }

 private:
  static Expr as_type(Expr value, const Type& type) {
    Expr out = expr::node(ExprKind::cast, "", {std::move(value)});
    out.type = type;
    return out;
  }
  /// COALESCE(name, '') stays of the type of `name`: where PostgreSQL prints it as a text, and nothing beside it is
  /// one, somebody made it one.
  static void say_own_casts(Expr& e) {
    if (!is_transparent(e) || e.text == "nullif") return;
    std::vector<Expr*> given;
    for (Expr& arg : e.args)
      if (e.kind != ExprKind::case_ || arg.text != "operand")
        given.push_back(e.kind == ExprKind::case_ ? &arg.args.back() : &arg);
    const auto is_noted = [](const Expr* arg) { return arg->kind == ExprKind::column && arg->type; };
    const auto hangs_on_others = [&](const Expr* arg) {
      return arg->kind == ExprKind::string || arg->kind == ExprKind::null_ || is_noted(arg);
    };
    if (!std::all_of(given.begin(), given.end(), hangs_on_others)) return;
    for (Expr* arg : given)
      if (is_noted(arg)) {
        const Type type = *arg->type;
        *arg = as_type(std::move(*arg), type);
      }
  }

  static bool is_row(const Expr& e) { return e.kind == ExprKind::star && !e.args.empty(); }
  static bool is_cast_to_text(const Expr& e) {
    return e.kind == ExprKind::cast && e.args[0].kind == ExprKind::column && is_one_of(*e.type, {"text"}) &&
           is_bare(*e.type);
  }

  Expr cast(Expr e) const {
    const Type& type = *e.type;
    const Expr& inner = e.args[0];
    if (inner.kind == ExprKind::star) throw Unreadable{};  // a row as a whole
    if (inner.kind == ExprKind::string && inner.type && !(*inner.type == type)) return twice_cast(std::move(e));
    const bool of_enum =
        type.kind == TypeKind::enumeration && type.dimensions == 0;  // what a query gives says it alone
    if (inner.kind == ExprKind::string &&
        (of_enum || (is_one_of(type, {"character varying", "text"}) && is_bare(type)))) {
      Expr noted = inner;
      noted.type = type;
      return noted;
    }
    const bool said_by_nature = is_implied(type, inner);
    if (said_by_nature && inner.kind == ExprKind::column) {  // but not of what is looked up in a list of texts
      Expr noted = inner;
      noted.type = type;
      return noted;
    }
    if (inner.kind == ExprKind::string && is_one_of(type, {"interval"}) && is_bare(type))
      return expr::node(ExprKind::interval, inner.text, {});
    if (inner.kind == ExprKind::string && is_quoted_number(type, inner.text)) return number_of(inner.text);
    if (inner.kind == ExprKind::string && is_one_of(type, {"boolean"}) && is_bare(type))
      return expr::boolean(inner.text.starts_with("t"));
    return said_by_nature ? Expr(inner) : e;
  }

  /// ('a'::character varying)::text is what becomes of 'a' where a dump was loaded, which PostgreSQL prints unlike
  /// 'a'::text; and ('now'::text)::date is another day each day, where 'now'::date is today for ever.
  static Expr twice_cast(Expr e) {
    e.args[0] = as_type(expr::string(e.args[0].text), *e.args[0].type);
    return e;
  }

  /// PostgreSQL takes texts for what they are compared with, unless that is a text too.
  static Expr among_twice_cast(Expr e) {
    const auto is_twice_cast = [](const Expr& arg) {
      return arg.kind == ExprKind::cast && arg.args[0].kind == ExprKind::cast &&
             arg.args[0].args[0].kind == ExprKind::string;
    };
    const auto found = std::find_if(e.args.begin() + 1, e.args.end(), is_twice_cast);
    if (found == e.args.end() || e.args[0].kind == ExprKind::cast) return e;
    e.args[0] = as_type(std::move(e.args[0]), *found->type);
    return e;
  }

  bool is_implied(const Type& type, const Expr& inner) const {
    switch (inner.kind) {
      case ExprKind::null_:
        return true;
      case ExprKind::string:
        return type.dimensions == 0 && (is_text_or_name(type) || type.kind == TypeKind::enumeration);
      case ExprKind::array:
        return type.args.empty() && !inner.args.empty();
      case ExprKind::column:
        return is_bare(type) && is_text_or_name(type) && is_text_column(inner);
      default:
        break;
    }
    if (!is_bare(type) || !is_text_or_name(type)) return false;
    return inner.kind == ExprKind::collate || (is_transparent(inner) && gives_text(inner));
  }

  bool is_text_column(const Expr& e) const {
    const Column* column =
        e.kind == ExprKind::column && surroundings_.table ? surroundings_.table->find_column(e.text) : nullptr;
    return column && column->type.dimensions == 0 && is_text_or_name(column->type);
  }

  static bool is_varying(const Expr& e) {
    return e.kind == ExprKind::string && e.type && is_one_of(*e.type, {"character varying"});
  }

  bool gives_text(const Expr& e) const {
    if (e.kind == ExprKind::string || e.kind == ExprKind::null_ || is_text_column(e)) return true;
    if (e.kind == ExprKind::cast) return is_text_or_name(*e.type);
    if (e.kind == ExprKind::clause) return e.text == "operand" || gives_text(e.args.back());
    return is_transparent(e) &&
           std::all_of(e.args.begin(), e.args.end(), [&](const Expr& arg) { return gives_text(arg); });
  }

  static Expr unary(Expr e) {
    const Expr& inner = e.args[0];
    if (e.text != "not" || inner.kind != ExprKind::binary || inner.text != "is distinct from") return e;
    Expr same = inner;
    same.text = "is not distinct from";
    return same;
  }

  /// PostgreSQL reads a literal as what stands on the other side, where that is another type than the literal's the
  /// type was said: a day is not the instant that it begins with.
  bool is_read_as(const Type& type, const Expr& other) const {
    if (other.kind == ExprKind::cast) return other.args[0].kind != ExprKind::string && *other.type == type;
    const Column* column =
        other.kind == ExprKind::column && surroundings_.table ? surroundings_.table->find_column(other.text) : nullptr;
    if (column) return is_printed_for(type, column->type) || (is_text_or_name(type) && is_text_or_name(column->type));
    return other.kind != ExprKind::string && type.name.name != "date" && !type.name.name.starts_with("time");
  }

  Expr binary(Expr e) const {
    if (is_comparison(e.text)) {
      const auto is_plain = [&](const Expr& arg, const Expr& other) {
        return arg.kind == ExprKind::cast && arg.args[0].kind == ExprKind::string && is_read_as(*arg.type, other);
      };
      const bool left = is_plain(e.args[0], e.args[1]), right = is_plain(e.args[1], e.args[0]);
      if (left) e.args[0] = without_literal_cast(std::move(e.args[0]));
      if (right) e.args[1] = without_literal_cast(std::move(e.args[1]));
    }
    if (e.text == "~~" || e.text == "!~~") {
      const ExprKind kind = e.text == "~~" ? ExprKind::like : ExprKind::not_like;
      std::vector<Expr> args{std::move(e.args[0])};
      Expr pattern = std::move(e.args[1]);
      if (pattern.kind == ExprKind::call && pattern.text == "like_escape") {
        for (Expr& part : pattern.args) args.push_back(std::move(part));
      } else {
        args.push_back(std::move(pattern));
      }
      return expr::node(kind, "", std::move(args));
    }
    return e;
  }

  const Surroundings& surroundings_;
};

/// A literal that a query gives is of the type that was noted, or else a text.
void cast_given_literals(Expr& given) {
  if (given.kind == ExprKind::string && given.type && !is_one_of(*given.type, {"text"})) {
    const Type type = *given.type;
    given = expr::node(ExprKind::cast, "", {expr::string(given.text)});
    given.type = type;
  }
  if (given.kind == ExprKind::alias) cast_given_literals(given.args[0]);
  if (given.kind != ExprKind::case_) return;
  for (Expr& clause : given.args)
    if (clause.kind == ExprKind::clause && clause.text != "operand") cast_given_literals(clause.args.back());
}

/// The casts that literals and columns were noted with while reading are of use no longer.
Expr without_notes(Expr e) {
  expr::walk(e, [](Expr& node) {
    if (node.kind == ExprKind::string || node.kind == ExprKind::column) node.type = {};
  });
  return e;
}

ReaderRules rules_for(const Surroundings& surroundings) {
  ReaderRules rules;
  rules.dialect = DialectId::postgres;
  rules.default_schema = "public";
  rules.read_type = [&](std::string_view text) { return read_type(text, surroundings.enums); };
  rules.finish = Finisher(surroundings);
  return rules;
}

}  // namespace

Type read_type(std::string_view printed, const std::set<QName>& enums) {
  Type type = parse_type(printed);
  SqlParser parser(type.name.name,
                   {.dialect = DialectId::postgres, .default_schema = "", .read_type = {}, .finish = {}});
  if (!parser.peek().is_name()) return type;
  QName name = parser.name();
  if (parser.accept(".") && parser.peek().is_name()) name = {name.name == "public" ? "" : name.name, parser.name()};
  if (!parser.at_end() || !enums.contains(name)) return type;
  type.kind = TypeKind::enumeration;
  type.dialect.clear();
  type.name = name;
  return type;
}

QName read_name(std::string_view printed) {
  bool quoted = false;
  std::size_t dot = printed.npos;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] == '"') quoted = !quoted;
    if (!quoted && printed[i] == '.') dot = i;
  }
  const auto unquoted = [](std::string_view name) {
    return name.starts_with('"') ? text::replace_all(std::string(name.substr(1, name.size() - 2)), "\"\"", "\"")
                                 : std::string(name);
  };
  return dot == printed.npos ? QName(unquoted(printed))
                             : QName(unquoted(printed.substr(0, dot)), unquoted(printed.substr(dot + 1)));
}

Expr read(std::string_view printed, const Surroundings& surroundings) {
  return without_notes(Finisher::without_literal_cast(read_expr(printed, rules_for(surroundings))));
}

Expr read_default(std::string_view printed, const Column& column, const Surroundings& surroundings) {
  constexpr std::string_view kNull = "NULL::";
  if (printed.starts_with(kNull) &&
      !is_printed_for(read_type(printed.substr(kNull.size()), surroundings.enums), column.type))
    return expr::raw(DialectId::postgres, std::string(printed));
  Expr value = read_expr(printed, rules_for(surroundings));
  const bool is_cast = value.kind == ExprKind::cast && value.args[0].kind == ExprKind::string;
  const bool has_type = is_cast || value.kind == ExprKind::string;
  if (has_type && value.type && !is_printed_for(*value.type, column.type))
    return expr::raw(DialectId::postgres, std::string(printed));
  return without_notes(Finisher::without_literal_cast(std::move(value)));
}

Expr read_query(std::string_view printed, const std::set<QName>& enums) {
  const Surroundings surroundings{nullptr, enums};
  Expr query = read_select(printed, rules_for(surroundings));
  expr::walk(query, [](Expr& e) {
    if (e.kind != ExprKind::clause || e.text != "columns") return;
    for (Expr& given : e.args) cast_given_literals(given);
  });
  return without_notes(std::move(query));
}

namespace {

/// What a query gives keeps its cast, which is its type.
void finish_again(Expr& e, const Finisher& finisher, bool given) {
  const bool gives = e.kind == ExprKind::clause && e.text == "columns";
  for (Expr& arg : e.args) finish_again(arg, finisher, gives || (given && e.kind == ExprKind::alias));
  if (!given || e.kind != ExprKind::cast) e = finisher(std::move(e));
}

}  // namespace

Expr without_added_casts(Expr e, const Table& columns) {
  const Surroundings surroundings{&columns, {}};
  Expr out = e;
  try {
    finish_again(out, Finisher(surroundings), false);
  } catch (const Unreadable&) {
    return e;
  }
  return without_notes(std::move(out));
}

std::string signature_in(std::string_view definition) {
  const std::size_t open = definition.find('(');
  if (open == definition.npos) return "";
  std::vector<std::string> parameters(1);
  bool in_default = false;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = open + 1; i < definition.size(); ++i) {
    const char c = definition[i];
    if (quote) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && depth-- == 0) {
      break;
    } else if (c == ',' && depth == 0) {
      parameters.emplace_back();
      in_default = false;
      continue;
    } else if (depth == 0 && (c == '=' || c == ':' || text::to_lower(definition.substr(i, 9)) == " default ")) {
      in_default = true;
    }
    if (!in_default) parameters.back() += c == '\n' ? ' ' : c;
  }
  for (std::string& parameter : parameters) parameter = std::string(text::trim(parameter));
  return text::join(parameters, ", ");
}

std::string trigger_call(std::string_view text) {
  SqlParser parser(text, {.dialect = DialectId::postgres, .default_schema = "", .read_type = {}, .finish = {}});
  try {
    parser.expect("execute");
    if (!parser.accept("function")) parser.expect("procedure");
    std::string name = text::quoted(parser.name(), '"');
    if (parser.accept(".")) {
      const std::string schema = name == "\"public\"" ? "" : name + ".";
      name = schema + text::quoted(parser.name(), '"');
    }
    parser.expect("(");
    return "EXECUTE FUNCTION " + name + "(" + std::string(text::trim(parser.rest_of_parentheses())) + ")";
  } catch (const Unreadable&) {
    return std::string(text);
  }
}

}  // namespace schemac::dialect::postgres
