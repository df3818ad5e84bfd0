#include "dialect/postgres/parse/moments.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/text.h"
#include "schemac/base/time.h"

namespace schemac::dialect::postgres::parse {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t out = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return {};
  return out;
}

// ── dates and instants

/// The month that a word begins: "jan", "January".
std::optional<std::int64_t> month_called(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (word == kMonths[i] || word == kMonths[i].substr(0, 3)) return static_cast<std::int64_t>(i + 1);
  return {};
}

/// 2026-1-5, 2026/01/05, 20260105, 5 Jan 2026, Jan 5, 2026. Which of 1/5/2026 is the month, a setting says: not known.
std::optional<std::string> date_in_one_form(const std::string& typed) {
  const std::string text = text::to_lower(typed);
  if (text == "epoch") return "1970-01-01";
  if (text.size() == 8 && text.find_first_not_of("0123456789") == text.npos)
    return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const auto run = [&](auto&& in) {
      std::size_t end = at;
      while (end < text.size() && in(text[end])) ++end;
      return end;
    };
    std::size_t end = run(is_digit);
    if (end == at) end = run(is_letter);
    if (end > at)
      parts.push_back(text.substr(at, end - at));
    else if (std::string_view("-/, .").find(text[end++]) == std::string_view::npos)
      return {};
    at = end;
  }
  if (parts.size() != 3) return {};
  std::optional<std::int64_t> year, month, day;
  if (parts[0].size() == 4 && is_digit(parts[0][0])) {
    year = number(parts[0]), day = number(parts[2]);
    month = is_digit(parts[1][0]) ? number(parts[1]) : month_called(parts[1]);
  } else if (parts[2].size() == 4) {
    year = number(parts[2]);
    month = month_called(is_letter(parts[0][0]) ? parts[0] : parts[1]);
    day = number(is_letter(parts[0][0]) ? parts[1] : parts[0]);
  }
  if (!year || !month || !day) return {};
  return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

std::optional<std::string> instant_in_one_form(const std::string& typed, bool with_zone) {
  const std::string text = text::to_lower(std::string(text::trim(typed)));
  std::size_t split = text.find(':');
  if (split == text.npos) {
    const auto date = date_in_one_form(text);
    return date ? std::optional(*date + " 00:00:00") : std::nullopt;
  }
  while (split > 0 && is_digit(text[split - 1])) --split;
  if (split == 0 || (text[split - 1] != ' ' && text[split - 1] != 't')) return {};
  const auto date = date_in_one_form(std::string(text::trim(std::string_view(text).substr(0, split - 1))));
  if (!date) return {};
  std::string time = text::replace_all(text.substr(split), " ", "");
  if (!with_zone) time = time.substr(0, time.find_first_of("+-z"));  // the zone counts for nothing
  const auto instant = parse_timestamp(*date + " " + text::to_upper(time));
  return instant ? std::optional(to_sql(*instant)) : std::nullopt;
}

// ── intervals

struct Unit {
  std::string_view names;  // each between blanks
  int months, days;
  std::int64_t micros;
};
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::array<Unit, 11> kUnits = {
    {{" us usec usecs usecond useconds microsecond microseconds microsecon ", 0, 0, 1},
     {" ms msec msecs msecond mseconds millisecond milliseconds ", 0, 0, 1000},
     {" s sec secs second seconds ", 0, 0, kSecond},
     {" m min mins minute minutes ", 0, 0, 60 * kSecond},
     {" h hr hrs hour hours ", 0, 0, 3600 * kSecond},
     {" d day days ", 0, 1, 0},
     {" w week weeks ", 0, 7, 0},
     {" mon mons month months ", 1, 0, 0},
     {" y yr yrs year years ", 12, 0, 0},
     {" dec decs decade decades ", 120, 0, 0},
     {" c cent century centuries ", 1200, 0, 0}}};

const Unit* unit_called(std::string_view word) {
  for (const Unit& unit : kUnits)
    if (unit.names.find(" " + std::string(word) + " ") != std::string_view::npos) return &unit;
  return nullptr;
}

/// What an interval is to PostgreSQL: months, days and a time, none of which it makes of another.
struct Span {
  std::int64_t months = 0, days = 0, micros = 0;
};

