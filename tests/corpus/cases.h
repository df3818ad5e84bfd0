// The cases of a corpora folder: pairs of schemas, and real schemas as pairs with the empty one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::corpus {

struct Case {
  std::string name;   // "postgres/sqldef/comments__Comment", unique
  std::string group;  // "postgres/sqldef", what is counted together
  DialectId engine = DialectId::postgres;
  std::filesystem::path from, to;  // an empty path is the empty schema
  std::vector<std::string> roles;  // that must be there before either is loaded
  std::string sql_mode;
  bool no_delimiter = false;  // MySQL bodies with semicolons and no DELIMITER lines
};

/// All cases, in the order of their names. Left out are real schemas that say of themselves that they do not load.
/// Throws where `folder` is no corpora folder.
std::vector<Case> cases_in(const std::filesystem::path& folder);

}  // namespace schemac::corpus
