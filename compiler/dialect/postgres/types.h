// PostgreSQL's types. A native type's name is format_type()'s spelling without its arguments:
// "timestamp(3) without time zone" is {"timestamp without time zone", {"3"}}; "text[]" is {"text"} of one dimension.
#pragma once

#include "catalog/type.h"

namespace schemac::dialect::postgres {

catalog::Type lower_type(const catalog::Type& type);
catalog::Type raise_type(const catalog::Type& type);
std::string type_sql(const catalog::Type& type);

/// text, character varying and character, of any length.
bool is_text(const catalog::Type& type);

/// What format_type() printed.
catalog::Type parse_type(std::string_view printed);
/// What a person wrote, with the names and arguments that format_type() would print: int8, numeric(5), int[3].
catalog::Type written_type(std::string_view sql);

/// Whether `value::to` may be written of a value of `from`. Of types that are not PostgreSQL's own it is taken to be so
/// where what they are likely based on has such a cast.
bool has_cast(const catalog::Type& from, const catalog::Type& to);

}  // namespace schemac::dialect::postgres
