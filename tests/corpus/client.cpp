#include "corpus/client.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/text.h"

namespace schemac::corpus {

std::string shell_quoted(const std::string& text) { return "'" + text::replace_all(text, "'", "'\\''") + "'"; }

Finished run_command(const std::string& command) {
  FILE* pipe = popen(("exec timeout 60 sh -c " + shell_quoted(command) + " 2>&1 </dev/null").c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot run " + command);
  Finished out;
  std::array<char, 65536> buffer;
  while (const std::size_t read = fread(buffer.data(), 1, buffer.size(), pipe)) out.said.append(buffer.data(), read);
  const int status = pclose(pipe);
  out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return out;
}

Finished run_script(const test::TestDatabase& database, const std::filesystem::path& file, const Case& of) {
  const DatabaseUrl url = test::must_parse_url(database.url());
  const std::string script = shell_quoted(file.string());
  switch (database.dialect()) {
    case DialectId::postgres:
      return run_command(fmt::format("psql -X -q -v ON_ERROR_STOP=1 -f {} {}", script, shell_quoted(database.url())));
    case DialectId::mysql:
    case DialectId::mariadb: {
      std::string options = "--no-defaults --default-character-set=utf8mb4";
      if (!of.sql_mode.empty()) options += " --init-command=" + shell_quoted("SET sql_mode='" + of.sql_mode + "'");
      // a delimiter that does not occur: the whole file goes to the server at once, which finds the statements' ends
      if (of.no_delimiter) options += " --delimiter=//none//";
      return run_command(fmt::format("mariadb {} -u {} -S {} {} < {}", options, shell_quoted(url.user),
                                     shell_quoted(url.options.at("socket")), url.database, script));
    }
    case DialectId::sqlite:
      return run_command(fmt::format("sqlite3 -bail {} < {}", shell_quoted(url.database), script));
  }
  return {};
}

}  // namespace schemac::corpus
