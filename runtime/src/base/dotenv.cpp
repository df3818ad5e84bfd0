#include "schemac/base/dotenv.h"

#include <cctype>
#include <optional>

namespace schemac {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_name(std::string_view name) {
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front()))) return false;
  for (const char c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
  return true;
}

char escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:
      return c;
  }
}

/// The value between double quotes; nothing where they are not closed, or something other than a comment follows.
std::optional<std::string> double_quoted(std::string_view text) {
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      const auto rest = trimmed(text.substr(i + 1));
      if (rest.empty() || rest.front() == '#') return value;
      return std::nullopt;
    }
    if (text[i] == '\\' && i + 1 < text.size())
      value += escaped(text[++i]);
    else
      value += text[i];
  }
  return std::nullopt;
}

std::optional<std::string> single_quoted(std::string_view text) {
  const auto close = text.find('\'', 1);
  if (close == text.npos) return std::nullopt;
  const auto rest = trimmed(text.substr(close + 1));
  if (!rest.empty() && rest.front() != '#') return std::nullopt;
  return std::string(text.substr(1, close - 1));
}

std::optional<std::string> read_value(std::string_view text) {
  if (text.starts_with('"')) return double_quoted(text);
  if (text.starts_with('\'')) return single_quoted(text);
  if (const auto comment = text.find(" #"); comment != text.npos) text = trimmed(text.substr(0, comment));
  return std::string(text);
}

}  // namespace

std::map<std::string, std::string> parse_dotenv(std::string_view text, std::string& error) {
  std::map<std::string, std::string> values;
  if (constexpr std::string_view mark = "\xEF\xBB\xBF"; text.starts_with(mark)) text.remove_prefix(mark.size());
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = trimmed(text.substr(0, end));
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("export ")) line = trimmed(line.substr(7));
    const auto equals = line.find('=');
    const auto name = trimmed(line.substr(0, equals));
    const auto where = "line " + std::to_string(number) + ": ";
    if (equals == line.npos || !is_name(name)) {
      error = where + "expected NAME=value";
      return values;
    }
    auto value = read_value(trimmed(line.substr(equals + 1)));
    if (!value) {
      error = where + "the quotes around the value of " + std::string(name) + " do not close at its end";
      return values;
    }
    values.insert_or_assign(std::string(name), std::move(*value));
  }
  return values;
}

}  // namespace schemac
