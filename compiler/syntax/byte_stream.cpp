#include "syntax/byte_stream.h"

namespace schemac::syntax {

std::size_t ByteStream::LA(ssize_t offset) {
  if (offset > 0) --offset;
  const auto at = static_cast<std::size_t>(static_cast<ssize_t>(position_) + offset);
  return at < text_.size() ? static_cast<unsigned char>(text_[at]) : EOF;
}

std::string ByteStream::getText(const antlr4::misc::Interval& interval) {
  const auto begin = static_cast<std::size_t>(interval.a);
  return std::string(text_.substr(begin, static_cast<std::size_t>(interval.b) - begin + 1));
}

}  // namespace schemac::syntax
