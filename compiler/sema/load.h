// Reads the files and what they import, each once.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "diag/source.h"
#include "sema/sema.h"
#include "syntax/ast.h"

namespace schemac::sema {

/// The files in the order in which they were reached; addresses stay.
std::deque<ast::File> load(const Input& input, diag::SourceMap& sources, diag::Diagnostics& diagnostics);

/// The module of the standard library that declares `name`, such as "std.net" for "Email"; empty where none does.
std::string module_declaring(const Input& input, const std::string& name);

}  // namespace schemac::sema
