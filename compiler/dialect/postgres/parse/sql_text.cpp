#include "dialect/postgres/parse/sql_text.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace schemac::dialect::postgres::parse {

SqlText::SqlText(std::string sql) : sql_(std::move(sql)) {
  for (std::size_t at = 0; at < sql_.size();) {
    const ScannedPiece piece = scan_piece(DialectId::postgres, sql_, at);
    at = std::max(piece.end, at + 1);
    if (piece.piece == Piece::blank || piece.piece == Piece::comment) continue;
    Token token{piece.begin, piece.end, piece.piece, {}};
    if (piece.piece != Piece::quoted)
      token.lower = text::to_lower(std::string_view(sql_).substr(piece.begin, piece.end - piece.begin));
    tokens_.push_back(std::move(token));
  }
}

std::size_t SqlText::at_byte(std::size_t byte) const {
  const auto found = std::lower_bound(tokens_.begin(), tokens_.end(), byte,
                                      [](const Token& token, std::size_t value) { return token.begin < value; });
  return static_cast<std::size_t>(found - tokens_.begin());
}

namespace {

bool opens(const Token& token) { return token.lower == "(" || token.lower == "["; }
bool closes(const Token& token) { return token.lower == ")" || token.lower == "]"; }

}  // namespace

std::size_t SqlText::find(std::size_t begin, std::size_t end, std::string_view word) const {
  int depth = 0;
  for (std::size_t i = begin; i < end && i < tokens_.size(); ++i) {
    if (depth == 0 && tokens_[i].lower == word) return i;
    if (opens(tokens_[i])) ++depth;
    if (closes(tokens_[i]) && --depth < 0) return end;
  }
  return end;
}

std::size_t SqlText::closing(std::size_t open, std::size_t end) const {
  int depth = 0;
  for (std::size_t i = open; i < end && i < tokens_.size(); ++i) {
    if (opens(tokens_[i])) ++depth;
    if (closes(tokens_[i]) && --depth == 0) return i;
  }
  return end;
}

std::vector<std::pair<std::size_t, std::size_t>> SqlText::parts(std::size_t begin, std::size_t end) const {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t at = begin; at < end;) {
    const std::size_t comma = find(at, end, ",");
    out.emplace_back(at, comma);
    at = comma + 1;
  }
  return out;
}

namespace {

/// Words that no name is without quotes, or only that of a function or type (src/include/parser/kwlist.h).
const std::set<std::string_view> kReserved = {"all",
                                              "analyse",
                                              "analyze",
                                              "and",
                                              "any",
                                              "array",
                                              "as",
                                              "asc",
                                              "asymmetric",
                                              "both",
                                              "case",
                                              "cast",
                                              "check",
                                              "collate",
                                              "column",
                                              "constraint",
                                              "create",
                                              "current_catalog",
                                              "current_date",
                                              "current_role",
                                              "current_time",
                                              "current_timestamp",
                                              "current_user",
                                              "default",
                                              "deferrable",
                                              "desc",
                                              "distinct",
                                              "do",
                                              "else",
                                              "end",
                                              "except",
                                              "false",
                                              "fetch",
                                              "for",
                                              "foreign",
                                              "from",
                                              "grant",
                                              "group",
                                              "having",
                                              "in",
                                              "initially",
                                              "intersect",
                                              "into",
                                              "lateral",
                                              "leading",
                                              "limit",
                                              "localtime",
                                              "localtimestamp",
                                              "not",
                                              "null",
                                              "offset",
                                              "on",
                                              "only",
                                              "or",
                                              "order",
                                              "placing",
                                              "primary",
                                              "references",
                                              "returning",
                                              "select",
                                              "session_user",
                                              "some",
                                              "symmetric",
                                              "table",
                                              "then",
                                              "to",
                                              "trailing",
                                              "true",
                                              "union",
                                              "unique",
                                              "user",
                                              "using",
                                              "variadic",
                                              "when",
                                              "where",
                                              "window",
                                              "with",
                                              "authorization",
                                              "binary",
                                              "collation",
                                              "concurrently",
                                              "cross",
                                              "current_schema",
                                              "freeze",
                                              "full",
                                              "ilike",
                                              "inner",
                                              "is",
                                              "isnull",
                                              "join",
                                              "left",
                                              "like",
                                              "natural",
                                              "notnull",
                                              "outer",
                                              "overlaps",
                                              "right",
                                              "similar",
                                              "tablesample",
                                              "verbose"};

/// Those that quote_ident() quotes as well.
const std::set<std::string_view> kQuoted = {
    "between",       "bigint",       "bit",        "boolean",   "char",      "character",     "coalesce",  "dec",
    "decimal",       "exists",       "extract",    "float",     "greatest",  "grouping",      "inout",     "int",
    "integer",       "interval",     "least",      "national",  "nchar",     "none",          "normalize", "nullif",
    "numeric",       "out",          "overlay",    "position",  "precision", "real",          "row",       "setof",
    "smallint",      "substring",    "time",       "timestamp", "treat",     "trim",          "values",    "varchar",
    "xmlattributes", "xmlconcat",    "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse",  "xmlpi",
    "xmlroot",       "xmlserialize", "xmltable"};

}  // namespace

std::string SqlText::slice(std::size_t begin, std::size_t end, const Splices& splices) const {
  std::string out;
  for (std::size_t i = begin; i < end && i < tokens_.size(); ++i) {
    const Token& token = tokens_[i];
    const bool goes_on = i > begin && tokens_[i - 1].piece == Piece::quoted && token.piece == Piece::quoted;
    if (i > begin && tokens_[i - 1].end < token.begin) out += goes_on ? '\n' : ' ';  // a text of several lines
    std::string text = token.piece == Piece::quoted      ? sql_.substr(token.begin, token.end - token.begin)
                       : kReserved.contains(token.lower) ? text::to_upper(token.lower)
                                                         : token.lower;
    std::string before;
    for (const Splice& splice : splices) {
      if (splice.begin == splice.end && splice.begin == token.begin) before += splice.text;
      if (splice.begin < splice.end && splice.begin <= token.begin && token.end <= splice.end)
        text = splice.begin == token.begin ? splice.text : "";
    }
    out += before + text;
  }
  return std::string(text::trim(out));
}

std::string spliced(const std::string& sql, Splices splices) {
  std::stable_sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const Splice& splice : splices) {
    if (splice.begin < at) continue;  // within the one before
    out += sql.substr(at, splice.begin - at) + splice.text;
    at = splice.end;
  }
  return out + sql.substr(at);
}

std::string ident(std::string_view name) {
  const bool plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos &&
                     (name[0] < '0' || name[0] > '9') && !kReserved.contains(name) && !kQuoted.contains(name);
  return plain ? std::string(name) : text::quoted(name, '"');
}

}  // namespace schemac::dialect::postgres::parse
