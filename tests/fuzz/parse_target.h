// What must hold for every text, however wrong: the parser neither fails nor disagrees with the formatter.
#pragma once

#include <string>
#include <string_view>

namespace schemac::syntax {

/// Parses and formats `text`. What is broken in plain words; empty where nothing is. `sound` becomes true where the
/// text has no errors.
std::string broken_promise(std::string_view text, bool* sound = nullptr);

}  // namespace schemac::syntax
