#include "cli/project.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>

#include "base/text.h"
#include "dialect/dialects.h"
#include "schemac/base/dotenv.h"
#include "store/files.h"

namespace schemac::cli {

namespace fs = std::filesystem;

namespace {

using Variables = std::map<std::string, std::string>;

std::optional<std::string> variable(const std::string& name, const Variables& dotenv) {
  if (const char* value = std::getenv(name.c_str())) return value;
  const auto found = dotenv.find(name);
  if (found == dotenv.end()) return std::nullopt;
  return found->second;
}

/// `${NAME}` filled in; empty where a variable is set nowhere, which matters only once the value is wanted.
std::string filled_in(const std::string& text, const Variables& dotenv) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto close = text.find('}', at);
    if (text.compare(at, 2, "${") != 0 || close == text.npos) {
      out += text[at++];
      continue;
    }
    const auto value = variable(text.substr(at + 2, close - at - 2), dotenv);
    if (!value) return {};
    out += *value;
    at = close + 1;
  }
  return out;
}

/// A relative SQLite file lies beside schemac.toml, wherever schemac is run from.
std::string anchored(const std::string& url, const fs::path& root) {
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme) || root == ".") return url;
  const std::string file = url.substr(scheme.size());
  if (file.starts_with("/") || file.starts_with(":")) return url;
  return std::string(scheme) + (root / file).string();
}

tl::unexpected<diag::Diagnostics> bad_config(const fs::path& file, const std::string& why) {
  return failure(diag::Code::SC4011, file.string(), why);
}

Result<Variables> dotenv(const fs::path& root) {
  const fs::path file = root / ".env";
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return Variables{};
  const auto text = store::read_file(file);
  if (!text) return failure(text.error());
  std::string error;
  Variables out = parse_dotenv(*text, error);
  if (!error.empty()) return bad_config(file, error);
  return out;
}

/// What `key` says, `otherwise` where it is not there; `of` names the table in an error: "[env.dev] ".
Result<std::string> text_in(const toml::table& table, const char* key, const std::string& otherwise,
                            const std::string& of, const fs::path& file) {
  const auto* found = table.get(key);
  if (!found) return otherwise;
  if (const auto text = found->value_exact<std::string>()) return *text;
  return bad_config(file, fmt::format("{}'{}' is to be a text in quotes", of, key));
}

/// SC4011 for a key that is none of `known`: a misspelt one would count for nothing.
Result<void> only(const toml::table& table, std::initializer_list<std::string_view> known, const std::string& of,
                  const fs::path& file) {
  for (const auto& [key, value] : table)
    if (std::find(known.begin(), known.end(), key.str()) == known.end())
      return bad_config(file, fmt::format("{}unknown key '{}'", of, key.str()));
  return {};
}

/// The table `name`, empty where it is not there.
Result<toml::table> table_in(const toml::table& config, const char* name, const fs::path& file) {
  const auto* found = config.get(name);
  if (!found) return toml::table{};
  if (const auto* table = found->as_table()) return *table;
  return bad_config(file, fmt::format("'{}' is to be a table: [{}]", name, name));
}

Result<Environment> environment_in(const toml::table& table, const std::string& name, const fs::path& root,
                                   const Variables& variables) {
  const fs::path file = root / "schemac.toml";
  const std::string of = fmt::format("[env.{}] ", name);
  if (auto known = only(table, {"url", "consent"}, of, file); !known) return failure(std::move(known.error()));
  auto url = text_in(table, "url", "", of, file);
  if (!url) return failure(std::move(url.error()));
  auto consent = text_in(table, "consent", "", of, file);
  if (!consent) return failure(std::move(consent.error()));
  if (!consent->empty() && *consent != "each") return bad_config(file, of + "'consent' can be \"each\"");
  return Environment{anchored(filled_in(*url, variables), root), *consent == "each"};
}

