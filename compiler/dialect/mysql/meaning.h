// What MySQL and MariaDB call otherwise in an expression, and back.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

/// A node of a portable expression, whose parts are lowered already, in the engine's words.
catalog::Expr in_words_of(DialectId id, catalog::Expr lowered);

/// The portable form of what in_words_of() gives. Other words stay; what has a portable word of another meaning too,
/// such as LENGTH, which counts bytes.
void raise_words(catalog::Expr& root, DialectId id);

}  // namespace schemac::dialect::mysql
