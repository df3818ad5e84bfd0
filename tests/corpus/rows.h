// Rows for a case: made up from the inspected catalogs, and kept where the engine itself takes them on both sides.
#pragma once

#include "catalog/catalog.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::corpus {

/// A database with what schemac's inspection says of it.
struct Side {
  test::TestDatabase& database;
  const catalog::Catalog& catalog;
};

/// Puts up to three rows into each table of `from`. A row counts where `from` takes it and, of a table that is in `to`
/// too, `to` takes what of it has a column there: then no constraint of either stands in its way. Tells how many.
int put_rows(const Side& from, const Side& to);

/// The values of columns that are of the same type on both sides, by table, in an order that does not depend on the
/// side: what a change must not touch.
test::TableRows common_rows(engine::Connection& connection, const catalog::Catalog& from, const catalog::Catalog& to);

}  // namespace schemac::corpus
