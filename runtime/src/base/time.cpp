#include "schemac/base/time.h"

#include <array>
#include <cstdio>

namespace schemac {

namespace {

using std::chrono::microseconds;

constexpr Timestamp kFirst{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
constexpr Timestamp kBeyond{std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1}};

/// Reads from the front of a text; every reader leaves the text as it was where it fails.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }

  bool take(char wanted) {
    if (peek() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }

  /// Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int number = 0;
    for (const char c : text_.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    text_.remove_prefix(count);
    return number;
  }

  /// One to nine digits behind a '.', as microseconds; what is finer is cut off.
  std::optional<int> fraction() {
    int value = 0;
    std::size_t count = 0;
    for (; count < 9 && peek() >= '0' && peek() <= '9'; ++count) {
      if (count < 6) value = value * 10 + (peek() - '0');
      text_.remove_prefix(1);
    }
    if (count == 0) return std::nullopt;
    for (; count < 6; ++count) value *= 10;
    return value;
  }

 private:
  std::string_view text_;
};

std::optional<std::chrono::sys_days> read_date(Reader& reader) {
  const auto year = reader.digits(4);
  if (!year || *year == 0 || !reader.take('-')) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<microseconds> read_time(Reader& reader) {
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23 || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  std::optional<int> second = 0, micros = 0;
  if (reader.take(':')) {
    second = reader.digits(2);
    if (!second || *second > 59) return std::nullopt;
    if (reader.take('.')) micros = reader.fraction();
    if (!micros) return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         microseconds(*micros);
}

std::optional<std::chrono::minutes> read_offset(Reader& reader) {
  using std::chrono::minutes;
  if (reader.done() || reader.take('Z') || reader.take('z')) return minutes(0);
  const int sign = reader.take('-') ? -1 : 1;
  if (sign == 1 && !reader.take('+')) return std::nullopt;
  const auto hours = reader.digits(2);
  if (!hours || *hours > 18) return std::nullopt;
  if (reader.done()) return minutes(sign * *hours * 60);
  reader.take(':');
  const auto rest = reader.digits(2);
  if (!rest || *rest > 59) return std::nullopt;
  return minutes(sign * (*hours * 60 + *rest));
}

/// Writes `value` with leading zeros into `width` characters.
void put(char* at, int value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

/// "YYYY-MM-DD?hh:mm:ss.ffffff", `separator` between date and time.
std::array<char, 26> fields_of(Timestamp instant, char separator) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::array<char, 26> out{};
  out.fill('-');
  put(&out[0], static_cast<int>(date.year()), 4);
  put(&out[5], static_cast<int>(static_cast<unsigned>(date.month())), 2);
  put(&out[8], static_cast<int>(static_cast<unsigned>(date.day())), 2);
  out[10] = separator;
  put(&out[11], static_cast<int>(time.hours().count()), 2);
  out[13] = ':';
  put(&out[14], static_cast<int>(time.minutes().count()), 2);
  out[16] = ':';
  put(&out[17], static_cast<int>(time.seconds().count()), 2);
  out[19] = '.';
  put(&out[20], static_cast<int>(time.subseconds().count()), 6);
  return out;
}

/// Without the zeros that end the fraction, and without a point that nothing follows.
std::size_t length_without_zeros(const std::array<char, 26>& fields) {
  std::size_t length = fields.size();
  while (length > 20 && fields[length - 1] == '0') --length;
  return length == 20 ? 19 : length;
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const auto day = read_date(reader);
  if (!day) return std::nullopt;
  if (reader.done()) return Timestamp(*day);
  if (!reader.take('T') && !reader.take('t') && !reader.take(' ')) return std::nullopt;
  const auto time = read_time(reader);
  if (!time) return std::nullopt;
  const auto offset = read_offset(reader);
  if (!offset || !reader.done()) return std::nullopt;
  const Timestamp instant = Timestamp(*day) + *time - *offset;
  return instant >= kFirst && instant < kBeyond ? std::optional(instant) : std::nullopt;
}

std::optional<std::chrono::sys_days> parse_date(std::string_view text) {
  Reader reader(text);
  const auto day = read_date(reader);
  return day && reader.done() ? day : std::nullopt;
}

std::optional<microseconds> parse_time_of_day(std::string_view text) {
  Reader reader(text);
  const auto time = read_time(reader);
  return time && reader.done() ? time : std::nullopt;
}

void append_iso(std::string& out, Timestamp instant, std::string_view suffix) {
  const auto fields = fields_of(instant, 'T');
  out.append(fields.data(), length_without_zeros(fields)).append(suffix);
}

std::string to_sql(Timestamp instant) {
  const auto fields = fields_of(instant, ' ');
  return {fields.data(), length_without_zeros(fields)};
}

std::string to_sql(std::chrono::sys_days day) { return to_sql(Timestamp(day)).substr(0, 10); }

std::string to_sql(microseconds time_of_day) { return to_sql(Timestamp(time_of_day)).substr(11); }

}  // namespace schemac
