// Declarations and their members, line by line, each comment beside what it stood beside. format.h is the way in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "syntax/ast.h"
#include "syntax/print_text.h"

namespace schemac::syntax {

class BlockPrinter {
 public:
  /// For a file that comes from no text.
  BlockPrinter() = default;
  BlockPrinter(std::string_view source, const std::vector<ast::Comment>& comments)
      : source_(source), comments_(&comments), text_(source) {}

  std::string file(const ast::File& file);

 private:
  /// A member or declaration on its way to its lines.
  struct Entry {
    std::vector<std::string> above;  // comments and documentation; "" for a blank line
    bool blank_before = false;
    std::string name, type;  // of a column, to be aligned with its neighbours'
    std::string text;        // the rest; lines after the first carry their indentation
    std::string comment;     // at the line's end
    bool column = false;
    bool block() const { return text.find('\n') != std::string::npos; }
  };
  using Entries = std::vector<Entry>;

  Entry begin_entry(const ast::Node& node, const ast::Doc& doc);
  void end_entry(Entry& entry, const ast::Node& node, std::uint32_t next);
  void add_comments(std::vector<std::string>& lines, std::uint32_t before);
  void close_entries(Entries& entries, std::uint32_t end);
  static void align_columns(Entries& entries);
  static void align_comments(Entries& entries);
  static std::string join(Entries& entries, int indent);
  std::string header_comment(const ast::Node& node, std::uint32_t before);
  /// `head { … }`, what stands between written by `fill`, the first of which begins at `first` in the source. On one
  /// line where `inline_` allows, with `separator` between.
  template <class Fill>
  std::string block(const std::string& head, const ast::Node& node, std::uint32_t first, std::string_view separator,
                    Fill fill);
  std::string braces(const std::string& head, const std::string& comment, Entries& entries, bool inline_,
                     std::string_view separator) const;

  Entries declarations(const std::vector<ast::Declaration>& list, std::uint32_t end);
  std::string declaration(const ast::Declaration& declaration);
  Entries members(const std::vector<ast::TableMember>& list, std::uint32_t end);
  void member(const ast::TableMember& member, Entry& entry);
  std::string member_block(const std::string& head, const std::vector<ast::TableMember>& list, const ast::Node& node,
                           bool may_be_inline);
  std::string enumeration(const ast::Enum& it, const ast::Node& node);
  std::string view(const ast::View& it, const ast::Node& node);
  std::string definitions(const std::string& head, const std::vector<ast::RawDefinition>& list, const ast::Node& node);
  std::string trigger_head(const ast::Trigger& it) const;
  std::string routine_head(const ast::Routine& it) const;
  std::string seed(const ast::Seed& it, const ast::Node& node);
  std::string policy(const ast::Policy& it) const;
  std::string api(const ast::Api& it, const ast::Node& node);
  std::string expose(const ast::Expose& it);
  std::string expose_rule(const ast::ExposeRule& rule) const;

  /// Writes one entry for each node of a list: `write(node, entry)` fills it.
  template <class Item, class DocOf, class Write>
  Entries entries(const std::vector<Item>& list, std::uint32_t end, DocOf doc_of, Write write);

  bool one_line(const ast::Node& node) const;  // in the source; where there is none, wherever it fits
  bool blank_line(std::uint32_t from, std::uint32_t to) const;
  bool same_line(std::uint32_t from, std::uint32_t to) const;
  bool comments_within(const ast::Node& node) const;
  std::string indentation() const { return std::string(static_cast<std::size_t>(indent_), ' '); }

  std::string_view source_;
  const std::vector<ast::Comment>* comments_ = nullptr;
  std::size_t next_comment_ = 0;
  std::uint32_t last_end_ = 0;  // of what was written last, in the source
  int indent_ = 0;
  TextPrinter text_;
};

template <class Item, class DocOf, class Write>
BlockPrinter::Entries BlockPrinter::entries(const std::vector<Item>& list, std::uint32_t end, DocOf doc_of,
                                            Write write) {
  Entries result;
  for (std::size_t i = 0; i < list.size(); ++i) {
    Entry entry = begin_entry(list[i], doc_of(list[i]));
    write(list[i], entry);
    std::uint32_t next = end;
    if (i + 1 < list.size()) next = list[i + 1].span.begin;
    end_entry(entry, list[i], next);
    result.push_back(std::move(entry));
  }
  close_entries(result, end);
  return result;
}

template <class Fill>
std::string BlockPrinter::block(const std::string& head, const ast::Node& node, std::uint32_t first,
                                std::string_view separator, Fill fill) {
  const bool inline_ = !separator.empty() && one_line(node);
  const std::string comment = header_comment(node, first);
  indent_ += 2;
  Entries filled = fill();
  indent_ -= 2;
  return braces(head, comment, filled, inline_, separator);
}

}  // namespace schemac::syntax
