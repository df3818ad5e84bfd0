#include "codegen/generate.h"

#include <algorithm>

#include "codegen/emit.h"
#include "codegen/view_build.h"
#include "dialect/dialect.h"

namespace schemac::codegen {

Result<std::vector<File>> generate(const catalog::Catalog& catalog, const Options& options) {
  auto in_order = options;  // of kAllDialects, as the runtime's struct of statements has them
  std::sort(in_order.dialects.begin(), in_order.dialects.end(),
            [](const auto* a, const auto* b) { return a->id() < b->id(); });
  const auto model = build_view(catalog, in_order);
  if (!model) return tl::unexpected(model.error());
  std::vector<File> files;
  for (const auto& object : model->enums) files.push_back({object.file + ".h", emit_enum(*model, object)});
  for (const auto& entity : model->entities) {
    files.push_back({entity.scope + ".h", emit_entity_header(*model, entity)});
    files.push_back({entity.scope + ".cpp", emit_entity_source(*model, entity)});
  }
  for (const auto& api : model->apis) {
    files.push_back({api.scope + ".h", emit_api_header(*model, api)});
    files.push_back({api.scope + ".cpp", emit_api_source(*model, api)});
    files.push_back({api.scope + ".openapi.json", emit_openapi(*model, api)});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace schemac::codegen
