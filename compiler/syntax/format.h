// AST → canonical .schema text: `schemac fmt`, and what `schemac import` writes.
#pragma once

#include <optional>
#include <string>

#include "diag/diagnostic.h"
#include "diag/source.h"
#include "syntax/ast.h"

namespace schemac::syntax {

/// The source in its canonical layout, its comments kept; nothing where it has errors, which are added to
/// `diagnostics`. Formatting what was formatted changes nothing.
std::optional<std::string> format(const diag::SourceMap& sources, diag::SourceId source,
                                  diag::Diagnostics& diagnostics);

/// A file that comes from no text. Parentheses are added where operators need them.
std::string print(const ast::File& file);
std::string print(const ast::Expression& expression);
std::string print(const ast::TypeRef& type);

}  // namespace schemac::syntax
