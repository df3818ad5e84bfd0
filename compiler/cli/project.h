// A project: the folder with schemac.toml, its schema files, its dialects and its environments.
#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "cli/memory.h"
#include "cli/session.h"
#include "engine/connection.h"
#include "sema/sema.h"
#include "store/migrations.h"

namespace schemac::cli {

struct Environment {
  std::string url;            // with ${VAR} filled in
  bool consent_each = false;  // consent = "each": --accept all is refused, recorded consent does not count
};

/// The table [generate] of schemac.toml.
struct GenerateSettings {
  std::filesystem::path out;  // the folder for generated files, "generated"
  std::string cpp_namespace;  // "model"
  std::string title;          // of the OpenAPI documents; the folder's name
};

struct Project {
  std::filesystem::path root;
  std::vector<DialectId> dialects;
  std::filesystem::path migrations;
  std::vector<std::string> schema_paths;  // files and folders
  std::map<std::string, Environment> environments;
  GenerateSettings generate;

  /// Reads schemac.toml in `root`, or, where that is ".", in the nearest folder above that has one; SC4010 where there
  /// is none, SC4011 where it is wrong.
  static Result<Project> load(const std::filesystem::path& root);

  /// The URL to work on: --url, else that of the environment. SC4012 where neither is there.
  Result<Environment> environment(const Session& session) const;
};

/// --env, else SCHEMAC_ENV, else "dev".
std::string environment_name(const Session& session);

/// Every .schema file of `paths`; a folder stands for those in it and below. SC4002 for what is not there.
Result<std::vector<std::string>> schema_files(const std::vector<std::string>& paths);

/// Where `import std.x` looks: SCHEMAC_STDLIB, else the installed one, else that of the source tree.
std::string stdlib_folder();

/// Reads and checks the files, also for each of `dialects`; warnings are printed. `memory` notes what was read.
Result<sema::Schema> load_schema(Session& session, const std::vector<std::string>& paths,
                                 const std::vector<DialectId>& dialects, Memory* memory = nullptr);

/// Connects to `url`; SC4013 where it is no database URL.
Result<std::unique_ptr<engine::Connection>> connect(const std::string& url, bool create);

DialectId dialect_of(Engine engine);

}  // namespace schemac::cli
