#include "schemac/rest/convert.h"

#include "schemac/query/accept.h"

namespace schemac::rest {

namespace {

using query::Column;
using query::Type;

http::FieldError error(const Column& column, query::Refusal refusal) {
  const std::string field(column.name);
  return {field, std::move(refusal.code), field + " " + std::move(refusal.detail), ""};
}

}  // namespace

Converted convert(const Column& column, const json::Value& value) {
  auto accepted = query::accept(column, value);
  if (auto* refusal = std::get_if<query::Refusal>(&accepted)) return error(column, std::move(*refusal));
  return std::get<db::Value>(std::move(accepted));
}

Converted convert_text(const Column& column, std::string_view text) {
  if (column.array || column.type == Type::json) {
    auto parsed = json::parse(text);
    if (const auto* value = std::get_if<json::Value>(&parsed)) return convert(column, *value);
    return error(column, {"type", "must be JSON: " + std::get<json::ParseError>(parsed).message + "."});
  }
  if (column.type == Type::boolean) {
    if (text == "true" || text == "false") return db::Value(text == "true");
    return error(column, {"type", "must be true or false."});
  }
  return convert(column, json::Value(std::string(text)));
}

}  // namespace schemac::rest
