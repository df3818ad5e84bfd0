// Whole files, read and written with diagnostics instead of exceptions.
#pragma once

#include <filesystem>
#include <string>

#include "diag/diagnostic.h"

namespace schemac::store {

Result<std::string> read_file(const std::filesystem::path& path);

/// Writes beside the file and renames over it, so that a reader never sees half of it.
Result<void> write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace schemac::store
