// Both ways of a migration for one dialect, from the portable catalogs.
#pragma once

#include "diff/diff.h"
#include "plan/plan.h"

namespace schemac::plan {

struct BothWays {
  Plan up, down;
};

/// `dialect` lowers both sides of `pair`. Errors: what a dialect cannot represent (SC3xxx), unexplained drops (SC7010,
/// SC7011) unless `options` accepts them, what its engine cannot do (SC7036).
Result<BothWays> plan_both_ways(const diff::Pair& pair, const dialect::Dialect& dialect, const std::string& tag,
                                diff::Options options);

/// The changes between two physical catalogs of `dialect`, and the plan that carries them out.
struct Way {
  catalog::ChangeSet changes;
  Plan plan;
};

/// One way, there or, where `quarantine` says so, back. Errors: unexplained drops, what the engine cannot do.
Result<Way> plan_way(diff::Pair physical, const dialect::Dialect& dialect, const dialect::Quarantine& quarantine,
                     diff::Options options);

/// `renames` of a portable schema for the physical catalogs of `physical`: where the engine has no enum types, a
/// label's is one of each column of the enum.
catalog::Renames lowered(const catalog::Renames& renames, const catalog::Catalog& portable, const diff::Pair& physical,
                         const dialect::Dialect& dialect);

/// The same for two physical catalogs of `dialect`.
Result<BothWays> plan_physical(const diff::Pair& physical, const dialect::Dialect& dialect, const std::string& tag,
                               diff::Options options);

}  // namespace schemac::plan
