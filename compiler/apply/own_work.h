// What of a database is a migration's own doing, and what somebody else made while it was interrupted.
#pragma once

#include <set>

#include "apply/history.h"
#include "store/migrations.h"

namespace schemac::apply {

/// The names in a script, statement by statement, in lower case; comments apart.
class Mentions {
 public:
  Mentions(std::string_view script, DialectId dialect);

  bool any(const std::string& name) const;
  /// Both in one statement.
  bool together(const std::string& a, const std::string& b) const;

 private:
  std::vector<std::set<std::string>> statements_;
};

/// What a migration can have made. Beside what its schema declares, a script that was edited makes what it names.
struct OwnWork {
  catalog::Catalog declared;  // the physical catalog that it leads to
  Mentions scripts;           // both ways
  std::optional<Mentions> edited;

  /// `applied`: the hashes of all that were applied, it among them.
  static Result<OwnWork> of(const store::Migration& migration, const store::Migrations& migrations,
                            const std::set<std::string>& applied, DialectId dialect);
};

/// `now` without what others made or dropped since it was `before`, which goes by the names of now. A table that no
/// script names is theirs as it is.
catalog::Catalog without_others(const catalog::Catalog& now, const catalog::Catalog& before, const OwnWork& work);

/// What of `now` others made and cannot stay where the migration is taken back, a line each: keys and indexes that hold
/// on to what goes. `own` is what without_others() leaves.
std::vector<std::string> in_the_way(const catalog::Catalog& now, const catalog::Catalog& own,
                                    const catalog::Catalog& before);

}  // namespace schemac::apply
