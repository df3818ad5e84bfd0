#include "dialect/common/json_array.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace schemac::dialect {

using namespace catalog;

namespace {

std::string json_of(const Expr& value, std::string_view separator) {
  if (value.kind == ExprKind::array) {
    std::vector<std::string> elements;
    for (const Expr& element : value.args) elements.push_back(json_of(element, separator));
    return "[" + text::join(elements, separator) + "]";
  }
  if (value.kind == ExprKind::string) return nlohmann::json(value.text).dump();
  if (value.kind == ExprKind::null_) return "null";
  if (value.kind == ExprKind::unary) return value.text + json_of(value.args[0], separator);
  return value.text;
}

}  // namespace

Expr json_array(const Expr& array, std::string_view separator) { return expr::string(json_of(array, separator)); }

}  // namespace schemac::dialect
