// Where MySQL's own clients look for a login: MYSQL_PWD, and [client] in ~/.my.cnf.
#pragma once

#include <string>
#include <string_view>

namespace schemac::engine {

struct ClientDefaults {
  std::string user;
  std::string password;
};

/// From the environment and the user's option file. The user falls back to the name of whoever runs this.
ClientDefaults client_defaults();

/// What an option file's text says under [client]; the later of two lines wins.
ClientDefaults read_option_file(std::string_view text);

}  // namespace schemac::engine
