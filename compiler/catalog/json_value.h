// Derives JSON from the field lists of describe.h. Included by whoever writes or reads described values.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>

#include "base/hash.h"
#include "catalog/catalog.h"

namespace schemac::catalog {

/// Builds indented JSON text: two spaces a level, one property or element a line.
class JsonText {
 public:
  JsonText() = default;
  /// Of a text that is only to be digested no more than a block is kept; what `take` gives is the rest of it.
  explicit JsonText(Sha256& digest) : digest_(&digest) {}
  void open(char bracket);
  void close(char bracket);
  void key(std::string_view name);
  void element() { separate(); }
  void string(std::string_view text);
  void literal(std::string_view text) { out_ += text; }
  std::string take() { return std::move(out_); }

 private:
  void separate();
  std::string out_;
  Sha256* digest_ = nullptr;
  int depth_ = 0;
  bool first_ = true;
};

inline void write_json(JsonText& out, const std::string& value) { out.string(value); }
inline void write_json(JsonText& out, bool value) { out.literal(value ? "true" : "false"); }
inline void write_json(JsonText& out, int value) { out.literal(std::to_string(value)); }

template <class E>
requires std::is_enum_v<E>
void write_json(JsonText& out, E value) { out.string(enum_names(E{})[static_cast<std::size_t>(value)]); }

template <Described T>
void write_json(JsonText& out, const T& value);

template <class T>
void write_json(JsonText& out, const std::optional<T>& value) {
  write_json(out, *value);  // an empty one equals its default and is never written
}

template <class T>
void write_json(JsonText& out, const Rare<T>& value) {
  write_json(out, *value);
}

template <class List>
void write_list(JsonText& out, const List& list) {
  out.open('[');
  for (const auto& element : list) {
    out.element();
    write_json(out, element);
  }
  out.close(']');
}
template <class T>
void write_json(JsonText& out, const std::vector<T>& list) {
  write_list(out, list);
}
template <class T>
void write_json(JsonText& out, const ObjectList<T>& list) {
  write_list(out, list);
}

template <Described T>
void write_json(JsonText& out, const T& value) {
  static const T defaults{};
  out.open('{');
  for_each_field<T>([&](auto f) {
    if (value.*f.member == defaults.*f.member) return;
    out.key(f.name);
    write_json(out, value.*f.member);
  });
  out.close('}');
}

/// What a reader throws on JSON that does not describe the value; caught by the readers that return Result.
struct JsonMismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace schemac::catalog
