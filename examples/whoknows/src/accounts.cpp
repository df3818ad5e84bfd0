#include "accounts.h"

#include <charconv>

#include "schemac/base/utf8.h"

namespace whoknows {

namespace {

using schemac::http::Fields;

constexpr std::size_t kLongestName = 64, kLongestEmail = 255, kLongestPassword = 1024;

std::string value_of(const Fields& form, std::string_view name) {
  for (const auto& [key, value] : form)
    if (key == name) return value;
  return "";
}

bool is_given(const Fields& form, std::string_view name) {
  for (const auto& field : form)
    if (field.first == name) return true;
  return false;
}

Outcome refused(int status, std::string message) { return {status, std::move(message), std::nullopt}; }

/// What is wrong with a registration; empty where nothing is.
std::string mistake_in(const Fields& form) {
  const auto username = value_of(form, "username"), email = value_of(form, "email"),
             password = value_of(form, "password");
  const auto at = email.find('@');
  if (username.empty()) return "You have to enter a username";
  if (schemac::count_code_points(username) > kLongestName) return "The username is too long";
  if (at == 0 || at == email.npos || at + 1 == email.size()) return "You have to enter a valid email address";
  if (schemac::count_code_points(email) > kLongestEmail) return "The email address is too long";
  if (password.empty()) return "You have to enter a password";
  if (password.size() > kLongestPassword) return "The password is too long";
  if (is_given(form, "password2") && value_of(form, "password2") != password) return "The two passwords do not match";
  return "";
}

}  // namespace

Outcome Accounts::register_user(const Fields& form) {
  if (auto mistake = mistake_in(form); !mistake.empty()) return refused(422, std::move(mistake));
  model::NewUser row;
  row.username = value_of(form, "username");
  row.email = value_of(form, "email");
  row.pw_hash = hasher_.hash(value_of(form, "password"));
  const auto connection = database_.acquire();
  try {
    return {200, "You were successfully registered and can log in now", model::users::insert(*connection, row)};
  } catch (const schemac::db::Error& error) {
    if (error.kind() != schemac::db::ErrorKind::unique) throw;
    const bool name_taken = model::users::find_by_username(*connection, row.username).has_value();
    return refused(409, name_taken ? "The username is already taken" : "The email address is already registered");
  }
}

/// A wrong name and a wrong password look alike, and take the same time.
Outcome Accounts::log_in(const Fields& form) {
  const auto password = value_of(form, "password").substr(0, kLongestPassword);
  std::optional<model::User> user;
  {
    const auto connection = database_.acquire();
    user = model::users::find_by_username(*connection, value_of(form, "username"));
  }
  if (!user) {
    hasher_.pretend_to_verify(password);
    return refused(401, "Invalid username or password");
  }
  if (!hasher_.verify(password, user->pw_hash)) return refused(401, "Invalid username or password");
  return {200, "You were logged in", std::move(user)};
}

std::optional<model::User> Accounts::user_of(const schemac::http::Request& request) const {
  const auto subject = sessions_.subject(request);
  if (!subject) return std::nullopt;
  std::int64_t id = 0;
  std::from_chars(subject->data(), subject->data() + subject->size(), id);
  const auto connection = database_.acquire();
  return model::users::find(*connection, id);
}

std::optional<schemac::rest::Caller> Accounts::caller_of(const schemac::http::Request& request) const {
  const auto user = user_of(request);
  if (!user) return std::nullopt;
  return schemac::rest::Caller{std::to_string(user->id), {"member"}};
}

}  // namespace whoknows
