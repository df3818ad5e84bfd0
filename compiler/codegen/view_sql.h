// The fixed statements of repositories, for each configured dialect.
#pragma once

#include "codegen/generate.h"
#include "codegen/view.h"

namespace schemac::codegen {

/// SELECT every column of the row whose `key` columns have the bound values.
SqlView select_by(const Options& options, const EntityView& entity, const std::vector<std::size_t>& key);

/// DELETE the row with the bound primary key.
SqlView erase_by_key(const Options& options, const EntityView& entity);

}  // namespace schemac::codegen
