// SQLite's types: the words of the declaration, kept as they are written. The portable names are declared under names
// of their own, whose affinity (https://www.sqlite.org/datatype3.html, 3.1) keeps their values exact.
#pragma once

#include "catalog/type.h"

namespace schemac::dialect::sqlite {

/// An array becomes JSON_TEXT.
catalog::Type lower_type(const catalog::Type& type);
catalog::Type raise_type(const catalog::Type& type);
std::string type_sql(const catalog::Type& type);

/// What stands in CREATE TABLE; empty for a column without a type.
catalog::Type parse_type(std::string_view printed);

/// SQLite keeps a decimal as a double (https://www.sqlite.org/floatingpoint.html): so many digits come back as they
/// were.
inline constexpr int kExactDigits = 15;
bool keeps_every_digit(const catalog::Type& decimal);

}  // namespace schemac::dialect::sqlite