Result<GenerateSettings> generate_in(const toml::table& table, const fs::path& root) {
  const fs::path file = root / "schemac.toml";
  const std::string of = "[generate] ";
  if (auto known = only(table, {"out", "namespace", "title"}, of, file); !known)
    return failure(std::move(known.error()));
  auto out = text_in(table, "out", "generated", of, file);
  if (!out) return failure(std::move(out.error()));
  auto cpp_namespace = text_in(table, "namespace", "model", of, file);
  if (!cpp_namespace) return failure(std::move(cpp_namespace.error()));
  auto title = text_in(table, "title", fs::weakly_canonical(fs::absolute(root)).filename().string(), of, file);
  if (!title) return failure(std::move(title.error()));
  return GenerateSettings{root / *out, *cpp_namespace, *title};
}

Result<std::vector<std::string>> strings(const toml::table& table, const char* key, const fs::path& file) {
  std::vector<std::string> out;
  const auto* found = table.get(key);
  if (!found) return out;
  if (const auto one = found->value<std::string>()) return std::vector<std::string>{*one};
  const auto* list = found->as_array();
  if (!list) return bad_config(file, fmt::format("'{}' is to be a list of strings", key));
  for (const auto& element : *list) {
    const auto text = element.value<std::string>();
    if (!text) return bad_config(file, fmt::format("'{}' is to be a list of strings", key));
    out.push_back(*text);
  }
  return out;
}

/// The nearest folder, from here upwards, that is a project; "." where none is.
fs::path nearest_project() {
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  fs::path up;
  for (fs::path folder = here; !failed; folder = folder.parent_path(), up /= "..") {
    if (fs::exists(folder / "schemac.toml", failed)) return up.empty() ? fs::path(".") : up;
    if (folder == folder.parent_path()) break;
  }
  return ".";
}

}  // namespace

Result<Project> Project::load(const fs::path& given) {
  const fs::path root = given == "." ? nearest_project() : given;
  const fs::path file = root / "schemac.toml";
  const auto there = store::is_there(file);
  if (!there) return failure(there.error());
  if (!*there)
    return failure(diag::make(diag::Code::SC4010, root.string())
                       .with_help("start one with 'schemac init', or name its folder with --project"));
  auto text = store::read_file(file);
  if (!text) return failure(std::move(text.error()));
  toml::table config;
  try {
    config = toml::parse(*text, file.string());
  } catch (const toml::parse_error& e) {
    return bad_config(file, fmt::format("line {}: {}", e.source().begin.line, e.description()));
  }
  Project out;
  out.root = root;
  if (auto known = only(config, {"dialects", "migrations", "schema", "env", "generate"}, "", file); !known)
    return failure(std::move(known.error()));
  auto names = strings(config, "dialects", file);
  if (!names) return failure(std::move(names.error()));
  for (const std::string& name : *names) {
    const auto dialect = parse_dialect(name);
    if (!dialect)
      return bad_config(file,
                        fmt::format("'{}' is not a dialect; there are postgres, mysql, mariadb and sqlite", name));
    out.dialects.push_back(*dialect);
  }
  if (out.dialects.empty()) out.dialects = {DialectId::sqlite};
  auto paths = strings(config, "schema", file);
  if (!paths) return failure(std::move(paths.error()));
  if (paths->empty()) paths->push_back(".");
  for (const std::string& path : *paths) out.schema_paths.push_back(root == "." ? path : (root / path).string());
  auto migrations = text_in(config, "migrations", "migrations", "", file);
  if (!migrations) return failure(std::move(migrations.error()));
  out.migrations = root / *migrations;
  const auto generated = table_in(config, "generate", file);
  if (!generated) return failure(generated.error());
  auto generate = generate_in(*generated, root);
  if (!generate) return failure(std::move(generate.error()));
  out.generate = std::move(*generate);
  const auto variables = dotenv(root);
  if (!variables) return failure(variables.error());
  const auto environments = table_in(config, "env", file);
  if (!environments) return failure(environments.error());
  for (const auto& [key, value] : *environments) {
    const std::string name(key.str());
    const auto* table = value.as_table();
    if (!table) return bad_config(file, fmt::format("[env.{}] is to be a table", name));
    auto environment = environment_in(*table, name, root, *variables);
    if (!environment) return failure(std::move(environment.error()));
    out.environments.emplace(name, std::move(*environment));
  }
  return out;
}

