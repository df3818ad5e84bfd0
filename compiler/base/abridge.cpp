#include "base/abridge.h"

#include "base/text.h"

namespace schemac::text {

std::string abridged(std::string_view text, std::size_t max_bytes) {
  std::string line;
  for (const char c : trim(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space || !line.ends_with(' ')) line += space ? ' ' : c;
  }
  return line.size() <= max_bytes ? line : std::string(truncated(line, max_bytes)) + "…";
}

}  // namespace schemac::text
