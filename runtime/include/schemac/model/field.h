// Columns with their C++ type, to write filters that the compiler checks: pages::language == Language::da.
#pragma once

#include <initializer_list>
#include <vector>

#include "schemac/model/convert.h"
#include "schemac/query/filter.h"

namespace schemac::model {

/// Column number `index` of a table, holding a T; null is asked for with is_null().
template <class T>
struct Field {
  std::size_t index = 0;

  query::Filter operator==(const T& value) const { return compare(query::Operator::eq, value); }
  query::Filter operator!=(const T& value) const { return compare(query::Operator::neq, value); }
  query::Filter operator<(const T& value) const { return compare(query::Operator::lt, value); }
  query::Filter operator<=(const T& value) const { return compare(query::Operator::lte, value); }
  query::Filter operator>(const T& value) const { return compare(query::Operator::gt, value); }
  query::Filter operator>=(const T& value) const { return compare(query::Operator::gte, value); }

  query::Filter in(const std::vector<T>& values) const {
    std::vector<db::Value> bound;
    for (const auto& value : values) bound.push_back(bind(value));
    return query::Filter::compare(index, query::Operator::in, std::move(bound));
  }
  query::Filter is_null() const { return query::Filter::compare(index, query::Operator::is_null); }

  /// `%` stands for any run of characters, `_` for one, `\` takes the next literally.
  query::Filter like(std::string pattern) const requires std::same_as<T, std::string> {
    return query::Filter::compare(index, query::Operator::like, {std::move(pattern)});
  }
  /// The same without regard to case.
  query::Filter ilike(std::string pattern) const requires std::same_as<T, std::string> {
    return query::Filter::compare(index, query::Operator::ilike, {std::move(pattern)});
  }

  query::Ordering asc(query::Nulls nulls = query::Nulls::by_default) const { return {index, false, nulls}; }
  query::Ordering desc(query::Nulls nulls = query::Nulls::by_default) const { return {index, true, nulls}; }

 private:
  query::Filter compare(query::Operator op, const T& value) const {
    return query::Filter::compare(index, op, {bind(value)});
  }
};

}  // namespace schemac::model
