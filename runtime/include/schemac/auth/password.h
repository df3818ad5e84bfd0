// Passwords: argon2id hashes (RFC 9106) in the PHC text form, "$argon2id$v=19$m=…".
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace schemac::auth {

/// What one hash costs. The defaults are OWASP's for argon2id: 19 MiB, two passes, one lane.
struct PasswordCost {
  std::uint32_t memory_kib = 19 * 1024;
  std::uint32_t passes = 2;
};

/// Hashes and verifies, a bounded number at once: each takes memory and tens of milliseconds of a core, and logins must
/// not starve the rest of a service. Thread-safe.
class PasswordHasher {
 public:
  /// `at_once` hashes run, `max_waiting` callers wait; one more is refused with http::Problem 503.
  explicit PasswordHasher(PasswordCost cost = {}, std::size_t at_once = 2, std::size_t max_waiting = 8);

  std::string hash(std::string_view password);

  /// False also where `encoded` is not such a hash.
  bool verify(std::string_view password, const std::string& encoded);

  /// Takes as long as verify(): for a user that does not exist, so that an attacker cannot tell.
  void pretend_to_verify(std::string_view password);

 private:
  class Turn;

  PasswordCost cost_;
  std::size_t free_, max_waiting_, waiting_ = 0;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::string decoy_;
};

}  // namespace schemac::auth
