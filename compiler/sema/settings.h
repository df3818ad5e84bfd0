// Settings that only some dialect has, as `with (…)` says them.
#pragma once

#include "catalog/table.h"
#include "syntax/ast_declarations.h"

namespace schemac::sema {

/// What a setting says: the text of a literal, or the word as it is written.
std::string setting_text(const ast::Option& setting);

/// Adds them for `dialects`; for whichever dialect knows the word where there are none.
void add_settings(catalog::Options& out, const std::vector<ast::Option>& settings, const catalog::Dialects& dialects);

}  // namespace schemac::sema
