#include "store/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace schemac::store {

Result<bool> is_there(const std::filesystem::path& path) {
  std::error_code failed;  // set where it cannot be known: a folder may not be looked into, links go in a circle
  const bool there = std::filesystem::exists(path, failed);
  if (failed) return failure(diag::Code::SC4003, path.string(), failed.message());
  return there;
}

/// What simdjson wants behind a text that it reads; room for it spares a copy of the whole.
constexpr std::size_t kPadding = 64;

Result<std::string> read_file(const std::filesystem::path& path) {
  const auto there = is_there(path);
  if (!there) return failure(there.error());
  if (!*there) return failure(diag::Code::SC4002, path.string());
  std::error_code ignored;
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(diag::Code::SC4003, path.string(), std::strerror(errno));
  if (std::filesystem::is_directory(path, ignored))
    return failure(diag::Code::SC4003, path.string(), std::strerror(EISDIR));
  std::string text;
  // in one block, since a large snapshot wants no second copy; in several where the size is not told, as of a pipe
  const auto size = std::filesystem::is_regular_file(path, ignored) ? std::filesystem::file_size(path, ignored) : 0;
  const std::size_t block = size > 0 ? size + 1 : 1 << 16;
  text.reserve(block + kPadding);
  while (in) {
    const std::size_t before = text.size();
    text.resize(before + block);
    in.read(text.data() + before, static_cast<std::streamsize>(block));
    text.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return failure(diag::Code::SC4003, path.string(), std::strerror(errno));
  return text;
}

namespace {

/// Why it failed; 0 where all of `text` is on the disk.
int written(const std::filesystem::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  int failed = 0;
  while (!failed && !text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count >= 0)
      text.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EINTR)
      failed = errno;
  }
  if (!failed && ::fsync(file) != 0 && errno != EINVAL && errno != EROFS) failed = errno;  // no file has a disk: a pipe
  if (::close(file) != 0 && !failed) failed = errno;
  return failed;
}

}  // namespace

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
  namespace fs = std::filesystem;
  const auto cannot = [&](const std::string& why) { return failure(diag::Code::SC4004, path.string(), why); };
  std::error_code failed;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), failed);
  if (failed) return cannot(failed.message());
  const fs::file_status there = fs::status(path, failed);
  if (fs::exists(there) && !fs::is_regular_file(there)) {  // /dev/stdout, a pipe: nothing is to take its place
    const int why = written(path, text);
    return why ? cannot(std::strerror(why)) : Result<void>();
  }
  const fs::path target = fs::is_symlink(path, failed) ? fs::weakly_canonical(path, failed) : path;  // a link stays one
  const fs::path beside = fmt::format("{}.{}.part", target.string(), ::getpid());  // another may write it, too
  if (const int why = written(beside, text)) {
    fs::remove(beside, failed);
    return cannot(std::strerror(why));
  }
  if (fs::exists(there)) fs::permissions(beside, there.permissions(), failed);
  fs::rename(beside, target, failed);
  if (!failed) return {};
  const std::string why = failed.message();
  fs::remove(beside, failed);
  return cannot(why);
}

FolderLock::FolderLock(const std::filesystem::path& folder)
    : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  while (folder_ >= 0 && ::flock(folder_, LOCK_EX) != 0 && errno == EINTR) continue;
}

FolderLock::~FolderLock() {
  if (folder_ >= 0) ::close(folder_);
}

}  // namespace schemac::store
