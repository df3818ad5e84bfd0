// The parser's tokens in the words of someone who writes schemas.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/antlr.h"

namespace schemac::syntax {

/// Whether a token of this type can be a name: an identifier, a quoted name, or a keyword.
bool is_name(std::size_t type);
bool is_keyword(std::size_t type);
bool is_keyword(std::string_view word);

/// Whether the word means something of its own in an expression, so that a name spelt like it needs backticks there.
bool is_reserved(std::string_view word);

/// Whether `name` can be written without backticks.
bool is_identifier(std::string_view name);

/// The keyword or sign as it is written: "table", "<=".
std::string spelling(std::size_t type);

/// What was found, for the end of "expected …, found …".
std::string describe(std::size_t type, std::string_view text);

/// What could have stood there, in few words: "a name or '('".
std::string describe(const antlr4::misc::IntervalSet& expected);

/// The keywords among `expected` that are not just names there.
std::vector<std::string> keywords(const antlr4::misc::IntervalSet& expected);

/// A sign or space that looks like another and cannot stand in a name.
struct Lookalike {
  std::uint32_t begin;
  std::uint32_t end;
  std::string name;        // "‘“’ (U+201C)"
  std::string_view meant;  // what replaces it; empty where nothing is known
  std::string_view meant_words;
};
std::vector<Lookalike> lookalikes(std::string_view utf8);

/// The offset of the first byte that breaks UTF-8's rules.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// `text` in quotes, its control characters as code points.
std::string printable(std::string_view text);

}  // namespace schemac::syntax
