#include "log.h"

#include <unistd.h>

#include "schemac/base/time.h"
#include "schemac/json/writer.h"

namespace schemac::app {

namespace {

constexpr std::size_t kFlushAt = 64 * 1024;

std::string now_text() {
  std::string text;
  append_iso(text, std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()), "Z");
  return text;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return;  // nobody reads the log: the service goes on
    text.remove_prefix(static_cast<std::size_t>(written));
  }
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
  append(std::move(line));
}

void Log::message(std::string_view level, std::string_view text) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object().key("time").string(now_text()).key("kind").string(level);
  writer.key("message").string(text).end_object();
  append(std::move(line));
}

void Log::append(std::string line) {
  line += '\n';
  const std::lock_guard lock(mutex_);
  pending_ += line;
  if (pending_.size() >= kFlushAt) wake_.notify_one();
}

void Log::flush_until_stopped() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait_for(lock, std::chrono::milliseconds(100), [this] { return stopping_ || pending_.size() >= kFlushAt; });
    std::string batch;
    batch.swap(pending_);
    const bool last = stopping_;
    lock.unlock();
    write_all(descriptor_, batch);
    lock.lock();
    if (last && pending_.empty()) return;
  }
}

}  // namespace schemac::app
