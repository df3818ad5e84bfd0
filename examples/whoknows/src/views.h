// The HTML pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generated/pages.h"
#include "generated/users.h"

namespace whoknows {

/// What every page shows: who is logged in, and a message about what just happened.
struct Frame {
  std::optional<model::User> user;
  std::string message;
};

std::string search_page(const Frame& frame, const std::string& query, model::Language language,
                        const std::vector<model::Page>& results);
std::string about_page(const Frame& frame);
/// `username` and `email` are what the person had filled in before.
std::string login_page(const Frame& frame, const std::string& username);
std::string register_page(const Frame& frame, const std::string& username, const std::string& email);
std::string missing_page(const Frame& frame);

std::string_view stylesheet();

}  // namespace whoknows