std::string environment_name(const Session& session) {
  if (!session.env.empty()) return session.env;
  const char* chosen = std::getenv("SCHEMAC_ENV");
  return chosen && *chosen ? chosen : "dev";
}

namespace {

bool is_this_machine(const std::string& host) {
  return host.empty() || host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// The folder or file of a socket; empty where the URL leads over the network.
std::string socket_of(const DatabaseUrl& url) {
  const auto found = url.options.find(url.engine == Engine::postgres ? "host" : "socket");
  return found == url.options.end() ? "" : found->second;
}

bool same_server(const DatabaseUrl& a, const DatabaseUrl& b) {
  const auto port = [](const DatabaseUrl& url) {
    return url.port.value_or(url.engine == Engine::postgres ? 5432 : 3306);
  };
  const std::string one = socket_of(a), other = socket_of(b);
  if (!one.empty() && !other.empty()) return one == other && port(a) == port(b);
  const bool here = (!one.empty() || is_this_machine(a.host)) && (!other.empty() || is_this_machine(b.host));
  if (here && (!one.empty() || !other.empty())) return true;  // which socket its server listens on is not known
  return port(a) == port(b) && (here || text::to_lower(a.host) == text::to_lower(b.host));
}

/// Whether two URLs may lead to one database, whoever logs in and however it is spelt.
bool same_database(const std::string& one, const std::string& other) {
  std::string ignored;
  const auto a = parse_database_url(one, ignored), b = parse_database_url(other, ignored);
  if (!a || !b) return one == other;
  const auto kind = [](Engine engine) { return engine == Engine::mariadb ? Engine::mysql : engine; };
  if (kind(a->engine) != kind(b->engine)) return false;
  if (a->engine != Engine::sqlite) return a->database == b->database && same_server(*a, *b);
  const auto place = [](const std::string& file) {
    std::error_code failed;
    const fs::path whole = fs::weakly_canonical(fs::absolute(file, failed), failed);
    return failed ? fs::path(file) : whole;
  };
  return place(a->database) == place(b->database);
}

}  // namespace

Result<Environment> Project::environment(const Session& session) const {
  if (!session.url.empty()) {
    // what an environment asks for is asked for however its database is named
    const bool each = std::any_of(environments.begin(), environments.end(), [&](const auto& known) {
      return known.second.consent_each && same_database(known.second.url, session.url);
    });
    return Environment{session.url, each};
  }
  const std::string name = environment_name(session);
  const auto found = environments.find(name);
  if (found == environments.end())
    return failure(diag::make(diag::Code::SC4012, name)
                       .with_help(fmt::format("add [env.{}] with a url to schemac.toml, or give --url", name)));
  if (found->second.url.empty())
    return failure(diag::make(diag::Code::SC4012, name)
                       .with_help("its url is empty, or names a variable that neither the environment nor .env sets"));
  return found->second;
}

Result<std::vector<std::string>> schema_files(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    const auto there = store::is_there(path);
    if (!there) return failure(there.error());
    if (!*there) return failure(diag::Code::SC4002, path);
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      out.push_back(path);
      continue;
    }
    // below, what may not be looked into is somebody else's
    if (fs::directory_iterator(path, failed); failed) return failure(diag::Code::SC4003, path, failed.message());
    auto entry = fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, failed);
    for (; entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
      const std::string name = entry->path().filename().string();
      std::error_code broken_link;
      if (entry->is_directory(broken_link)) {
        if (name.starts_with(".") || name == "node_modules" || name == "build") entry.disable_recursion_pending();
      } else if (entry->path().extension() == ".schema" && !entry->is_other(broken_link)) {  // a pipe would be awaited
        out.push_back(entry->path().lexically_normal().string());
      }
    }
    if (failed) return failure(diag::Code::SC4003, path, failed.message());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string stdlib_folder() {
  if (const char* chosen = std::getenv("SCHEMAC_STDLIB")) return chosen;
  std::error_code ignored;
  const fs::path beside = fs::read_symlink("/proc/self/exe", ignored).parent_path() / "../share/schemac/stdlib";
  if (fs::exists(beside, ignored)) return beside.lexically_normal().string();
  return fs::exists(SCHEMAC_STDLIB_INSTALLED, ignored) ? SCHEMAC_STDLIB_INSTALLED : SCHEMAC_STDLIB_SOURCE;
}

