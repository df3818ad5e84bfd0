// What a column takes: the schema's types and limits, judged before the database is asked, the same on every engine.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemac/db/value.h"
#include "schemac/json/value.h"
#include "schemac/query/filter.h"
#include "schemac/query/table.h"

namespace schemac::query {

/// Why a column does not take a value.
struct Refusal {
  std::string code;    // required, type, too-long, out-of-range, not-a-label
  std::string detail;  // goes on behind the column's name: "is at most 20 characters long, this one has 21."
};

/// A value in its neutral form, as it is bound: decimals with the digits of the column's scale, instants in UTC and no
/// finer than the column keeps, JSON in its canonical text, arrays as JSON of such values.
using Accepted = std::variant<db::Value, Refusal>;

/// A JSON value for a column. Numbers may come as strings, as clients send 64-bit integers.
Accepted accept(const Column& column, const json::Value& value);

/// A value that is to be bound for a column.
Accepted accept(const Column& column, const db::Value& value);

/// `row` as `table` takes it, with its checks of which every column is given. Throws db::Error, which names the column
/// or the constraint: not_null, invalid_value, check.
std::vector<Assignment> accepted_row(const Table& table, std::vector<Assignment> row);

/// The checks that `row` violates, of those whose columns it gives all of; the engine judges the others.
std::vector<const Constraint*> violated_checks(const Table& table, std::span<const Assignment> row);

}  // namespace schemac::query
