// What every command shares: how to print, where texts came from, how a run ends.
#pragma once

#include <string>

#include "diag/diagnostic.h"
#include "diag/render.h"

namespace schemac::cli {

struct Session {
  diag::SourceMap sources;
  diag::Format format = diag::Format::text;
  bool json = false;  // results as JSON on stdout
  std::string env;    // --env, else SCHEMAC_ENV, else "dev"
  std::string url;    // --url
  std::string project = ".";

  /// Prints to stderr; the exit code that the diagnostics mean. What is one document, json and sarif, waits for
  /// finish().
  int report(const diag::Diagnostics& diagnostics) const;
  /// Called once, when the command is done.
  void finish() const;

 private:
  mutable diag::Diagnostics held_;
};

/// Without notes and warnings.
diag::Diagnostics only_errors(diag::Diagnostics diagnostics);

/// True where `stream` (1 or 2) is a terminal and NO_COLOR is not set.
bool wants_colour(int stream);

}  // namespace schemac::cli
