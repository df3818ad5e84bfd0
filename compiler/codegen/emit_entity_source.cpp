#include <algorithm>
#include <map>

#include "base/text.h"
#include "codegen/emit.h"
#include "codegen/names.h"
#include "codegen/printer.h"

namespace schemac::codegen {

namespace {

std::string array_of(std::string_view type, std::size_t count) {
  return "std::array<" + std::string(type) + ", " + std::to_string(count) + ">";
}

/// A list of column names as a constant, made once for each list: `kUrlNames`.
std::string names_constant(const std::vector<std::string>& columns) {
  std::string name = "k";
  for (const auto& column : columns) name += pascal(column);
  return name + "Names";
}

class SourceEmitter {
 public:
  SourceEmitter(const ModelView& model, const EntityView& entity) : model_(model), entity_(entity) {}

  std::string emit() {
    out_.line(banner(entity_.source));
    out_.print("#include \"$scope$.h\"\n\n#include <array>\n\nnamespace $namespace$::$scope$ {\n\nnamespace {\n",
               {{"scope", entity_.scope}, {"namespace", model_.cpp_namespace}});
    for (const auto& lookup : entity_.lookups) emit_sql(lookup.constant, lookup.sql);
    if (!entity_.key.empty()) emit_sql("kErase", entity_.erase);
    emit_columns();
    emit_name_lists();
    emit_checks();
    emit_constraints();
    emit_reader();
    out_.print("\n}  // namespace\n");
    emit_table();
    emit_functions();
    out_.print("\n}  // namespace $namespace$::$scope$\n",
               {{"scope", entity_.scope}, {"namespace", model_.cpp_namespace}});
    return out_.take();
  }

 private:
  void emit_sql(const std::string& constant, const SqlView& sql) {
    out_.print("\nconstexpr schemac::model::Sql $constant$ = {\n", {{"constant", constant}});
    for (const auto& [dialect, text] : sql.texts) out_.line("    ." + dialect + " = " + raw_literal("\n" + text) + ",");
    out_.print("};\n");
  }

  std::vector<std::string> attributes(const ColumnView& column) const {
    std::vector<std::string> out = {".name = " + literal(column.name), ".type = schemac::query::Type::" + column.kind};
    const auto flag = [&](bool is_set, const char* name) {
      if (is_set) out.push_back(std::string(".") + name + " = true");
    };
    flag(column.array, "array");
    flag(column.nullable, "nullable");
    flag(column.has_default, "has_default");
    flag(column.identity, "identity");
    flag(column.generated, "generated");
    flag(column.touched, "touched");
    flag(column.hidden, "hidden");
    flag(column.padded, "padded");
    if (column.max_length > 0) out.push_back(".max_length = " + std::to_string(column.max_length));
    if (column.precision >= 0) out.push_back(".precision = " + std::to_string(column.precision));
    if (column.scale > 0) out.push_back(".scale = " + std::to_string(column.scale));
    if (!column.enum_name.empty()) out.push_back(".labels = k" + column.enum_name + "Labels");
    if (!column.sqlite_default.empty()) out.push_back(".sqlite_default = " + literal(column.sqlite_default));
    return out;
  }

  void emit_columns() {
    out_.print("\nconstexpr $array$ kColumns = {\n",
               {{"array", array_of("schemac::query::Column", entity_.columns.size())}});
    {
      const auto scope = out_.indented(4);
      for (const auto& column : entity_.columns) out_.braced("schemac::query::Column", attributes(column), ",");
    }
    out_.print("};\n");
  }

  void emit_name_lists() {
    std::map<std::string, std::vector<std::string>> lists;
    const auto add = [&](const std::vector<std::string>& columns) {
      if (!columns.empty()) lists.emplace(names_constant(columns), columns);
    };
    add(key_names());
    for (const auto& constraint : entity_.constraints) {
      add(constraint.columns);
      add(constraint.referenced_columns);
    }
    if (!lists.empty()) out_.print("\n");
    for (const auto& [constant, columns] : lists) {
      std::vector<std::string> items;
      for (const auto& column : columns) items.push_back(literal(column));
      out_.list("constexpr " + array_of("std::string_view", columns.size()) + " " + constant + " = ", items, ";");
    }
  }

  std::vector<std::string> key_names() const {
    std::vector<std::string> names;
    for (const auto index : entity_.key) names.push_back(entity_.columns[index].name);
    return names;
  }

  void emit_checks() {
    for (const auto& constraint : entity_.constraints) {
      if (constraint.check.empty()) continue;
      out_.print("\n/// The check $name$.\nschemac::query::Truth $function$(const schemac::query::Record& row) {\n",
                 {{"name", constraint.name}, {"function", constraint.check_function}});
      {
        const auto scope = out_.indented();
        const bool fits = constraint.check.size() + 10 <= kLineWidth;
        out_.print("using namespace schemac::query;\n");
        if (!fits) out_.print("// clang-format off\n");
        out_.print("return $check$;\n", {{"check", constraint.check}});
        if (!fits) out_.print("// clang-format on\n");
      }
      out_.print("}\n");
    }
  }

