// Source texts and places in them. A place is a pair of byte offsets into one source of a SourceMap.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace schemac::diag {

using SourceId = Id<struct SourceTag>;

/// A half-open range of bytes [begin, end) of one source. `none()` is the place of what has no text.
struct Span {
  SourceId source;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  static Span none() { return {{UINT32_MAX}, 0, 0}; }
  bool exists() const { return source.value != UINT32_MAX; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Lines and columns count from 1; columns count code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Owns every text that was read, so that a diagnostic can show the line it speaks of.
class SourceMap {
 public:
  SourceId add(std::string name, std::string text);
  const std::string& name(SourceId id) const { return sources_[id.value].name; }
  std::string_view text(SourceId id) const { return sources_[id.value].text; }
  std::string_view text(Span span) const;
  LineColumn position(SourceId id, std::uint32_t offset) const;
  std::string_view line_text(SourceId id, std::uint32_t line) const;

 private:
  struct Source {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<Source> sources_;  // a deque: views into the texts stay valid as sources are added
};

}  // namespace schemac::diag
