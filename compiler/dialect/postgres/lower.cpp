// Portable → PostgreSQL, and back.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/common/lowering.h"
#include "dialect/common/naming.h"
#include "dialect/common/number_text.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/postgres.h"
#include "dialect/postgres/read_sql.h"
#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

bool is_bytes(const Type& type) { return type.dimensions == 0 && type.name.name == "bytea"; }

int digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// What a literal of bytea holds (datatype-binary.html, 8.4): `\xde`, or characters with `\\` and `\336` among them.
std::string bytes_in(std::string_view literal) {
  std::string out;
  if (literal.starts_with("\\x")) {
    std::string digits;
    std::copy_if(literal.begin() + 2, literal.end(), std::back_inserter(digits),
                 [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
      out += static_cast<char>(digit(digits[i]) * 16 + digit(digits[i + 1]));
    return out;
  }
  for (std::size_t i = 0; i < literal.size(); ++i) {
    const bool escaped = literal[i] == '\\' && i + 1 < literal.size();
    if (escaped && literal[i + 1] != '\\' && i + 3 < literal.size()) {
      out += static_cast<char>(digit(literal[i + 1]) * 64 + digit(literal[i + 2]) * 8 + digit(literal[i + 3]));
      i += 3;
    } else {
      out += literal[escaped ? ++i : i];
    }
  }
  return out;
}

class PostgresLowering final : public Lowering {
 public:
  using Lowering::Lowering;

 protected:
  Type type(const Type& portable) override {
    Type out = lower_type(portable);
    if (portable.kind != TypeKind::native) return out;
    Type read = read_type(type_sql(written_type(type_sql(out))), enums());
    read.words = std::move(out.words);
    return read;
  }
  void order(Options& settings) const override { order_settings(settings); }
  bool has_enums() const override { return true; }
  bool keeps_offsets() const override { return true; }

  Expr node(Expr e) override {
    if (e.kind == ExprKind::label) return expr::string(e.text);
    if (e.kind == ExprKind::collate) e.text = collation(e.text);
    if (e.kind == ExprKind::case_) drop_null_else(e);
    if (e.kind == ExprKind::array && e.args.empty()) return expr::string("{}");
    if (e.kind == ExprKind::between || e.kind == ExprKind::not_between) return bounds(e);
    const bool single = e.args.size() == 2 && e.args[1].kind != ExprKind::select;
    if (e.kind == ExprKind::in && single) return expr::binary("=", e.args[0], e.args[1]);
    if (e.kind == ExprKind::not_in && single) return expr::binary("<>", e.args[0], e.args[1]);
    return e;
  }

  /// PostgreSQL writes one out whether it was said or not.
  static void drop_null_else(Expr& e) {
    std::erase_if(e.args, [](const Expr& clause) {
      return clause.text == "else" && !clause.args.empty() && clause.args[0].kind == ExprKind::null_;
    });
  }

  Expr read_raw(const std::string& sql) override { return read(text::trim(sql), {reading_, enums()}); }
  Expr read_raw_default(const std::string& sql, const Column& column) override {
    Expr value = read_default(text::trim(sql), column, {reading_, enums()});
    if (is_bytes(column.type)) drop_own_cast(value, column.type);
    if (is_bytes(column.type) && value.kind == ExprKind::string) value.text = bytes_in(value.text);
    return value;
  }
  Expr read_raw_query(const std::string& sql) override { return read_query(text::trim(sql), enums()); }
  const std::set<QName>& enums() {
    if (enums_.empty())
      for (const Enum& object : portable_->enums) enums_.insert(object.name);
    return enums_;
  }

  void table(Table& table, const Table&) override {
    for (Check& check : table.checks) check.column.clear();
    for (Column& column : table.columns) {
      column.on_update.reset();  // the service gives it
      column.collation = collation(column.collation);
      serial(column);
      if (column.default_value) drop_own_cast(*column.default_value, column.type);
      if (column.default_value && is_bytes(column.type)) bytes_as_printed(*column.default_value);
      if (Expr* number = column.default_value ? number_in(*column.default_value) : nullptr)
        number->text = without_exponent(number->text);
    }
    for (Index& index : table.indexes) {
      if (index.method == "btree") index.method.clear();
      for (IndexPart& part : index.parts) {
        part.prefix.clear();
        part.collation = collation(part.collation);
      }
    }
    name_members(table, dialect_.max_identifier_bytes());
  }

  /// datatype-binary.html, 8.4.1: the characters of a portable literal are the bytes.
  static void bytes_as_printed(Expr& value) {
    if (value.kind != ExprKind::string) return;
    std::string hex = "\\x";
    for (const char c : value.text) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    value.text = std::move(hex);
  }

  /// A literal that is cast to the column's own type is kept as one of it, which says no more. A length or precision
  /// changes it.
  static void drop_own_cast(Expr& value, Type type) {
    if (value.kind != ExprKind::cast || value.args[0].kind != ExprKind::string || !value.type) return;
    type.alias = value.type->alias;
    if (*value.type == type && type.args.empty()) value = expr::string(std::string(value.args[0].text));
  }

  /// A collation as SQL writes it. A dot stands behind the name of a schema, or is one of the collation's own:
  /// "en_US.utf8".
  std::string collation(const std::string& name) const {
    if (name.empty() || name.starts_with('"')) return name;
    const std::size_t dot = name.find('.');
    const std::string schema = dot == name.npos ? "" : name.substr(0, dot);
    if (schema == "pg_catalog" || schema == "public") return text::quoted(name.substr(dot + 1), '"');
    if (schema.empty() || !portable_->namespaces.find(schema)) return text::quoted(name, '"');
    return text::quoted(schema, '"') + "." + text::quoted(name.substr(dot + 1), '"');
  }

  /// BETWEEN as PostgreSQL keeps it: two comparisons.
  static Expr bounds(const Expr& e) {
    const bool inside = e.kind == ExprKind::between;
    return expr::binary(inside ? "and" : "or", expr::binary(inside ? ">=" : "<", e.args[0], e.args[1]),
                        expr::binary(inside ? "<=" : ">", e.args[0], e.args[2]));
  }

  /// datatype-numeric.html, 8.1.4: an integer whose default is the next value of a sequence of its own.
  static void serial(Column& column) {
    const std::string name = column.type.kind == TypeKind::native ? column.type.name.name : "";
    const char* integer = name == "serial"        ? "integer"
                          : name == "bigserial"   ? "bigint"
                          : name == "smallserial" ? "smallint"
                                                  : nullptr;
    if (!integer) return;
    column.type = native(DialectId::postgres, integer);
    column.identity = Identity{IdentityKind::serial, column.identity ? column.identity->sequence : "", {}};
  }

  void routine(Routine& routine) override { routine.signature = signature_in(routine.definition.text); }

  /// A PL/pgSQL block becomes a function called after the table and the trigger.
  void trigger(Trigger& trigger, Catalog& out) override {
    const std::string body(text::trim(trigger.body.text));
    if (text::to_lower(body.substr(0, 7)) == "execute") {
      trigger.body.text = trigger_call(body);
      return;
    }
    Routine routine;
    routine.name = {trigger.table.schema, trigger.table.name + "_" + trigger.name.name};
    routine.definition = expr::raw(DialectId::postgres, "CREATE FUNCTION " + dialect_.qualified(routine.name) +
                                                            "() RETURNS trigger LANGUAGE plpgsql AS $schemac$\n" +
                                                            body + (body.ends_with(";") ? "" : ";") + "\n$schemac$");
    routine.signature = signature_in(routine.definition.text);
    trigger.body = expr::raw(DialectId::postgres, "EXECUTE FUNCTION " + dialect_.qualified(routine.name) + "()");
    out.routines.add(std::move(routine));
  }

  std::set<QName> enums_;
};

}  // namespace

Catalog PostgresDialect::lower(const Catalog& portable, diag::Diagnostics& diagnostics) const {
  Catalog out = PostgresLowering(*this).run(portable, diagnostics);
  leave_to_parents(out);
  return out;
}

namespace {

bool is_number(const Type& type) {
  static constexpr std::array kNumbers = {"smallint", "int", "bigint", "decimal", "real", "double"};
  return std::any_of(kNumbers.begin(), kNumbers.end(), [&](const char* name) { return type.is(name); });
}

/// `"\\x6162"` as "ab"; as SQL where the bytes are no text.
Expr raised_bytes(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 2; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  const bool is_text = hex.starts_with("\\x") && text::is_utf8(bytes) && bytes.find('\0') == bytes.npos;
  return is_text ? expr::string(std::move(bytes)) : expr::raw(DialectId::postgres, text::quoted(hex, '\''));
}

/// The column's type says what the text means.
void raise_default(Expr& value, const Type& type) {
  if (value.kind != ExprKind::string || value.text.empty()) return;
  if (type.dimensions == 0 && type.kind == TypeKind::enumeration) value = expr::label(value.text);
  if (type.dimensions > 0 && value.text == "{}") {
    value = expr::node(ExprKind::array, "", {});
  } else if (type.dimensions > 0 || is_number(type)) {  // the text of one: not what the language writes so
    value = expr::node(ExprKind::cast, "", {value});
    value.type = type;
  }
}

}  // namespace

Catalog PostgresDialect::raise(const Catalog& physical) const {
  Catalog out = physical;
  for (std::uint32_t i = 0; i < out.tables.size(); ++i) {
    Table& table = out.tables.edit({i});
    for (Column& column : table.columns) {
      if (column.default_value && is_bytes(column.type) && column.default_value->kind == ExprKind::string)
        column.default_value = raised_bytes(column.default_value->text);
      column.type = raise_type(column.type);
      if (column.default_value) raise_default(*column.default_value, column.type);
    }
    unname_members(table, max_identifier_bytes());
  }
  out.canonicalise();
  return out;
}

}  // namespace schemac::dialect::postgres
