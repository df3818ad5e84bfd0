// Describe once: each struct of the catalog lists its fields in one place, `static constexpr auto fields()`.
// Canonical JSON, hashing, and the list of what differs between two values are derived from that list.
#pragma once

#include <string_view>
#include <tuple>
#include <vector>

namespace schemac::catalog {

template <class T, class M>
struct Field {
  std::string_view name;
  M T::*member;
};

template <class T, class M>
constexpr Field<T, M> field(std::string_view name, M T::*member) {
  return {name, member};
}

template <class T>
concept Described = requires {
  T::fields();
};

template <Described T, class F>
constexpr void for_each_field(F&& visit) {
  std::apply([&](auto... fields) { (visit(fields), ...); }, T::fields());
}

/// The names of the fields in which `a` and `b` differ, in declared order.
template <Described T>
std::vector<std::string_view> differing_fields(const T& a, const T& b) {
  std::vector<std::string_view> out;
  for_each_field<T>([&](auto f) {
    if (!(a.*f.member == b.*f.member)) out.push_back(f.name);
  });
  return out;
}

}  // namespace schemac::catalog
