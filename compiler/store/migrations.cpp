#include "store/migrations.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "catalog/json.h"
#include "store/files.h"
#include "store/migration_json.h"
#include "store/snapshot.h"

namespace schemac::store {

namespace fs = std::filesystem;

std::vector<DialectId> Migration::dialects() const {
  std::vector<DialectId> out;
  for (const auto& [dialect, scripts] : scripts) out.push_back(dialect);
  return out;
}

std::string quarantine_tag(const std::string& id) { return sha256(id).substr(0, 6); }

std::string checksum(const Migration& migration, DialectId dialect) {
  const auto found = migration.scripts.find(dialect);
  return found == migration.scripts.end() ? "" : sha256(found->second.up + '\0' + found->second.down);
}

namespace {

std::string script_name(const char* direction, DialectId dialect) {
  return std::string(direction) + "." + std::string(to_string(dialect)) + ".sql";
}

/// A file that a checkout gave CR LF, as git does on Windows, as it was written.
std::string with_own_line_ends(std::string text) {
  if (text.find('\r') == text.npos) return text;
  const auto ends = std::count(text.begin(), text.end(), '\n');
  std::string plain = text::replace_all(text, "\r\n", "\n");
  const auto changed = static_cast<std::ptrdiff_t>(text.size() - plain.size());
  return changed == ends ? plain : text;
}

Result<Migration> load_one(const fs::path& folder) {
  auto text = read_file(folder / "migration.json");
  if (!text) return failure(std::move(text.error()));
  *text = with_own_line_ends(std::move(*text));
  std::vector<DialectId> dialects;
  const std::string hash = sha256(*text);
  auto migration = migration_from_json(std::move(*text), dialects);
  if (!migration) return failure(diag::Code::SC7003, folder.filename().string(), migration.error().front().message);
  migration->id = folder.filename().string();
  migration->hash = hash;
  // those of a dialect that was configured later came when it was, and stand in no migration.json
  for (const DialectId later : kAllDialects) {
    const auto there = is_there(folder / script_name("up", later));
    if (!there) return failure(there.error());
    if (*there && std::find(dialects.begin(), dialects.end(), later) == dialects.end()) dialects.push_back(later);
  }
  for (const DialectId dialect : dialects) {
    auto up = read_file(folder / script_name("up", dialect));
    auto down = read_file(folder / script_name("down", dialect));
    if (!up) return failure(std::move(up.error()));
    if (!down) return failure(std::move(down.error()));
    migration->scripts[dialect] = {with_own_line_ends(std::move(*up)), with_own_line_ends(std::move(*down))};
  }
  return migration;
}

/// Parents first; a parent that is not there is an error.
Result<std::vector<Migration>> in_order(std::vector<Migration> loaded) {
  std::map<std::string, std::size_t> by_hash;
  for (std::size_t i = 0; i < loaded.size(); ++i) by_hash[loaded[i].hash] = i;
  std::vector<std::size_t> order;
  std::set<std::size_t> seen;
  std::optional<diag::Diagnostic> problem;
  const std::function<void(std::size_t)> visit = [&](std::size_t at) {
    if (!seen.insert(at).second) return;
    for (const std::string& parent : loaded[at].parents) {
      const auto found = by_hash.find(parent);
      if (found != by_hash.end())
        visit(found->second);
      else if (!problem)
        problem = diag::make(diag::Code::SC7004, loaded[at].id, parent.substr(0, 12));
    }
    order.push_back(at);
  };
  for (std::size_t i = 0; i < loaded.size(); ++i) visit(i);
  if (problem)
    return failure(std::move(*problem).with_help(
        "the migration it follows on is missing, or its migration.json was edited; restore it from version control"));
  std::vector<Migration> out;
  for (const std::size_t at : order) out.push_back(std::move(loaded[at]));
  return out;
}

}  // namespace

Result<Migrations> Migrations::load(const fs::path& folder) {
  Migrations out;
  out.folder_ = folder;
  const auto any = is_there(folder);
  if (!any) return failure(any.error());
  if (!*any) return out;
  std::error_code failed;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    std::error_code broken_link;
    if (!entry.is_directory(broken_link)) continue;
    const auto there = is_there(entry.path() / "migration.json");
    if (!there) return failure(there.error());
    if (*there) folders.push_back(entry.path());
  }
  if (failed) return failure(diag::Code::SC4003, folder.string(), failed.message());
  std::sort(folders.begin(), folders.end());
  std::vector<Migration> loaded;
  for (const fs::path& path : folders) {
    auto one = load_one(path);
    if (!one) return failure(std::move(one.error()));
    loaded.push_back(std::move(*one));
  }
  auto ordered = in_order(std::move(loaded));
  if (!ordered) return failure(std::move(ordered.error()));
  out.all_ = std::move(*ordered);
  return out;
}

