#include "schemac/auth/session.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "schemac/base/url.h"

namespace schemac::auth {

namespace {

constexpr std::size_t kShortestSecret = 32;

std::string hex(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

std::string signature(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
  return hex({reinterpret_cast<const char*>(digest.data()), length});
}

}  // namespace

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_octets(std::size_t count) {
  std::string octets(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(octets.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("the system has no random octets to give");
  return octets;
}

Sessions::Sessions(std::vector<std::string> secrets, SessionOptions options)
    : secrets_(std::move(secrets)), options_(std::move(options)) {
  const bool too_short =
      std::any_of(secrets_.begin(), secrets_.end(), [](const auto& secret) { return secret.size() < kShortestSecret; });
  if (secrets_.empty() || too_short)
    throw std::runtime_error("the session secret needs at least 32 characters; make one with: openssl rand -hex 32");
}

std::string Sessions::attributes(std::chrono::seconds age) const {
  return "; Path=/; Max-Age=" + std::to_string(age.count()) + "; HttpOnly; SameSite=Lax" +
         (options_.secure ? "; Secure" : "");
}

std::string Sessions::open(std::string_view subject, Clock::time_point now) const {
  const auto expiry = std::chrono::duration_cast<std::chrono::seconds>((now + options_.lifetime).time_since_epoch());
  const auto text = std::to_string(expiry.count()) + "." + http::percent_encoded(subject);
  return options_.cookie + "=" + text + "." + signature(secrets_.front(), text) + attributes(options_.lifetime);
}

std::string Sessions::close() const { return options_.cookie + "=" + attributes(std::chrono::seconds(0)); }

std::optional<std::string> Sessions::subject(const http::Request& request, Clock::time_point now) const {
  const auto cookie = request.cookie(options_.cookie);
  if (!cookie) return std::nullopt;
  const auto first = cookie->find('.'), last = cookie->rfind('.');
  if (first == cookie->npos || first == last) return std::nullopt;
  const auto text = cookie->substr(0, last), given = cookie->substr(last + 1);
  const bool genuine = std::any_of(secrets_.begin(), secrets_.end(), [&](const auto& secret) {
    return equal_in_constant_time(signature(secret, text), given);
  });
  if (!genuine) return std::nullopt;
  long long expiry = 0;
  std::from_chars(text.data(), text.data() + first, expiry);
  if (now >= Clock::time_point(std::chrono::seconds(expiry))) return std::nullopt;
  return percent_decoded(text.substr(first + 1));
}

}  // namespace schemac::auth
