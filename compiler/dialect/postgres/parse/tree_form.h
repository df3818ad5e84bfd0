// One tree for one meaning, however it is written.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace schemac::dialect::postgres::parse {

/// A parse tree of libpg_query over `sql` without what says nothing: places, the schema `public`, IF NOT EXISTS, the
/// order of options, options that say what holds without them. IN, LIKE and BETWEEN are the operators that they stand
/// for; constants are their text: {"A_Const": {"number": "-1"}} or {"A_Const": {"string": "a"}}.
nlohmann::json in_one_form(nlohmann::json tree, const std::string& sql);

/// {"A_Const": {…}}: whether `node` is of that kind.
bool is_node(const nlohmann::json& node, const char* kind);

}  // namespace schemac::dialect::postgres::parse
