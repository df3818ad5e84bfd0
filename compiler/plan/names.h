// Lists of names, as seeds and their changes have them.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace schemac::plan {

using Names = std::vector<std::string>;

inline bool has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace schemac::plan
