// Whole files, read and written with diagnostics instead of exceptions.
#pragma once

#include <filesystem>
#include <string>

#include "diag/diagnostic.h"

namespace schemac::store {

/// SC4003 where that cannot be known.
Result<bool> is_there(const std::filesystem::path& path);

/// SC4002 where there is none, SC4003 where it cannot be read.
Result<std::string> read_file(const std::filesystem::path& path);

/// Writes beside the file and renames over it, so that a reader never sees half of it. A file keeps its permissions, a
/// link its place; what is no file, as /dev/stdout, is written to as it is.
Result<void> write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace schemac::store
