// What every part of the analysis works on.
#pragma once

#include "diag/diagnostic.h"
#include "sema/sema.h"
#include "sema/symbols.h"

namespace schemac::sema {

struct Analysis {
  const Input& input;
  const Symbols& symbols;
  Schema& schema;
  diag::Diagnostics& diagnostics;

  diag::Diagnostic& report(diag::Diagnostic diagnostic) const {
    diagnostics.push_back(std::move(diagnostic));
    return diagnostics.back();
  }
  void renamed(catalog::Rename rename, diag::Span old_name) const {
    schema.renames.push_back(std::move(rename));
    schema.rename_places.push_back(old_name);
  }
  /// Of what is no mistake on the engines `taken_by`.
  void report_unless(std::vector<DialectId> taken_by, diag::Diagnostic diagnostic) const {
    schema.limited.push_back({std::move(diagnostic), std::move(taken_by)});
  }
};

}  // namespace schemac::sema
