// An enum's labels stand in an order; an engine that keeps them as texts compares the texts.
#pragma once

#include "catalog/catalog.h"

namespace schemac::dialect {

/// `portable`, an expression of `table`'s or (without one) a query, with each comparison of an enum's column with one
/// of its labels as the labels that it means: `mood > sad` as `mood in (fine, glad)`, and of two such columns with
/// their labels' places. What a column of a query is of is found in `catalog`, through its views and subqueries.
catalog::Expr with_labels_ranked(catalog::Expr portable, const catalog::Catalog& catalog, const catalog::Table* table);

}  // namespace schemac::dialect
