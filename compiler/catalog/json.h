// The catalog as canonical JSON: fields in declared order, one property a line, what equals its default left out. Equal
// catalogs give equal bytes, and reading them back gives the same catalog.
#pragma once

#include <string>
#include <string_view>

#include "catalog/json_value.h"
#include "diag/diagnostic.h"

namespace schemac::catalog {

/// `value` as canonical JSON, without the final newline.
template <class T>
std::string to_json_text(const T& value) {
  JsonText out;
  write_json(out, value);
  return out.take();
}

std::string to_json(const Catalog& catalog);

/// SC7001 where `text` is not a catalog of this format.
Result<Catalog> catalog_from_json(std::string_view text);

/// The SHA-256 of the canonical JSON: the name of a state.
std::string hash_of(const Catalog& catalog);

}  // namespace schemac::catalog