namespace {

constexpr std::size_t kShortestHash = 8;  // fewer digits are meant as the beginning of a time

}  // namespace

const Migration* Migrations::find(std::string_view id) const {
  const Migration* found = nullptr;
  for (const Migration& migration : all_) {
    if (migration.id == id) return &migration;
    if (!id.empty() && migration.id.starts_with(id)) {
      if (found) return nullptr;  // a prefix of two names neither
      found = &migration;
    }
  }
  if (found || id.size() < kShortestHash) return found;
  for (const Migration& migration : all_) {  // `history` prints the beginning of the hash, too
    if (!migration.hash.starts_with(id)) continue;
    if (found) return nullptr;
    found = &migration;
  }
  return found;
}

Result<const Migration*> Migrations::named(std::string_view id) const {
  if (const Migration* found = find(id)) return found;
  auto problem = diag::make(diag::Code::SC7005, id, folder_.lexically_normal().string());
  std::vector<std::string> near;
  for (const Migration& migration : all_)
    if (!id.empty() && migration.id.starts_with(id)) near.push_back(migration.id);
  if (!near.empty()) problem.with_help("more than one begins so: " + text::join(near, ", "));
  return failure(std::move(problem));
}

bool Migrations::mention(std::string_view word) const {
  for (const Migration& migration : all_)
    for (const auto& [dialect, script] : migration.scripts)
      if (script.up.find(word) != std::string::npos || script.down.find(word) != std::string::npos) return true;
  return false;
}

std::vector<const Migration*> Migrations::heads() const {
  std::set<std::string> parents;
  for (const Migration& migration : all_) parents.insert(migration.parents.begin(), migration.parents.end());
  std::vector<const Migration*> out;
  for (const Migration& migration : all_)
    if (!parents.contains(migration.hash)) out.push_back(&migration);
  return out;
}

Result<const Migration*> Migrations::head() const {
  const auto all = heads();
  if (all.size() <= 1) return all.empty() ? nullptr : all.front();
  std::vector<std::string> ids;
  for (const Migration* one : all) ids.push_back(one->id);
  return failure(diag::make(diag::Code::SC7025, text::join(ids, ", ")).with_help("join them with 'schemac merge'"));
}

Result<catalog::Catalog> Migrations::fold(std::string_view id) const {
  std::set<std::string> wanted;
  if (id.empty()) {
    for (const Migration& migration : all_) wanted.insert(migration.hash);
    return fold(wanted);
  }
  const auto last = named(id);
  if (!last) return failure(last.error());
  wanted.insert((*last)->hash);
  for (auto migration = all_.rbegin(); migration != all_.rend(); ++migration)
    if (wanted.contains(migration->hash)) wanted.insert(migration->parents.begin(), migration->parents.end());
  return fold(wanted);
}

Result<catalog::Catalog> Migrations::fold(const std::set<std::string>& hashes) const {
  catalog::Catalog out;
  for (const Migration& migration : all_) {
    if (!hashes.contains(migration.hash)) continue;
    auto steps = changes(migration);
    if (!steps) return failure(std::move(steps.error()));
    for (const catalog::Change& change : *steps)
      if (auto done = catalog::apply_change(change, out); !done) return failure(std::move(done.error()));
  }
  out.canonicalise();
  return out;
}

