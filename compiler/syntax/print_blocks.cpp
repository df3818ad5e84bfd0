#include "syntax/print_blocks.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "syntax/doc_line.h"

namespace schemac::syntax {

namespace {

constexpr std::size_t kWidest = 120;

std::size_t width(std::string_view text) { return text::code_points(text); }

std::string padded(std::string_view text, std::size_t to) {
  return std::string(text) + std::string(to - std::min(to, width(text)), ' ');
}

}  // namespace

// ── what the source looked like

bool BlockPrinter::same_line(std::uint32_t from, std::uint32_t to) const {
  return source_.substr(from, to - from).find('\n') == std::string_view::npos;
}

bool BlockPrinter::blank_line(std::uint32_t from, std::uint32_t to) const {
  if (from >= to) return false;
  const std::string_view gap = source_.substr(from, to - from);
  return std::count(gap.begin(), gap.end(), '\n') > 1;
}

bool BlockPrinter::one_line(const ast::Node& node) const {
  return source_.empty() || !node.span.exists() || same_line(node.span.begin, node.span.end);
}

bool BlockPrinter::comments_within(const ast::Node& node) const {
  return comments_ != nullptr && next_comment_ < comments_->size() &&
         (*comments_)[next_comment_].span.begin < node.span.end;
}

// ── entries

// The comments before `before` that no line has taken yet, each with a line to itself.
void BlockPrinter::add_comments(std::vector<std::string>& lines, std::uint32_t before) {
  if (comments_ == nullptr) return;
  for (; next_comment_ < comments_->size() && (*comments_)[next_comment_].span.begin < before; ++next_comment_) {
    const ast::Comment& comment = (*comments_)[next_comment_];
    if (!lines.empty() && blank_line(last_end_, comment.span.begin)) lines.emplace_back();
    lines.emplace_back(std::string(text::trim(comment.text)));
    last_end_ = comment.span.end;
  }
}

BlockPrinter::Entry BlockPrinter::begin_entry(const ast::Node& node, const ast::Doc& doc) {
  Entry entry;
  const bool doc_above = doc.span.exists() && doc.span.begin < node.span.begin;
  std::uint32_t begin = doc_above ? doc.span.begin : node.span.begin;
  std::uint32_t first = begin;
  if (comments_ != nullptr && next_comment_ < comments_->size())
    first = std::min(first, (*comments_)[next_comment_].span.begin);
  entry.blank_before = blank_line(last_end_, first);
  add_comments(entry.above, begin);
  if (!entry.above.empty() && blank_line(last_end_, begin)) entry.above.emplace_back();
  if (!doc.text.empty() || doc.span.exists())
    for (const std::string& line : text::split(doc.text, '\n'))
      entry.above.push_back(line.empty() ? "///" : "/// " + doc_line(line));
  if (doc_above) last_end_ = std::max(last_end_, std::min(doc.span.end, node.span.begin));
  if (doc_above) add_comments(entry.above, node.span.begin);
  return entry;
}

// What is left of the comments inside the node goes above it; one that follows it on its line stays there.
void BlockPrinter::end_entry(Entry& entry, const ast::Node& node, std::uint32_t next) {
  if (comments_within(node)) {
    last_end_ = (*comments_)[next_comment_].span.begin;
    add_comments(entry.above, node.span.end);
  }
  last_end_ = std::max(last_end_, node.span.end);
  if (comments_ == nullptr || next_comment_ == comments_->size()) return;
  const ast::Comment& comment = (*comments_)[next_comment_];
  if (comment.span.begin >= next || !same_line(node.span.end, comment.span.begin)) return;
  entry.comment = std::string(text::trim(comment.text));
  last_end_ = comment.span.end;
  ++next_comment_;
}

// The comments between the last member and the block's end.
void BlockPrinter::close_entries(Entries& entries, std::uint32_t end) {
  Entry rest;
  if (comments_ != nullptr && next_comment_ < comments_->size())
    rest.blank_before = blank_line(last_end_, (*comments_)[next_comment_].span.begin);
  add_comments(rest.above, end);
  if (!rest.above.empty()) entries.push_back(std::move(rest));
}

// Within a run of columns the colons stand under each other, and so do the modifiers.
void BlockPrinter::align_columns(Entries& entries) {
  constexpr std::size_t kOutlier = 32;  // a type longer than this moves nobody's modifiers
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin;
    while (end < entries.size() && entries[end].column && (end == begin || !entries[end].blank_before)) ++end;
    if (end == begin) {
      ++begin;
      continue;
    }
    std::size_t names = 0;
    std::size_t types = 0;
    for (std::size_t i = begin; i < end; ++i) {
      names = std::max(names, width(entries[i].name));
      if (!entries[i].text.empty() && width(entries[i].type) <= kOutlier)
        types = std::max(types, width(entries[i].type));
    }
    for (std::size_t i = begin; i < end; ++i) {
      Entry& entry = entries[i];
      const std::string type = entry.text.empty() ? entry.type : padded(entry.type, types) + " " + entry.text;
      entry.text = padded(entry.name, names) + " : " + type;
    }
    begin = end;
  }
}

