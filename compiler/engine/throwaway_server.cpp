#include "engine/throwaway_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "engine/connection.h"

namespace schemac::engine {

namespace fs = std::filesystem;

namespace {

using Command = std::vector<std::string>;

constexpr std::chrono::seconds kStartTimeout{60};
constexpr std::chrono::seconds kStopTimeout{5};
constexpr std::chrono::milliseconds kPause{50};

struct Recipe {
  std::string title;
  const char* user;    // of the engine's package
  Command initialise;  // makes the data folder
  Command serve;
  DatabaseUrl url;
};

std::optional<fs::path> find_program(const std::string& name, const std::vector<fs::path>& folders) {
  std::error_code ignored;
  for (const fs::path& folder : folders)
    if (fs::exists(folder / name, ignored)) return folder / name;
  return std::nullopt;
}

/// Where programs are: PATH, where servers are installed, and PostgreSQL's folders, the newest version first.
std::vector<fs::path> program_folders() {
  std::vector<fs::path> versions;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored))
    versions.push_back(entry.path() / "bin");
  const auto version = [](const fs::path& bin) { return std::atoi(bin.parent_path().filename().c_str()); };
  std::sort(versions.begin(), versions.end(), [&](const auto& a, const auto& b) { return version(a) > version(b); });
  const char* searched = std::getenv("PATH");
  std::string path = searched ? searched : "";
  path += ":/usr/sbin:/usr/local/sbin";
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    if (end > at) versions.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return versions;
}

DatabaseUrl socket_url(Engine engine, const char* user, const char* database, const char* option, std::string socket) {
  DatabaseUrl url;
  url.engine = engine;
  url.user = user;
  url.database = database;
  url.options[option] = std::move(socket);
  return url;
}

std::optional<Recipe> postgres_recipe(const fs::path& folder) {
  const auto folders = program_folders();
  const auto initdb = find_program("initdb", folders);
  const auto postgres = find_program("postgres", folders);
  if (!initdb || !postgres) return std::nullopt;
  const std::string data = folder / "data";
  return Recipe{"PostgreSQL",
                "postgres",
                {*initdb, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D", data},
                {*postgres, "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories=" + folder.string(),
                 "-c", "fsync=off"},
                socket_url(Engine::postgres, "postgres", "postgres", "host", folder)};
}

/// A server that starts removes the temporary tables that it finds: in a folder for all, those of others at work.
std::string own_temporary_files(const fs::path& folder) { return "--tmpdir=" + folder.string(); }

std::optional<Recipe> mariadb_recipe(const fs::path& folder) {
  const auto folders = program_folders();
  const auto install = find_program("mariadb-install-db", folders);
  const auto server = find_program("mariadbd", folders);
  if (!install || !server) return std::nullopt;
  const std::string data = "--datadir=" + (folder / "data").string();
  const std::string apart = own_temporary_files(folder);
  const std::string socket = folder / "s";
  return Recipe{"MariaDB",
                "mysql",
                {*install, "--no-defaults", data, apart, "--skip-test-db", "--auth-root-authentication-method=normal",
                 "--skip-name-resolve"},
                {*server, "--no-defaults", data, apart, "--socket=" + socket, "--pid-file=" + (folder / "pid").string(),
                 "--skip-networking", "--character-set-server=utf8mb4"},
                socket_url(Engine::mariadb, "root", "mysql", "socket", socket)};
}

std::optional<Recipe> mysql_recipe(const fs::path& folder) {
  const auto server = find_program("mysqld", program_folders());
  std::error_code ignored;
  // where MariaDB is installed, the name is a link to its own server
  if (!server || fs::canonical(*server, ignored).filename() == "mariadbd") return std::nullopt;
  const std::string data = "--datadir=" + (folder / "data").string();
  const std::string apart = own_temporary_files(folder);
  const std::string socket = folder / "s";
  return Recipe{"MySQL",
                "mysql",
                {*server, "--no-defaults", "--initialize-insecure", data},
                {*server, "--no-defaults", data, apart, "--socket=" + socket, "--pid-file=" + (folder / "pid").string(),
                 "--skip-networking", "--skip-log-bin", "--mysqlx=OFF"},
                socket_url(Engine::mysql, "root", "mysql", "socket", socket)};
}

std::optional<Recipe> recipe_for(DialectId dialect, const fs::path& folder) {
  switch (dialect) {
    case DialectId::postgres:
      return postgres_recipe(folder);
    case DialectId::mariadb:
      return mariadb_recipe(folder);
    case DialectId::mysql:
      return mysql_recipe(folder);
    case DialectId::sqlite:
      break;
  }
  return std::nullopt;
}

/// Starts the command, its output going to `log`; as root, under `user`.
pid_t launch(const Command& command, const char* user, const fs::path& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const passwd* account = ::geteuid() == 0 ? ::getpwnam(user) : nullptr;
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (account && (::initgroups(account->pw_name, account->pw_gid) != 0 || ::setgid(account->pw_gid) != 0 ||
                  ::setuid(account->pw_uid) != 0))
    ::_exit(126);
  // it ends with us, however we end; set after setuid(), which clears it
  if (::prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0 || ::getppid() != parent) ::_exit(126);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  const int in = ::open("/dev/null", O_RDONLY);
  if (::chdir("/") != 0 || in < 0 || out < 0) ::_exit(126);
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(out, 2);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

/// Removes `folder` once this process is gone, however it ends: nothing of ours runs after SIGKILL. The shell waits for
/// the end of a pipe, whose other end, `alive`, only this process holds.
pid_t start_janitor(const fs::path& folder, int& alive) {
  constexpr const char* script =
      "read none; tries=0; until rm -rf -- \"$0\" || [ $tries = 100 ]; do tries=$((tries + 1)); sleep 0.1; done";
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::setsid();  // Ctrl-C is not for it
    ::dup2(ends[0], 0);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::execl("/bin/sh", "sh", "-c", script, folder.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[0]);
  alive = ends[1];
  return child;
}

bool give_to(const char* user, const fs::path& folder) {
  if (::geteuid() != 0) return true;
  const passwd* account = ::getpwnam(user);
  return account && ::chown(folder.c_str(), account->pw_uid, account->pw_gid) == 0;
}

bool is_gone(pid_t process) {
  int status = 0;
  return ::waitpid(process, &status, WNOHANG) == process;
}

bool succeeds(pid_t process) {
  int status = 1;
  return process > 0 && ::waitpid(process, &status, 0) == process && status == 0;
}

/// SIGQUIT is the quickest stop that still ends PostgreSQL's children.
void stop(pid_t process) {
  ::kill(process, SIGQUIT);
  const auto give_up = std::chrono::steady_clock::now() + kStopTimeout;
  while (!is_gone(process)) {
    if (std::chrono::steady_clock::now() > give_up) {
      ::kill(process, SIGKILL);
      (void)succeeds(process);
      return;
    }
    std::this_thread::sleep_for(kPause);
  }
}

std::string last_line(const fs::path& log) {
  std::string line, last;
  if (std::FILE* file = std::fopen(log.c_str(), "r")) {
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), file)) line = buffer.data(), last = line.size() > 1 ? line : last;
    std::fclose(file);
  }
  while (!last.empty() && last.back() == '\n') last.pop_back();
  return last;
}

