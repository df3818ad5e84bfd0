// Skips what a semicolon or a question mark may hide in: quotes and comments, by each dialect's rules.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/dialect_id.h"

namespace schemac {

enum class Piece {
  blank,    // white space
  comment,  // not MySQL's /*! … */, which is content
  quoted,   // a string or a quoted name, quotes included
  word,     // letters, digits, _ and $
  symbol,   // any other single byte
};

struct ScannedPiece {
  Piece piece = Piece::symbol;
  std::size_t begin = 0, end = 0;
};

/// The piece of `sql` that begins at `at`, which is inside it. An open quote or comment reaches to the end.
/// `backslashes`: whether they escape in MySQL's strings, as they do but under NO_BACKSLASH_ESCAPES.
ScannedPiece scan_piece(DialectId dialect, std::string_view sql, std::size_t at, bool backslashes = true);

}  // namespace schemac