Result<catalog::ChangeSet> Migrations::changes(const Migration& migration) const {
  auto text = read_file(folder_ / migration.id / "migration.json");
  if (!text) return failure(std::move(text.error()));
  auto changes = changes_from_migration_json(std::move(*text));
  if (!changes) return failure(diag::Code::SC7003, migration.id, changes.error().front().message);
  return changes;
}

Result<std::string> Migrations::snapshot_json() const {
  std::error_code ignored;
  const fs::path path = folder_ / "snapshot.json";
  if (!fs::exists(path, ignored)) return "{}";
  auto text = read_file(path);
  if (!text) return failure(std::move(text.error()));
  auto json = catalog_json_of(std::move(*text));
  if (json) return json;
  diag::Diagnostic problem = std::move(json.error().front());
  if (const auto again = read_file(path); again && again->find("<<<<<<<") != again->npos)
    problem.with_help("two branches have planned: 'schemac merge' joins them, and writes the snapshot anew");
  else if (problem.help.empty())
    problem.with_help("write it anew from the migrations: schemac repair --snapshot");
  return failure(std::move(problem));
}

Result<catalog::Catalog> Migrations::snapshot() const {
  auto json = snapshot_json();
  if (!json) return failure(std::move(json.error()));
  auto catalog = catalog::catalog_from_json(*json);
  if (!catalog) catalog.error().front().help = "write it anew from the migrations: schemac repair --snapshot";
  return catalog;
}

Result<void> Migrations::write(const Migration& migration, const catalog::ChangeSet& changes,
                               const std::string& snapshot) const {
  auto done = write_folder(migration, changes);
  if (done) done = write_snapshot(snapshot);
  std::error_code ignored;
  if (!done) fs::remove_all(folder_ / migration.id, ignored);  // half of a migration is none
  return done;
}

Result<void> Migrations::write_folder(const Migration& migration, const catalog::ChangeSet& changes) const {
  const fs::path folder = folder_ / migration.id;
  for (const auto& [dialect, scripts] : migration.scripts) {
    if (auto done = write_file(folder / script_name("up", dialect), scripts.up); !done) return done;
    if (auto done = write_file(folder / script_name("down", dialect), scripts.down); !done) return done;
  }
  return write_file(folder / "migration.json", migration_to_json(migration, changes));
}

Result<void> Migrations::add_scripts(const Migration& migration, DialectId dialect, const ScriptPair& scripts) const {
  const fs::path up = folder_ / migration.id / script_name("up", dialect);
  const fs::path down = folder_ / migration.id / script_name("down", dialect);
  if (auto done = write_file(up, scripts.up); !done) return done;
  auto done = write_file(down, scripts.down);
  std::error_code ignored;
  if (!done) fs::remove(up, ignored);  // half of a pair is none
  return done;
}

Result<void> Migrations::write_snapshot(const std::string& catalog_json) const {
  return write_file(folder_ / "snapshot.json", snapshot_of(catalog_json));
}

namespace {

std::string slug(std::string_view message) {
  std::string out;
  for (const char c : text::to_lower(message)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  out = std::string(text::truncated(out, 60));
  return out.empty() ? "migration" : out;
}

std::string timestamp(std::int64_t utc_seconds) {
  const std::time_t time = utc_seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%S", &parts);
  return text;
}

}  // namespace

std::string new_id(const Migrations& migrations, std::int64_t utc_seconds, std::string_view message) {
  const auto taken = [&](const std::string& stamp) {
    return std::any_of(migrations.all().begin(), migrations.all().end(),
                       [&](const Migration& m) { return m.id.substr(0, stamp.size()) >= stamp; });
  };
  std::set<std::string> tags;
  for (const Migration& migration : migrations.all()) tags.insert(quarantine_tag(migration.id));
  const std::string name = "_" + slug(message);
  std::string stamp = timestamp(utc_seconds);
  for (std::int64_t later = 1; (taken(stamp) || tags.contains(quarantine_tag(stamp + name))) && later < 100'000;
       ++later)
    stamp = timestamp(utc_seconds + later);
  return stamp + name;
}

std::int64_t planning_time() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  return fixed ? std::strtoll(fixed, nullptr, 10) : utc_now();
}

std::int64_t utc_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace schemac::store
