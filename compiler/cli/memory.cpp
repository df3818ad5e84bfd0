#include "cli/memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/hash.h"
#include "base/text.h"
#include "cli/project.h"
#include "store/files.h"

namespace schemac::cli {

namespace fs = std::filesystem;

namespace {

fs::path cache_folder() {
  if (const char* chosen = std::getenv("XDG_CACHE_HOME"); chosen && *chosen) return fs::path(chosen) / "schemac";
  if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".cache" / "schemac";
  return {};
}

/// Another build of schemac may judge otherwise.
std::string this_program() {
  std::error_code ignored;
  const fs::path self = fs::read_symlink("/proc/self/exe", ignored);
  return fmt::format("{} {} {}", self.string(), fs::file_size(self, ignored),
                     fs::last_write_time(self, ignored).time_since_epoch().count());
}

}  // namespace

Memory::Memory(std::vector<std::string> paths, const std::vector<DialectId>& dialects) : paths_(std::move(paths)) {
  const fs::path folder = cache_folder();
  if (folder.empty()) return;
  std::error_code ignored;
  std::string key = fmt::format("{}\n{}\n{}\n", this_program(), fs::current_path(ignored).string(), stdlib_folder());
  for (const DialectId dialect : dialects) key += fmt::format("{}\n", to_string(dialect));
  for (const std::string& path : paths_) key += path + '\n';
  file_ = folder / ("checked-" + sha256(key).substr(0, 32));
}

std::optional<Checked> Memory::recall() const {
  std::error_code ignored;
  if (file_.empty() || !fs::exists(file_, ignored)) return std::nullopt;
  const auto kept = store::read_file(file_);
  const auto now = schema_files(paths_);
  if (!kept || !now) return std::nullopt;
  const auto lines = text::split(*kept, '\n');
  if (lines.size() < 3) return std::nullopt;
  std::vector<std::string> known;
  for (std::size_t i = 2; i + 1 < lines.size(); ++i) {
    const auto space = lines[i].find(' ');
    if (space == lines[i].npos) return std::nullopt;
    known.push_back(lines[i].substr(space + 1));
    const auto text = store::read_file(known.back());
    if (!text || sha256(*text) != lines[i].substr(0, space)) return std::nullopt;
  }
  for (const std::string& path : *now)
    if (std::find(known.begin(), known.end(), path) == known.end()) return std::nullopt;
  return Checked{std::strtoull(lines[0].c_str(), nullptr, 10), lines[1]};
}

void Memory::note(const std::string& path, std::string_view text) { read_.emplace_back(path, sha256(text)); }

void Memory::remember(const Checked& checked) const {
  if (file_.empty()) return;
  std::string kept = fmt::format("{}\n{}\n", checked.tables, checked.catalog_hash);
  for (const auto& [path, digest] : read_) {
    if (path.find('\n') != path.npos) return;
    kept += fmt::format("{} {}\n", digest, path);
  }
  (void)store::write_file(file_, kept);  // a folder that cannot be written is no reason to fail
}

}  // namespace schemac::cli
