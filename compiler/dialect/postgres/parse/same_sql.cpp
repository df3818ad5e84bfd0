#include "dialect/postgres/parse/same_sql.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "dialect/common/number_text.h"
#include "dialect/postgres/parse/moments.h"
#include "dialect/postgres/parse/parse_tree.h"
#include "dialect/postgres/parse/stars.h"
#include "dialect/postgres/parse/tree_form.h"

namespace schemac::dialect::postgres::parse {

using nlohmann::json;

namespace {

bool is_empty(const json& value) {
  return value.is_null() || value == false || value == 0 || value == "" || (value.is_structured() && value.empty());
}

std::string type_name(const json& cast) {
  const json names = cast.value("typeName", json::object()).value("names", json::array());
  return names.empty() ? "" : names.back()["String"].value("sval", "");
}

bool is_date(const std::string& text) { return text.size() >= 10 && text[4] == '-' && text[7] == '-'; }

/// A moment is printed with its time of day, and in its zone.
bool same_text(const std::string& printed, const std::string& typed) {
  if (printed == typed) return true;
  if (!is_date(typed) || !printed.starts_with(typed)) return false;
  const std::string more = printed.substr(typed.size());
  return more == " 00:00:00" || more == " 00:00:00+00" || more == "+00";
}

/// A constant, without the casts around it.
bool is_constant_within(const json& value) {
  if (is_node(value, "TypeCast")) return is_constant_within(value["TypeCast"]["arg"]);
  return is_node(value, "A_Const") || is_node(value, "A_ArrayExpr");
}

class Sameness {
 public:
  explicit Sameness(OwnCasts casts) : casts_(casts) {}

  bool same(const json& printed, const json& typed) const {
    if (printed == typed || (is_empty(printed) && is_empty(typed))) return true;
    if (is_node(printed, "TypeCast")) {
      const json& cast = printed["TypeCast"];
      if (is_node(typed, "TypeCast") && same_members(cast, typed["TypeCast"])) return true;
      if (is_same_moment(cast, typed)) return true;
      return may_be_added(cast) && (is_number_in_quotes(cast["arg"], typed) || same(cast["arg"], typed));
    }
    if (printed.type() != typed.type()) return false;
    if (printed.is_string()) return same_text(printed, typed);
    if (printed.is_array())
      return printed.size() == typed.size() && std::equal(printed.begin(), printed.end(), typed.begin(),
                                                          [&](const json& p, const json& t) { return same(p, t); });
    if (!printed.is_object()) return false;
    if (is_node(printed, "A_Const") && is_node(typed, "A_Const"))
      return same_constant(printed["A_Const"], typed["A_Const"]);
    if (is_node(printed, "ColumnRef") && is_node(typed, "ColumnRef"))
      return same_column(printed["ColumnRef"], typed["ColumnRef"]);
    if (is_node(printed, "ResTarget") && is_node(typed, "ResTarget"))
      return same_target(printed["ResTarget"], typed["ResTarget"]);
    return same_members(printed, typed);
  }

 private:
  bool may_be_added(const json& cast) const {
    const json& arg = cast["arg"];
    if (is_constant_within(arg)) return true;
    if (type_name(cast) == "text" && is_node(arg, "TypeCast") && type_name(arg["TypeCast"]) == "varchar") return true;
    static constexpr std::array<std::string_view, 7> kWider = {"text",    "bpchar", "varchar", "float8",
                                                               "numeric", "int8",   "int4"};
    return casts_ == OwnCasts::of_anything && std::find(kWider.begin(), kWider.end(), type_name(cast)) != kWider.end();
  }

  /// '01:00:00'::interval is printed for '1 hour'.
  static bool is_same_moment(const json& printed, const json& typed) {
    const std::string type = type_name(printed);
    const bool cast = is_node(typed, "TypeCast");
    if (cast && !(typed["TypeCast"]["typeName"] == printed["typeName"])) return false;
    const json &constant = printed["arg"], &other = cast ? typed["TypeCast"]["arg"] : typed;
    return is_string(constant) && is_string(other) &&
           moment_in_one_form(type, constant["A_Const"]["string"]) ==
               moment_in_one_form(type, other["A_Const"]["string"]);
  }
  static bool is_string(const json& node) { return is_node(node, "A_Const") && node["A_Const"].contains("string"); }

  /// The members of one of the two may be missing where they say nothing, or where PostgreSQL chose them: the name of a
  /// constraint, and the role whose default privileges are altered.
  bool same_members(const json& printed, const json& typed) const {
    for (const auto& [name, member] : typed.items())
      if (!same(printed.value(name, json()), member)) return false;
    return std::all_of(printed.items().begin(), printed.items().end(), [&](const auto& each) {
      return typed.contains(each.key()) || is_empty(each.value()) || each.key() == "conname" || each.key() == "roles";
    });
  }

  /// `users.id` may be printed for `id`.
  static bool same_column(const json& printed, const json& typed) {
    const json &with = printed["fields"], &without = typed["fields"];
    return with.size() >= without.size() && std::equal(without.rbegin(), without.rend(), with.rbegin());
  }

  /// What a column of a query is called where nobody said.
  bool same_target(json printed, const json& typed) const {
    if (!typed.contains("name")) printed.erase("name");
    return same_members(printed, typed);
  }

  /// '-1'::integer is printed for -1.
  static bool is_number_in_quotes(const json& printed, const json& typed) {
    return is_string(printed) && is_node(typed, "A_Const") && typed["A_Const"].contains("number") &&
           printed["A_Const"]["string"] == without_exponent(typed["A_Const"]["number"].get<std::string>());
  }

  /// 5 is printed for '5' where it is compared with a number, '-5' for -5 among the bounds of a partition, and
  /// '1000000'::numeric for 1e6.
  static bool same_constant(const json& printed, const json& typed) {
    if (printed.contains("string") && typed.contains("string")) return same_text(printed["string"], typed["string"]);
    if (printed.contains("number") && typed.contains("string")) return printed["number"] == typed["string"];
    if (!printed.contains("string") || !typed.contains("number")) return printed == typed;
    const auto &quoted = printed["string"].get_ref<const std::string&>(),
               &number = typed["number"].get_ref<const std::string&>();
    if (number.find_first_of("eE") != number.npos) return quoted == without_exponent(number);
    return quoted.starts_with('-') && quoted == number;
  }

  OwnCasts casts_;
};

}  // namespace

ComparedSql::ComparedSql(const std::string& sql, const ColumnsOf& columns) {
  const ParseTree tree(sql);
  if (!tree.statement()) return;
  json form = in_one_form((*tree.as_json())["stmts"], sql);
  if (columns) write_out_stars(form, columns);
  form_ = std::make_shared<const json>(std::move(form));
}

bool ComparedSql::prints(const ComparedSql& typed, OwnCasts casts) const {
  return form_ && typed.form_ && Sameness(casts).same(*form_, *typed.form_);
}

}  // namespace schemac::dialect::postgres::parse
