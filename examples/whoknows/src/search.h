// Full-text search, in the words of each engine.
#pragma once

#include <string>
#include <vector>

#include "generated/pages.h"

namespace whoknows {

/// The pages in `language` that match what a person typed, best first, at most fifty. Where full-text search finds none
/// (it knows words, not parts of them), pages that hold the text somewhere.
std::vector<model::Page> search(schemac::db::Connection& connection, const std::string& text, model::Language language);

}  // namespace whoknows
