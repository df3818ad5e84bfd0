// Which rows: a tree of conditions over a table's columns, and in which order.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "schemac/db/value.h"

namespace schemac::query {

enum class Operator { eq, neq, gt, gte, lt, lte, like, ilike, in, is_null, is_true, is_false };

/// A comparison of one column, or several filters joined. The default filter is an empty `and`: every row.
struct Filter {
  enum class Kind { all_of, any_of, compare };
  Kind kind = Kind::all_of;
  bool negated = false;
  std::size_t column = 0;  // of a comparison: the column's place in its table
  Operator op = Operator::eq;
  std::vector<db::Value> values;  // of `in`: any number, else one; none for `is`
  std::vector<Filter> children;

  bool matches_everything() const { return kind == Kind::all_of && !negated && children.empty(); }

  static Filter compare(std::size_t column, Operator op, std::vector<db::Value> values = {});
  static Filter all_of(std::vector<Filter> children);
  static Filter any_of(std::vector<Filter> children);
};

Filter operator&&(Filter a, Filter b);
Filter operator||(Filter a, Filter b);
Filter operator!(Filter a);

enum class Nulls { by_default, first, last };

/// By default nulls come last ascending and first descending, on every engine.
struct Ordering {
  std::size_t column = 0;
  bool descending = false;
  Nulls nulls = Nulls::by_default;
};

struct Select {
  std::vector<std::size_t> columns;  // in the order wanted
  Filter filter;
  std::vector<Ordering> order;
  std::optional<std::int64_t> limit = {}, offset = {};
  bool for_update = false;  // lock the rows, where the engine has row locks
};

/// One column's new value; no value means the column's default.
struct Assignment {
  std::size_t column = 0;
  std::optional<db::Value> value;
};

}  // namespace schemac::query
