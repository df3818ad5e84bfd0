// migration.json. Its JSON Schema is docs/schemas/migration.schema.json.
#pragma once

#include "store/migrations.h"

namespace schemac::store {

std::string migration_to_json(const Migration& migration);

/// `dialects`: those that the folder has scripts for. The id, the hash and the scripts are not in the file.
Result<Migration> migration_from_json(std::string_view text, std::vector<DialectId>& dialects);

}  // namespace schemac::store
