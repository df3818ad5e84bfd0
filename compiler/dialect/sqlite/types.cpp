#include "dialect/sqlite/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/common/type_text.h"

namespace schemac::dialect::sqlite {

using catalog::Type;
using catalog::TypeKind;

namespace {

/// What a column is called that has no type at all, which SQLite allows.
constexpr const char* kUntyped = "untyped";

constexpr TypeRow kTypes[] = {
    {"bool", "BOOLEAN"},
    {"smallint", "SMALLINT"},
    {"int", "INTEGER"},
    {"bigint", "BIGINT"},
    {"decimal", "DECIMAL", true},
    {"real", "REAL"},
    {"double", "DOUBLE"},
    {"text", "TEXT"},
    {"varchar", "VARCHAR", true},
    {"char", "CHAR", true},
    {"bytes", "BLOB"},
    {"date", "DATE"},
    {"time", "TIME", true},
    {"timestamp", "TIMESTAMP", true},
    {"timestamptz", "TIMESTAMPTZ", true},
    {"uuid", "UUID"},
    {"json", "JSON_TEXT"},
};

}  // namespace

Type lower_type(const Type& type) {
  if (type.dimensions > 0) return catalog::native(DialectId::sqlite, "JSON_TEXT");
  Type out = type;
  out.alias.clear();
  if (type.kind == TypeKind::enumeration) return catalog::native(DialectId::sqlite, "TEXT");
  if (type.kind == TypeKind::native) return out;
  const TypeRow* row = find_by_portable(kTypes, type.name.name);
  return row ? catalog::native(DialectId::sqlite, std::string(row->native),
                               row->keeps_args ? type.args : std::vector<std::string>{})
             : out;
}

bool keeps_every_digit(const Type& decimal) {
  return !decimal.args.empty() && decimal.args[0].size() <= 2 && std::atoi(decimal.args[0].c_str()) <= kExactDigits;
}

Type raise_type(const Type& type) {
  if (type.kind != TypeKind::native || !type.words.empty()) return type;
  if (type.name.name == "DECIMAL" && !keeps_every_digit(type)) return type;  // no portable decimal is like it
  const TypeRow* row = find_by_native(kTypes, type.name.name, type.args.size());
  return row ? catalog::portable(std::string(row->portable), type.args) : type;
}

namespace {

/// What cannot be a word of a type unless it is quoted: the key words that are no names (src/parse.y, %fallback ID).
bool is_reserved_word(std::string_view word) {
  static constexpr std::array kWords = std::to_array<std::string_view>(
      {"add",         "all",       "alter",  "and",        "as",     "autoincrement", "between", "case",
       "check",       "collate",   "commit", "constraint", "create", "cross",         "default", "deferrable",
       "delete",      "distinct",  "drop",   "else",       "escape", "exists",        "foreign", "from",
       "full",        "generated", "group",  "having",     "in",     "index",         "inner",   "insert",
       "into",        "is",        "isnull", "join",       "left",   "limit",         "natural", "not",
       "nothing",     "notnull",   "null",   "on",         "or",     "order",         "outer",   "primary",
       "references",  "returning", "right",  "select",     "set",    "table",         "then",    "to",
       "transaction", "union",     "unique", "update",     "using",  "values",        "when",    "where"});
  return std::find(kWords.begin(), kWords.end(), text::to_lower(word)) != kWords.end();
}

bool is_number(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (const SqlToken& token : lex_sql(DialectId::sqlite, text))
    if (token.begin != token.end) out.emplace_back(text.substr(token.begin, token.end - token.begin));
  return out;
}

/// Whether a type is words, and behind them at most two whole numbers in parentheses, so that it can stand without
/// quotes.
bool is_plain(const TypeText& parts) {
  const auto is_word = [](const std::string& word) {
    const bool name = !word.empty() && !std::isdigit(static_cast<unsigned char>(word[0])) &&
                      std::all_of(word.begin(), word.end(), [](char c) {
                        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' ||
                               static_cast<unsigned char>(c) >= 0x80;
                      });
    return name && !is_reserved_word(word);
  };
  const std::vector<std::string> words = text::split(parts.before, ' ');
  return parts.behind.empty() && parts.args.size() <= 2 && std::all_of(words.begin(), words.end(), is_word) &&
         std::all_of(parts.args.begin(), parts.args.end(), is_number);
}

}  // namespace

std::string type_sql(const Type& type) {
  if (type.name.name == kUntyped) return "";
  const TypeText parts{type.name.name, type.args, ""};
  if (!is_plain(parts)) return text::quoted(type.name.name, '"') + args_text(type.args);
  std::string out = type.name.name + args_text(type.args);
  for (const std::string& word : type.words) out += " " + word;
  return out;
}

Type parse_type(std::string_view printed) {
  const std::vector<SqlToken> tokens = lex_sql(DialectId::sqlite, printed);
  const bool quoted = tokens[0].kind == SqlTokenKind::string || tokens[0].kind == SqlTokenKind::name;
  const std::string said(quoted ? tokens[0].text : text::trim(printed));  // SQLite forgets what stands behind quotes
  TypeText parts = split_type(said);
  if (said.empty()) parts.before = kUntyped;
  if (!quoted) parts.before = text::join(words_of(parts.before), " ");
  if (!is_plain(parts)) return catalog::native(DialectId::sqlite, said);
  return catalog::native(DialectId::sqlite, std::move(parts.before), std::move(parts.args));
}

namespace {

template <std::size_t N>
bool is_one_of(const Type& type, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), type.name.name) != names.end();
}