  void emit_constraints() {
    if (entity_.constraints.empty()) return;
    out_.print("\nconstexpr $array$ kConstraints = {\n",
               {{"array", array_of("schemac::query::Constraint", entity_.constraints.size())}});
    {
      const auto scope = out_.indented(4);
      for (const auto& constraint : entity_.constraints)
        out_.braced("schemac::query::Constraint", attributes(constraint), ",");
    }
    out_.print("};\n");
  }

  static std::vector<std::string> attributes(const ConstraintView& constraint) {
    std::vector<std::string> out = {".name = " + literal(constraint.name),
                                    ".kind = schemac::query::ConstraintKind::" + constraint.kind};
    if (!constraint.columns.empty()) out.push_back(".columns = " + names_constant(constraint.columns));
    if (!constraint.referenced_table.empty()) {
      out.push_back(".referenced_table = " + literal(constraint.referenced_table));
      out.push_back(".referenced_columns = " + names_constant(constraint.referenced_columns));
    }
    if (!constraint.check.empty()) out.push_back(".check = " + constraint.check_function);
    return out;
  }

  /// One column a line: designated, so that a column added in between moves nothing.
  void emit_reader() {
    out_.print("\n$entity$ read_row(const schemac::db::Rows& rows) {\n  return {\n", {{"entity", entity_.entity}});
    {
      const auto scope = out_.indented(6);
      for (std::size_t i = 0; i < entity_.columns.size(); ++i) {
        const auto& column = entity_.columns[i];
        const auto type = column.nullable ? "std::optional<" + column.type + ">" : column.type;
        out_.print(".$member$ = schemac::model::read<$type$>(rows, $index$),\n",
                   {{"member", column.member}, {"type", type}, {"index", std::to_string(i)}});
      }
    }
    out_.print("  };\n}\n");
  }

  void emit_table() {
    std::vector<std::string> parts = {".name = " + literal(entity_.table), ".columns = kColumns"};
    if (!entity_.key.empty()) parts.push_back(".key = " + names_constant(key_names()));
    if (!entity_.constraints.empty()) parts.push_back(".constraints = kConstraints");
    if (!entity_.schema.empty()) parts.push_back(".schema = " + literal(entity_.schema));
    out_.print("\n");
    out_.braced("const schemac::query::Table kTable = ", parts, ";");
  }

  void emit_functions() {
    for (const auto& lookup : entity_.lookups) emit_lookup(lookup);
    out_.print(R"(
std::vector<$entity$> list(schemac::db::Connection& connection, const schemac::model::ListOptions& options) {
  return schemac::model::list(connection, kTable, options, read_row);
}

std::int64_t count(schemac::db::Connection& connection, const schemac::query::Filter& filter) {
  return schemac::model::count(connection, kTable, filter);
}
)",
               {{"entity", entity_.entity}});
    if (!entity_.writable) return;
    emit_insert();
    if (entity_.key.empty()) return;
    emit_erase();
    emit_update();
  }

  void emit_key(const std::vector<std::size_t>& columns) {
    std::vector<std::string> values;
    for (const auto index : columns) values.push_back("schemac::model::bind(" + entity_.columns[index].member + ")");
    const auto scope = out_.indented();
    out_.list("const std::vector<schemac::db::Value> key = ", values, ";");
  }

  void emit_lookup(const LookupView& lookup) {
    out_.print("\n");
    out_.call("std::optional<" + entity_.entity + "> " + lookup.function, lookup_parameters(entity_, lookup), " {");
    emit_key(lookup.columns);
    out_.print("  return schemac::model::find(connection, $constant$, key, read_row);\n}\n",
               {{"constant", lookup.constant}});
  }

  void emit_assignments(std::string_view from) {
    const auto scope = out_.indented();
    out_.print("using schemac::model::assign;\nstd::vector<schemac::query::Assignment> values;\n");
    for (const auto& column : entity_.columns)
      if (!column.generated)
        out_.print("assign(values, columns::$member$, $from$.$member$);\n",
                   {{"member", column.member}, {"from", from}});
  }

  void emit_insert() {
    out_.print("\n");
    out_.call(entity_.entity + " insert",
              {"schemac::db::Connection& connection", "const New" + entity_.entity + "& row"}, " {");
    emit_assignments("row");
    out_.print("  return schemac::model::insert(connection, kTable, std::move(values), read_row);\n}\n");
  }

  void emit_erase() {
    out_.print("\n");
    out_.call("bool erase", lookup_parameters(entity_, entity_.lookups.front()), " {");
    emit_key(entity_.key);
    out_.print("  return connection.execute(kErase.on(connection.engine()), key) > 0;\n}\n");
  }

  void emit_update() {
    auto parameters = lookup_parameters(entity_, entity_.lookups.front());
    parameters.push_back("const " + entity_.entity + "Patch& patch");
    out_.print("\n");
    out_.call("bool update", parameters, " {");
    emit_assignments("patch");
    emit_key(entity_.key);
    out_.print(
        "  return schemac::model::update(connection, kTable, values, schemac::query::key_filter(kTable, key)) > "
        "0;\n}\n");
  }

  const ModelView& model_;
  const EntityView& entity_;
  Printer out_;
};

}  // namespace

std::string emit_entity_source(const ModelView& model, const EntityView& entity) {
  return SourceEmitter(model, entity).emit();
}

}  // namespace schemac::codegen
