// PostgreSQL prints the casts that it added, of which a schema says nothing.
#include "dialect/common/spelling.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "dialect/common/sql_reader.h"
#include "dialect/postgres/parse/same_sql.h"
#include "dialect/postgres/postgres.h"
#include "dialect/postgres/read_sql.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

QName name_in_tree(const std::string& text) {
  const std::size_t dot = text.find('.');
  return dot == text.npos ? QName(text) : QName(text.substr(0, dot), text.substr(dot + 1));
}

const Expr* clause_of(const Expr& select, std::string_view word) {
  const auto found =
      std::find_if(select.args.begin(), select.args.end(), [&](const Expr& e) { return e.text == word; });
  return found == select.args.end() ? nullptr : &*found;
}

/// The columns of all that a query reads, as though it were one table: what they are of is what matters.
class Sources {
 public:
  explicit Sources(const Catalog& catalog) : catalog_(catalog) {}

  Table of(const Expr& query) const {
    Table out;
    expr::walk(query, [&](const Expr& e) {
      if (e.kind == ExprKind::table) add(out, name_in_tree(e.text));
    });
    const Table of_tables = out;
    expr::walk(query, [&](const Expr& e) {
      if (e.kind == ExprKind::alias) add(out, e, of_tables);
    });
    return out;
  }

 private:
  void add(Table& out, const QName& name) const {
    if (const Table* table = catalog_.tables.find(name))
      out.columns.insert(out.columns.end(), table->columns.begin(), table->columns.end());
    const View* view = catalog_.views.find(name);
    const Expr* items = view && view->query.kind == ExprKind::select ? clause_of(view->query, "columns") : nullptr;
    if (!items) return;
    const Table inner = of(view->query);
    for (const Expr& item : items->args) add(out, item, inner);
  }

  /// What a query gives, where that is a column of `inner`.
  static void add(Table& out, const Expr& item, const Table& inner) {
    const bool renamed = item.kind == ExprKind::alias;
    const Expr& given = renamed ? item.args[0] : item;
    const Column* column = given.kind == ExprKind::column ? inner.find_column(given.text) : nullptr;
    if (!column) return;
    out.columns.push_back(*column);
    out.columns.back().name = renamed ? item.text : given.text;
  }

  const Catalog& catalog_;
};

/// What follows a UNION gives its columns the names that what stands before it gave.
void unname_joined(Expr& query) {
  expr::walk(query, [](Expr& e) {
    if (e.kind != ExprKind::clause || !e.text.starts_with("union")) return;
    for (Expr& clause : e.args[0].args)
      if (clause.text == "columns")
        for (Expr& item : clause.args)
          if (item.kind == ExprKind::alias) item = Expr(item.args[0]);
    e.args[0] = unqualified(std::move(e.args[0]));
  });
}

/// jsonb keeps no spaces, no order of keys, and the last of two that are the same (datatype-json.html, 8.14).
std::string json_in_one_form(const std::string& text) {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_discarded() ? text : value.dump();
}

/// The elements of an array are of the type that its column says.
Expr without_cast(Expr e, const QName& type) {
  const bool said = e.kind == ExprKind::cast && e.type && e.type->name == type && e.type->dimensions == 0;
  return said ? Expr(e.args[0]) : e;
}

class PostgresWay final : public OneWay {
 public:
  explicit PostgresWay(const PostgresDialect& d) : d_(d) {}

  Expr of_default(Expr e, const Column& column) const override {
    if (e.kind == ExprKind::array)
      for (Expr& element : e.args) element = without_cast(std::move(element), column.type.name);
    if (e.kind != ExprKind::string || column.type.dimensions > 0) return e;
    if (column.type.name.name == "jsonb") e.text = json_in_one_form(e.text);
    return e;
  }
  /// A partition's bounds, and how a table is partitioned.
  bool same_setting(const catalog::Option& printed, const catalog::Option& declared) const override {
    const std::string before = printed.name == "partition"      ? "CREATE TABLE t PARTITION OF p "
                               : printed.name == "partition_by" ? "CREATE TABLE t (c int) PARTITION BY "
                                                                : "";
    return printed.value == declared.value ||
           (!before.empty() && same_statement(before + printed.value, before + declared.value));
  }
  bool same_statement(const std::string& printed, const std::string& declared) const override {
    return printed == declared || sql(printed).prints(sql(declared));
  }
  bool same_sql(const Expr& printed, const Expr& declared) const override {
    if (printed == declared) return true;
    const auto casts = expr::has_raw(printed) || expr::has_raw(declared) ? parse::OwnCasts::of_anything
                                                                         : parse::OwnCasts::of_constants;
    return sql(statement_of(printed)).prints(sql(statement_of(declared)), casts);
  }
  Expr of_value(Expr e, const Table& table) const override { return without_added_casts(std::move(e), table); }

  Expr of_query(Expr query, const Catalog& catalog) const override {
    const Table sources = Sources(catalog).of(query);
    unname_joined(query);
    return without_added_casts(std::move(query), sources);
  }

 private:
  /// An expression is one that a query gives.
  std::string statement_of(const Expr& e) const {
    const std::string text = d_.sql(e), first = text::to_lower(text::trim(text).substr(0, 6));
    const bool is_query =
        e.kind == ExprKind::raw ? first == "select" || first.starts_with("with ") : e.kind == ExprKind::select;
    return is_query ? text : "SELECT " + text;
  }
  const parse::ComparedSql& sql(const std::string& text) const { return known_.try_emplace(text, text).first->second; }

  const PostgresDialect& d_;
  mutable std::map<std::string, parse::ComparedSql> known_;  // one may be compared with many
};

}  // namespace

Catalog PostgresDialect::spelt_like(Catalog from, const Catalog& to) const {
  return spelt_alike(std::move(from), to, PostgresWay(*this));
}

}  // namespace schemac::dialect::postgres
