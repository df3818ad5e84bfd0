#include "corpus/cases.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace schemac::corpus {

namespace fs = std::filesystem;

namespace {

nlohmann::json read_json(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return nlohmann::json::parse(in);
}

/// MariaDB is what the MySQL pairs were validated on; what it refuses stands apart.
DialectId engine_of(const std::string& folder) {
  if (folder == "mysql") return DialectId::mariadb;
  if (folder == "mysql8-only") return DialectId::mysql;
  return folder == "sqlite" ? DialectId::sqlite : DialectId::postgres;
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory()) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

void add_roles(const nlohmann::json& meta, const char* key, Case& to) {
  if (const auto found = meta.find(key); found != meta.end() && found->is_array())
    for (const auto& role : *found) to.roles.push_back(role.get<std::string>());
}

Case new_case(const std::string& folder, const std::string& suite, const std::string& name) {
  Case out;
  out.engine = engine_of(folder);
  out.group = std::string(to_string(out.engine)) + "/" + suite;
  out.name = out.group + "/" + name;
  return out;
}

Case pair_in(const fs::path& folder) {
  const nlohmann::json meta = read_json(folder / "meta.json");
  Case out =
      new_case(folder.parent_path().parent_path().filename(), folder.parent_path().filename(), folder.filename());
  out.from = folder / "from.sql";
  out.to = folder / "to.sql";
  add_roles(meta, "roles", out);
  if (const auto mode = meta.find("sql_mode"); mode != meta.end() && mode->is_string()) out.sql_mode = *mode;
  out.no_delimiter = meta.contains("no_delimiter");
  return out;
}

void add_real(const fs::path& folder, std::vector<Case>& out) {
  const nlohmann::json meta = read_json(folder / "meta.json");
  if (!meta.value("loads_clean", true)) return;
  const std::string dialect = folder.parent_path().filename();
  Case there = new_case(dialect, "real", folder.filename().string() + "__made");
  add_roles(meta, "roles_needed", there);
  there.to = folder / "schema.sql";
  Case back = there;
  back.name = there.group + "/" + folder.filename().string() + "__removed";
  std::swap(back.from, back.to);
  out.push_back(std::move(there));
  out.push_back(std::move(back));
}

}  // namespace

std::vector<Case> cases_in(const fs::path& folder) {
  if (!fs::is_directory(folder / "pairs") || !fs::is_directory(folder / "real"))
    throw std::runtime_error(folder.string() + " is no corpora folder: it has no pairs/ and real/");
  std::vector<Case> out;
  for (const char* dialect : {"postgres", "mysql", "mysql8-only", "sqlite"})
    for (const fs::path& suite : folders_in(folder / "pairs" / dialect))
      for (const fs::path& pair : folders_in(suite)) out.push_back(pair_in(pair));
  for (const char* dialect : {"postgres", "mysql", "sqlite"})
    for (const fs::path& schema : folders_in(folder / "real" / dialect)) add_real(schema, out);
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return out;
}

}  // namespace schemac::corpus
