// HTTP/1.1 server: one event loop per core, each with its own listening socket and its own connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "schemac/http/message.h"

namespace schemac::http {

struct Limits {
  std::size_t header_bytes = 16'384;
  std::size_t body_bytes = 1'048'576;
  std::size_t connections = 10'000;               // over all loops; more are answered 503 and closed
  std::chrono::milliseconds header_time{10'000};  // for a request's headers, from their first byte
  std::chrono::milliseconds body_time{30'000};
  std::chrono::milliseconds idle_time{60'000};  // between requests of a kept-alive connection
  std::chrono::milliseconds write_time{30'000};
  std::chrono::milliseconds drain_time{10'000};  // how long stop() lets requests under way finish
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 picks a free one
  std::size_t loops = 0;      // 0: one per core
  Limits limits;
};

/// Where a request goes. May answer at once or later, from any thread, exactly once; a Reply must not outlive the
/// server.
using Reply = std::function<void(Response)>;
using Dispatch = std::function<void(Request, Reply)>;

/// What happened to a request, for the access log.
struct Access {
  std::string method, target, remote, user_agent;
  int status = 0;
  std::size_t bytes = 0;  // of the response's body
  std::chrono::microseconds duration{};
};
using AccessLog = std::function<void(const Access&)>;

class Server {
 public:
  Server(ServerOptions options, Dispatch dispatch, AccessLog log = {});
  ~Server();
  Server(const Server&) = delete;

  /// Binds and starts the loops' threads. Throws std::runtime_error where the address cannot be had.
  void start();
  /// The port in use, once started.
  std::uint16_t port() const;
  /// No new connections; idle ones are closed; requests under way are answered with `Connection: close`, for
  /// drain_time at most. Blocks until done; safe to call twice.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemac::http
