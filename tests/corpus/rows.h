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
/// `to.catalog` has everything by the names that `from` has for it; `renames` says what it is called in truth.
int put_rows(const Side& from, const Side& to, const catalog::Renames& renames);

/// The values of columns that are of the same type on both sides, by table, in an order that does not depend on the
/// side: what a change must not touch. `from` and `to` are by the names of `from`; `renames` are those that were done.
test::TableRows common_rows(engine::Connection& connection, const catalog::Catalog& from, const catalog::Catalog& to,
                            const catalog::Renames& renames);

}  // namespace schemac::corpus
