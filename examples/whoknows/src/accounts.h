// Who people are: registration, login, logout, sessions.
#pragma once

#include <optional>
#include <string>

#include "generated/users.h"
#include "schemac/auth/password.h"
#include "schemac/auth/session.h"
#include "schemac/rest/resource.h"

namespace whoknows {

/// What came of a form: the user, or what to tell the person who sent it.
struct Outcome {
  int status = 200;
  std::string message;
  std::optional<model::User> user;
};

class Accounts {
 public:
  Accounts(schemac::db::Database& database, schemac::auth::Sessions sessions)
      : database_(database), sessions_(std::move(sessions)) {}

  Outcome register_user(const schemac::http::Fields& form);
  Outcome log_in(const schemac::http::Fields& form);

  std::string open_session(const model::User& user) const { return sessions_.open(std::to_string(user.id)); }
  std::string close_session() const { return sessions_.close(); }

  /// Who sent the request; nothing for a stranger.
  std::optional<model::User> user_of(const schemac::http::Request& request) const;
  /// The same for the generated resources: everyone logged in is a member.
  std::optional<schemac::rest::Caller> caller_of(const schemac::http::Request& request) const;

 private:
  schemac::db::Database& database_;
  schemac::auth::Sessions sessions_;
  schemac::auth::PasswordHasher hasher_;
};

}  // namespace whoknows
