// `.env` files: NAME=value lines, as docker compose and the twelve-factor tools read them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace schemac {

/// Reads the text of a `.env` file. Blank lines and `#` comments are skipped, a leading `export ` is allowed; a value
/// may stand in single quotes (taken as it is) or in double quotes (\n, \t, \" and \\ are escapes). The first line
/// that is none of these ends the reading: `error` then says which, and what is read so far is returned.
std::map<std::string, std::string> parse_dotenv(std::string_view text, std::string& error);

}  // namespace schemac
