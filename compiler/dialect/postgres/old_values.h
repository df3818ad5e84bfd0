// What a column held before a conversion that does not lead back to it.
#pragma once

#include "dialect/common/kept_values.h"
#include "dialect/postgres/conversion.h"

namespace schemac::dialect::postgres {

class OldValues {
 public:
  /// Nothing where the conversion back makes of each value what it was, or where no key tells the rows apart.
  static std::optional<OldValues> of(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine,
                                     const catalog::AlterColumn& change);

  /// Before the conversion and behind it, on the way there.
  Statement keep() const;
  Statements mark() const;

  /// On the way back: what was not changed since is what it was, whatever else `conversion` would make of it.
  Conversion brought_back(const Conversion& conversion, const catalog::AlterColumn& change) const;
  Statements before_back() const;
  Statements behind_back() const;

  /// The condition on rows that were not changed since, before anything is done.
  std::string untouched(const std::string& table) const;

 private:
  OldValues(const Dialect& d, const TableAlteration& alteration, KeptValues kept)
      : d_(d), a_(alteration), kept_(std::move(kept)) {}

  const Dialect& d_;
  const TableAlteration& a_;
  KeptValues kept_;
};

}  // namespace schemac::dialect::postgres
