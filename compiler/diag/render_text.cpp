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

  // The line, unless it stands there already, and under it the mark; of a span of several lines, its first.
  void show(const Label& label, bool primary, bool line_shown) {
    const LineColumn at = begin(label.span);
    const std::string_view line = sources_.line_text(label.span.source, at.line);
    const std::string bar = paint(kBlue, " |");
    if (!line_shown) {
      out_ += paint(kBlue, fmt::format("{:>{}}", at.line, gutter_)) + bar + (line.empty() ? "" : " ");
      out_ += std::string(line) + "\n";
    }
    std::string mark;
    std::size_t column = 1;
    const std::size_t length = text::code_points(sources_.text(label.span));
    const std::size_t room =
        text::code_points(line) + 1 - std::min<std::size_t>(at.column - 1, text::code_points(line));
    for (std::size_t i = 0; i < line.size() && column < at.column; ++i) {
      if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80) continue;
      mark += line[i] == '\t' ? '\t' : ' ';
      ++column;
    }
    const std::size_t marked = std::max<std::size_t>(1, std::min(length, std::max<std::size_t>(room, 2) - 1));
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
