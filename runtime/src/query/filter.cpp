#include "schemac/query/filter.h"

#include <utility>

namespace schemac::query {

namespace {

Filter joined(Filter::Kind kind, std::vector<Filter> children) {
  Filter filter;
  filter.kind = kind;
  filter.children = std::move(children);
  return filter;
}

/// Adds `b` to `a` where `a` is such a list already, so that a && b && c stays flat.
Filter extended(Filter::Kind kind, Filter a, Filter b) {
  if (a.kind != kind || a.negated) {
    std::vector<Filter> children;
    children.push_back(std::move(a));
    a = joined(kind, std::move(children));
  }
  a.children.push_back(std::move(b));
  return a;
}

}  // namespace

Filter Filter::compare(std::size_t column, Operator op, std::vector<db::Value> values) {
  Filter filter;
  filter.kind = Kind::compare;
  filter.column = column;
  filter.op = op;
  filter.values = std::move(values);
  return filter;
}

Filter Filter::all_of(std::vector<Filter> children) { return joined(Kind::all_of, std::move(children)); }
Filter Filter::any_of(std::vector<Filter> children) { return joined(Kind::any_of, std::move(children)); }

Filter operator&&(Filter a, Filter b) { return extended(Filter::Kind::all_of, std::move(a), std::move(b)); }
Filter operator||(Filter a, Filter b) { return extended(Filter::Kind::any_of, std::move(a), std::move(b)); }

Filter operator!(Filter a) {
  a.negated = !a.negated;
  return a;
}

}  // namespace schemac::query
