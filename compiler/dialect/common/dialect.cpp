#include "dialect/dialect.h"

#include "base/text.h"

namespace schemac::dialect {

std::string Quarantine::name(std::string_view of, std::size_t max_bytes) const {
  const std::string prefix = "_schemac_" + tag + "_";
  return prefix + std::string(text::truncated(of, max_bytes - prefix.size()));
}

std::string Dialect::qualified(const QName& name) const {
  return name.schema.empty() ? quoted(name.name) : quoted(name.schema) + "." + quoted(name.name);
}

}  // namespace schemac::dialect
