// MariaDB's sequences, which are carried as the statements that make them.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

bool is_sequence(const std::string& sql);
bool is_sequence(const catalog::RawObject& object);

/// Whether two statements make the same sequence: settings stand in any order, and those left out have usual values.
bool same_sequence(const std::string& printed, const std::string& typed);

/// In place: the number that comes next stays, unless it is none of those that are to come.
Statements alter_sequence(const Dialect& d, const catalog::Alter<catalog::RawObject>& change,
                          const Quarantine& quarantine);

/// As tables go: metadata only, and the number that comes next goes with it.
Statements quarantine_sequence(const Dialect& d, const catalog::RawObject& sequence, const Quarantine& quarantine);
Statements restore_sequence(const Dialect& d, const catalog::RawObject& sequence, const Quarantine& quarantine);

/// A sequence that is beyond the bound that it is to have.
std::vector<Guard> sequence_guards(const Dialect& d, const catalog::Alter<catalog::RawObject>& change);

}  // namespace schemac::dialect::mysql
