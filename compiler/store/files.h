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

/// Lets one process at a time change what a folder holds: waits for another that has it, until it lets go or ends.
/// Where the file system has no locks, it keeps nobody out.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int folder_;
};

}  // namespace schemac::store
