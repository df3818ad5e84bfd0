#include "support/compiled.h"

#include <stdexcept>

#include "sema/sema.h"

namespace schemac::test {

namespace {

sema::Schema analysed(const std::string& text) {
  diag::SourceMap sources;
  diag::Diagnostics problems;
  const auto read = [&](const std::string&) { return std::optional(text); };
  auto schema = sema::analyse({{"test.schema"}, "", read}, sources, problems);
  std::string said;
  for (const auto& problem : problems) said += problem.message + "\n";
  if (!said.empty()) throw std::runtime_error(said);
  return schema;
}

}  // namespace

catalog::Catalog compiled(const std::string& text) { return analysed(text).catalog; }
catalog::Renames renames_in(const std::string& text) { return analysed(text).renames; }

}  // namespace schemac::test
