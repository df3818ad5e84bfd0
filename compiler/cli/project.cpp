#include "cli/project.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "dialect/dialects.h"
#include "schemac/base/dotenv.h"
#include "store/files.h"

namespace schemac::cli {

namespace fs = std::filesystem;

namespace {

using Variables = std::map<std::string, std::string>;

Variables dotenv(const fs::path& root) {
  std::error_code ignored;
  if (!fs::exists(root / ".env", ignored)) return {};
  std::string error;
  return parse_dotenv(store::read_file(root / ".env").value_or(""), error);
}

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

}  // namespace

Result<Project> Project::load(const fs::path& root) {
  const fs::path file = root / "schemac.toml";
  std::error_code ignored;
  if (!fs::exists(file, ignored))
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
  out.config_text = *text;
  for (const auto& [key, value] : config) {
    const std::string_view name = key.str();
    if (name != "dialects" && name != "migrations" && name != "schema" && name != "env" && name != "generate")
      return bad_config(file, fmt::format("unknown key '{}'", name));
  }
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
  out.migrations = root / config["migrations"].value_or<std::string>("migrations");
  const auto generate = config["generate"];
  out.generate.out = root / generate["out"].value_or<std::string>("generated");
  out.generate.cpp_namespace = generate["namespace"].value_or<std::string>("model");
  out.generate.title = generate["title"].value_or(fs::absolute(root).lexically_normal().filename().string());
  const Variables variables = dotenv(root);
  if (const auto* environments = config["env"].as_table())
    for (const auto& [name, value] : *environments) {
      const auto* table = value.as_table();
      if (!table) return bad_config(file, fmt::format("[env.{}] is to be a table", name.str()));
      Environment environment;
      environment.url = anchored(filled_in((*table)["url"].value_or<std::string>(""), variables), root);
      environment.consent_each = (*table)["consent"].value_or<std::string>("") == "each";
      out.environments[std::string(name.str())] = environment;
    }
  return out;
}

Result<Environment> Project::environment(const Session& session) const {
  if (!session.url.empty()) return Environment{session.url, false};
  const char* chosen = std::getenv("SCHEMAC_ENV");
  const std::string name = !session.env.empty() ? session.env : chosen ? chosen : "dev";
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
    std::error_code failed;
    if (!fs::exists(path, failed)) return failure(diag::Code::SC4002, path);
    if (!fs::is_directory(path, failed)) {
      out.push_back(path);
      continue;
    }
    auto entry = fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, failed);
    for (; entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
      const std::string name = entry->path().filename().string();
      if (entry->is_directory(failed) && (name.starts_with(".") || name == "node_modules" || name == "build"))
        entry.disable_recursion_pending();
      else if (entry->path().extension() == ".schema")
        out.push_back(entry->path().lexically_normal().string());
    }
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
  const auto read = [memory](const std::string& path) -> std::optional<std::string> {
    auto text = store::read_file(path);
    if (!text) return std::nullopt;
    if (memory) memory->note(path, *text);
    return std::move(*text);
  };
  sema::Schema schema = sema::analyse({*files, stdlib_folder(), read}, session.sources, diagnostics);
  sema::report_limits(schema, dialects, diagnostics);
  if (!diag::has_errors(diagnostics))
    for (const DialectId id : dialects) {
      diag::Diagnostics problems;
      (void)dialect::get(id).lower(schema.catalog, problems);
      locate(problems, schema);
      diagnostics.insert(diagnostics.end(), problems.begin(), problems.end());
    }
  if (diag::has_errors(diagnostics)) return failure(std::move(diagnostics));
  if (memory && !diagnostics.empty()) memory->forget();  // a warning is to be heard every time
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
  if (!parsed) return failure(diag::Code::SC4013, error);
  engine::OpenOptions options;
  options.create = create;
  return engine::open(*parsed, options);
}

}  // namespace schemac::cli
