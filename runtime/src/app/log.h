// Log lines in JSON on standard output, written in batches.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "schemac/http/server.h"

namespace schemac::app {

/// Thread-safe, and never waits for whoever reads the log. Lines appear within a tenth of a second, and all of them
/// before the end of the log's life. Where the reader does not keep up, lines beyond 16 MiB are dropped and counted in
/// a line of their own, and the end waits a second for it.
class Log {
 public:
  explicit Log(int descriptor);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void access(const http::Access& access);
  void message(std::string_view level, std::string_view text);

 private:
  void append(const std::string& line);
  void flush_until_stopped();
  void write_all(std::string_view text);

  int descriptor_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string pending_;
  std::size_t dropped_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread flusher_;
};

}  // namespace schemac::app
