// From what a client sends to what is bound: by the schema's types and limits, with words for what is wrong.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "schemac/db/value.h"
#include "schemac/http/problem.h"
#include "schemac/json/value.h"
#include "schemac/query/table.h"

namespace schemac::rest {

using Converted = std::variant<db::Value, http::FieldError>;

/// A JSON value for a column, in its neutral form. Numbers may come as strings, as clients send 64-bit integers. Null
/// is an error for a column that takes none.
Converted convert(const query::Column& column, const json::Value& value);

/// The same from a query string or a path, where everything is text.
Converted convert_text(const query::Column& column, std::string_view text);

}  // namespace schemac::rest
