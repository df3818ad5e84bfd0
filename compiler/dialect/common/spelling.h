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
  /// The value of a table's setting.
  virtual std::string of_setting(const catalog::Option& option) const { return option.value; }
  /// The query of a view of `catalog`.
  virtual Expr of_query(Expr query, const Catalog& catalog) const = 0;
};

/// `from`, which says as `to` does what means the same.
Catalog spelt_alike(Catalog from, const Catalog& to, const OneWay& one_way);

}  // namespace schemac::dialect
