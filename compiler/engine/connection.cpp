#include "engine/connection.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "engine/drivers.h"

namespace schemac::engine {

ServerVersion parse_version(std::string text) {
  ServerVersion version;
  std::sscanf(text.c_str(), "%d.%d.%d", &version.major, &version.minor, &version.patch);
  version.text = std::move(text);
  return version;
}

template <class T>
Result<T> Connection::noted(Outcome<T> outcome) {
  last_error_.reset();
  if (outcome) return std::move(*outcome);
  last_error_ = std::move(outcome.error());
  return failure(to_diagnostic(*last_error_));
}

Result<void> Connection::execute(std::string_view sql, const std::vector<Value>& params) {
  auto rows = query(sql, params);
  if (!rows) return failure(std::move(rows.error()));
  affected_ = rows->affected;
  return {};
}

Result<Rows> Connection::query(std::string_view sql, const std::vector<Value>& params) {
  return noted(run(sql, params));
}

Result<Value> Connection::query_value(std::string_view sql, const std::vector<Value>& params) {
  auto rows = query(sql, params);
  if (!rows) return failure(std::move(rows.error()));
  return rows->empty() || rows->columns.empty() ? Value{} : rows->rows[0][0];
}

Result<bool> Connection::try_lock(const std::string& name, std::chrono::milliseconds timeout) {
  constexpr std::chrono::milliseconds kPause{50};
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    auto locked = noted(lock_now(name));
    if (!locked || *locked) return locked;
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= std::chrono::milliseconds::zero()) return false;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, kPause));
  }
}

Result<void> Connection::unlock(const std::string& name) {
  auto unlocked = noted(unlock_now(name));
  if (!unlocked) return failure(std::move(unlocked.error()));
  return {};
}

Result<std::unique_ptr<Connection>> open(const DatabaseUrl& url, const OpenOptions& options) {
  switch (url.engine) {
    case Engine::postgres:
      return open_postgres(url, options);
    case Engine::mysql:
    case Engine::mariadb:
      return open_mysql(url, options);
    case Engine::sqlite:
      return open_sqlite(url, options);
  }
  return failure(diag::Code::SC8002, url.redacted(), "the engine is not known");
}

}  // namespace schemac::engine
