// One emitter for each kind of file.
#pragma once

#include <string>
#include <vector>

#include "codegen/view.h"

namespace schemac::codegen {

std::string emit_enum(const ModelView& model, const EnumView& object);
std::string emit_entity_header(const ModelView& model, const EntityView& entity);
std::string emit_entity_source(const ModelView& model, const EntityView& entity);
std::string emit_api_header(const ModelView& model, const ApiView& api);
std::string emit_api_source(const ModelView& model, const ApiView& api);
std::string emit_openapi(const ModelView& model, const ApiView& api);

/// The first lines of every file: what it comes from, and that editing it is in vain.
std::string banner(const std::string& source);

/// The parameters of a function that finds a row by a key: the connection, then the key's values.
std::vector<std::string> lookup_parameters(const EntityView& entity, const LookupView& lookup);

}  // namespace schemac::codegen