diag::Diagnostic not_here(DialectId dialect, const std::string& why) {
  return diag::make(diag::Code::SC4021, to_string(dialect), why)
      .with_help("install the server, or name one with --dev-url");
}

}  // namespace

Result<ThrowawayServer> ThrowawayServer::start(DialectId dialect) {
  ThrowawayServer server;
  std::string pattern = fs::temp_directory_path() / "schemac.XXXXXX";
  if (!::mkdtemp(pattern.data())) return failure(diag::Code::SC4004, pattern, "a temporary folder cannot be made");
  server.folder_ = pattern;
  server.janitor_ = start_janitor(server.folder_, server.alive_);
  const fs::path log = server.folder_ / "log";
  const auto recipe = recipe_for(dialect, server.folder_);
  if (!recipe) return failure(not_here(dialect, "it is not installed"));
  if (!give_to(recipe->user, server.folder_))
    return failure(not_here(dialect, fmt::format("root may not run it, and there is no user '{}'", recipe->user)));
  if (!succeeds(launch(recipe->initialise, recipe->user, log))) return failure(not_here(dialect, last_line(log)));
  server.process_ = launch(recipe->serve, recipe->user, log);
  server.url_ = recipe->url;
  const auto give_up = std::chrono::steady_clock::now() + kStartTimeout;
  while (!open(server.url_)) {
    if (is_gone(server.process_)) server.process_ = -1;
    if (server.process_ < 0 || std::chrono::steady_clock::now() > give_up)
      return failure(not_here(dialect, last_line(log)));
    std::this_thread::sleep_for(kPause);
  }
  return server;
}

ThrowawayServer::ThrowawayServer(ThrowawayServer&& other) noexcept
    : folder_(std::exchange(other.folder_, {})),
      process_(std::exchange(other.process_, -1)),
      janitor_(std::exchange(other.janitor_, -1)),
      alive_(std::exchange(other.alive_, -1)),
      url_(std::move(other.url_)) {}

ThrowawayServer::~ThrowawayServer() {
  if (process_ > 0) stop(process_);
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
  if (alive_ >= 0) ::close(alive_);
  if (janitor_ > 0) (void)succeeds(janitor_);
}

}  // namespace schemac::engine
