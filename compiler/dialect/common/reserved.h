// The names that schemac keeps for itself, which inspection does not show.
#pragma once

#include <string_view>

namespace schemac::dialect {

inline bool is_reserved_name(std::string_view name) {
  return name.starts_with("_schemac_") || name.starts_with("schemac_");
}

}  // namespace schemac::dialect
