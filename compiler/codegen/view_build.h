// Catalog → view model: the only part of this room that knows catalog and dialects.
#pragma once

#include "codegen/generate.h"
#include "codegen/view.h"

namespace schemac::codegen {

Result<ModelView> build_view(const catalog::Catalog& catalog, const Options& options);

}  // namespace schemac::codegen
