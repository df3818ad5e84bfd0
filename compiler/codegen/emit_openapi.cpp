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
  if (column.kind == "bytes") schema["pattern"] = "^\\\\x([0-9a-fA-F]{2})*$";
  return schema;
}

Json or_null(Json schema) {
  if (!schema.contains("type")) return schema;  // any value, null too
  schema["type"] = Json::array({schema["type"], "null"});
  if (schema.contains("enum")) schema["enum"].push_back(nullptr);
  return schema;
}

Json column_schema(const ModelView& model, const ColumnView& column) {
  auto schema = value_schema(model, column);
  if (column.array) schema = {{"type", "array"}, {"items", or_null(std::move(schema))}};
  if (column.nullable) schema = or_null(std::move(schema));
  if (!column.doc.empty()) schema["description"] = column.doc;
  if (column.generated) schema["readOnly"] = true;
  return schema;
}

Json reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json json_content(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }

/// Rows as a list, or the one that was asked for by the Accept header.
Json rows_content(const std::string& row) {
  auto content = json_content({{"type", "array"}, {"items", reference(row)}});
  content["application/vnd.pgrst.object+json"] = {{"schema", reference(row)}};
  return content;
}

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

struct ProblemName {
  const char *name, *status, *meaning;
};
constexpr ProblemName kProblems[] = {
    {"BadRequest", "400", "The request cannot be understood."},
    {"NotAuthenticated", "401", "Nobody is logged in."},
    {"Forbidden", "403", "The caller may not do this."},
    {"NotFound", "404", "There is no such row."},
    {"NotASingleRow", "406", "One row was asked for, and another number was found. Nothing was written."},
    {"Conflict", "409", "A key exists already, or a reference has no target."},
    {"TooLarge", "413", "The body is too large."},
    {"NotJson", "415", "The body is not JSON."},
    {"NoSuchRange", "416", "There is no such range."},
    {"NotValid", "422", "Fields are not valid."},
    {"Problem", "default", "Something else went wrong."},
};

