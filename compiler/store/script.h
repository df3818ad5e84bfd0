// The SQL files of a migration: text that a person reads and edits, that the engine's own client runs as it is, and
// that apply runs statement by statement.
#pragma once

#include "plan/plan.h"

namespace schemac::store {

struct Script {
  std::vector<dialect::Guard> guards;  // written as comments, which a client skips
  dialect::Statements statements;
};

/// `title` stands in the first line.
std::string render(const Script& script, DialectId dialect, std::string_view title);

Script parse(std::string_view text, DialectId dialect);

}  // namespace schemac::store
