#include "dialect/postgres/parse/stars.h"

#include <optional>

#include "dialect/postgres/parse/tree_form.h"

namespace schemac::dialect::postgres::parse {

using nlohmann::json;

namespace {

/// A table that a query reads, by the name that it goes by there.
struct Source {
  std::string name;
  std::vector<std::string> columns;
};
using Sources = std::vector<Source>;

std::string text_of(const json& node) {
  return is_node(node, "String") ? node["String"].value("sval", "") : std::string();
}

/// What is read of `from`, in order; nothing where that is more than tables whose columns are known.
std::optional<Sources> sources_of(const json& from, const ColumnsOf& columns) {
  if (is_node(from, "RangeVar")) {
    const json& table = from["RangeVar"];
    const json alias = table.value("alias", json::object());
    Source out{table.value("relname", ""), {}};
    const json schema = table.value("schemaname", json());
    out.columns = columns(schema.is_string() ? schema.get<std::string>() : "", out.name);
    if (out.columns.empty() || alias.contains("colnames")) return {};
    out.name = alias.value("aliasname", out.name);
    return Sources{std::move(out)};
  }
  if (!is_node(from, "JoinExpr")) return {};
  const json& join = from["JoinExpr"];
  if (join.contains("usingClause") || join.value("isNatural", false) || join.contains("alias")) return {};
  auto left = sources_of(join["larg"], columns);
  const auto right = sources_of(join["rarg"], columns);
  if (!left || !right) return {};
  left->insert(left->end(), right->begin(), right->end());
  return left;
}

/// The name before a star, "" where there is none; nothing where `target` is no star.
std::optional<std::string> star_of(const json& target) {
  if (!is_node(target, "ResTarget")) return {};
  const json value = target["ResTarget"].value("val", json());
  if (!is_node(value, "ColumnRef")) return {};
  const json& fields = value["ColumnRef"]["fields"];
  if (fields.empty() || fields.size() > 2 || !is_node(fields.back(), "A_Star")) return {};
  return fields.size() == 1 ? "" : text_of(fields[0]);
}

/// With its table before it where others are read, too, as PostgreSQL prints it at least then.
json column(const std::string& table, const std::string& name, bool alone) {
  json fields = json::array();
  if (!alone) fields.push_back({{"String", {{"sval", table}}}});
  fields.push_back({{"String", {{"sval", name}}}});
  const json reference = {{"ColumnRef", {{"fields", std::move(fields)}}}};
  return {{"ResTarget", {{"val", reference}}}};
}

void write_out(json& select, const ColumnsOf& columns) {
  if (!select.contains("targetList") || !select.contains("fromClause") || select.contains("withClause")) return;
  Sources sources;
  for (const json& from : select["fromClause"]) {
    const auto more = sources_of(from, columns);
    if (!more) return;
    sources.insert(sources.end(), more->begin(), more->end());
  }
  json out = json::array();
  for (const json& target : select["targetList"]) {
    const auto star = star_of(target);
    if (!star) out.push_back(target);
    if (!star) continue;
    for (const Source& source : sources)
      if (star->empty() || *star == source.name)
        for (const std::string& name : source.columns) out.push_back(column(source.name, name, sources.size() == 1));
  }
  select["targetList"] = std::move(out);
}

}  // namespace

void write_out_stars(json& tree, const ColumnsOf& columns) {
  if (!tree.is_structured()) return;
  for (json& each : tree) write_out_stars(each, columns);
  if (is_node(tree, "SelectStmt")) write_out(tree["SelectStmt"], columns);
}

}  // namespace schemac::dialect::postgres::parse
