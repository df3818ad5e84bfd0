// Small text helpers that every room may use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemac::text {

std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
std::string to_lower(std::string_view ascii);
std::string to_upper(std::string_view ascii);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// `text` with `quote` around it and doubled inside it: SQL's rule for both strings and names.
std::string quoted(std::string_view text, char quote);

/// The candidate nearest to `wanted` by edit distance (Damerau-Levenshtein), or empty where none is close enough to
/// be a likely misspelling.
std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates);

bool is_utf8(std::string_view bytes);

/// The length of `utf8` in code points, which is how the engines count characters.
std::size_t code_points(std::string_view utf8);

/// The first `max_bytes` of `utf8`, cut at a code point's edge.
std::string_view truncated(std::string_view utf8, std::size_t max_bytes);

/// "1 table", "2 tables".
std::string counted(std::size_t count, std::string_view noun);

/// Indents every non-empty line of `text` by `spaces`.
std::string indented(std::string_view text, int spaces);

}  // namespace schemac::text