class IntervalReader {
 public:
  explicit IntervalReader(const std::string& typed) : text_(text::to_lower(std::string(text::trim(typed)))) {}

  std::optional<Span> read() {
    if (text_.starts_with("p")) return iso() ? std::optional(span_) : std::nullopt;
    if (text_.starts_with("@")) at_ = 1;
    bool any = false;
    for (skip(); at_ < text_.size(); skip()) {
      if (any && text_.substr(at_) == "ago") return Span{-span_.months, -span_.days, -span_.micros};
      if (!quantity()) return {};
      any = true;
    }
    return any ? std::optional(span_) : std::nullopt;
  }

 private:
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == ',')) ++at_;
  }
  char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  /// A number as millionths.
  std::optional<std::int64_t> millionths() {
    std::string digits;
    while (is_digit(now())) digits += text_[at_++];
    std::string fraction;
    if (now() == '.') {
      ++at_;
      while (is_digit(now())) fraction += text_[at_++];
    }
    if ((digits.empty() && fraction.empty()) || fraction.size() > 6 || digits.size() > 9) return {};
    fraction.append(6 - fraction.size(), '0');
    return number(digits + fraction);
  }

  /// "-1.5 days", "04:05:06.7", "3" (seconds).
  bool quantity() {
    const bool minus = now() == '-';
    if (minus || now() == '+') ++at_;
    skip();
    const auto value = millionths();
    if (!value) return false;
    if (now() == ':') return time(*value, minus);
    skip();
    std::string word;
    while (is_letter(now()) && text_.substr(at_) != "ago") word += text_[at_++];
    const Unit* unit = word.empty() ? &kUnits[2] : unit_called(word);
    return unit && add(minus ? -*value : *value, *unit);
  }

  bool time(std::int64_t hours, bool minus) {
    if (hours % kSecond != 0) return false;
    std::int64_t all = hours * 3600;
    for (const std::int64_t size : {60, 1}) {
      if (now() != ':') break;
      ++at_;
      const auto part = millionths();
      if (!part || (size == 60 && *part % kSecond != 0)) return false;
      all += *part * size;
    }
    span_.micros += minus ? -all : all;
    return true;
  }

  /// A part of a day is a time; a part of a month would be days.
  bool add(std::int64_t value, const Unit& unit) {
    if (unit.months > 0 && value % kSecond != 0) return false;
    span_.months += value / kSecond * unit.months;
    const std::int64_t days = value * unit.days;
    span_.days += days / kSecond;
    span_.micros += days % kSecond * 86400;
    if (unit.micros >= kSecond)
      span_.micros += value * (unit.micros / kSecond);
    else if (value * unit.micros % kSecond != 0)
      return false;
    else
      span_.micros += value * unit.micros / kSecond;
    return true;
  }

  /// P1Y2M3DT4H5M6.7S
  bool iso() {
    bool in_time = false, any = false;
    for (at_ = 1; at_ < text_.size();) {
      if (now() == 't' && !in_time) {
        in_time = true, ++at_;
        continue;
      }
      const bool minus = now() == '-';
      if (minus || now() == '+') ++at_;
      const auto value = millionths();
      if (!value || at_ == text_.size()) return false;
      const std::string letter(1, text_[at_++]);
      const Unit* unit = unit_called(letter == "m" && !in_time ? "mon" : letter);
      if (!unit || letter == "c" || !add(minus ? -*value : *value, *unit)) return false;
      any = true;
    }
    return any;
  }

  const std::string text_;
  std::size_t at_ = 0;
  Span span_;
};

}  // namespace

std::string moment_in_one_form(std::string_view type, const std::string& text) {
  if (type == "date") return date_in_one_form(text).value_or(text);
  if (type == "timestamptz" || type == "timestamp with time zone")
    return instant_in_one_form(text, true).value_or(text);
  if (type == "timestamp" || type == "timestamp without time zone")
    return instant_in_one_form(text, false).value_or(text);
  if (type != "interval") return text;
  const std::optional<Span> span = IntervalReader(text).read();
  return span ? fmt::format("{} {} {}", span->months, span->days, span->micros) : text;
}

}  // namespace schemac::dialect::postgres::parse
