#include "engine/sqlite/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace schemac::engine {

namespace {

/// Whether `file` is what stands at `path` now; the last holder may have removed it after we opened it.
bool still_there(int file, const std::string& path) {
  struct stat opened {
  }, named{};
  return fstat(file, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

LockFile::Outcome LockFile::try_take(std::string& error) {
  if (file_ >= 0) return Outcome::taken;
  while (true) {
    const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return error = std::strerror(errno), Outcome::failed;
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
      const int reason = errno;
      ::close(file);
      if (reason == EWOULDBLOCK) return Outcome::held_elsewhere;
      return error = std::strerror(reason), Outcome::failed;
    }
    if (still_there(file, path_)) return file_ = file, Outcome::taken;
    ::close(file);
  }
}

void LockFile::release() {
  if (file_ < 0) return;
  ::unlink(path_.c_str());  // before the lock ends: whoever opened the file meanwhile finds that it is gone
  ::close(file_);
  file_ = -1;
}

}  // namespace schemac::engine
