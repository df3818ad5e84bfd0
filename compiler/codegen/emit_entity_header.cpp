#include <algorithm>
#include <set>

#include "base/text.h"
#include "codegen/emit.h"
#include "codegen/names.h"
#include "codegen/printer.h"

namespace schemac::codegen {

namespace {

std::string field_type(const ColumnView& column) {
  return column.nullable ? "std::optional<" + column.type + ">" : column.type;
}

/// Enumerations without a default start as their first label; what has a constructor needs no initialiser.
std::string initialiser(const ColumnView& column) {
  if (column.nullable || column.initial.empty()) return "";
  return column.initial == "{}" ? "{}" : column.initial;
}

void emit_includes(Printer& out, const ModelView& model, const EntityView& entity) {
  out.print("#include <cstdint>\n#include <optional>\n#include <string>\n#include <vector>\n\n");
  std::set<std::string> enums;
  for (const auto& column : entity.columns)
    for (const auto& object : model.enums)
      if (object.name == column.enum_name) enums.insert(object.file + ".h");
  for (const auto& file : enums) out.print("#include \"$file$\"\n", {{"file", file}});
  out.print("#include \"schemac/db/database.h\"\n#include \"schemac/model/repository.h\"\n");
}

void emit_entity(Printer& out, const EntityView& entity) {
  out.doc(entity.doc);
  out.print("struct $entity$ {\n", {{"entity", entity.entity}});
  {
    const auto scope = out.indented();
    for (const auto& column : entity.columns) {
      out.doc(column.doc);
      out.line(field_type(column) + " " + column.member + initialiser(column) + ";");
    }
    out.print("\nfriend bool operator==(const $entity$&, const $entity$&) = default;\n", {{"entity", entity.entity}});
  }
  out.print("};\n");
}

void emit_new(Printer& out, const EntityView& entity) {
  out.print("\n/// A row to insert: what is left empty takes its default, or null.\nstruct New$entity$ {\n",
            {{"entity", entity.entity}});
  {
    const auto scope = out.indented();
    for (const auto& column : entity.columns) {
      if (column.generated) continue;
      const auto type = column.required() ? column.type : "std::optional<" + column.type + ">";
      out.line(type + " " + column.member + (column.required() ? "" : "{}") +
               ";");  // a required one left out is warned of
    }
  }
  out.print("};\n");
}

void emit_patch(Printer& out, const EntityView& entity) {
  out.print("\n/// Changes to a row: what is not set stays as it is.\nstruct $entity$Patch {\n",
            {{"entity", entity.entity}});
  {
    const auto scope = out.indented();
    for (const auto& column : entity.columns)
      if (!column.generated) out.line("schemac::Patch<" + field_type(column) + "> " + column.member + "{};");
  }
  out.print("};\n");
}

void emit_fields(Printer& out, const EntityView& entity) {
  out.print("\n/// The columns, to write filters with: `columns::id == 7`.\nnamespace columns {\n\n");
  for (std::size_t i = 0; i < entity.columns.size(); ++i)
    out.print("inline constexpr schemac::model::Field<$type$> $member${$index$};\n",
              {{"type", entity.columns[i].type}, {"member", entity.columns[i].member}, {"index", std::to_string(i)}});
  out.print("\n}  // namespace columns\n");
}

void emit_functions(Printer& out, const EntityView& entity) {
  for (const auto& lookup : entity.lookups) {
    out.print("\n/// The row with this key; nothing where there is none. All of these throw schemac::db::Error.\n");
    out.call("std::optional<" + entity.entity + "> " + lookup.function, lookup_parameters(entity, lookup), ";");
  }
  out.print(R"(
/// The rows that the options ask for.
std::vector<$entity$> list(schemac::db::Connection& connection, const schemac::model::ListOptions& options = {});

/// How many rows the filter finds; all without one.
std::int64_t count(schemac::db::Connection& connection, const schemac::query::Filter& filter = {});
)",
            {{"entity", entity.entity}});
  if (!entity.writable) return;
  out.print("\n/// Inserts a row, and gives it back as the database keeps it.\n");
  out.call(entity.entity + " insert", {"schemac::db::Connection& connection", "const New" + entity.entity + "& row"},
           ";");
  if (entity.key.empty()) return;
  auto parameters = lookup_parameters(entity, entity.lookups.front());
  out.print("\n/// False where there is no row with this key.\n");
  out.call("bool erase", parameters, ";");
  parameters.push_back("const " + entity.entity + "Patch& patch");
  out.print("\n/// False where there is no row with this key.\n");
  out.call("bool update", parameters, ";");
}

}  // namespace

std::vector<std::string> lookup_parameters(const EntityView& entity, const LookupView& lookup) {
  std::vector<std::string> out = {"schemac::db::Connection& connection"};
  for (const auto index : lookup.columns) {
    const auto& column = entity.columns[index];
    const bool small = column.initial == " = 0" || column.initial == " = false" || !column.enum_name.empty();
    out.push_back((small ? column.type + " " : "const " + column.type + "& ") + column.member);
  }
  return out;
}

std::string emit_entity_header(const ModelView& model, const EntityView& entity) {
  Printer out;
  out.line(banner(entity.source));
  out.print("#pragma once\n\n");
  emit_includes(out, model, entity);
  out.print("\nnamespace $namespace$ {\n\n", {{"namespace", model.cpp_namespace}});
  emit_entity(out, entity);
  if (entity.writable) {
    emit_new(out, entity);
    emit_patch(out, entity);
  }
  out.print("\n/// The rows of $table$.\nnamespace $scope$ {\n\nextern const schemac::query::Table kTable;\n",
            {{"table", entity.table}, {"scope", entity.scope}});
  emit_fields(out, entity);
  emit_functions(out, entity);
  out.print("\n}  // namespace $scope$\n\n}  // namespace $namespace$\n",
            {{"scope", entity.scope}, {"namespace", model.cpp_namespace}});
  return out.take();
}

}  // namespace schemac::codegen
