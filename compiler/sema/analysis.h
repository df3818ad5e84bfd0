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
};

}  // namespace schemac::sema
