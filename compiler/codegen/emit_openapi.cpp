// OpenAPI 3.1 for one API.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "codegen/emit.h"

namespace schemac::codegen {

namespace {

using Json = nlohmann::ordered_json;

bool is_exposed(const ExposureView& exposure, const ColumnView& column) {
  if (column.hidden) return false;
  return exposure.fields.empty() ||
         std::find(exposure.fields.begin(), exposure.fields.end(), column.name) != exposure.fields.end();
}

/// Of one value, null apart.
Json value_schema(const ModelView& model, const ColumnView& column) {
  Json schema = Json::object();
  if (!column.openapi_type.empty()) schema["type"] = column.openapi_type;
  if (!column.openapi_format.empty()) schema["format"] = column.openapi_format;
  if (column.kind == "enumeration") {
    schema["type"] = "string";
    for (const auto& object : model.enums)
      if (object.name == column.enum_name)
        for (const auto& label : object.labels) schema["enum"].push_back(label.label);
  }
  if (column.kind == "text" && column.max_length > 0) schema["maxLength"] = column.max_length;
  if (column.kind == "bytes") schema["pattern"] = "^\\\\x([0-9a-f]{2})*$";
  return schema;
}

Json column_schema(const ModelView& model, const ColumnView& column) {
  auto schema = value_schema(model, column);
  if (column.array) schema = {{"type", "array"}, {"items", schema}};
  if (column.nullable && schema.contains("type")) {
    schema["type"] = Json::array({schema["type"], "null"});
    if (schema.contains("enum")) schema["enum"].push_back(nullptr);
  }
  if (!column.doc.empty()) schema["description"] = column.doc;
  if (column.generated) schema["readOnly"] = true;
  return schema;
}

Json reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json json_content(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }

Json problem_response(const std::string& description) {
  return {{"description", description},
          {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
}

Json parameter(const std::string& name, const std::string& in, const std::string& description, Json schema) {
  return {{"name", name},
          {"in", in},
          {"required", in == "path"},
          {"description", description},
          {"schema", std::move(schema)}};
}

class ApiDocument {
 public:
  ApiDocument(const ModelView& model, const ApiView& api) : model_(model), api_(api) {}

  std::string build() {
    Json document = {{"openapi", "3.1.0"}, {"x-generated-by", "schemac"}};
    document["info"] = {{"title", model_.title}, {"version", api_.name}};
    document["servers"] = Json::array({{{"url", "/"}}});
    document["paths"] = Json::object();
    document["components"]["schemas"]["Problem"] = problem_schema();
    for (const auto& exposure : api_.exposures) {
      const auto& entity = model_.entities[exposure.entity];
      document["tags"].push_back({{"name", exposure.path}});
      auto& schemas = document["components"]["schemas"];
      schemas[entity.entity] = row_schema(exposure, entity);
      if (exposure.allows("create")) schemas["New" + entity.entity] = new_schema(exposure, entity);
      if (exposure.allows("update")) schemas[entity.entity + "Patch"] = patch_schema(exposure, entity);
      document["paths"]["/" + exposure.path] = collection(exposure, entity);
      if (!entity.key.empty()) document["paths"][item_path(exposure, entity)] = item(exposure, entity);
    }
    return document.dump(2) + "\n";
  }

 private:
  static Json problem_schema() {
    const Json text = {{"type", "string"}};
    const Json field = {{"type", "object"},
                        {"properties", {{"field", text}, {"code", text}, {"detail", text}, {"constraint", text}}}};
    return {{"type", "object"},
            {"description", "An error (RFC 9457)."},
            {"required", {"type", "title", "status", "detail", "code"}},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"code", text},
              {"message", text},
              {"constraint", text},
              {"errors", {{"type", "array"}, {"items", field}}}}}};
  }

  template <class Wanted>
  Json object_schema(const EntityView& entity, Wanted wanted, bool with_required) const {
    Json schema = {{"type", "object"}, {"properties", Json::object()}};
    for (const auto& column : entity.columns) {
      if (!wanted(column)) continue;
      schema["properties"][column.name] = column_schema(model_, column);
      if (with_required && column.required()) schema["required"].push_back(column.name);
    }
    return schema;
  }

  Json row_schema(const ExposureView& exposure, const EntityView& entity) const {
    auto schema = object_schema(
        entity, [&](const auto& column) { return is_exposed(exposure, column); }, false);
    if (!entity.doc.empty()) schema["description"] = entity.doc;
    return schema;
  }

  /// What may be written: what is exposed, and what is hidden, which is written and never read.
  Json new_schema(const ExposureView& exposure, const EntityView& entity) const {
    const auto writable = [&](const auto& column) {
      return !column.generated && (column.hidden || is_exposed(exposure, column));
    };
    return object_schema(entity, writable, true);
  }

  Json patch_schema(const ExposureView& exposure, const EntityView& entity) const {
    auto schema = new_schema(exposure, entity);
    schema.erase("required");
    return schema;
  }

  static std::string item_path(const ExposureView& exposure, const EntityView& entity) {
    std::string path = "/" + exposure.path;
    for (const auto index : entity.key) path += "/{" + entity.columns[index].name + "}";
    return path;
  }

  Json operation(const ExposureView& exposure, const std::string& id, const std::string& summary) const {
    return {{"operationId", id}, {"summary", summary}, {"tags", {exposure.path}}, {"responses", Json::object()}};
  }

