// The migrations folder: snapshot.json, and a folder for each migration, joined into a graph by parent hash.
#pragma once

#include <filesystem>
#include <map>
#include <set>

#include "store/script.h"

namespace schemac::store {

struct ScriptPair {
  std::string up, down;  // the texts of the files
};

/// All of migration.json but the changes, which may be many megabytes and which few commands look at.
struct Migration {
  std::string id;  // "20261121T093000_add_language": the folder's name
  std::string message;
  std::vector<std::string> parents;  // hashes of the migrations it follows on; none for the first
  std::vector<plan::Hazard> hazards;
  std::vector<std::string> accepted;    // codes of the hazards that were consented to
  std::string hash_before, hash_after;  // of the portable catalogs
  std::map<DialectId, ScriptPair> scripts;
  std::map<DialectId, std::string> as_planned;  // digests of the scripts as they were written; of older ones none

  std::string hash;  // of migration.json: its name in the graph; the SQL may be edited without changing it

  std::vector<DialectId> dialects() const;
};

/// What tells one migration's quarantine from another's.
std::string quarantine_tag(const std::string& id);

/// The digest of both scripts for a dialect; recorded when it is applied, so that a later edit is noticed.
std::string checksum(const Migration& migration, DialectId dialect);

class Migrations {
 public:
  /// Reads the folder; one that does not exist has no migrations. SC7003 where a migration is broken, SC7004 where one
  /// names a parent that is not there.
  static Result<Migrations> load(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  /// Parents before children; those that are not ordered by that, by id.
  const std::vector<Migration>& all() const { return all_; }
  const Migration* find(std::string_view id_or_prefix) const;
  /// SC7005 where there is none, or more than one begins so.
  Result<const Migration*> named(std::string_view id_or_prefix) const;
  /// Whether a script of any of them has `word` in it.
  bool mention(std::string_view word) const;
  /// Those that no other follows on. One, or none; two where branches were merged without `schemac merge`.
  std::vector<const Migration*> heads() const;
  /// The one head; nullptr where there is no migration, SC7025 where there are two.
  Result<const Migration*> head() const;

  /// The portable changes of one of all(), read from its file. SC7003 where there are none that can be read.
  Result<catalog::ChangeSet> changes(const Migration& migration) const;

  /// The catalog after `id` and all that it follows on; after all of them where `id` is empty. SC7005 for an unknown
  /// id.
  Result<catalog::Catalog> fold(std::string_view id = {}) const;
  /// The catalog that the migrations of these hashes make together.
  Result<catalog::Catalog> fold(const std::set<std::string>& hashes) const;

  /// The stored catalog at the head; empty where there is none.
  Result<catalog::Catalog> snapshot() const;
  /// Its canonical JSON, of which only the bytes were looked at; "{}" where nothing is stored.
  Result<std::string> snapshot_json() const;

  /// Writes the migration's folder and the snapshot that follows from it, a catalog as canonical JSON; both, or
  /// neither.
  Result<void> write(const Migration& migration, const catalog::ChangeSet& changes, const std::string& snapshot) const;

  /// Writes scripts for a dialect that `migration` was not planned for. Its migration.json, whose digest is its name in
  /// the graph, and the scripts of other dialects stay as they are.
  Result<void> add_scripts(const Migration& migration, DialectId dialect, const ScriptPair& scripts) const;

  Result<void> write_snapshot(const std::string& catalog_json) const;

 private:
  Result<void> write_folder(const Migration& migration, const catalog::ChangeSet& changes) const;

  std::filesystem::path folder_;
  std::vector<Migration> all_;
};

/// An id for a new migration at `utc_seconds`: later than each that is there, and with a quarantine tag of its own.
std::string new_id(const Migrations& migrations, std::int64_t utc_seconds, std::string_view message);

/// Now, in seconds since 1970 UTC: what the history is written with, and what tells the age of what lies in quarantine.
std::int64_t utc_now();

/// When a migration is planned, which names it: SOURCE_DATE_EPOCH where it is set, as for a build that can be repeated.
std::int64_t planning_time();

}  // namespace schemac::store
