// Rows of a result as JSON: the same bytes on every engine.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "schemac/db/connection.h"
#include "schemac/query/table.h"

namespace schemac::query {

/// Appends column `at` of the current row as JSON. Integers and decimals are numbers with all their digits, instants
/// RFC 3339 in UTC ("2026-11-21T10:30:05.5+00:00"), octets "\x6869", JSON in its canonical text.
void append_value(std::string& out, const Column& column, const db::Rows& rows, int at);

/// Appends the current row as an object: `columns` of `table`, in the order in which the statement selected them,
/// each under its name, or under its entry in `names` where that is not empty.
void append_row(std::string& out, const Table& table, std::span<const std::size_t> columns,
                std::span<const std::string> names, const db::Rows& rows);

/// Appends a bound value as the JSON by which an array holds it where the engine has no arrays of its own; decimals as
/// text with all their digits.
void append_neutral(std::string& out, const Column& column, const db::Value& value);

/// Column `at` of the current row in its neutral form, fit to be bound again.
db::Value read_value(const Column& column, const db::Rows& rows, int at);

}  // namespace schemac::query
