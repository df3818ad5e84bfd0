// Text that a message quotes, cut to what a line can hold.
#pragma once

#include <string>
#include <string_view>

namespace schemac::text {

/// `text` on one line, its white space folded, of at most `max_bytes`; where more is cut off, "…" says so.
std::string abridged(std::string_view text, std::size_t max_bytes);

}  // namespace schemac::text
