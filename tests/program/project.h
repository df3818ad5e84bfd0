// A project folder on a test database, and the program that is run in it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "support/database.h"

namespace schemac::test {

namespace fs = std::filesystem;

class Project : public EveryEngine {
 protected:
  Project() : folder_(fs::temp_directory_path() / ("project_" + database_.name())) {
    fs::create_directories(folder_);
    write("schemac.toml", fmt::format("dialects = [\"{0}\"]\nschema = \"app.schema\"\n[env.dev]\nurl = \"{1}\"\n",
                                      to_string(GetParam()), database_.url()));
  }
  ~Project() override { fs::remove_all(folder_); }

  /// What the program says, on both streams.
  std::string schemac(const std::string& arguments, int expected = 0) {
    const std::string command = fmt::format("cd '{}' && '{}' {} 2>&1", folder_.string(), SCHEMAC_BINARY, arguments);
    std::string out;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), expected) << command << "\n" << out;
    return out;
  }
  /// The schema becomes this one, by a migration of its own, after which nothing is left to do.
  void step(const std::string& message, const std::string& schema) {
    write("app.schema", schema);
    schemac("plan -m " + message + " --accept all");
    schemac("apply");
    schemac("verify");
    EXPECT_NE(schemac("plan -m again").find("nothing to plan"), std::string::npos);
  }
  std::string value(const std::string& sql) { return must(database_.connect()->query_value(sql)).value_or("NULL"); }

  std::string read(const fs::path& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const fs::path& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  /// The script up of the migration with this message.
  fs::path up_of(const std::string& message) const {
    for (const auto& entry : fs::directory_iterator(folder_ / "migrations"))
      if (entry.path().filename().string().ends_with("_" + message))
        return entry.path() / fmt::format("up.{}.sql", to_string(GetParam()));
    throw std::runtime_error("no migration " + message);
  }

  TestDatabase database_{GetParam()};
  fs::path folder_;
};

}  // namespace schemac::test
