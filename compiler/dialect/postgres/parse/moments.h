// Dates, instants and intervals, which PostgreSQL prints in one form and people type in many
// (https://www.postgresql.org/docs/current/datatype-datetime.html, 8.5.1 and 8.5.4).
#pragma once

#include <string>
#include <string_view>

namespace schemac::dialect::postgres::parse {

/// `text`, a literal of `type` (which may be called by its short name), in a form that all have that mean the same; for
/// the sake of comparing. As it is where it is of another type, or in a form that is not known.
std::string moment_in_one_form(std::string_view type, const std::string& text);

}  // namespace schemac::dialect::postgres::parse
