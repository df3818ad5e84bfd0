// The engines that open() knows; each is one folder beside this file.
#pragma once

#include "engine/connection.h"

namespace schemac::engine {

Result<std::unique_ptr<Connection>> open_postgres(const DatabaseUrl& url, const OpenOptions& options);
Result<std::unique_ptr<Connection>> open_mysql(const DatabaseUrl& url, const OpenOptions& options);
Result<std::unique_ptr<Connection>> open_sqlite(const DatabaseUrl& url, const OpenOptions& options);

}  // namespace schemac::engine
