// Other programs, run as a person at a terminal would run them.
#pragma once

#include <filesystem>
#include <string>

#include "corpus/cases.h"
#include "support/database.h"

namespace schemac::corpus {

struct Finished {
  int exit = 0;      // 128 + the signal where one ended it
  std::string said;  // stdout and stderr
};

/// Runs a shell command, for a minute at most.
Finished run_command(const std::string& command);

std::string shell_quoted(const std::string& text);

/// Feeds `file` to psql, mariadb or sqlite3, which stop at the first error.
Finished run_script(const test::TestDatabase& database, const std::filesystem::path& file, const Case& of);

}  // namespace schemac::corpus
