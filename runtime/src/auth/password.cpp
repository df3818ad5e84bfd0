#include "schemac/auth/password.h"

#include <argon2.h>

#include <stdexcept>

#include "schemac/auth/session.h"
#include "schemac/http/problem.h"

namespace schemac::auth {

namespace {

constexpr std::size_t kSaltOctets = 16, kHashOctets = 32, kLanes = 1;

std::string hashed(const PasswordCost& cost, std::string_view password) {
  const auto salt = random_octets(kSaltOctets);
  std::string encoded(argon2_encodedlen(cost.passes, cost.memory_kib, kLanes, kSaltOctets, kHashOctets, Argon2_id),
                      '\0');
  const int result = argon2id_hash_encoded(cost.passes, cost.memory_kib, kLanes, password.data(), password.size(),
                                           salt.data(), salt.size(), kHashOctets, encoded.data(), encoded.size());
  if (result != ARGON2_OK) throw std::runtime_error(std::string("argon2: ") + argon2_error_message(result));
  encoded.resize(encoded.find('\0'));  // the length counts the terminating zero
  return encoded;
}

}  // namespace

/// One of the places for a running hash.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
    std::unique_lock lock(hasher_.mutex_);
    if (hasher_.free_ == 0 && hasher_.waiting_ >= hasher_.max_waiting_)
      throw http::Problem{.status = 503, .code = "unavailable", .detail = "Too many logins are waiting; try again."};
    ++hasher_.waiting_;
    hasher_.freed_.wait(lock, [this] { return hasher_.free_ > 0; });
    --hasher_.waiting_;
    --hasher_.free_;
  }
  ~Turn() {
    const std::lock_guard lock(hasher_.mutex_);
    ++hasher_.free_;
    hasher_.freed_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(PasswordCost cost, std::size_t at_once, std::size_t max_waiting)
    : cost_(cost), free_(at_once), max_waiting_(max_waiting), decoy_(hashed(cost, random_octets(16))) {}

std::string PasswordHasher::hash(std::string_view password) {
  const Turn turn(*this);
  return hashed(cost_, password);
}

bool PasswordHasher::verify(std::string_view password, const std::string& encoded) {
  const Turn turn(*this);
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

void PasswordHasher::pretend_to_verify(std::string_view password) { verify(password, decoy_); }

}  // namespace schemac::auth
