// Identifiers of generated code.
#pragma once

#include <string>
#include <string_view>

namespace schemac::codegen {

/// `text` as a C++ identifier: other characters become '_', a leading digit gets a '_' before it, keywords one behind.
std::string identifier(std::string_view text);

/// "last_updated" → "LastUpdated".
std::string pascal(std::string_view text);

/// "PageLink" → "page_link": a file's stem.
std::string snake(std::string_view text);

}  // namespace schemac::codegen
