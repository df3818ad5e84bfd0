// error[SC2104]: unknown table 'user'
//   --> blog.schema:12:20
// 12 |   author : user?
//    |            ^^^^ no table of this name
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "diag/render.h"
#include "diag/render_formats.h"

namespace schemac::diag {

namespace {

constexpr std::string_view kReset = "\033[0m";
constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kBlue = "\033[1;34m";
constexpr std::string_view kCyan = "\033[1;36m";

class TextRenderer {
 public:
  TextRenderer(const SourceMap& sources, bool colour) : sources_(sources), colour_(colour) {}

  std::string render(const Diagnostic& diagnostic) {
    out_.clear();
    hue_ = severity(diagnostic) == "error" ? "\033[1;31m" : severity(diagnostic) == "warning" ? "\033[1;33m" : kCyan;
    out_ += paint(hue_, fmt::format("{}[{}]", severity(diagnostic), info(diagnostic.code).id));
    out_ += paint(kBold, ": " + diagnostic.message) + "\n";
    gutter_ = 1;
    for (const Label& label : diagnostic.labels)
      if (label.span.exists()) gutter_ = std::max(gutter_, std::to_string(begin(label.span).line).size());
    bool first = true;
    Span previous = Span::none();
    for (const Label& label : diagnostic.labels) {
      if (!label.span.exists()) continue;
      if (first || label.span.source != previous.source) {
        const LineColumn at = begin(label.span);
        out_ += std::string(gutter_, ' ') + paint(kBlue, first ? "--> " : "::: ") +
                fmt::format("{}:{}:{}\n", sources_.name(label.span.source), at.line, at.column);
      }
      show(label, first,
           !first && label.span.source == previous.source && begin(previous).line == begin(label.span).line);
      previous = label.span;
      first = false;
    }
    if (!diagnostic.help.empty() || !diagnostic.fixes.empty()) {
      const std::string help = diagnostic.help.empty() ? "this can be mended" : diagnostic.help;
      out_ += paint(kCyan, "help: ") + help + (diagnostic.fixes.empty() ? "" : "   (schemac check --fix)") + "\n";
    }
    return out_;
  }

 private:
  LineColumn begin(Span span) const { return sources_.position(span.source, span.begin); }

  std::string paint(std::string_view hue, std::string_view text) const {
    return colour_ ? fmt::format("{}{}{}", hue, text, kReset) : std::string(text);
  }

  /// A line, or of a very long one the part around a column.
  struct Shown {
    std::string text;
    std::size_t column;  // where the column is in `text`, from 0
  };

  /// A file of any bytes may be named by mistake; none of them is to reach the terminal as a command.
  static bool is_shown(unsigned char byte, bool of_text) {
    return byte < 0x80 ? byte == '\t' || (byte >= ' ' && byte != 0x7F) : of_text;
  }

  static Shown shown(std::string_view line, std::size_t column) {
    constexpr std::size_t kWidest = 160;
    constexpr std::size_t kBefore = 60;
    const std::size_t from = text::code_points(line) > kWidest && column > kBefore ? column - kBefore : 0;
    Shown result{from > 0 ? "…" : "", column - from + (from > 0 ? 1 : 0)};
    const bool is_text = text::is_utf8(line);
    std::size_t count = 0;
    for (char c : line) {
      const auto byte = static_cast<unsigned char>(c);
      const bool starts = (byte & 0xC0) != 0x80;
      if (starts && ++count > from + kWidest) return result.text += "…", result;
      if (count > from && (starts || is_text)) result.text += is_shown(byte, is_text) ? c : '?';
    }
    return result;
  }

  // The line, unless it stands there already, and under it the mark; of a span of several lines, its first.
  void show(const Label& label, bool primary, bool line_shown) {
    const LineColumn at = begin(label.span);
    const Shown line = shown(sources_.line_text(label.span.source, at.line), at.column - 1);
    const std::string bar = paint(kBlue, " |");
    if (!line_shown || line.text.starts_with("…"))
      out_ += paint(kBlue, fmt::format("{:>{}}", at.line, gutter_)) + bar + (line.text.empty() ? "" : " ") + line.text +
              "\n";
    std::string mark;
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.text.size() && column < line.column; ++i) {
      if ((static_cast<unsigned char>(line.text[i]) & 0xC0) == 0x80) continue;
      mark += line.text[i] == '\t' ? '\t' : ' ';
      ++column;
    }
    const std::size_t width = text::code_points(line.text);
    const std::size_t room = width > column ? width - column : 1;
    const std::size_t marked = std::clamp<std::size_t>(text::code_points(sources_.text(label.span)), 1, room);
    mark += paint(primary ? hue_ : kBlue,
                  std::string(marked, primary ? '^' : '-') + (label.text.empty() ? "" : " " + label.text));
    out_ += std::string(gutter_, ' ') + bar + " " + mark + "\n";
  }

  const SourceMap& sources_;
  bool colour_;
  std::string out_;
  std::string_view hue_;
  std::size_t gutter_ = 1;
};

}  // namespace

std::string render_text(const SourceMap& sources, const Diagnostics& diagnostics, bool colour) {
  TextRenderer renderer(sources, colour);
  std::string result;
  for (const Diagnostic& d : diagnostics) result += (result.empty() ? "" : "\n") + renderer.render(d);
  return result;
}

}  // namespace schemac::diag
