#include "diag/source.h"

#include <algorithm>

#include "base/text.h"

namespace schemac::diag {

SourceId SourceMap::add(std::string name, std::string text) {
  Source source{std::move(name), std::move(text), {0}};
  for (std::uint32_t i = 0; i < source.text.size(); ++i)
    if (source.text[i] == '\n') source.line_starts.push_back(i + 1);
  sources_.push_back(std::move(source));
  return {static_cast<std::uint32_t>(sources_.size() - 1)};
}

std::string_view SourceMap::text(Span span) const {
  return text(span.source).substr(span.begin, span.end - span.begin);
}

LineColumn SourceMap::position(SourceId id, std::uint32_t offset) const {
  const Source& source = sources_[id.value];
  const auto next = std::upper_bound(source.line_starts.begin(), source.line_starts.end(), offset);
  const std::uint32_t start = *std::prev(next);
  const auto column = text::code_points(std::string_view(source.text).substr(start, offset - start)) + 1;
  return {static_cast<std::uint32_t>(next - source.line_starts.begin()), static_cast<std::uint32_t>(column)};
}

std::string_view SourceMap::line_text(SourceId id, std::uint32_t line) const {
  const Source& source = sources_[id.value];
  const std::uint32_t start = source.line_starts[line - 1];
  std::string_view rest = std::string_view(source.text).substr(start);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

}  // namespace schemac::diag
