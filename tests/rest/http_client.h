// A small blocking HTTP client: what tests send is what goes over the wire.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schemac/http/message.h"

namespace schemac::test {

struct Answer {
  int status = 0;
  http::Fields headers;
  std::string body;
  bool closed = false;  // the server closed the connection behind it

  std::string header(std::string_view name) const;
};

/// One connection to 127.0.0.1. Throws std::runtime_error where it cannot connect or nothing comes within ten seconds.
class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void write(std::string_view octets);
  /// Reads one response; `head` where it answers a HEAD.
  Answer read(bool head = false);
  Answer send(std::string_view method, std::string_view target, std::string_view body = "",
              const http::Fields& headers = {});
  /// True where the server has closed the connection.
  bool at_end();

 private:
  bool fill();
  int socket_;
  std::string buffer_;
};

/// One request on a connection of its own.
Answer request(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body = "",
               const http::Fields& headers = {});

}  // namespace schemac::test
