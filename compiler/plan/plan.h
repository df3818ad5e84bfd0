// A change set and the two physical catalogs that it stands between → statements in order, what they put at risk, and
// which rows stand in their way.
#pragma once

#include "dialect/dialect.h"

namespace schemac::plan {

/// Something that a person must consent to, by code. Nothing in it is lost for good: what is dropped goes into
/// quarantine; but whoever uses it will miss it.
struct Hazard {
  diag::Code code;
  std::string subject;
  std::string text;
  friend bool operator==(const Hazard&, const Hazard&) = default;
};

struct Plan {
  DialectId dialect{};
  std::vector<dialect::Guard> guards;  // run before anything else; a row found is a refusal
  dialect::Statements statements;      // empty where there is nothing to do
  std::vector<Hazard> hazards;
  bool transactional = false;
};

/// The physical catalogs of one dialect, before and after, and the changes between them (diff/diff.h).
struct Input {
  const dialect::Dialect& dialect;
  const catalog::Catalog& from;
  const catalog::Catalog& to;
  const catalog::ChangeSet& changes;
  dialect::Quarantine quarantine;
};

Plan make_plan(const Input& input);

/// The hazards of a portable change set, which are the same for every dialect.
std::vector<Hazard> hazards_of(const catalog::ChangeSet& changes);

}  // namespace schemac::plan
