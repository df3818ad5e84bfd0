#include "codegen/printer.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"

namespace schemac::codegen {

namespace {

std::string_view value_of(std::string_view name, Printer::Variables variables) {
  for (const auto& [key, value] : variables)
    if (key == name) return value;
  throw std::logic_error("generated text names the variable '" + std::string(name) + "', which it is not given");
}

}  // namespace

void Printer::append(std::string_view text) {
  for (const char c : text) {
    const bool at_line_start = out_.empty() || out_.back() == '\n';
    if (at_line_start && c != '\n') out_.append(indent_, ' ');
    out_ += c;
  }
}

void Printer::print(std::string_view text, Variables variables) {
  while (!text.empty()) {
    const auto open = text.find('$');
    append(text.substr(0, open));
    if (open == text.npos) return;
    const auto close = text.find('$', open + 1);
    if (close == text.npos) throw std::logic_error("generated text has a '$' that is not closed");
    const auto name = text.substr(open + 1, close - open - 1);
    append(name.empty() ? "$" : value_of(name, variables));
    text.remove_prefix(close + 1);
  }
}

void Printer::line(std::string_view text) { append(std::string(text) + "\n"); }

void Printer::doc(std::string_view text) {
  if (text.empty()) return;
  for (const auto& line : wrapped(text, kLineWidth - indent_ - 4)) {
    const bool continues = line.ends_with('\\');  // a backslash at the end would swallow the next line of C++
    append("///" + (line.empty() ? "" : " " + line) + (continues ? "." : "") + "\n");
  }
}

void Printer::list(std::string_view head, const std::vector<std::string>& items, std::string_view tail) {
  const auto line = std::string(head) + "{" + text::join(items, ", ") + "}" + std::string(tail);
  if (indent_ + line.size() <= kLineWidth) return append(line + "\n");
  append(std::string(head) + "{\n");
  for (const auto& item : items) append("    " + item + ",\n");
  append("}" + std::string(tail) + "\n");
}

void Printer::call(std::string_view head, const std::vector<std::string>& parameters, std::string_view tail) {
  std::string line = std::string(head) + "(";
  const std::size_t column = line.size();
  std::string out;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const bool last = i + 1 == parameters.size();
    const auto piece = parameters[i] + (last ? ")" + std::string(tail) : ",");
    if (i > 0 && indent_ + line.size() + 1 + piece.size() > kLineWidth) {
      out += line + "\n";
      line = std::string(column, ' ') + piece;
    } else {
      line += (i > 0 ? " " : "") + piece;
    }
  }
  append(out + line + "\n");
}

void Printer::braced(std::string_view head, const std::vector<std::string>& items, std::string_view tail) {
  const auto line = std::string(head) + "{" + text::join(items, ", ") + "}" + std::string(tail);
  if (indent_ + line.size() <= kLineWidth) return append(line + "\n");
  const auto together = "    " + text::join(items, ", ") + "}" + std::string(tail);
  if (indent_ + together.size() <= kLineWidth) return append(std::string(head) + "{\n" + together + "\n");
  const std::string below(head.size() + 1, ' ');
  for (std::size_t i = 0; i < items.size(); ++i)
    append((i == 0 ? std::string(head) + "{" : below) + items[i] +
           (i + 1 < items.size() ? "," : "}" + std::string(tail)) + "\n");
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const auto& paragraph : text::split(text, '\n')) {
    std::string line;
    for (const auto& word : text::split(text::trim(paragraph), ' ')) {
      if (!line.empty() && line.size() + 1 + word.size() > width) {
        lines.push_back(line);
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    lines.push_back(line);
  }
  return lines;
}

std::string raw_literal(std::string_view text) {
  std::string delimiter;
  while (text.find(")" + delimiter + "\"") != text.npos) delimiter += "q";
  return "R\"" + delimiter + "(" + std::string(text) + ")" + delimiter + "\"";
}

std::string literal(std::string_view text) {
  constexpr std::string_view kDigits = "01234567";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool begins_trigraph = c == '?' && out.back() == '?';
    if (c == '"' || c == '\\' || begins_trigraph) {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20) {  // three octal digits: unlike \x, they do not run on into what follows
      out += '\\';
      out += kDigits[byte >> 6U];
      out += kDigits[(byte >> 3U) & 7U];
      out += kDigits[byte & 7U];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace schemac::codegen
