// SHA-256, the one digest of the project: snapshots, migrations and fingerprints are named by it.
#pragma once

#include <string>
#include <string_view>

namespace schemac {

/// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace schemac
