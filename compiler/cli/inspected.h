// What `inspect` and `import` do with a database that they looked at: .schema text, on stdout or in a file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/session.h"
#include "dialect/dialect.h"

namespace schemac::cli {

/// Where the text goes: a file, or stdout where it is empty; or a folder of files.
struct SchemaOutput {
  std::string path;
  bool split = false;
};

/// Writes the text, and tells what is not managed. With --json all of it is one object on stdout, beside the members of
/// `more`; with `text` where no file was named. The exit code.
int write_inspected(Session& session, const dialect::Inspection& inspected, const dialect::Dialect& dialect,
                    const SchemaOutput& output, const nlohmann::ordered_json& more);

}  // namespace schemac::cli
