// A lock between processes (and sessions of one process) that the death of its holder ends: flock on a file.
#pragma once

#include <string>

namespace schemac::engine {

class LockFile {
 public:
  explicit LockFile(std::string path) : path_(std::move(path)) {}
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile() { release(); }

  enum class Outcome { taken, held_elsewhere, failed };
  /// Takes the lock without waiting, making the file; on `failed`, `error` says why.
  Outcome try_take(std::string& error);
  /// Lets go, and removes the file. Harmless where the lock is not held.
  void release();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int file_ = -1;
};

}  // namespace schemac::engine
