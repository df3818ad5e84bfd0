#include "engine/mysql/client_files.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/text.h"

namespace schemac::engine {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string_view unquoted(std::string_view value) {
  const bool quoted =
      value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

ClientDefaults read_option_file(std::string_view text) {
  ClientDefaults found;
  bool in_client = false;
  for (const std::string& line : text::split(text, '\n')) {
    const std::string_view said = text::trim(line);
    if (said.starts_with("[")) in_client = said == "[client]";
    const auto equals = said.find('=');
    if (!in_client || equals == said.npos || said.front() == '#' || said.front() == ';') continue;
    const std::string_view key = text::trim(said.substr(0, equals));
    const std::string_view value = unquoted(text::trim(said.substr(equals + 1)));
    if (key == "user") found.user = value;
    if (key == "password") found.password = value;
  }
  return found;
}

ClientDefaults client_defaults() {
  ClientDefaults found;
  if (std::ifstream file(environment("HOME") + "/.my.cnf"); file) {
    std::ostringstream content;
    content << file.rdbuf();
    found = read_option_file(content.str());
  }
  if (const std::string password = environment("MYSQL_PWD"); !password.empty()) found.password = password;
  if (found.user.empty()) found.user = environment("USER");
  if (found.user.empty()) found.user = "root";
  return found;
}

}  // namespace schemac::engine
