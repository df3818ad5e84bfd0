// MySQL and MariaDB print conditions in words of their own: a truth value as a comparison with 0, a negation within.
#include "dialect/common/spelling.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/mysql.h"
#include "dialect/mysql/read_sql.h"
#include "dialect/mysql/same_routine.h"
#include "dialect/mysql/sequences.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

bool is_zero(const Expr& e) { return e.kind == ExprKind::number && e.text == "0"; }

struct Opposite {
  std::string_view one, other;
};
constexpr std::array<Opposite, 3> kOperators = {{{"=", "<>"}, {"<", ">="}, {">", "<="}}};

struct OppositeKind {
  ExprKind one, other;
};
constexpr std::array<OppositeKind, 4> kKinds = {{{ExprKind::is_null, ExprKind::is_not_null},
                                                 {ExprKind::in, ExprKind::not_in},
                                                 {ExprKind::like, ExprKind::not_like},
                                                 {ExprKind::between, ExprKind::not_between}}};

bool joins_conditions(const Expr& e) { return e.kind == ExprKind::binary && (e.text == "and" || e.text == "or"); }

Expr value(Expr e);
Expr condition(Expr e);

/// What is true where `e`, a condition in its one way, is false.
Expr negated(Expr e) {
  if (e.kind == ExprKind::unary && e.text == "not") return Expr(e.args[0]);
  if (joins_conditions(e)) {
    e.text = e.text == "and" ? "or" : "and";
    for (Expr& arg : e.args) arg = negated(std::move(arg));
    return e;
  }
  if (e.kind == ExprKind::binary)
    for (const Opposite& pair : kOperators)
      if (e.text == pair.one || e.text == pair.other) {
        e.text = e.text == pair.one ? pair.other : pair.one;
        return e;
      }
  for (const OppositeKind& pair : kKinds)
    if (e.kind == pair.one || e.kind == pair.other) {
      e.kind = e.kind == pair.one ? pair.other : pair.one;
      return e;
    }
  return expr::node(ExprKind::unary, "not", {std::move(e)});
}

/// `a and (b and c)` as `(a and b) and c`, which is how it is printed.
Expr from_the_left(Expr e) {
  if (!joins_conditions(e) || e.args[1].kind != ExprKind::binary || e.args[1].text != e.text) return e;
  Expr inner = std::move(e.args[1]);
  Expr left = from_the_left(expr::binary(e.text, std::move(e.args[0]), std::move(inner.args[0])));
  return expr::binary(e.text, std::move(left), std::move(inner.args[1]));
}

Expr condition(Expr e) {
  if (joins_conditions(e)) {
    for (Expr& arg : e.args) arg = condition(std::move(arg));
    return from_the_left(std::move(e));
  }
  if (e.kind == ExprKind::unary && e.text == "not") return from_the_left(negated(condition(std::move(e.args[0]))));
  if (e.kind == ExprKind::binary && (e.text == "<>" || e.text == "="))
    for (const std::size_t zero : {0U, 1U})
      if (is_zero(e.args[zero])) {
        Expr truth = condition(std::move(e.args[1 - zero]));
        return e.text == "<>" ? truth : negated(std::move(truth));
      }
  return value(std::move(e));
}

bool is_clause(const Expr& e, std::string_view word) { return e.kind == ExprKind::clause && e.text == word; }

/// MariaDB writes out that one row is enough.
void drop_limit_of_exists(Expr& select) {
  std::erase_if(select.args,
                [](const Expr& part) { return is_clause(part, "limit") && part.args[0] == expr::number("1"); });
}

/// Whether the argument of `parent` at `i` is asked only for its truth.
bool is_asked_for_truth(const Expr& parent, std::size_t i) {
  if (parent.kind == ExprKind::join) return i == 2;
  return is_clause(parent, "where") || is_clause(parent, "having");
}

Expr value(Expr e) {
  if (e.kind == ExprKind::boolean) return expr::number(e.text == "true" ? "1" : "0");
  if (e.kind == ExprKind::unary && e.text == "not") return condition(std::move(e));
  if (joins_conditions(e)) return condition(std::move(e));
  const bool searched = e.kind == ExprKind::case_ && !is_clause(e.args[0], "operand");
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    Expr& arg = e.args[i];
    if (searched && is_clause(arg, "when")) arg.args[0] = condition(std::move(arg.args[0]));
    arg = is_asked_for_truth(e, i) ? condition(std::move(arg)) : value(std::move(arg));
  }
  if (e.kind == ExprKind::exists) drop_limit_of_exists(e.args[0]);
  return e;
}

/// The digits of x'0A' or 0x0a, in small letters and two for each byte; nothing of anything else.
std::optional<std::string> hex_digits(const Expr& e) {
  if (e.kind != ExprKind::raw) return {};
  std::string_view text = e.text;
  const bool quoted = text.size() > 2 && (text[0] == 'x' || text[0] == 'X') && text[1] == '\'' && text.back() == '\'';
  if (!quoted && !text.starts_with("0x")) return {};
  text.remove_prefix(2);
  if (quoted) text.remove_suffix(1);
  if (text.find_first_not_of("0123456789abcdefABCDEF") != text.npos) return {};
  return (text.size() % 2 == 1 ? "0" : "") + text::to_lower(text);
}

