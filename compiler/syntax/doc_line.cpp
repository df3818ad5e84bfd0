#include "syntax/doc_line.h"

#include <optional>

namespace schemac::syntax {

namespace {

constexpr char kGuard = '\\';

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// What a guarded line says; nothing where the backslash at its end is only a backslash.
std::optional<std::string> guarded(std::string_view line) {
  if (line.empty() || line.back() != kGuard) return {};
  line.remove_suffix(1);
  if (line.empty()) return {};
  bool needed = is_blank(line.back());
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != kGuard) {
      text += line[i];
      continue;
    }
    if (++i == line.size() || (line[i] != 'r' && line[i] != kGuard)) return {};
    text += line[i] == 'r' ? '\r' : kGuard;
    needed = needed || i + 1 == line.size();
    needed = needed || line[i] == 'r';
  }
  if (!needed) return {};
  return text;
}

}  // namespace

std::string doc_line(std::string_view text) {
  const bool plain = text.empty() || (!is_blank(text.back()) && text.find('\r') == text.npos && !guarded(text));
  if (plain) return std::string(text);
  std::string line;
  for (const char c : text) {
    if (c == kGuard) line += kGuard;
    line += c == '\r' ? "\\r" : std::string(1, c);
  }
  return line + kGuard;
}

std::string doc_text(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  if (std::optional<std::string> text = guarded(line)) return *text;
  return std::string(line);
}

}  // namespace schemac::syntax
