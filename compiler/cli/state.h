// STATE arguments: a path to .schema files, a database URL, migrations:DIR[@ID], or "empty".
#pragma once

#include <memory>

#include "cli/project.h"
#include "engine/connection.h"

namespace schemac::cli {

struct StateValue {
  catalog::Catalog catalog;
  std::optional<DialectId> physical;                    // the dialect of a catalog that came from a database
  catalog::Renames renames;                             // of .schema files
  std::vector<std::string> unmanaged;                   // of a database
  std::vector<sema::Limited> limited;                   // of .schema files
  std::vector<diag::Span> rename_places = {};           // see sema::Schema
  std::shared_ptr<engine::Connection> connection = {};  // to a database
};

Result<StateValue> load_state(Session& session, const std::string& argument);

/// The state's catalog, which it gives away, as `dialect` has it.
Result<catalog::Catalog> physical(StateValue& state, DialectId dialect);

}  // namespace schemac::cli
