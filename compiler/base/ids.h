// Typed indices into flat vectors: a TableId cannot be passed where a ViewId is meant.
#pragma once

#include <compare>
#include <cstdint>

namespace schemac {

template <class Tag>
struct Id {
  std::uint32_t value = 0;
  friend auto operator<=>(Id, Id) = default;
};

}  // namespace schemac
