// A text as ANTLR's input, one byte a character, so that ANTLR's positions are byte offsets.
#pragma once

#include <string>
#include <string_view>

#include "syntax/antlr.h"

namespace schemac::syntax {

class ByteStream : public antlr4::CharStream {
 public:
  /// `text` must outlive the stream.
  explicit ByteStream(std::string_view text) : text_(text) {}

  void consume() override { ++position_; }
  std::size_t LA(ssize_t offset) override;
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return position_; }
  void seek(std::size_t index) override { position_ = index; }
  std::size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace schemac::syntax