// Comments at the ends of lines stand under each other, up to a blank line, a block, or a comment of its own line.
void BlockPrinter::align_comments(Entries& entries) {
  const auto last_line = [](const Entry& entry) { return entry.text.substr(entry.text.rfind('\n') + 1); };
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin;
    const auto joins = [&](const Entry& entry) {
      return !entry.block() && (end == begin || (!entry.blank_before && entry.above.empty()));
    };
    while (end < entries.size() && joins(entries[end])) ++end;
    end = std::max(end, begin + 1);
    std::size_t widest = 0;
    for (std::size_t i = begin; i < end; ++i)
      if (!entries[i].comment.empty()) widest = std::max(widest, width(last_line(entries[i])));
    for (std::size_t i = begin; i < end; ++i)
      if (!entries[i].comment.empty()) {
        const std::size_t gap = widest - width(last_line(entries[i])) + 2;
        entries[i].text += std::string(gap, ' ') + entries[i].comment;
      }
    begin = end;
  }
}

std::string BlockPrinter::join(Entries& entries, int indent) {
  align_columns(entries);
  align_comments(entries);
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  std::string result;
  for (const Entry& entry : entries) {
    if (entry.blank_before && !result.empty()) result += '\n';
    for (const std::string& line : entry.above) result += (line.empty() ? "" : margin) + line + '\n';
    if (!entry.text.empty()) result += margin + entry.text + '\n';
  }
  return result;
}

// A comment on the line of the opening brace, with the space before it.
std::string BlockPrinter::header_comment(const ast::Node& node, std::uint32_t before) {
  if (!comments_within(node)) return {};
  const ast::Comment& comment = (*comments_)[next_comment_];
  const std::string_view head = source_.substr(node.span.begin, comment.span.begin - node.span.begin);
  const std::size_t last = head.find_last_not_of(" \t");
  if (comment.span.begin >= before || last == std::string_view::npos || head[last] != '{') return {};
  ++next_comment_;
  last_end_ = comment.span.end;
  return "  " + std::string(text::trim(comment.text));
}

std::string BlockPrinter::braces(const std::string& head, const std::string& comment, Entries& entries, bool inline_,
                                 std::string_view separator) const {
  const auto plain = [](const Entry& entry) {
    return entry.above.empty() && entry.comment.empty() && !entry.block() && !entry.text.empty() && !entry.column;
  };
  if (inline_ && comment.empty() && !entries.empty() && std::all_of(entries.begin(), entries.end(), plain)) {
    std::string line;
    for (const Entry& entry : entries) line += (line.empty() ? "" : std::string(separator)) + entry.text;
    line = head + " { " + line + " }";
    if (static_cast<std::size_t>(indent_) + width(line) <= kWidest) return line;
  }
  return head + " {" + comment + "\n" + join(entries, indent_ + 2) + indentation() + "}";
}

}  // namespace schemac::syntax