constexpr std::array<std::string_view, 3> kWhole = {"SMALLINT", "INTEGER", "BIGINT"};
constexpr std::array<std::string_view, 3> kFractions = {"DECIMAL", "REAL", "DOUBLE"};
constexpr std::array<std::string_view, 2> kInstants = {"TIMESTAMP", "TIMESTAMPTZ"};
constexpr std::array<std::string_view, 3> kTexts = {"TEXT", "VARCHAR", "CHAR"};

/// What a column of the type makes of the values that it is given (datatype3.html, 3.1).
enum class Affinity { integer, text, blob, real, numeric };

Affinity affinity_of(const Type& type) {
  const std::string name = text::to_lower(type_sql(type));
  const auto says_any = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return name.find(word) != name.npos; });
  };
  if (says_any({"int"})) return Affinity::integer;
  if (says_any({"char", "clob", "text"})) return Affinity::text;
  if (name.empty() || says_any({"blob"})) return Affinity::blob;
  return says_any({"real", "floa", "doub"}) ? Affinity::real : Affinity::numeric;
}

bool is_number_type(const Type& type) { return is_one_of(type, kWhole) || is_one_of(type, kFractions); }

}  // namespace

std::string converted_value(const std::string& value, const Type& from, const Type& to) {
  if (to.name.name == "BOOLEAN" && is_number_type(from))
    return fmt::format("CASE WHEN typeof({0}) IN ('integer', 'real') THEN {0} <> 0 ELSE {0} END", value);
  if (is_one_of(to, kInstants) && from.name.name == "DATE")
    return fmt::format("CASE WHEN {0} LIKE '____-__-__' THEN {0} || ' 00:00:00' ELSE {0} END", value);
  return value;
}

bool keeps_values(const Type& from, const Type& to) {
  return affinity_of(from) == affinity_of(to) && converted_value("", from, to).empty();
}

std::string restored_value(const std::string& value, const Type& from, const Type& to) {
  if (to.name.name == "DATE" && is_one_of(from, kInstants))
    return fmt::format("CASE WHEN {0} LIKE '____-__-__ 00:00:00' THEN substr({0}, 1, 10) ELSE {0} END", value);
  return value;
}

/// datatype3.html, 4.2: a comparison with a number makes one of the text, if it is one.
std::string stays_text(const std::string& column, const Type& from, const Type& to) {
  if (!is_one_of(from, kTexts)) return "";
  if (to.name.name == "BOOLEAN") return fmt::format("{} NOT IN ('0', '1')", column);
  if (!is_number_type(to)) return "";
  const std::string fraction =
      is_one_of(to, kWhole) ? fmt::format(" OR CAST({0} AS NUMERIC) <> CAST({0} AS INTEGER)", column) : "";
  return fmt::format("typeof({0}) = 'text' AND (CAST({0} AS NUMERIC) <> {0}{1})", column, fraction);
}

}  // namespace schemac::dialect::sqlite
