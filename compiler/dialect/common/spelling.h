// Engines print expressions in words of their own: casts that they add, `b <> 0` for `b`. Where a database is compared
// with what was declared, two spellings of one meaning are no difference.
#pragma once

#include <utility>

#include "dialect/dialect.h"

namespace schemac::dialect {

/// One way to say what an expression says, for the sake of comparing; what it gives is never written anywhere.
struct OneWay {
  virtual ~OneWay() = default;
  /// A column's default, beside what of_value() makes of it.
  virtual Expr of_default(Expr e, const Column& column) const { return (void)column, std::move(e); }
  /// A default, or another value made of the columns of `table`.
  virtual Expr of_value(Expr e, const Table& table) const = 0;
  /// A check or predicate over the columns of `table`, of which only the truth is asked.
  virtual Expr of_condition(Expr e, const Table& table) const { return of_value(std::move(e), table); }
  /// Whether two expressions or queries, each in its one way, mean the same nevertheless.
  virtual bool same_sql(const Expr& printed, const Expr& declared) const { return printed == declared; }
  /// Whether a table's setting is the same, once as the engine prints it and once as it is declared.
  virtual bool same_setting(const catalog::Option& printed, const catalog::Option& declared) const {
    return printed.value == declared.value;
  }
  /// Whether two statements make the same, once as the engine prints it and once as it is declared.
  virtual bool same_statement(const std::string& printed, const std::string& declared) const {
    return printed == declared;
  }
  /// The statements of a text, where it may hold several that the engine keeps apart.
  virtual std::vector<std::string> statements_in(const std::string& sql) const { return {sql}; }
  /// The query of a view of `catalog`.
  virtual Expr of_query(Expr query, const Catalog& catalog) const = 0;
};

/// `from`, which says as `to` does what means the same.
Catalog spelt_alike(Catalog from, const Catalog& to, const OneWay& one_way);

}  // namespace schemac::dialect
