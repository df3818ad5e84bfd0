// Exact decimals as their digits: "-12.30". No rounding, no binary fractions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemac {

/// A decimal number in the form the engines write: no exponent, no leading zeros or '+', "-0" as "0". Reads an exponent
/// too ("1.5e3"), up to ±1000. Nothing where `text` is not a number.
std::optional<std::string> normalized_decimal(std::string_view text);

/// The same number with exactly `scale` digits behind the point; nothing where that would cut digits other than 0.
std::optional<std::string> decimal_with_scale(std::string_view normalized, int scale);

/// The nearest number with `scale` digits behind the point; one in the middle is rounded away from zero.
std::string rounded_decimal(std::string_view normalized, int scale);

/// The same number without zeros at the end of its fraction: "1.50" as "1.5", "2.00" as "2".
std::string shortest_decimal(std::string normalized);

/// Digits before the point, without leading zeros.
int integer_digits(std::string_view normalized);

/// Below 0, 0 or above 0 as `a` is less than, equal to or greater than `b`; 1.0 equals 1.00. What is not a number comes
/// after all numbers, by its bytes.
int compare_decimals(std::string_view a, std::string_view b);

}  // namespace schemac
