#include "syntax/words.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"

namespace schemac::syntax {

namespace {

using L = SchemaLexer;

/// Tokens that together are one idea: where all of them could stand, the idea is named instead of them, or nothing
/// where it goes without saying.
struct Group {
  std::string_view words;
  std::vector<std::size_t> types;
  bool swallows_names = false;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"an expression",
       {L::NUMBER, L::STRING, L::RAW, L::BINARY, L::LPAREN, L::LBRACKET, L::PLUS, L::MINUS, L::KW_CASE, L::KW_CAST,
        L::KW_EXISTS, L::KW_NULL, L::KW_TRUE, L::KW_FALSE, L::KW_NOT, L::ID, L::QUOTED},
       true},
      {"a value",
       {L::NUMBER, L::STRING, L::RAW, L::BINARY, L::LPAREN, L::LBRACKET, L::PLUS, L::MINUS, L::KW_CASE, L::KW_CAST,
        L::KW_EXISTS, L::KW_NULL, L::KW_TRUE, L::KW_FALSE, L::ID, L::QUOTED},
       true},
      {"a name", {L::ID, L::QUOTED}, true},
      {"a declaration (table, enum, type, view, …)",
       {L::KW_IMPORT, L::KW_SCHEMA, L::KW_MIXIN, L::KW_TYPE, L::KW_ENUM, L::KW_TABLE, L::KW_VIEW, L::KW_TRIGGER,
        L::KW_FUNCTION, L::KW_PROCEDURE, L::KW_EVENT, L::KW_SQL, L::KW_EXTENSION, L::KW_SEED, L::KW_POLICY, L::KW_ROLE,
        L::KW_API, L::KW_FOR}},
      {"a column modifier (unique, identity, = default, check, …)",
       {L::KW_PRIMARY,    L::KW_UNIQUE,         L::KW_IDENTITY, L::KW_HIDDEN, L::KW_GENERATED,
        L::EQUAL,         L::KW_REFERENCES,     L::KW_ON,       L::KW_MATCH,  L::KW_NOT,
        L::KW_DEFERRABLE, L::KW_INITIALLY,      L::KW_NO,       L::KW_WAS,    L::KW_INCLUDE,
        L::KW_AS,         L::KW_COLLATE,        L::KW_CHARSET,  L::KW_CHECK,  L::KW_NULL,
        L::KW_DEFAULT,    L::KW_AUTO_INCREMENT, L::KW_COMMENT,  L::KW_WITH}},
      {"an operator",
       {L::PLUS, L::MINUS, L::STAR, L::SLASH, L::PERCENT, L::CONCAT, L::EQUAL, L::NOT_EQUAL, L::LESS, L::LESS_EQUAL,
        L::GREATER, L::GREATER_EQUAL, L::KW_IS, L::KW_NOT, L::KW_IN, L::KW_BETWEEN, L::KW_LIKE, L::KW_AND, L::KW_OR}},
      {"an operator", {L::PLUS, L::MINUS, L::STAR, L::SLASH, L::PERCENT, L::CONCAT, L::KW_AND, L::KW_OR}},
      {"an operator", {L::KW_AND, L::KW_OR}},
      {"", {L::KW_UNSIGNED, L::KW_ZEROFILL, L::DOT, L::QUESTION, L::LPAREN, L::LBRACKET}},  // the rest of a type
      {"a constraint option (deferrable, not valid, was, …)",
       {L::KW_NOT, L::KW_DEFERRABLE, L::KW_INITIALLY, L::KW_NO, L::KW_WAS, L::KW_INCLUDE}},
  };
  return all;
}

const antlr4::dfa::Vocabulary& vocabulary() {
  static const SchemaLexer lexer(nullptr);
  return lexer.getVocabulary();
}

bool holds(const antlr4::misc::IntervalSet& set, std::size_t type) { return set.contains(type); }

bool names_expected(const antlr4::misc::IntervalSet& expected) { return holds(expected, L::ID); }

}  // namespace

bool is_keyword(std::size_t type) { return type >= L::KW_IMPORT && type < L::ID; }

bool is_name(std::size_t type) { return type == L::ID || type == L::QUOTED || is_keyword(type); }

namespace {

using Words = std::unordered_set<std::string>;

Words words_of(const antlr4::misc::IntervalSet& types) {
  Words result;
  for (ssize_t type : types.toList())
    if (type > 0 && is_keyword(static_cast<std::size_t>(type)))
      result.insert(text::to_lower(vocabulary().getSymbolicName(type).substr(3)));
  return result;
}

Words starting(std::size_t rule) {
  SchemaParser parser(nullptr);
  const antlr4::atn::ATN& atn = parser.getATN();
  return words_of(atn.nextTokens(atn.ruleToStartState[rule]));
}

}  // namespace

bool is_keyword(std::string_view word) {
  static const Words all = starting(SchemaParser::RuleName);
  return all.contains(text::to_lower(word));
}

bool is_reserved(std::string_view word) {
  static const Words all = starting(SchemaParser::RuleReserved);
  return all.contains(text::to_lower(word));
}

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  const auto later = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '$'; };
  return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), later) &&
         lookalikes(name).empty();
}

