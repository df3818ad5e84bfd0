// The types of MySQL and MariaDB. A native type is COLUMN_TYPE in its parts, integer display widths that mean nothing
// left out: "int(10) unsigned" is {"int", {}, {"unsigned"}}; "enum('a','b')" keeps the quotes of its arguments.
#pragma once

#include "catalog/type.h"

namespace schemac::dialect::mysql {

/// `id` is DialectId::mysql or DialectId::mariadb. An array becomes json.
catalog::Type lower_type(const catalog::Type& type, DialectId id);
catalog::Type raise_type(const catalog::Type& type, DialectId id);
std::string type_sql(const catalog::Type& type);

/// What COLUMN_TYPE or SHOW CREATE TABLE printed.
catalog::Type parse_type(std::string_view printed, DialectId id);

}  // namespace schemac::dialect::mysql
