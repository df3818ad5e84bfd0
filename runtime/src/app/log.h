// Log lines in JSON on standard output, written in batches.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "schemac/http/server.h"

namespace schemac::app {

/// Thread-safe. Lines appear within a tenth of a second, and all of them before the end of the log's life.
class Log {
 public:
  explicit Log(int descriptor);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void access(const http::Access& access);
  void message(std::string_view level, std::string_view text);

 private:
  void append(std::string line);
  void flush_until_stopped();

  int descriptor_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string pending_;
  bool stopping_ = false;
  std::thread flusher_;
};

}  // namespace schemac::app
