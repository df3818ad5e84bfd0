#include "base/text.h"
#include "import/postgres/database/query.h"

namespace schemac::import::postgres {

namespace {

std::string last_string(const std::vector<Node>& fields) {
  std::string out;
  for (const Node& field : fields)
    if (field.is("String")) out = field.text("sval");
  return out;
}

/// FigureColnameInternal(): 2 is a good name, 1 the name of a type or of CASE, 0 none.
int figure(const Node& node, std::string& name) {
  const auto is = [&](std::string text, int strength = 2) {
    name = std::move(text);
    return name.empty() ? 0 : strength;
  };
  if (node.is("ColumnRef")) return is(last_string(node.list("fields")));
  if (node.is("A_Indirection")) {
    if (const std::string last = last_string(node.list("indirection")); !last.empty()) return is(last);
    return figure(node["arg"], name);
  }
  if (node.is("FuncCall")) return is(last_string(node.list("funcname")));
  if (node.is("A_Expr")) return node.text("kind") == "AEXPR_NULLIF" ? is("nullif") : 0;
  if (node.is("TypeCast")) {
    const int strength = figure(node["arg"], name);
    if (strength > 1) return strength;
    return is(last_string(node["typeName"].list("names")), 1);
  }
  if (node.is("CollateClause")) return figure(node["arg"], name);
  if (node.is("CaseExpr")) {
    const int strength = figure(node["defresult"], name);
    return strength > 1 ? strength : is("case", 1);
  }
  if (node.is("A_ArrayExpr")) return is("array");
  if (node.is("RowExpr")) return is("row");
  if (node.is("CoalesceExpr")) return is("coalesce");
  if (node.is("MinMaxExpr")) return is(node.text("op") == "IS_LEAST" ? "least" : "greatest");
  if (node.is("GroupingFunc")) return is("grouping");
  if (node.is("SubLink")) {
    const std::string type = node.text("subLinkType");
    if (type == "EXISTS_SUBLINK") return is("exists");
    if (type == "ARRAY_SUBLINK") return is("array");
    const std::vector<Node> targets = node["subselect"].list("targetList");
    if (type != "EXPR_SUBLINK" || targets.empty()) return 0;
    if (const std::string given = targets[0].text("name"); !given.empty()) return is(given);
    return figure(targets[0]["val"], name);
  }
  if (node.is("SQLValueFunction")) {
    std::string op = text::to_lower(node.text("op"));  // SVFOP_CURRENT_TIMESTAMP_N
    op = op.substr(op.find('_') + 1);
    return is(op.ends_with("_n") ? op.substr(0, op.size() - 2) : op);
  }
  if (node.is("XmlExpr")) {
    const std::string op = node.text("op");
    return is(op == "IS_XMLCONCAT"    ? "xmlconcat"
              : op == "IS_XMLELEMENT" ? "xmlelement"
              : op == "IS_XMLFOREST"  ? "xmlforest"
              : op == "IS_XMLPARSE"   ? "xmlparse"
              : op == "IS_XMLPI"      ? "xmlpi"
              : op == "IS_XMLROOT"    ? "xmlroot"
                                      : "");
  }
  return 0;
}

}  // namespace

std::string figured_name(const Node& root) {
  std::string name;
  return figure(root, name) ? name : "";
}

}  // namespace schemac::import::postgres
