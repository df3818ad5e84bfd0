// What a column held before a conversion that does not lead back to it.
#pragma once

#include "dialect/common/kept_values.h"

namespace schemac::dialect::mysql {

class OldValues {
 public:
  /// Nothing where the conversion back makes of each value what it was, where no key tells the rows apart, or where
  /// MariaDB keeps the table's history.
  static std::optional<OldValues> of(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine,
                                     const catalog::AlterColumn& change);

  /// Before the conversion and behind it, on the way there.
  Statement keep() const;
  Statement mark() const;

  /// On the way back: `column`, which has the old type, gets what was, and of rows that were changed since what they
  /// hold now. `others`: assignments that keep other columns as they are.
  Statements fill(const std::string& column, const std::string& others) const;
  Statement drop() const;

  /// The condition on rows that were not changed since, before anything is done.
  std::string untouched(const std::string& table) const;

 private:
  OldValues(const Dialect& d, const TableAlteration& alteration, catalog::AlterColumn change, KeptValues kept)
      : d_(d), a_(alteration), change_(std::move(change)), kept_(std::move(kept)) {}
  /// A value as it can be compared to the last bit.
  std::string bytes(const std::string& column) const;
  std::string is_as_it_became(const std::string& table) const;

  const Dialect& d_;
  const TableAlteration& a_;
  const catalog::AlterColumn change_;  // as it is on the way there
  KeptValues kept_;
};

}  // namespace schemac::dialect::mysql
