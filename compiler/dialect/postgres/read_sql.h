// What PostgreSQL prints of expressions: without the casts that it writes out itself, so that `check (price > 0)` is
// read as it was declared.
#pragma once

#include <map>
#include <set>

#include "dialect/dialect.h"

namespace schemac::dialect::postgres {

/// What printed text is read against.
struct Surroundings {
  const Table* table = nullptr;  // whose columns an expression may name
  std::set<QName> enums;
};

/// A name as quote_ident() and the like print it, with its schema before it or without.
QName read_name(std::string_view printed);

/// The type that format_type() printed, an enum where there is one of that name.
catalog::Type read_type(std::string_view printed, const std::set<QName>& enums);

/// A check, predicate, generated column or index expression, as pg_get_expr() prints it.
Expr read(std::string_view printed, const Surroundings& surroundings);

/// A column's default. A literal of another type than the column's stays as it is printed, for that type is a part of
/// it: a time without its zone is another instant in each session.
Expr read_default(std::string_view printed, const Column& column, const Surroundings& surroundings);

/// A view's query, as pg_get_viewdef() prints it.
Expr read_query(std::string_view printed, const std::set<QName>& enums);

/// What was read, or declared, without the casts that PostgreSQL adds where columns are of the types that they are of
/// in `columns`: of use where these were not known while reading.
Expr without_added_casts(Expr e, const Table& columns);

/// What CREATE FUNCTION or CREATE PROCEDURE says between its name's parentheses, defaults left out: what tells
/// overloads apart, in a form that DROP FUNCTION takes.
std::string signature_in(std::string_view definition);

/// `execute function f(…)`, however it is written, in the one form that is compared; any other text as it is.
std::string trigger_call(std::string_view text);

}  // namespace schemac::dialect::postgres
