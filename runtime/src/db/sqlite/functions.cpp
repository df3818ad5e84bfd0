#include "functions.h"

#include <sqlite3.h>

#include <clocale>
#include <cwctype>
#include <string>
#include <string_view>

#include "schemac/base/decimal.h"
#include "schemac/base/utf8.h"

namespace schemac::db {

namespace {

/// Case as Unicode has it, whatever locale the process runs in; of ASCII alone where the system lacks C.UTF-8.
locale_t unicode_locale() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

char32_t folded(char32_t c, bool ignore_case) {
  if (!ignore_case) return c;
  const auto character = static_cast<std::wint_t>(c);
  const auto locale = unicode_locale();
  return static_cast<char32_t>(locale != nullptr ? towlower_l(character, locale) : std::towlower(character));
}

/// LIKE over code points: `%` is any run, `_` one, `\` takes the next literally. On a mismatch only the last `%` is
/// tried again further on, so the time is at most |pattern| × |text|.
bool like(std::u32string_view pattern, std::u32string_view text, bool ignore_case) {
  std::size_t p = 0, t = 0;
  std::size_t star = pattern.npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == U'%') {
      star = ++p;
      resume = t;
      continue;
    }
    const bool escape = p + 1 < pattern.size() && pattern[p] == U'\\';
    const auto wanted = p < pattern.size() ? pattern[p + (escape ? 1 : 0)] : U'\0';
    const bool any = p < pattern.size() && !escape && wanted == U'_';
    if (p < pattern.size() && (any || folded(wanted, ignore_case) == folded(text[t], ignore_case))) {
      p += escape ? 2 : 1;
      ++t;
    } else if (star != pattern.npos) {
      p = star;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == U'%') ++p;
  return p == pattern.size();
}

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

template <bool IgnoreCase>
void like_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
  const auto pattern = code_points_of(text_of(arguments[0]));
  sqlite3_result_int(context, like(pattern, code_points_of(text_of(arguments[1])), IgnoreCase) ? 1 : 0);
}

int compare_decimal_text(void*, int a_size, const void* a, int b_size, const void* b) {
  return compare_decimals({static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                          {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

}  // namespace

void register_functions(sqlite3* handle) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  sqlite3_create_function_v2(handle, "schemac_like", 2, kFlags, nullptr, like_function<false>, nullptr, nullptr,
                             nullptr);
  sqlite3_create_function_v2(handle, "schemac_ilike", 2, kFlags, nullptr, like_function<true>, nullptr, nullptr,
                             nullptr);
  sqlite3_create_collation_v2(handle, "schemac_decimal", SQLITE_UTF8, nullptr, compare_decimal_text, nullptr);
}

}  // namespace schemac::db