  static void add_problems(Json& operation, std::initializer_list<int> statuses) {
    for (const int status : statuses) {
      const char* text = status == 404   ? "There is no such row."
                         : status == 409 ? "A key exists already, or a reference has no target."
                         : status == 422 ? "Fields are not valid."
                                         : "The request cannot be understood.";
      operation["responses"][std::to_string(status)] = problem_response(text);
    }
  }

  Json filters(const ExposureView& exposure, const EntityView& entity) const {
    Json out = Json::array();
    for (const auto& column : entity.columns)
      if (is_exposed(exposure, column))
        out.push_back(parameter(column.name, "query", "A filter: operator.value, as in eq.7.", {{"type", "string"}}));
    return out;
  }

  Json collection(const ExposureView& exposure, const EntityView& entity) const {
    Json path = Json::object();
    if (exposure.allows("read")) path["get"] = list_operation(exposure, entity);
    if (exposure.allows("create")) path["post"] = create_operation(exposure, entity);
    if (exposure.allows("update")) {
      auto& patch = path["patch"] =
          operation(exposure, "update_matching_" + exposure.member, "Change the rows that a filter finds");
      patch["parameters"] = filters(exposure, entity);
      patch["requestBody"] = {{"required", true}, {"content", json_content(reference(entity.entity + "Patch"))}};
      patch["responses"]["204"] = {{"description", "Changed."}};
      add_problems(patch, {400, 409, 422});
    }
    if (exposure.allows("erase")) {
      auto& erase = path["delete"] =
          operation(exposure, "erase_matching_" + exposure.member, "Delete the rows that a filter finds");
      erase["parameters"] = filters(exposure, entity);
      erase["responses"]["204"] = {{"description", "Deleted."}};
      add_problems(erase, {400, 409});
    }
    return path;
  }

  Json list_operation(const ExposureView& exposure, const EntityView& entity) const {
    auto out = operation(exposure, "list_" + exposure.member, "The rows of " + exposure.path);
    auto parameters = filters(exposure, entity);
    parameters.push_back(
        parameter("select", "query", "The columns wanted, separated by commas.", {{"type", "string"}}));
    parameters.push_back(
        parameter("order", "query", "column.asc or column.desc, separated by commas.", {{"type", "string"}}));
    parameters.push_back(parameter("limit", "query", "How many rows at most.", {{"type", "integer"}, {"minimum", 0}}));
    parameters.push_back(
        parameter("offset", "query", "How many rows to leave out.", {{"type", "integer"}, {"minimum", 0}}));
    out["parameters"] = std::move(parameters);
    out["responses"]["200"] = {{"description", "The rows."},
                               {"content", json_content({{"type", "array"}, {"items", reference(entity.entity)}})}};
    add_problems(out, {400});
    return out;
  }

  Json create_operation(const ExposureView& exposure, const EntityView& entity) const {
    auto out = operation(exposure, "create_" + exposure.member, "Insert one row, or several");
    const auto one = reference("New" + entity.entity);
    const Json body = {{"oneOf", {one, {{"type", "array"}, {"items", one}}}}};
    out["requestBody"] = {{"required", true}, {"content", json_content(body)}};
    const Json location = {{"description", "Where the row is."}, {"schema", {{"type", "string"}}}};
    out["responses"]["201"] = {{"description", "Inserted."}, {"headers", {{"Location", location}}}};
    add_problems(out, {400, 409, 422});
    return out;
  }

  Json item(const ExposureView& exposure, const EntityView& entity) const {
    Json path = Json::object();
    path["parameters"] = Json::array();
    for (const auto index : entity.key)
      path["parameters"].push_back(
          parameter(entity.columns[index].name, "path", "The row's key.", value_schema(model_, entity.columns[index])));
    const Json row = {{"description", "The row."}, {"content", json_content(reference(entity.entity))}};
    if (exposure.allows("read")) {
      auto& read = path["get"] = operation(exposure, "read_" + exposure.member, "One row");
      read["responses"]["200"] = row;
      add_problems(read, {404});
    }
    if (exposure.allows("update")) {
      path["put"] = write_operation(exposure, "replace_", "Replace a row", new_name(exposure, entity), row);
      path["patch"] = write_operation(exposure, "update_", "Change a row", entity.entity + "Patch", row);
    }
    if (exposure.allows("erase")) {
      auto& erase = path["delete"] = operation(exposure, "erase_" + exposure.member, "Delete a row");
      erase["responses"]["204"] = {{"description", "Deleted."}};
      add_problems(erase, {404, 409});
    }
    return path;
  }

  static std::string new_name(const ExposureView& exposure, const EntityView& entity) {
    return exposure.allows("create") ? "New" + entity.entity : entity.entity + "Patch";
  }

  Json write_operation(const ExposureView& exposure, const std::string& id, const std::string& summary,
                       const std::string& body, const Json& row) const {
    auto out = operation(exposure, id + exposure.member, summary);
    out["requestBody"] = {{"required", true}, {"content", json_content(reference(body))}};
    out["responses"]["200"] = row;
    add_problems(out, {400, 404, 409, 422});
    return out;
  }

  const ModelView& model_;
  const ApiView& api_;
};

}  // namespace

std::string emit_openapi(const ModelView& model, const ApiView& api) { return ApiDocument(model, api).build(); }

}  // namespace schemac::codegen