namespace {

/// Gives what is known by name only the place that it was declared at, or else that of its table.
void locate(diag::Diagnostics& diagnostics, const sema::Schema& schema) {
  for (diag::Diagnostic& d : diagnostics) {
    if (!d.labels.empty()) continue;
    for (std::string name = d.subject; !name.empty();) {
      if (const auto found = schema.origins.find(name); found != schema.origins.end()) {
        d.at(found->second);
        break;
      }
      const auto dot = name.rfind('.');
      name.resize(dot == name.npos ? 0 : dot);
    }
  }
}

}  // namespace

Result<sema::Schema> load_schema(Session& session, const std::vector<std::string>& paths,
                                 const std::vector<DialectId>& dialects, Memory* memory) {
  auto files = schema_files(paths);
  if (!files) return failure(std::move(files.error()));
  diag::Diagnostics diagnostics;
  diag::Diagnostics unread;
  const auto read = [&](const std::string& path) -> std::optional<std::string> {
    auto text = store::read_file(path);
    if (!text) return unread.push_back(std::move(text.error().front())), std::nullopt;
    if (memory) memory->note(path, *text);
    return std::move(*text);
  };
  sema::Schema schema = sema::analyse({*files, stdlib_folder(), read}, session.sources, diagnostics);
  // a file that is there and cannot be read is no import to correct
  std::erase_if(unread, [](const diag::Diagnostic& d) { return d.code == diag::Code::SC4002; });
  if (!unread.empty()) return failure(std::move(unread));
  sema::report_limits(schema, dialects, diagnostics);
  if (!diag::has_errors(diagnostics))
    for (const DialectId id : dialects) {
      diag::Diagnostics problems;
      (void)dialect::get(id).lower(schema.catalog, problems);
      locate(problems, schema);
      diagnostics.insert(diagnostics.end(), problems.begin(), problems.end());
    }
  if (diag::has_errors(diagnostics)) return failure(std::move(diagnostics));
  // a warning is to be heard every time; what a `was` comes to, the migrations decide
  if (memory && (!diagnostics.empty() || !schema.renames.empty())) memory->forget();
  session.report(diagnostics);
  return schema;
}

DialectId dialect_of(Engine engine) {
  switch (engine) {
    case Engine::postgres:
      return DialectId::postgres;
    case Engine::mysql:
      return DialectId::mysql;
    case Engine::mariadb:
      return DialectId::mariadb;
    case Engine::sqlite:
      break;
  }
  return DialectId::sqlite;
}

Result<std::unique_ptr<engine::Connection>> connect(const std::string& url, bool create) {
  std::string error;
  const auto parsed = parse_database_url(url, error);
  if (!parsed) {
    auto problem = diag::make(diag::Code::SC4013, error);
    if (url.substr(0, url.find(':')).find('+') != url.npos)
      problem.with_help("leave out SQLAlchemy's driver, '+' and what follows up to '://'");
    return failure(std::move(problem));
  }
  engine::OpenOptions options;
  options.create = create;
  return engine::open(*parsed, options);
}

}  // namespace schemac::cli
