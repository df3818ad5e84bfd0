// UTF-8 text by code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace schemac {

/// The length in bytes of the well-formed sequence at the front of `text`; 0 where there is none.
std::size_t utf8_sequence_length(std::string_view text);

/// The length of `text` in code points, as the engines count characters.
std::size_t count_code_points(std::string_view text);

/// Whether `text` is UTF-8 throughout and without U+0000, which PostgreSQL cannot keep and C's interfaces end at.
bool is_text(std::string_view text);

/// The code points of `text`; a byte that is not UTF-8 stands for itself.
std::u32string code_points_of(std::string_view text);

}  // namespace schemac
