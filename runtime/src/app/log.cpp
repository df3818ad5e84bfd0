#include "log.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include "schemac/base/time.h"
#include "schemac/json/writer.h"

namespace schemac::app {

namespace {

constexpr std::size_t kFlushAt = std::size_t{64} * 1024;
constexpr std::size_t kPendingLimit = std::size_t{16} * 1024 * 1024;
constexpr auto kTick = std::chrono::milliseconds(100);
constexpr auto kLastWait = std::chrono::seconds(1);

std::string now_text() {
  std::string text;
  append_iso(text, std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()), "Z");
  return text;
}

std::string message_line(std::string_view level, std::string_view text) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object().key("time").string(now_text()).key("kind").string(level);
  writer.key("message").string(text).end_object();
  return line + '\n';
}

}  // namespace

Log::Log(int descriptor) : descriptor_(descriptor), flusher_([this] { flush_until_stopped(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  flusher_.join();
}

void Log::access(const http::Access& access) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object().key("time").string(now_text()).key("kind").string("access");
  writer.key("method").string(access.method).key("target").string(access.target);
  writer.key("status").integer(access.status).key("bytes").integer(static_cast<std::int64_t>(access.bytes));
  writer.key("duration_us").integer(access.duration.count()).key("remote").string(access.remote);
  writer.key("user_agent").string(access.user_agent).end_object();
  append(std::move(line) + '\n');
}

void Log::message(std::string_view level, std::string_view text) { append(message_line(level, text)); }

void Log::append(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (pending_.size() + line.size() > kPendingLimit) {
    ++dropped_;
    return;
  }
  pending_ += line;
  if (pending_.size() >= kFlushAt) wake_.notify_one();
}

/// A pipe that polls as writable takes PIPE_BUF octets without a wait (POSIX, write).
void Log::write_all(std::string_view text) {
  auto waited = std::chrono::milliseconds(0);
  while (!text.empty()) {
    pollfd ready{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    const int found = ::poll(&ready, 1, kTick.count());
    if (found == 0 && stopping_ && (waited += kTick) >= kLastWait) return;
    if (found == 0 || (found < 0 && errno == EINTR)) continue;
    const auto written = ::write(descriptor_, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written <= 0) return;  // nobody reads the log: the service goes on
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Log::flush_until_stopped() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait_for(lock, kTick, [this] { return stopping_ || pending_.size() >= kFlushAt; });
    std::string batch;
    batch.swap(pending_);
    if (const auto dropped = std::exchange(dropped_, 0); dropped > 0)
      batch +=
          message_line("warning", std::to_string(dropped) + " lines of the log were dropped: nobody read it in time");
    const bool last = stopping_;
    lock.unlock();
    write_all(batch);
    lock.lock();
    if (last && pending_.empty()) return;
  }
}

}  // namespace schemac::app
