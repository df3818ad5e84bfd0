#include <algorithm>
#include <set>

#include "codegen/emit.h"
#include "codegen/names.h"
#include "codegen/printer.h"

namespace schemac::codegen {

namespace {

std::string source_of(const ApiView& api) { return "api " + api.name; }

void emit_lists(Printer& out, const ExposureView& exposure) {
  if (!exposure.permissions.empty()) {
    out.print("\nconstexpr std::array<schemac::rest::Permission, $count$> $constant$Permissions = {\n",
              {{"count", std::to_string(exposure.permissions.size())}, {"constant", exposure.constant}});
    for (const auto& permission : exposure.permissions)
      out.print("    schemac::rest::Permission{schemac::rest::Operation::$operation$, $role$},\n",
                {{"operation", permission.operation}, {"role", literal(permission.role)}});
    out.print("};\n");
  }
  if (exposure.fields.empty()) return;
  std::vector<std::string> items;
  for (const auto& field : exposure.fields) items.push_back(literal(field));
  out.print("\n");
  out.list(
      "constexpr std::array<std::string_view, " + std::to_string(items.size()) + "> " + exposure.constant + "Fields = ",
      items, ";");
}

void emit_exposure(Printer& out, const ModelView& model, const ExposureView& exposure) {
  std::vector<std::string> parts = {".table = &" + model.entities[exposure.entity].scope + "::kTable",
                                    ".path = " + literal(exposure.path)};
  if (!exposure.fields.empty()) parts.push_back(".fields = " + exposure.constant + "Fields");
  if (!exposure.permissions.empty()) parts.push_back(".permissions = " + exposure.constant + "Permissions");
  out.print("\n");
  out.braced("const schemac::rest::Exposure " + exposure.constant + " = ", parts, ";");
}

}  // namespace

std::string emit_api_header(const ModelView& model, const ApiView& api) {
  Printer out;
  out.line(banner(source_of(api)));
  out.print("#pragma once\n\n#include <memory>\n\n#include \"schemac/rest/resource.h\"\n\nnamespace $namespace$ {\n\n",
            {{"namespace", model.cpp_namespace}});
  out.print("/// What the API $name$ exposes.\nnamespace $scope$ {\n\n", {{"name", api.name}, {"scope", api.scope}});
  for (const auto& exposure : api.exposures)
    out.print("extern const schemac::rest::Exposure $constant$;\n", {{"constant", exposure.constant}});
  out.print(R"(
}  // namespace $scope$

/// The API $name$ as resources. To have one otherwise, derive from schemac::rest::Resource, override what should differ,
/// and put an object of that class in its place before mount().
struct $class$ {
)",
            {{"scope", api.scope}, {"name", api.name}, {"class", api.class_name}});
  {
    const auto scope = out.indented();
    for (const auto& exposure : api.exposures)
      out.print("std::unique_ptr<schemac::rest::Resource> $member$;\n", {{"member", exposure.member}});
    out.print("\n");
    out.call("explicit " + api.class_name,
             {"schemac::db::Database& database", "const schemac::rest::Identify& identify = {}"}, ";");
    out.print("\n/// Adds the routes below `prefix`, \"/$name$\" or empty. This must outlive the router.\n",
              {{"name", api.name}});
    out.print("void mount(schemac::http::Router& router, std::string_view prefix = \"\");\n");
  }
  out.print("};\n\n}  // namespace $namespace$\n", {{"namespace", model.cpp_namespace}});
  return out.take();
}

std::string emit_api_source(const ModelView& model, const ApiView& api) {
  Printer out;
  out.line(banner(source_of(api)));
  out.print("#include \"$scope$.h\"\n\n#include <array>\n\n", {{"scope", api.scope}});
  std::set<std::string> headers;
  for (const auto& exposure : api.exposures) headers.insert(model.entities[exposure.entity].scope + ".h");
  for (const auto& header : headers) out.print("#include \"$header$\"\n", {{"header", header}});
  out.print("\nnamespace $namespace$ {\n\nnamespace $scope$ {\n\nnamespace {\n",
            {{"namespace", model.cpp_namespace}, {"scope", api.scope}});
  for (const auto& exposure : api.exposures) emit_lists(out, exposure);
  out.print("\n}  // namespace\n");
  for (const auto& exposure : api.exposures) emit_exposure(out, model, exposure);
  out.print("\n}  // namespace $scope$\n\n", {{"scope", api.scope}});
  out.call(api.class_name + "::" + api.class_name,
           {"schemac::db::Database& database", "const schemac::rest::Identify& identify"}, " {");
  {
    const auto scope = out.indented();
    for (const auto& exposure : api.exposures)
      out.print("$member$ = std::make_unique<schemac::rest::Resource>(database, $scope$::$constant$, identify);\n",
                {{"member", exposure.member}, {"scope", api.scope}, {"constant", exposure.constant}});
  }
  out.print("}\n\n");
  out.call("void " + api.class_name + "::mount", {"schemac::http::Router& router", "std::string_view prefix"}, " {");
  {
    const auto scope = out.indented();
    for (const auto& exposure : api.exposures)
      out.print("$member$->mount(router, prefix);\n", {{"member", exposure.member}});
  }
  out.print("}\n\n}  // namespace $namespace$\n", {{"namespace", model.cpp_namespace}});
  return out.take();
}

}  // namespace schemac::codegen
