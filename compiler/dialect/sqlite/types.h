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

/// What becomes of `value`, in SQL, where a column of one type becomes one of another: any number but 0 is true, and a
/// date is its midnight.
std::string converted_value(const std::string& value, const catalog::Type& from, const catalog::Type& to);
/// Whether each is what it was.
bool keeps_values(const catalog::Type& from, const catalog::Type& to);
/// What becomes of it on the way back: what was not converted is as it was.
std::string restored_value(const std::string& value, const catalog::Type& from, const catalog::Type& to);

/// The condition on the texts in `column` that would stay texts in a column of numbers; empty where that is none.
std::string stays_text(const std::string& column, const catalog::Type& from, const catalog::Type& to);

}  // namespace schemac::dialect::sqlite
