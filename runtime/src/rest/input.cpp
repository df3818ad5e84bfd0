#include "schemac/rest/input.h"

#include <algorithm>
#include <limits>
#include <set>

#include "schemac/http/problem.h"
#include "schemac/query/accept.h"
#include "schemac/rest/convert.h"

namespace schemac::rest {

namespace {

using query::Assignment;
using query::Column;

http::FieldError error(std::string_view field, std::string code, std::string rest) {
  return {std::string(field), std::move(code), std::string(field) + " " + std::move(rest), ""};
}

class RowParser {
 public:
  RowParser(const View& view, InputKind kind) : view_(view), kind_(kind) {}

  std::vector<Assignment> parse(const json::Object& members) {
    for (const auto& [name, value] : members) member(name, value);
    if (kind_ != InputKind::update)
      for (std::size_t i = 0; i < view_.table().columns.size(); ++i)
        if (!given_.contains(i)) missing(i);
    if (errors_.empty())
      for (const auto* constraint : query::violated_checks(view_.table(), row_)) violated(*constraint);
    if (!errors_.empty()) throw http::invalid(std::move(errors_));
    return std::move(row_);
  }

 private:
  void member(const std::string& name, const json::Value& value) {
    const auto index = writable(name);
    if (!index)
      return errors_.push_back(error(name, "unknown", "is not a field of " + std::string(view_.table().name) + "."));
    given_.insert(*index);
    const auto& column = view_.table().columns[*index];
    if (column.generated) return errors_.push_back(error(name, "read-only", "is computed, and cannot be written."));
    auto converted = convert(column, value);
    if (auto* wrong = std::get_if<http::FieldError>(&converted)) return errors_.push_back(std::move(*wrong));
    auto& bound = std::get<db::Value>(converted);
    if (auto wrong = last_number(column, bound)) return errors_.push_back(*std::move(wrong));
    row_.push_back({*index, std::move(bound)});
  }

  /// Exposed columns, and hidden ones: those are written and never read.
  std::optional<std::size_t> writable(std::string_view name) const {
    const auto index = view_.table().find(name);
    if (index && view_.table().columns[*index].hidden) return index;
    return view_.find(name);
  }

  void missing(std::size_t index) {
    const auto& column = view_.table().columns[index];
    const bool replaces = kind_ == InputKind::replace;
    if (replaces && view_.table().is_key(column.name)) return;  // the path gives it
    if (replaces && column.hidden) return;                      // nobody can send back what nobody reads: it stays
    const bool optional = column.nullable || column.has_default || column.identity || column.generated;
    if (!optional) return errors_.push_back(error(column.name, "required", "is required."));
    if (!replaces || column.identity || column.generated || !writable(column.name)) return;
    row_.push_back({index, column.has_default ? std::optional<db::Value>() : std::optional<db::Value>(db::Value())});
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
  std::set<std::size_t> given_;
  std::vector<Assignment> row_;
  std::vector<http::FieldError> errors_;
};

/// The highest number that a client may give a row which the database would number itself: half of what there is.
std::int64_t highest_given(query::Type type) {
  switch (type) {
    case query::Type::int16:
      return std::numeric_limits<std::int16_t>::max() / 2;
    case query::Type::int32:
      return std::numeric_limits<std::int32_t>::max() / 2;
    default:
      return std::numeric_limits<std::int64_t>::max() / 2;
  }
}

}  // namespace

std::optional<http::FieldError> last_number(const Column& column, const db::Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  const auto highest = highest_given(column.type);
  if (!column.identity || number == nullptr || *number <= highest) return std::nullopt;
  return error(column.name, "out-of-range",
               "may be given up to " + std::to_string(highest) + ": the numbers beyond are left to the database.");
}

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
