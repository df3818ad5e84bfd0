#include "store/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

namespace schemac::store {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return failure(diag::Code::SC4002, path.string());
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(diag::Code::SC4003, path.string(), std::strerror(errno));
  if (std::filesystem::is_directory(path, ignored))
    return failure(diag::Code::SC4003, path.string(), std::strerror(EISDIR));
  std::string text;
  // in blocks: a pipe has no size, and a large snapshot wants no second copy
  constexpr std::size_t block = 1 << 20;
  const auto size = std::filesystem::is_regular_file(path, ignored) ? std::filesystem::file_size(path, ignored) : 0;
  text.reserve(size + block);
  while (in) {
    const std::size_t before = text.size();
    text.resize(before + block);
    in.read(text.data() + before, block);
    text.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return failure(diag::Code::SC4003, path.string(), std::strerror(errno));
  return text;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
  std::error_code failed;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failed);
  const std::filesystem::path beside = path.string() + ".part";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) return failure(diag::Code::SC4004, path.string(), std::strerror(errno));
  }
  if (const int file = ::open(beside.c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
    ::fsync(file);
    ::close(file);
  }
  std::filesystem::rename(beside, path, failed);
  if (failed) return failure(diag::Code::SC4004, path.string(), failed.message());
  return {};
}

}  // namespace schemac::store
