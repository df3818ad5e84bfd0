// Serial columns beside sequences that stand for themselves.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::postgres {

/// The sequence of a serial column is part of the column. Where the other side has it for itself, as it does once the
/// sequence has an option, the column has another type, or nothing takes its default from it any more, the column comes
/// to say what it consists of (datatype-numeric.html, 8.1.4): the sequence stays, with the number that it is at.
void spell_out_serials(const Dialect& d, Catalog& from, Catalog& to);

}  // namespace schemac::dialect::postgres
