// A server of the installed binaries, on a socket of a temporary folder, for as long as the object lives.
#pragma once

#include <sys/types.h>

#include <filesystem>

#include "base/dialect_id.h"
#include "diag/diagnostic.h"
#include "schemac/base/url.h"

namespace schemac::engine {

class ThrowawayServer {
 public:
  /// PostgreSQL, MariaDB or MySQL. SC4021 where it is not installed or does not start. As root it runs under the user
  /// of the engine's package, since the servers refuse to be root.
  static Result<ThrowawayServer> start(DialectId dialect);
  ThrowawayServer(ThrowawayServer&& other) noexcept;
  ThrowawayServer& operator=(ThrowawayServer&&) = delete;
  ~ThrowawayServer();

  /// Of the database that every such server has, as its administrator.
  const DatabaseUrl& url() const { return url_; }

 private:
  ThrowawayServer() = default;

  std::filesystem::path folder_;
  pid_t process_ = -1;
  pid_t janitor_ = -1;  // removes the folder where we are killed
  int alive_ = -1;      // what it waits for the end of
  DatabaseUrl url_;
};

}  // namespace schemac::engine
