#include "schemac/rest/input.h"

#include <algorithm>

#include "schemac/http/problem.h"
#include "schemac/rest/convert.h"

namespace schemac::rest {

namespace {

using query::Assignment;
using query::Column;

http::FieldError error(std::string_view field, std::string code, std::string rest) {
  return {std::string(field), std::move(code), std::string(field) + " " + std::move(rest), ""};
}

bool given(const std::vector<Assignment>& row, std::size_t column) {
  return std::any_of(row.begin(), row.end(), [&](const auto& entry) { return entry.column == column; });
}

class RowParser {
 public:
  RowParser(const View& view, InputKind kind) : view_(view), kind_(kind) {}

  std::vector<Assignment> parse(const json::Object& members) {
    for (const auto& [name, value] : members) member(name, value);
    if (kind_ != InputKind::update)
      for (std::size_t i = 0; i < view_.table().columns.size(); ++i)
        if (!given(row_, i)) missing(i);
    if (errors_.empty()) check();
    if (!errors_.empty()) throw http::invalid(std::move(errors_));
    return std::move(row_);
  }

 private:
  void member(const std::string& name, const json::Value& value) {
    const auto index = writable(name);
    if (!index)
      return errors_.push_back(error(name, "unknown", "is not a field of " + std::string(view_.table().name) + "."));
    const auto& column = view_.table().columns[*index];
    if (column.generated) return errors_.push_back(error(name, "read-only", "is computed, and cannot be written."));
    auto converted = convert(column, value);
    if (auto* wrong = std::get_if<http::FieldError>(&converted))
      errors_.push_back(std::move(*wrong));
    else
      row_.push_back({*index, std::get<db::Value>(std::move(converted))});
  }

  /// Exposed columns, and hidden ones: those are written and never read.
  std::optional<std::size_t> writable(std::string_view name) const {
    const auto index = view_.table().find(name);
    if (index && view_.table().columns[*index].hidden) return index;
    return view_.find(name);
  }

  void missing(std::size_t index) {
    const auto& column = view_.table().columns[index];
    if (kind_ == InputKind::replace && view_.table().is_key(column.name)) return;  // the path gives it
    const bool optional = column.nullable || column.has_default || column.identity || column.generated;
    if (!optional) return errors_.push_back(error(column.name, "required", "is required."));
    if (kind_ != InputKind::replace || column.identity || column.generated || !writable(column.name)) return;
    row_.push_back({index, column.has_default ? std::optional<db::Value>() : std::optional<db::Value>(db::Value())});
  }

  /// Only checks whose columns are all known can be judged here; the engine judges the others.
  void check() {
    query::Record record;
    for (const auto& assignment : row_)
      if (assignment.value) record.set(view_.table().columns[assignment.column].name, *assignment.value);
    for (const auto& constraint : view_.table().constraints) {
      if (constraint.check == nullptr) continue;
      const bool known = std::all_of(constraint.columns.begin(), constraint.columns.end(),
                                     [&](const auto column) { return record.has(column); });
      if (known && constraint.check(record) == query::Truth::no) violated(constraint);
    }
  }

  void violated(const query::Constraint& constraint) {
    for (const auto column : constraint.columns) {
      auto wrong = error(column, "check", "does not satisfy " + std::string(constraint.name) + ".");
      wrong.constraint = constraint.name;
      errors_.push_back(std::move(wrong));
    }
  }

  const View& view_;
  InputKind kind_;
  std::vector<Assignment> row_;
  std::vector<http::FieldError> errors_;
};

}  // namespace

json::Value parse_body(const http::Request& request) {
  const auto type = request.media_type();
  const bool is_json = type.empty() || type == "application/json" || type.ends_with("+json");
  if (!is_json)
    throw http::Problem{.status = 415,
                        .code = "unsupported-media-type",
                        .detail = "The body must be application/json, not " + type + "."};
  auto parsed = json::parse(request.body);
  if (const auto* wrong = std::get_if<json::ParseError>(&parsed))
    throw http::bad_request("The body is not JSON: " + wrong->message + ".");
  return std::get<json::Value>(std::move(parsed));
}

std::vector<Assignment> parse_row(const View& view, InputKind kind, const json::Value& body) {
  const auto* members = body.object();
  if (members == nullptr) throw http::bad_request("The body must be an object, not " + std::string(body.kind()) + ".");
  return RowParser(view, kind).parse(*members);
}

std::vector<Assignment> parse_replacement(const View& view, std::span<const db::Value> key, const json::Value& body) {
  if (body.object() == nullptr)
    throw http::bad_request("The body must be an object, not " + std::string(body.kind()) + ".");
  const auto& table = view.table();
  json::Object rest;
  for (const auto& [name, value] : *body.object()) {
    const auto part = std::find(table.key.begin(), table.key.end(), name);
    if (part == table.key.end()) {
      rest.emplace_back(name, value);
      continue;
    }
    const auto converted = convert(table.columns[*table.find(name)], value);
    const auto* same = std::get_if<db::Value>(&converted);
    if (same == nullptr || *same != key[static_cast<std::size_t>(part - table.key.begin())])
      throw http::invalid({error(name, "key", "must be the one in the path.")});
  }
  return RowParser(view, InputKind::replace).parse(rest);
}

}  // namespace schemac::rest
