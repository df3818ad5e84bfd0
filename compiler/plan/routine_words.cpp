#include "plan/routine_words.h"

#include <algorithm>
#include <vector>

#include "base/routine_body.h"
#include "base/text.h"

namespace schemac::plan {

using namespace catalog;

namespace {

enum class Kind { blank, word, symbol };

/// Operators are made of symbols (PostgreSQL manual, 4.1.3).
Kind kind_of(char c) {
  if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80)) return Kind::word;
  return std::string_view("+-*/<>=~!@#%^&|`?").find(c) == std::string_view::npos ? Kind::blank : Kind::symbol;
}

/// Where the parenthesis that is open before `at` is closed; the places of commas between are added to `commas`.
std::size_t closing(const std::string& text, std::size_t at, std::vector<std::size_t>& commas) {
  int depth = 0;
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote)
      quote = c == quote ? '\0' : quote;
    else if (c == '\'' || c == '"')
      quote = c;
    else if (c == '(' || c == '[')
      ++depth;
    else if ((c == ')' || c == ']') && depth-- == 0)
      break;
    else if (c == ',' && depth == 0)
      commas.push_back(at);
  }
  return at;
}

/// "INOUT a place DEFAULT f(1)": its type and its default; the name is no word of either.
void read_parameter(const std::string& text, RoutineWords& out) {
  const std::string lower = text::to_lower(text);
  const std::size_t end = std::min({text.size(), lower.find(" default "), lower.find('=')});
  if (end < text.size()) words_of(text.substr(end), out.parsed);
  std::string type(text::trim(std::string_view(text).substr(0, end)));
  for (const char* mode : {"in ", "out ", "inout ", "variadic "})
    if (text::to_lower(type).starts_with(mode)) type = text::trim(type.substr(std::string_view(mode).size()));
  const std::size_t blank = type.find(' ');
  words_of(blank == type.npos ? type : type.substr(blank), out.types);
}

std::size_t read_parameters(const std::string& text, std::size_t open, RoutineWords& out) {
  std::vector<std::size_t> ends;
  const std::size_t close = closing(text, open + 1, ends);
  ends.push_back(close);
  std::size_t begin = open + 1;
  for (const std::size_t end : ends) {
    if (end > begin) read_parameter(text.substr(begin, end - begin), out);
    begin = end + 1;
  }
  return close;
}

}  // namespace

namespace {

/// "order-items" as a whole, which is more than one word.
void quoted_names_of(const std::string& text, char quote, std::set<std::string>& out) {
  for (std::size_t open = text.find(quote); open != text.npos;) {
    std::string name;
    std::size_t at = open + 1;
    for (; at < text.size(); ++at) {
      if (text[at] == quote && (at + 1 == text.size() || text[++at] != quote)) break;
      name += text[at];
    }
    if (!name.empty()) out.insert(std::move(name));
    open = at < text.size() ? text.find(quote, at) : text.npos;
  }
}

}  // namespace

void words_of(const std::string& text, std::set<std::string>& out) {
  quoted_names_of(text, '"', out);
  quoted_names_of(text, '`', out);
  for (std::size_t at = 0; at < text.size();) {
    const Kind kind = kind_of(text[at]);
    std::size_t end = at + 1;
    while (end < text.size() && kind_of(text[end]) == kind) ++end;
    if (kind != Kind::blank) out.insert(text.substr(at, end - at));
    at = end;
  }
}

RoutineWords words_of(const Routine& routine) {
  RoutineWords out;
  std::string text = routine.definition.text;
  const std::size_t open = text.find('(');
  if (open == text.npos) return out;
  text.erase(0, read_parameters(text, open, out));
  std::replace(text.begin(), text.end(), '\n', ' ');
  const std::string lower = text::to_lower(text);
  const std::size_t body = std::min(text.size(), body_at(text));
  const std::size_t result = lower.find(" returns "), end = std::min(lower.find(" language "), body);
  if (result < end) {
    const std::size_t table = lower.find(" returns table(");
    if (table != lower.npos)
      read_parameters(text, table + 14, out);
    else
      words_of(text.substr(result + 9, end - result - 9), out.types);
  }
  if (body < text.size() && is_parsed(text.substr(body))) words_of(text.substr(body), out.parsed);
  return out;
}

}  // namespace schemac::plan
