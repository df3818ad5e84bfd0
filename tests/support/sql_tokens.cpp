#include "support/sql_tokens.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/sql_scanner.h"

namespace schemac::test {

namespace {

bool is_plain_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), fits);
}

bool is_name_quote(DialectId dialect, char quote) {
  if (quote == '"') return dialect == DialectId::postgres || dialect == DialectId::sqlite;
  return quote == '`' || (quote == '[' && dialect == DialectId::sqlite);
}

}  // namespace

std::string_view Token::name() const {
  const bool has_quotes = text.size() >= 2 && (text[0] == '"' || text[0] == '`' || text[0] == '[');
  return has_quotes ? std::string_view(text).substr(1, text.size() - 2) : std::string_view(text);
}

std::vector<Token> sql_tokens(DialectId dialect, std::string_view statement) {
  std::vector<Token> tokens;
  bool tight = false;
  for (std::size_t at = 0; at < statement.size();) {
    const ScannedPiece piece = scan_piece(dialect, statement, at);
    at = piece.end;
    if (piece.piece == Piece::blank || piece.piece == Piece::comment) {
      tight = false;
      continue;
    }
    Token token{std::string(statement.substr(piece.begin, piece.end - piece.begin)), piece.piece == Piece::quoted,
                tight};
    if (token.quoted && is_name_quote(dialect, token.text[0]) && is_plain_name(token.name())) token.text = token.name();
    tokens.push_back(std::move(token));
    tight = true;
  }
  return tokens;
}

std::string joined(const std::vector<Token>& tokens) {
  std::string line;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& text = tokens[i].text;
    const bool symbols = i > 0 && tokens[i].tight && !tokens[i].quoted && !tokens[i - 1].quoted &&
                         std::ispunct(static_cast<unsigned char>(text[0])) && text != "(" && text != ")" &&
                         std::ispunct(static_cast<unsigned char>(tokens[i - 1].text[0])) && tokens[i - 1].text != "(" &&
                         tokens[i - 1].text != ")";
    const bool glued = text == ")" || text == "," || text == "." || symbols ||
                       (i > 0 && (tokens[i - 1].text == "(" || tokens[i - 1].text == "."));
    if (!line.empty() && !glued) line += ' ';
    line += text;
  }
  return line;
}

TableParts table_parts(const std::vector<Token>& tokens) {
  TableParts parts;
  int depth = 0;
  bool inside = false, behind = false;
  std::vector<Token> item;
  for (const Token& token : tokens) {
    const bool symbol = !token.quoted;
    if (symbol && token.text == "(" && depth++ == 0 && !behind) {
      inside = true;
      continue;
    }
    if (symbol && token.text == ")" && --depth == 0 && inside) {
      inside = false;
      behind = true;
      continue;
    }
    if (inside && depth == 1 && symbol && token.text == ",") {
      parts.items.push_back(std::exchange(item, {}));
      continue;
    }
    (inside ? item : behind ? parts.tail : parts.head).push_back(token);
  }
  if (!item.empty()) parts.items.push_back(std::move(item));
  return parts;
}

}  // namespace schemac::test