/// MySQL prints x'0A' as 0x0a, which is the same there. In MariaDB x'0A' is never a number, and 0x0a may be one.
Expr bytes_as_printed(Expr e, DialectId id) {
  for (Expr& arg : e.args) arg = bytes_as_printed(std::move(arg), id);
  const std::optional<std::string> digits = hex_digits(e);
  if (!digits) return e;
  const bool quoted = id == DialectId::mariadb && !e.text.starts_with("0x");
  return expr::raw(id, quoted ? "x'" + *digits + "'" : "0x" + *digits);
}

/// What a column of bytes is filled with, however it is said: MariaDB keeps what BINARY(3) makes of it.
Expr bytes_that_are_kept(Expr e, const Type& type, DialectId id) {
  const std::string& name = type.name.name;
  if (!name.ends_with("binary") && !name.ends_with("blob")) return e;
  std::optional<std::string> digits = hex_digits(e);
  if (e.kind == ExprKind::string) {
    digits = "";
    for (const char c : e.text) *digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  if (!digits) return e;
  if (name == "binary") {
    std::size_t length = 1;
    if (!type.args.empty()) std::from_chars(type.args[0].data(), type.args[0].data() + type.args[0].size(), length);
    if (digits->size() < 2 * length) digits->append(2 * length - digits->size(), '0');
  }
  return expr::raw(id, "0x" + *digits);
}

class MysqlWay final : public OneWay {
 public:
  explicit MysqlWay(const MysqlDialect& d) : d_(d), id_(d.id()) {}

  bool same_setting(const Option& printed, const Option& declared) const override {
    return setting(printed) == setting(declared);
  }
  bool same_statement(const std::string& printed, const std::string& declared) const override {
    if (is_sequence(printed) && is_sequence(declared)) return same_sequence(printed, declared);
    return same_routine(id_, printed, declared);
  }
  Expr of_default(Expr e, const Column& column) const override {
    return bytes_that_are_kept(std::move(e), column.type, id_);
  }
  Expr of_value(Expr e, const Table&) const override { return value(bytes_as_printed(in_utf8(std::move(e)), id_)); }
  Expr of_condition(Expr e, const Table&) const override {
    return condition(bytes_as_printed(in_utf8(std::move(e)), id_));
  }
  Expr of_query(Expr query, const Catalog&) const override { return value(bytes_as_printed(std::move(query), id_)); }

  /// SQL with texts in other character sets, as it is read in UTF-8.
  Expr in_utf8(Expr e) const {
    if (id_ != DialectId::mysql || !expr::has_raw(e)) return e;
    const std::string sql = d_.sql(e), plain = without_character_sets(sql);
    return plain == sql ? e : read_written(plain, id_);
  }

 private:
  /// Words are printed in upper case, and names in quotes.
  std::string setting(const Option& option) const {
    if (option.name == "engine" || option.name == "row_format") return text::to_lower(option.value);
    if (option.name != "partition") return option.value;
    std::string out;
    for (const SqlToken& token : lex_sql(id_, option.value)) out += text::to_lower(token.text) + " ";
    return out;
  }

  const MysqlDialect& d_;
  DialectId id_;
};

/// Of texts in checks: the server changes them whenever it alters the table.
void forget_character_sets(Catalog& catalog, Id<Table> at, const MysqlWay& way) {
  for (std::size_t k = 0; k < catalog.tables[at].checks.size(); ++k) {
    const Check& said = catalog.tables[at].checks[k];
    Expr plain = way.in_utf8(said.expr);
    if (plain == said.expr && said.options.empty()) continue;
    Check& check = catalog.tables.edit(at).checks[k];
    check.expr = std::move(plain);
    check.options.clear();
  }
}

/// Those of the same checks of another table.
void take_character_sets(Catalog& catalog, Id<Table> at, const Table& other) {
  for (std::size_t k = 0; k < catalog.tables[at].checks.size(); ++k)
    for (const Check& same : other.checks)
      if (const Check& said = catalog.tables[at].checks[k];
          said.name == same.name && said.expr == same.expr && !(said.options == same.options))
        catalog.tables.edit(at).checks[k].options = same.options;
}

}  // namespace

Catalog MysqlDialect::spelt_like(Catalog from, const Catalog& to) const {
  const MysqlWay way(*this);
  for (std::uint32_t i = 0; i < from.tables.size(); ++i)
    if (!to.tables.find(from.tables[{i}].name)) forget_character_sets(from, {i}, way);
  from = spelt_alike(std::move(from), to, way);
  for (std::uint32_t i = 0; i < from.tables.size(); ++i)
    if (const Table* other = to.tables.find(from.tables[{i}].name)) take_character_sets(from, {i}, *other);
  return from;
}

}  // namespace schemac::dialect::mysql
