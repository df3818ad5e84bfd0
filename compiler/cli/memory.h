// What a set of .schema files came to when it was last read, so that files that have not changed since need not be
// compiled again. Kept outside of the project, in $XDG_CACHE_HOME/schemac; losing it costs time only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::cli {

/// Files that have no errors and no warnings.
struct Checked {
  std::size_t tables = 0;
  std::string catalog_hash;  // catalog::hash_of; empty where nobody asked for it
};

class Memory {
 public:
  /// Of these files and folders, checked for these dialects by this very program.
  Memory(std::vector<std::string> paths, const std::vector<DialectId>& dialects);

  /// What is remembered, where every file is still what it was and none was added.
  std::optional<Checked> recall() const;

  /// Notes that `path` was read; remember() writes it down.
  void note(const std::string& path, std::string_view text);
  /// Lets remember() write nothing.
  void forget() { file_.clear(); }
  void remember(const Checked& checked) const;

 private:
  std::vector<std::string> paths_;
  std::filesystem::path file_;                             // empty where there is no folder to keep it in
  std::vector<std::pair<std::string, std::string>> read_;  // path, digest
};

}  // namespace schemac::cli