std::string spelling(std::size_t type) {
  switch (type) {
    case L::NEWLINE:
    case L::EOF:
      return "the end of the line";
    case L::ID:
    case L::QUOTED:
      return "a name";
    case L::NUMBER:
      return "a number";
    case L::BINARY:
    case L::STRING:
      return "a text in quotes";
    case L::RAW:
      return "raw text in \"\"\"…\"\"\"";
    case L::COLON:
      return "':'";
    case L::COMMA:
      return "','";
    case L::DOT:
      return "'.'";
    case L::QUESTION:
      return "'?'";
    case L::LPAREN:
      return "'('";
    case L::RPAREN:
      return "')'";
    case L::LBRACKET:
      return "'['";
    case L::RBRACKET:
      return "']'";
    case L::LBRACE:
      return "'{'";
    case L::RBRACE:
      return "'}'";
    case L::EQUAL:
      return "'='";
    case L::NOT_EQUAL:
      return "'<>'";
    case L::LESS:
      return "'<'";
    case L::LESS_EQUAL:
      return "'<='";
    case L::GREATER:
      return "'>'";
    case L::GREATER_EQUAL:
      return "'>='";
    case L::PLUS:
      return "'+'";
    case L::MINUS:
      return "'-'";
    case L::STAR:
      return "'*'";
    case L::SLASH:
      return "'/'";
    case L::PERCENT:
      return "'%'";
    case L::CONCAT:
      return "'||'";
    default:
      break;
  }
  const std::string symbol = vocabulary().getSymbolicName(type);
  return symbol.starts_with("KW_") ? fmt::format("'{}'", text::to_lower(symbol.substr(3))) : symbol;
}

std::string describe(std::size_t type, std::string_view text) {
  switch (type) {
    case L::NEWLINE:
      return "the end of the line";
    case L::EOF:
      return "the end of the declaration";
    case L::RAW:
      return "raw text";
    case L::STRING:
      return "a text in quotes";
    default:
      return text.empty() ? spelling(type) : printable(text);
  }
}

std::string describe(const antlr4::misc::IntervalSet& expected) {
  std::vector<std::size_t> left;
  for (ssize_t type : expected.toList()) {
    if (type < 0 || static_cast<std::size_t>(type) == antlr4::Token::EPSILON) continue;
    left.push_back(static_cast<std::size_t>(type));
  }
  std::vector<std::string> words;
  for (const Group& group : groups()) {
    if (!std::all_of(group.types.begin(), group.types.end(), [&](std::size_t type) { return holds(expected, type); }))
      continue;
    const std::size_t erased = std::erase_if(left, [&](std::size_t type) {
      return std::find(group.types.begin(), group.types.end(), type) != group.types.end() ||
             (group.swallows_names && is_name(type));
    });
    const bool said = std::find(words.begin(), words.end(), group.words) != words.end();
    if (erased > 0 && !said && !group.words.empty()) words.emplace_back(group.words);
  }
  const bool line_end = std::erase_if(left, [](std::size_t type) { return type == L::NEWLINE; }) > 0;
  if (line_end) std::erase(left, static_cast<std::size_t>(L::COMMA));
  constexpr std::size_t kListed = 6;
  for (std::size_t i = 0; i < left.size() && i < kListed; ++i) words.push_back(spelling(left[i]));
  if (line_end) words.emplace_back("the end of the line");
  if (words.empty()) return "nothing more";
  std::string result = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) result += (i + 1 == words.size() ? " or " : ", ") + words[i];
  return result;
}

std::vector<std::string> keywords(const antlr4::misc::IntervalSet& expected) {
  std::vector<std::string> result;
  if (names_expected(expected)) return result;
  for (ssize_t type : expected.toList())
    if (type > 0 && is_keyword(static_cast<std::size_t>(type)))
      result.push_back(text::to_lower(vocabulary().getSymbolicName(type).substr(3)));
  return result;
}

std::vector<Lookalike> lookalikes(std::string_view utf8) {
  std::vector<Lookalike> result;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t code = first < 0x80 ? first : first & (0xFF >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
      code = code << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
    const bool sign = (code >= 0x80 && code <= 0xBF && code != 0xAA && code != 0xB5 && code != 0xBA) || code == 0xD7 ||
                      (code >= 0x2000 && code <= 0x206F) || code == 0x3000 || code == 0xFEFF ||
                      (code >= 0xFF01 && code <= 0xFF0F);
    if (sign) {
      Lookalike found{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + length), {}, {}, {}};
      const bool visible = code > 0xA0 && !(code >= 0x2000 && code <= 0x200F) && code != 0x3000 && code != 0xFEFF;
      found.name =
          visible ? fmt::format("'{}' (U+{:04X})", utf8.substr(i, length), code) : fmt::format("U+{:04X}", code);
      if (code == 0x2018 || code == 0x2019) found.meant = "'", found.meant_words = "a plain quote";
      if (code == 0x201C || code == 0x201D) found.meant = "\"", found.meant_words = "a plain quote";
      if (code == 0x2013 || code == 0x2014) found.meant = "-", found.meant_words = "a plain '-'";
      if (code == 0xA0 || code == 0x3000) found.meant = " ", found.meant_words = "a plain space";
      result.push_back(std::move(found));
    }
    i += length;
  }
  return result;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned char first = byte(i);
    if (first < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return i;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    const unsigned char second = byte(i + 1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool beyond = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
    if (overlong || beyond) return i;
    i += length;
  }
  return std::nullopt;
}

std::string printable(std::string_view text) {
  std::string result = "'";
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      result += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + "'";
}

}  // namespace schemac::syntax
