// A service: router, database, workers and server put together, from start to graceful stop.
#pragma once

#include <memory>

#include "schemac/app/settings.h"
#include "schemac/db/database.h"
#include "schemac/http/router.h"
#include "schemac/http/server.h"

namespace schemac::app {

/// Handlers run on worker threads and may block; as many run at once as there are workers, and more wait their turn.
/// Every service answers /live (the process runs) and /ready (the database answers too).
class App {
 public:
  explicit App(Settings settings);
  ~App();
  App(const App&) = delete;

  http::Router& router();
  db::Database& database();

  /// Starts serving and returns; for tests. Throws std::runtime_error where the port cannot be had.
  void start();
  std::uint16_t port() const;
  void stop();

  /// Serves until SIGTERM or SIGINT, then stops gracefully. Returns the process's exit code.
  int run();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemac::app
