// Writing JSON: append to a string, no tree between.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace schemac::json {

/// `text` in double quotes. What is not UTF-8 becomes U+FFFD, so the output is always valid JSON.
void append_string(std::string& out, std::string_view text);

void append_integer(std::string& out, std::int64_t number);

/// The shortest digits that read back as the same number; null for NaN and the infinities, which JSON lacks.
void append_number(std::string& out, double number);
void append_number(std::string& out, float number);

/// Objects and arrays with their commas placed.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(std::int64_t number);
  Writer& number(double number);
  Writer& boolean(bool truth);
  Writer& null();
  /// `text` is JSON already.
  Writer& raw(std::string_view text);

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  void separate();

  std::string& out_;
  bool comma_ = false;
};

}  // namespace schemac::json
