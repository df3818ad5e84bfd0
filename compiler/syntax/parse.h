// .schema text → AST.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "diag/diagnostic.h"
#include "diag/source.h"
#include "syntax/ast.h"

namespace schemac::syntax {

/// The largest file read, in bytes.
inline constexpr std::size_t kMaxFileSize = 64U << 20U;

/// The text of a file as the language has it: without a byte order mark, and, where its first line ends in CR LF, with
/// every CR LF as LF; a file whose lines end in CR alone has them as LF. A file that begins with LF is taken as it is,
/// since raw SQL of a database may hold CR.
std::string as_read(std::string text);

/// Reads one source. Every mistake is added to `diagnostics` (SC10xx); what could be read is returned all the same,
/// what is not whole marked `broken`. Throws nothing but std::bad_alloc.
ast::File parse(const diag::SourceMap& sources, diag::SourceId source, diag::Diagnostics& diagnostics);

/// Lexes and parses `text` with ANTLR as it comes, into one tree, and forgets it; false where it has errors. What
/// benchmarks compare `parse` with.
bool bare_parse(std::string_view text);

}  // namespace schemac::syntax
