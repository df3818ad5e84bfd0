// snapshot.json: a catalog's canonical JSON with the number of its format before everything else.
#pragma once

#include <string>
#include <string_view>

#include "diag/diagnostic.h"

namespace schemac::store {

/// What snapshot.json holds for a catalog of that canonical JSON.
std::string snapshot_of(std::string_view catalog_json);

/// The catalog's canonical JSON back. SC7001 where `text` is no snapshot, or of a format that is not known here.
Result<std::string> catalog_json_of(std::string text);

}  // namespace schemac::store
