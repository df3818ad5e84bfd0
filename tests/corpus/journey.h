// What a case goes through: an outsider adopts a database, changes its schema, applies, and goes back. The engine's own
// dump, in the normal form, is the judge at each stop.
#pragma once

#include <map>
#include <string>

#include "corpus/cases.h"

namespace schemac::corpus {

enum class Verdict { passed, refused, failed, unloadable };

struct Outcome {
  Verdict verdict = Verdict::passed;
  std::string stage;                   // where it ended: "plan", "dump after apply" …
  std::string reason;                  // of a refusal the code; of a failure the first lines that tell
  int rows = 0;                        // that were put into the tables
  std::map<std::string, int> raw_sql;  // in what inspect writes of the target: how many of each kind

  /// As known.txt has it; empty where it passed.
  std::string summary() const;
};

/// The ways of which each is a journey of its own.
enum class Way {
  migrate,  // inspect, baseline, plan, apply, plan again, rollback
  create,   // what inspect writes of the target, made in an empty database by the engine's own client
  diff,     // `diff --from DATABASE --to SCHEMA --format sql`, run by the engine's own client
  between,  // the same, where the target is the other database itself
  offline,  // what import writes of a file without a server, made in an empty database (PostgreSQL)
};

struct Settings {
  std::string schemac;  // the program
  bool keep = false;    // leave the projects where they were made, and say where
};

Outcome travel(const Case& of, Way way, const Settings& settings);

}  // namespace schemac::corpus
