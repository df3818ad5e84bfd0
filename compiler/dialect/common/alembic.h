// The table in which Alembic (Flask-Migrate) notes the revision of a database. schemac leaves it alone wherever the
// schema does not declare it: it is neither drift nor a difference, and nothing proposes to drop it.
#pragma once

#include "catalog/catalog.h"

namespace schemac::dialect {

inline constexpr std::string_view kAlembicTable = "alembic_version";

bool has_alembic_table(const catalog::Catalog& catalog);

/// Takes it out, in whichever schema it is, with what is said of it: owners, rights, comments, triggers.
void leave_out_alembic(catalog::Catalog& catalog);

}  // namespace schemac::dialect
