// The reading half of json_value.h, apart because it needs the whole of nlohmann/json.hpp.
#pragma once

#include <nlohmann/json.hpp>

#include "catalog/json_value.h"

namespace schemac::catalog {

/// What is wrong, without the library's own numbering: "parse error at line 2, column 1: …".
inline std::string plain(const nlohmann::json::exception& error) {
  const std::string text = error.what();
  return text.starts_with("[json.exception.") ? text.substr(text.find("] ") + 2) : text;
}

inline void read_json(const nlohmann::json& in, std::string& value) { value = in.get<std::string>(); }
inline void read_json(const nlohmann::json& in, bool& value) { value = in.get<bool>(); }
inline void read_json(const nlohmann::json& in, int& value) { value = in.get<int>(); }

template <class E>
requires std::is_enum_v<E>
void read_json(const nlohmann::json& in, E& value) {
  const auto& name = in.get_ref<const std::string&>();
  const auto names = enum_names(E{});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw JsonMismatch("unknown word '" + name + "'");
  value = static_cast<E>(found - names.begin());
}

template <Described T>
void read_json(const nlohmann::json& in, T& value);

template <class T>
void read_json(const nlohmann::json& in, std::optional<T>& value) {
  read_json(in, value.emplace());
}

template <class T>
void read_json(const nlohmann::json& in, Rare<T>& value) {
  read_json(in, value.emplace());
}

template <class T>
void read_json(const nlohmann::json& in, std::vector<T>& list) {
  if (!in.is_array()) throw JsonMismatch("a list was expected");
  list.resize(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) read_json(in[i], list[i]);
}

template <class T>
void read_json(const nlohmann::json& in, ObjectList<T>& list) {
  if (!in.is_array()) throw JsonMismatch("a list was expected");
  for (const auto& element : in) {
    T object;
    read_json(element, object);
    if (!list.add(std::move(object))) throw JsonMismatch("two objects of one name");
  }
}

template <Described T>
void read_json(const nlohmann::json& in, T& value) {
  if (!in.is_object()) throw JsonMismatch("an object was expected");
  std::size_t known = 0;
  for_each_field<T>([&](auto f) {
    const auto found = in.find(f.name);
    if (found == in.end()) return;
    ++known;
    read_json(*found, value.*f.member);
  });
  if (known == in.size()) return;
  for (const auto& item : in.items()) {
    const std::string& name = item.key();
    bool listed = false;
    for_each_field<T>([&](auto f) { listed |= f.name == name; });
    if (!listed) throw JsonMismatch("unknown property '" + name + "'");
  }
}

}  // namespace schemac::catalog
