// Instants and calendar dates: read from what engines and clients write, written in one form.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace schemac {

/// An instant in UTC with microseconds, the finest that every engine keeps.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// Reads `2026-11-21`, then `T` or a space, `10:30[:05[.123456]]`, then nothing (UTC), `Z`, `+02`, `+0200` or `+02:00`.
/// A date alone is its midnight. Nothing where the text is not such an instant, no such day exists, or it is in UTC
/// beyond the years 1 to 9999, which not every engine keeps.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// Reads `2026-11-21`; nothing where no such day exists, as in the year 0.
std::optional<std::chrono::sys_days> parse_date(std::string_view text);

/// Reads `10:30[:05[.123456]]` as microseconds since midnight.
std::optional<std::chrono::microseconds> parse_time_of_day(std::string_view text);

/// `2026-11-21T10:30:05.5`, the fraction without trailing zeros, then `suffix` ("+00:00" for an instant).
void append_iso(std::string& out, Timestamp instant, std::string_view suffix);

/// `2026-11-21 10:30:05.5` in UTC: the form that is bound, and stored where the engine has no such type. Like SQLite's
/// CURRENT_TIMESTAMP, and without zeros at the end of the fraction, so that comparing text compares instants.
std::string to_sql(Timestamp instant);

/// `2026-11-21`.
std::string to_sql(std::chrono::sys_days day);

/// `10:30:05.5`.
std::string to_sql(std::chrono::microseconds time_of_day);

}  // namespace schemac
