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

}  // namespace schemac::dialect::postgres
