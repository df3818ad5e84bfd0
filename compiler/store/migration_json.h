// migration.json. Its JSON Schema is docs/schemas/migration.schema.json.
#pragma once

#include "store/migrations.h"

namespace schemac::store {

std::string migration_to_json(const Migration& migration, const catalog::ChangeSet& changes);

/// `dialects`: those that the folder has scripts for. The id, the hash and the scripts are not in the file.
Result<Migration> migration_from_json(std::string text, std::vector<DialectId>& dialects);

Result<catalog::ChangeSet> changes_from_migration_json(std::string text);

}  // namespace schemac::store
