// Texts that say their character set, as texts in UTF-8.
#include <iconv.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/read_sql.h"

namespace schemac::dialect::mysql {

namespace {

struct CharacterSet {
  std::string_view name;  // MySQL's (charset-charsets.html)
  const char* iconv;      // iconv's
};
constexpr std::array<CharacterSet, 30> kSets = {
    {{"ascii", "ASCII"},        {"latin1", "CP1252"},    {"latin2", "ISO-8859-2"}, {"latin5", "ISO-8859-9"},
     {"latin7", "ISO-8859-13"}, {"greek", "ISO-8859-7"}, {"hebrew", "ISO-8859-8"}, {"cp1250", "CP1250"},
     {"cp1251", "CP1251"},      {"cp1256", "CP1256"},    {"cp1257", "CP1257"},     {"cp850", "CP850"},
     {"cp852", "CP852"},        {"cp866", "CP866"},      {"koi8r", "KOI8-R"},      {"koi8u", "KOI8-U"},
     {"macroman", "MACINTOSH"}, {"gbk", "GBK"},          {"gb2312", "EUC-CN"},     {"gb18030", "GB18030"},
     {"big5", "BIG5"},          {"sjis", "SHIFT_JIS"},   {"cp932", "CP932"},       {"ujis", "EUC-JP"},
     {"euckr", "EUC-KR"},       {"utf8mb3", "UTF-8"},    {"ucs2", "UCS-2BE"},      {"utf16", "UTF-16BE"},
     {"utf16le", "UTF-16LE"},   {"utf32", "UTF-32BE"}}};

std::optional<std::string> to_utf8(const char* from, std::string bytes) {
  const iconv_t way = iconv_open("UTF-8", from);
  if (way == reinterpret_cast<iconv_t>(-1)) return {};  // NOLINT(performance-no-int-to-ptr): iconv_open(3)'s refusal
  std::string out(bytes.size() * 4, '\0');
  char *in = bytes.data(), *end = out.data();
  std::size_t in_left = bytes.size(), out_left = out.size();
  const std::size_t failed = iconv(way, &in, &in_left, &end, &out_left);
  iconv_close(way);
  if (failed == static_cast<std::size_t>(-1)) return {};
  out.resize(out.size() - out_left);
  return out;
}

std::string bytes_in(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned char byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    out += static_cast<char>(byte);
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

/// The literal in UTF-8 that `_latin1'x'` or `_latin1 0xe6` is; nothing where that is not known.
std::optional<std::string> in_utf8(std::string_view literal) {
  const std::size_t quote = literal.find('\'');
  if (quote != literal.npos && is_ascii(literal)) return std::string(literal.substr(quote));
  const std::size_t digits = literal.find(" 0x");
  if (digits == literal.npos) return {};
  const std::string_view set = literal.substr(1, digits - 1);
  const auto known = std::find_if(kSets.begin(), kSets.end(), [&](const auto& each) { return each.name == set; });
  if (known == kSets.end()) return {};
  const auto characters = to_utf8(known->iconv, bytes_in(literal.substr(digits + 3)));
  if (!characters) return {};
  return text::quoted(text::replace_all(*characters, "\\", "\\\\"), '\'');
}

}  // namespace

std::string without_character_sets(std::string_view sql) {
  std::string out(sql);
  const std::vector<SqlToken> tokens = lex_sql(DialectId::mysql, sql);
  for (std::size_t i = tokens.size(); i-- > 0;) {
    const SqlToken& token = tokens[i];
    const bool introduced = token.kind == SqlTokenKind::bytes && token.text.starts_with('_');
    if (!introduced || (i + 1 < tokens.size() && tokens[i + 1].is("collate"))) continue;
    if (const auto literal = in_utf8(token.text)) out.replace(token.begin, token.end - token.begin, *literal);
  }
  return out;
}

std::string character_set_in(std::string_view sql) {
  std::string out;
  for (const SqlToken& token : lex_sql(DialectId::mysql, sql)) {
    if (token.is("collate")) return {};
    if (token.kind != SqlTokenKind::string && token.kind != SqlTokenKind::bytes) continue;
    const std::size_t quote = token.text.find('\'');
    if (token.kind == SqlTokenKind::string || quote == std::string::npos || !token.text.starts_with('_')) return {};
    const std::string set = token.text.substr(1, quote - 1);
    if (!is_ascii(token.text) || (!out.empty() && out != set)) return {};
    out = set;
  }
  return out;
}

std::string with_character_set(std::string_view sql, const std::string& set) {
  std::string out(sql);
  const std::vector<SqlToken> tokens = lex_sql(DialectId::mysql, sql);
  for (auto token = tokens.rbegin(); token != tokens.rend(); ++token)
    if (token->kind == SqlTokenKind::string && is_ascii(token->text)) out.insert(token->begin, "_" + set);
  return out;
}

}  // namespace schemac::dialect::mysql
