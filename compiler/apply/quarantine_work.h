// Statements that only put something into quarantine, by their text, which is all that a script keeps of them: nobody
// sees a difference, and they can be taken back.
#pragma once

#include <optional>
#include <string>

namespace schemac::apply {

/// It fills a column or a table of quarantine's, and no row comes by it.
bool fills_quarantine(const std::string& sql);

/// Whether it adds a column of quarantine's, and does nothing else.
bool adds_to_quarantine(const std::string& sql);

/// What takes it back, or nothing but "" where that needs no statement; nothing for what is done to more than
/// quarantine. Of engines where each statement commits by itself.
std::optional<std::string> taken_back_by(const std::string& sql);

}  // namespace schemac::apply
