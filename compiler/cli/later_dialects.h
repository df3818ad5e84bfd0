// Scripts for a dialect that was configured after migrations were planned.
#pragma once

#include "cli/project.h"

namespace schemac::cli {

struct AddedScripts {
  std::string migration;
  DialectId dialect;
};

/// Plans and writes what `migrations` lack of the project's dialects, all of it or, with SC7029, none. SC7040 for a
/// migration whose scripts of another dialect were edited.
Result<std::vector<AddedScripts>> write_missing_scripts(const Session& session, const Project& project,
                                                        const store::Migrations& migrations);

}  // namespace schemac::cli
