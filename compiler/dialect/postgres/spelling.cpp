// PostgreSQL prints the casts that it added, of which a schema says nothing.
#include "dialect/common/spelling.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "dialect/common/sql_reader.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/parse/moments.h"
#include "dialect/postgres/parse/same_sql.h"
#include "dialect/postgres/postgres.h"
#include "dialect/postgres/raw_types.h"
#include "dialect/postgres/read_sql.h"
#include "dialect/postgres/text_search.h"

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

bool is_comparison(const Expr& e) {
  static constexpr std::array<std::string_view, 6> kOperators = {"=", "<>", "<", "<=", ">", ">="};
  switch (e.kind) {
    case ExprKind::binary:
      return std::find(kOperators.begin(), kOperators.end(), e.text) != kOperators.end();
    case ExprKind::in:
    case ExprKind::not_in:
    case ExprKind::between:
    case ExprKind::not_between:
      return true;
    default:
      return false;
  }
}

/// The type that a value says of itself: a column's, or that of a cast.
std::string type_said_by(const Expr& e, const Table& table) {
  const Column* column = e.kind == ExprKind::column ? table.find_column(e.text) : nullptr;
  const Type* type = column ? &column->type : e.kind == ExprKind::cast && e.type ? &*e.type : nullptr;
  return type && type->dimensions == 0 ? type->name.name : "";
}

/// Literals of dates, instants and intervals, in one form where it is known that they are such.
Expr moments_in_one_form(Expr e, const Table& table) {
  std::string type;
  for (Expr& arg : e.args) {
    arg = moments_in_one_form(std::move(arg), table);
    if (is_comparison(e) && type.empty()) type = type_said_by(arg, table);
  }
  if (e.kind == ExprKind::interval) e.text = parse::moment_in_one_form("interval", e.text);
  if (e.kind == ExprKind::cast) type = type_said_by(e, table);
  for (Expr& arg : e.args)
    if (arg.kind == ExprKind::string) arg.text = parse::moment_in_one_form(type, arg.text);
  return e;
}

/// A cast to the type that a column is of anyway is not kept.
Expr without_idle_casts(Expr e, const Table& table) {
  for (Expr& arg : e.args) arg = without_idle_casts(std::move(arg), table);
  if (e.kind != ExprKind::cast || !e.type || !e.type->args.empty() || e.args[0].kind != ExprKind::column) return e;
  const Column* column = table.find_column(e.args[0].text);
  const bool idle = column && column->type.name == e.type->name && column->type.dimensions == e.type->dimensions;
  return idle ? Expr(e.args[0]) : e;
}

class PostgresWay final : public OneWay {
 public:
  /// `declared` says which columns a table has.
  PostgresWay(const PostgresDialect& d, const Catalog& declared) : d_(d), declared_(declared) {}

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
    if (printed == declared || sql(printed).prints(sql(declared))) return true;
    const auto one = text_search_in(printed, declared_);
    return one && one == text_search_in(declared, declared_);
  }
  std::vector<std::string> statements_in(const std::string& sql) const override { return statements_of(sql); }
  bool same_sql(const Expr& printed, const Expr& declared) const override {
    if (printed == declared) return true;
    const auto casts = expr::has_raw(printed) || expr::has_raw(declared) ? parse::OwnCasts::of_anything
                                                                         : parse::OwnCasts::of_constants;
    return sql(statement_of(printed)).prints(sql(statement_of(declared)), casts);
  }
  Expr of_value(Expr e, const Table& table) const override {
    return without_added_casts(without_idle_casts(moments_in_one_form(std::move(e), table), table), table);
  }

  Expr of_query(Expr query, const Catalog& catalog) const override {
    const Table sources = Sources(catalog).of(query);
    unname_joined(query);
    return without_added_casts(moments_in_one_form(std::move(query), sources), sources);
  }

 private:
  /// An expression is one that a query gives.
  std::string statement_of(const Expr& e) const {
    const std::string text = d_.sql(e), first = text::to_lower(text::trim(text).substr(0, 6));
    const bool is_query =
        e.kind == ExprKind::raw ? first == "select" || first.starts_with("with ") : e.kind == ExprKind::select;
    return is_query ? text : "SELECT " + text;
  }
  const parse::ComparedSql& sql(const std::string& text) const {
    const auto columns = [this](const std::string& schema, const std::string& name) {
      std::vector<std::string> out;
      const Table* table = declared_.tables.find(QName(schema == "public" ? "" : schema, name));
      if (table)
        for (const Column& column : table->columns) out.push_back(column.name);
      return out;
    };
    return known_.try_emplace(text, text, columns).first->second;
  }

  const PostgresDialect& d_;
  const Catalog& declared_;
  mutable std::map<std::string, parse::ComparedSql> known_;  // one may be compared with many
};

/// Comments that are declared as statements of their own, which PostgreSQL shows with what they are of.
class StatedComments {
 public:
  StatedComments(const PostgresDialect& d, const PostgresWay& way, const Catalog& to) : d_(d), way_(way) {
    for (const RawObject& object : to.raw_objects)
      if (text::to_lower(object.create.text.substr(0, 11)) == "comment on ") stated_.push_back(object);
  }

  void take_from(Catalog& from) {
    std::erase_if(stated_, [&](const RawObject& object) { return from.raw_objects.find(object.name); });
    if (stated_.empty()) return;
    for (std::uint32_t i = 0; i < from.tables.size(); ++i) {
      Table& table = from.tables.edit({i});
      take(table.comment, "TABLE " + d_.qualified(table.name));
      for (Column& column : table.columns)
        take(column.comment, "COLUMN " + d_.qualified(table.name) + "." + d_.quoted(column.name));
    }
    for (std::uint32_t i = 0; i < from.views.size(); ++i)
      take(from.views.edit({i}).comment, "VIEW " + d_.qualified(from.views[{i}].name));
    for (RawObject& object : taken_) from.raw_objects.add(std::move(object));
    from.raw_objects.sort();
  }

 private:
  void take(std::string& comment, const std::string& of) {
    if (comment.empty()) return;
    const std::string statement = comment_sql(d_, of, comment).sql;
    const auto found = std::find_if(stated_.begin(), stated_.end(), [&](const RawObject& object) {
      return way_.same_statement(statement, object.create.text);
    });
    if (found == stated_.end()) return;
    comment.clear();
    taken_.push_back(std::move(*found));
    stated_.erase(found);
  }

  const PostgresDialect& d_;
  const PostgresWay& way_;
  std::vector<RawObject> stated_, taken_;
};

}  // namespace

Catalog PostgresDialect::spelt_like(Catalog from, const Catalog& to) const {
  const PostgresWay way(*this, to);
  from = spelt_alike(std::move(from), to, way);
  StatedComments(*this, way, to).take_from(from);
  return from;
}

}  // namespace schemac::dialect::postgres
