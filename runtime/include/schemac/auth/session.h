// Sessions in a signed cookie: nothing is stored, and nobody without the secret can make one.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemac/http/message.h"

namespace schemac::auth {

/// True where both are equal; takes the same time wherever they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// `count` octets from the system's random source.
std::string random_octets(std::size_t count);

struct SessionOptions {
  std::string cookie = "session";
  std::chrono::seconds lifetime = std::chrono::hours(24 * 14);
  bool secure = false;  // send the cookie over HTTPS only: to be set wherever there is HTTPS
};

/// Cookies `expiry.subject.signature`, signed with HMAC-SHA256; HttpOnly and SameSite=Lax.
class Sessions {
 public:
  /// The first secret signs; all verify, so that a secret can be replaced without logging everyone out. Throws
  /// std::runtime_error where one has fewer than 32 characters.
  explicit Sessions(std::vector<std::string> secrets, SessionOptions options = {});

  using Clock = std::chrono::system_clock;

  /// The Set-Cookie header's value that opens a session for `subject`, a user's id.
  std::string open(std::string_view subject, Clock::time_point now = Clock::now()) const;
  /// The Set-Cookie header's value that ends the session.
  std::string close() const;
  /// Whose session the request carries; nothing where it carries none, or one that is forged or over.
  std::optional<std::string> subject(const http::Request& request, Clock::time_point now = Clock::now()) const;

 private:
  std::string attributes(std::chrono::seconds age) const;

  std::vector<std::string> secrets_;
  SessionOptions options_;
};

}  // namespace schemac::auth
