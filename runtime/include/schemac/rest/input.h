// Bodies of writes: parsed, and validated by the schema before the database is asked.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "schemac/http/message.h"
#include "schemac/http/problem.h"
#include "schemac/json/value.h"
#include "schemac/query/filter.h"
#include "schemac/rest/query_string.h"

namespace schemac::rest {

enum class InputKind {
  create,   // what is left out takes its default
  replace,  // so too, and is said explicitly; what is hidden stays
  update,   // what is left out stays
};

/// The request's JSON body. Throws http::Problem: 415 for another media type, 400 for what is not JSON.
json::Value parse_body(const http::Request& request);

/// The row for PUT at `key`, without the key's columns; where the body repeats them, they must be the path's.
std::vector<query::Assignment> parse_replacement(const View& view, std::span<const db::Value> key,
                                                 const json::Value& body);

/// One row from a JSON object. Throws http::Problem 422 listing every field that is wrong: unknown or read-only ones,
/// missing required ones, values of a wrong type, length or label, and violated checks.
std::vector<query::Assignment> parse_row(const View& view, InputKind kind, const json::Value& body);

/// What is wrong with a number that a client gives a row where the database would number it: engines go on from the
/// highest, so that the last ones would end all numbering. Half of them is left to clients.
std::optional<http::FieldError> last_number(const query::Column& column, const db::Value& value);

}  // namespace schemac::rest
