// MySQL's and MariaDB's errors in neutral words.
#pragma once

#include <string>
#include <string_view>

#include "schemac/db/error.h"

namespace schemac::db {

/// The constraint and column are read out of the message, the only place where these servers tell them.
ErrorDetail describe_mysql_error(unsigned number, std::string_view sqlstate, std::string message);

}  // namespace schemac::db
