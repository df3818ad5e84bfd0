// std::visit with one function per alternative: a variant with a new alternative fails to compile until it has one.
#pragma once

namespace schemac {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace schemac
