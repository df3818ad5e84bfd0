#include "dialect/postgres/parse/parse_tree.h"

#include <pg_query.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/sql_scanner.h"
#include "base/text.h"

namespace schemac::dialect::postgres::parse {

namespace {

using nlohmann::json;

/// {"CreateStmt": {…}}: a node that says of which kind it is. Members are called in lower case.
bool names_its_kind(const json& value) {
  return value.is_object() && value.size() == 1 && value.begin()->is_object() && value.begin().key()[0] >= 'A' &&
         value.begin().key()[0] <= 'Z';
}

/// The parser counts characters, from 1.
std::size_t byte_of_character(const std::string& sql, int character) {
  std::size_t at = 0;
  for (int n = 1; n < character && at < sql.size(); ++n) {
    ++at;
    while (at < sql.size() && (static_cast<unsigned char>(sql[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

/// Where a chain of operators, joins or unions grows longer than a tree may be deep; the server has a limit, too.
std::optional<std::size_t> end_of_patience(const std::string& sql) {
  static constexpr std::size_t kMostInAChain = 4000;
  static constexpr std::string_view kChained[] = {"union", "except", "intersect", "join", "collate", "at"};
  std::vector<std::size_t> chains{0};  // for each parenthesis that is open
  for (std::size_t at = 0; at < sql.size();) {
    const ScannedPiece piece = scan_piece(DialectId::postgres, sql, at);
    at = std::max(piece.end, at + 1);
    if (piece.piece == Piece::blank || piece.piece == Piece::comment || piece.piece == Piece::quoted) continue;
    const std::string_view text = std::string_view(sql).substr(piece.begin, piece.end - piece.begin);
    const bool chained =
        std::find(std::begin(kChained), std::end(kChained), text::to_lower(text)) != std::end(kChained);
    if (text == "(") {
      chains.push_back(0);
    } else if (text == ")") {
      if (chains.size() > 1) chains.pop_back();
    } else if (text == "," || text == ";") {
      chains.back() = 0;
    } else if (chained || (piece.piece == Piece::symbol && text != "." && text != "[" && text != "]")) {
      if (++chains.back() > kMostInAChain) return piece.begin;
    }
  }
  return std::nullopt;
}

}  // namespace

Node::Node(const json& value) : json_(&value) {
  if (!names_its_kind(value)) return;
  kind_ = value.begin().key();
  json_ = &*value.begin();
}

const json* Node::member(const char* name) const {
  if (!json_ || !json_->is_object()) return nullptr;
  const auto found = json_->find(name);
  return found == json_->end() ? nullptr : &*found;
}

Node Node::operator[](const char* name) const {
  const json* found = member(name);
  return found && found->is_object() ? Node(*found) : Node();
}

std::vector<Node> Node::list(const char* name) const {
  std::vector<Node> out;
  if (const json* found = member(name); found && found->is_array())
    for (const json& item : *found) out.emplace_back(item);
  return out;
}

std::string Node::text(const char* name) const {
  const json* found = member(name);
  return found && found->is_string() ? found->get<std::string>() : std::string();
}

bool Node::flag(const char* name) const {
  const json* found = member(name);
  return found && found->is_boolean() && found->get<bool>();
}

long long Node::number(const char* name) const {
  const json* found = member(name);
  return found && found->is_number_integer() ? found->get<long long>() : 0;
}

bool Node::has(const char* name) const { return member(name) != nullptr; }

std::vector<std::string> Node::strings(const char* name) const {
  std::vector<std::string> out;
  for (const Node& item : list(name)) out.push_back(item.text("sval"));
  return out;
}

std::optional<std::size_t> Node::location() const {
  const long long at = number("location");
  return at < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(at));
}

std::vector<Node> Node::children() const {
  std::vector<Node> out;
  if (!json_ || !json_->is_object()) return out;
  for (const json& value : *json_) {
    if (value.is_object()) out.emplace_back(value);
    if (value.is_array())
      for (const json& item : value)
        if (item.is_object()) out.emplace_back(item);
  }
  return out;
}

ParseTree::ParseTree(const std::string& sql) {
  if (sql.find('\0') != sql.npos) {  // a C string ends there
    error_ = SyntaxError{"a text of PostgreSQL holds no zero byte", sql.find('\0')};
    return;
  }
  if (const auto at = end_of_patience(sql)) {
    error_ = SyntaxError{"too many operators in one expression", *at};
    return;
  }
  const PgQueryParseResult result = pg_query_parse(sql.c_str());
  if (result.error)
    error_ = SyntaxError{result.error->message, byte_of_character(sql, result.error->cursorpos)};
  else
    // what is no UTF-8 in the statement is none in the tree
    json_ = std::make_shared<const json>(json::parse(result.parse_tree, nullptr, false));
  pg_query_free_parse_result(result);
  if (json_ && json_->is_discarded()) error_ = SyntaxError{"this is not UTF-8", 0};
}

std::vector<Node> ParseTree::statements() const {
  std::vector<Node> out;
  if (json_)
    for (const Node& each : Node(*json_).list("stmts")) out.push_back(each["stmt"]);
  return out;
}

Node ParseTree::statement() const {
  const std::vector<Node> all = statements();
  return all.empty() ? Node() : all.front();
}

}  // namespace schemac::dialect::postgres::parse