/// What operations share is written once, among the components.
Json shared(const std::string& kind, const std::string& name) {
  return {{"$ref", "#/components/" + kind + "/" + name}};
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
    for (const auto& problem : kProblems)
      document["components"]["responses"][problem.name] = problem_response(problem.meaning);
    document["components"]["parameters"] = parameters();
    for (const auto& exposure : api_.exposures) {
      const auto& entity = model_.entities[exposure.entity];
      document["tags"].push_back({{"name", exposure.path}});
      auto& schemas = document["components"]["schemas"];
      schemas[entity.entity] = row_schema(exposure, entity);
      if (exposure.allows("create")) schemas["New" + entity.entity] = new_schema(exposure, entity);
      if (exposure.allows("update")) {
        schemas[entity.entity + "Patch"] = patch_schema(exposure, entity);
        if (!entity.key.empty()) schemas[entity.entity + "Replacement"] = replacement_schema(exposure, entity);
      }
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

  /// The path gives the key, and what is hidden stays.
  Json replacement_schema(const ExposureView& exposure, const EntityView& entity) const {
    auto schema = patch_schema(exposure, entity);
    for (std::size_t i = 0; i < entity.columns.size(); ++i) {
      const auto& column = entity.columns[i];
      const bool is_key = std::find(entity.key.begin(), entity.key.end(), i) != entity.key.end();
      if (column.required() && !column.hidden && !is_key && is_exposed(exposure, column))
        schema["required"].push_back(column.name);
    }
    return schema;
  }

  static std::string item_path(const ExposureView& exposure, const EntityView& entity) {
    std::string path = "/" + exposure.path;
    for (const auto index : entity.key) path += "/{" + entity.columns[index].name + "}";
    return path;
  }

  /// `right` is what the caller must be allowed to: read, create, update or erase.
  static Json operation(const ExposureView& exposure, const std::string& right, const std::string& id,
                        const std::string& summary) {
    Json out = {{"operationId", id + exposure.member}, {"summary", summary}, {"tags", {exposure.path}}};
    const auto roles = roles_of(exposure, right);
    if (!roles.empty()) out["x-roles"] = roles;
    out["responses"] = Json::object();
    return out;
  }

  /// Who may; empty where anyone may.
  static std::vector<std::string> roles_of(const ExposureView& exposure, const std::string& right) {
    std::vector<std::string> roles;
    for (const auto& permission : exposure.permissions) {
      if (permission.operation != right) continue;
      if (permission.role == "anyone") return {};
      roles.push_back(permission.role);
    }
    return roles;
  }

  static void add_problems(Json& operation, std::vector<std::string> names) {
    if (operation.contains("x-roles")) names.insert(names.end(), {"NotAuthenticated", "Forbidden"});
    for (const auto& problem : kProblems)
      if (std::find(names.begin(), names.end(), problem.name) != names.end())
        operation["responses"][problem.status] = shared("responses", problem.name);
    operation["responses"]["default"] = shared("responses", "Problem");
  }

  /// Columns that are called as a parameter is are filtered by `and=(limit.eq.7)`.
  static Json filters(const ExposureView& exposure, const EntityView& entity) {
    static const std::vector<std::string> kTaken = {"select", "order", "limit", "offset", "and", "or"};
    Json out = Json::array();
    for (const auto& column : entity.columns)
      if (is_exposed(exposure, column) && std::find(kTaken.begin(), kTaken.end(), column.name) == kTaken.end())
        out.push_back(parameter(column.name, "query", "A filter: operator.value, as in eq.7.", {{"type", "string"}}));
    return out;
  }

  static Json parameters() {
    const Json text = {{"type", "string"}}, count = {{"type", "integer"}, {"minimum", 0}};
    const std::string kinds = "return=representation, return=minimal or count=exact, separated by commas.";
    return {{"select", parameter("select", "query", "The columns wanted, separated by commas.", text)},
            {"order", parameter("order", "query", "column.asc or column.desc, separated by commas.", text)},
            {"limit", parameter("limit", "query", "How many rows at most.", count)},
            {"offset", parameter("offset", "query", "How many rows to leave out.", count)},
            {"Range", parameter("Range", "header", "A part of the rows: 40-59.", text)},
            {"Prefer", parameter("Prefer", "header", kinds, text)}};
  }

  static void add_parameters(Json& to, const std::vector<std::string>& names) {
    for (const auto& name : names) to["parameters"].push_back(shared("parameters", name));
  }

  Json collection(const ExposureView& exposure, const EntityView& entity) const {
    Json path = Json::object();
    if (exposure.allows("read")) path["get"] = list_operation(exposure, entity);
    if (exposure.allows("create")) path["post"] = create_operation(exposure, entity);
    if (exposure.allows("update")) {
      auto& patch = path["patch"] =
          write_matching(exposure, entity, "update", "update_matching_", "Change the rows that a filter finds");
      patch["requestBody"] = body(reference(entity.entity + "Patch"));
      add_problems(patch, {"BadRequest", "NotASingleRow", "Conflict", "TooLarge", "NotJson", "NotValid"});
    }
    if (exposure.allows("erase")) {
      auto& erase = path["delete"] =
          write_matching(exposure, entity, "erase", "erase_matching_", "Delete the rows that a filter finds");
      add_problems(erase, {"BadRequest", "NotASingleRow", "Conflict"});
    }
    return path;
  }

  static Json body(Json schema) { return {{"required", true}, {"content", json_content(std::move(schema))}}; }

  static Json write_matching(const ExposureView& exposure, const EntityView& entity, const std::string& right,
                             const std::string& id, const std::string& summary) {
    auto out = operation(exposure, right, id, summary);
    out["parameters"] = filters(exposure, entity);
    add_parameters(out, {"select", "Prefer"});
    out["responses"]["200"] = {{"description", "The rows, where they were asked for."},
                               {"content", rows_content(entity.entity)}};
    out["responses"]["204"] = {{"description", "Done."}};
    return out;
  }

  static Json list_operation(const ExposureView& exposure, const EntityView& entity) {
    auto out = operation(exposure, "read", "list_", "The rows of " + exposure.path);
    out["parameters"] = filters(exposure, entity);
    add_parameters(out, {"select", "order", "limit", "offset", "Prefer", "Range"});
    out["responses"]["200"] = {{"description", "The rows."}, {"content", rows_content(entity.entity)}};
    out["responses"]["206"] = {{"description", "Some of the rows: Content-Range says how many there are."},
                               {"content", rows_content(entity.entity)}};
    add_problems(out, {"BadRequest", "NotASingleRow", "NoSuchRange"});
    return out;
  }

  static Json create_operation(const ExposureView& exposure, const EntityView& entity) {
    auto out = operation(exposure, "create", "create_", "Insert one row, or several");
    add_parameters(out, {"select", "Prefer"});
    const auto one = reference("New" + entity.entity);
    out["requestBody"] = body({{"oneOf", {one, {{"type", "array"}, {"items", one}}}}});
    const Json location = {{"description", "Where the row is."}, {"schema", {{"type", "string"}}}};
    out["responses"]["201"] = {{"description", "Inserted; the rows, where they were asked for."},
                               {"headers", {{"Location", location}}},
                               {"content", rows_content(entity.entity)}};
    add_problems(out, {"BadRequest", "NotASingleRow", "Conflict", "TooLarge", "NotJson", "NotValid"});
    return out;
  }

  Json item(const ExposureView& exposure, const EntityView& entity) const {
    Json path = Json::object();
    path["parameters"] = Json::array();
    for (const auto index : entity.key)
      path["parameters"].push_back(
          parameter(entity.columns[index].name, "path", "The row's key.", value_schema(model_, entity.columns[index])));
    add_parameters(path, {"select"});
    const Json row = {{"description", "The row."}, {"content", json_content(reference(entity.entity))}};
    if (exposure.allows("read")) {
      auto& read = path["get"] = operation(exposure, "read", "read_", "One row");
      read["responses"]["200"] = row;
      add_problems(read, {"BadRequest", "NotFound"});
    }
    if (exposure.allows("update")) {
      auto& replace = path["put"] =
          write_operation(exposure, "replace_", "Replace a row, or insert it", entity.entity + "Replacement", row);
      replace["responses"]["201"] = {{"description", "Inserted."}, {"content", row["content"]}};
      add_problems(replace, {"BadRequest", "Conflict", "TooLarge", "NotJson", "NotValid"});
      auto& change = path["patch"] = write_operation(exposure, "update_", "Change a row", entity.entity + "Patch", row);
      add_problems(change, {"BadRequest", "NotFound", "Conflict", "TooLarge", "NotJson", "NotValid"});
    }
    if (exposure.allows("erase")) {
      auto& erase = path["delete"] = operation(exposure, "erase", "erase_", "Delete a row");
      add_parameters(erase, {"Prefer"});
      erase["responses"]["200"] = {{"description", "The row as it was, where it was asked for."},
                                   {"content", row["content"]}};
      erase["responses"]["204"] = {{"description", "Deleted."}};
      add_problems(erase, {"BadRequest", "NotFound", "Conflict"});
    }
    return path;
  }

  static Json write_operation(const ExposureView& exposure, const std::string& id, const std::string& summary,
                              const std::string& schema, const Json& row) {
    auto out = operation(exposure, "update", id, summary);
    add_parameters(out, {"Prefer"});
    out["requestBody"] = body(reference(schema));
    out["responses"]["200"] = row;
    out["responses"]["204"] = {{"description", "Done; the row was not asked for."}};
    return out;
  }

  const ModelView& model_;
  const ApiView& api_;
};

}  // namespace

std::string emit_openapi(const ModelView& model, const ApiView& api) { return ApiDocument(model, api).build(); }

}  // namespace schemac::codegen
