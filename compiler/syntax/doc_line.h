#pragma once

#include <string>
#include <string_view>

namespace schemac::syntax {

// Blanks at a line's end are nobody's to see: editors and fmt take them away, and a line break may not have a CR of
// its own. Where a comment of a database ends a line in them, a backslash at the end stands guard: `/// so \`. In such
// a line, and in no other, \r is a CR and \\ a backslash.

/// What follows the slashes and their blank: a line of documentation as it is written.
std::string doc_line(std::string_view text);

/// The text that such a line says.
std::string doc_text(std::string_view line);

}  // namespace schemac::syntax
