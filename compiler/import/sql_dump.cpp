#include "import/sql_dump.h"

#include <algorithm>
#include <array>

#include "base/sql_scanner.h"
#include "base/text.h"
#include "import/dump_reach.h"

namespace schemac::import {

namespace {

bool begins_with(const std::string& words, std::string_view wanted) {
  return words.starts_with(wanted) && (words.size() == wanted.size() || words[wanted.size()] == ' ');
}

template <std::size_t N>
bool begins_with_any(const std::string& words, const std::array<std::string_view, N>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view each) { return begins_with(words, each); });
}

/// SQLite dumps a virtual table as a row of its schema table.
bool fills_tables(DialectId dialect, const std::string& words) {
  static constexpr std::array<std::string_view, 7> kData = {"insert", "replace into", "delete from", "truncate",
                                                            "copy",   "load data",    "load xml"};
  if (dialect == DialectId::sqlite &&
      (begins_with(words, "insert into sqlite_schema") || begins_with(words, "insert into sqlite_master")))
    return false;
  return begins_with_any(words, kData) || begins_with(words, "select pg_catalog . setval") ||
         begins_with(words, "select setval");
}

/// What stands around the rows of a dump.
bool locks_tables(const std::string& words) {
  return begins_with(words, "lock tables") || begins_with(words, "unlock tables");
}

std::size_t line_end(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

void blank_out(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    if (text[i] != '\n') text[i] = ' ';
}

/// PostgreSQL's dumps are for psql: the lines of a COPY and those that begin with a backslash make way for blanks.
class PsqlLines {
 public:
  PsqlLines(std::string& text, SqlDump& dump) : text_(text), dump_(dump) {}

  void run() {
    std::size_t begin = 0;  // of the statement
    bool fresh = true;      // nothing of a statement stands before
    for (std::size_t at = 0; at < text_.size();) {
      if (fresh && text_[at] == '\\') {
        ++dump_.client_lines;
        const std::size_t end = line_end(text_, at);
        blank_out(text_, at, end);
        at = end;
        continue;
      }
      const ScannedPiece piece = scan_piece(DialectId::postgres, text_, at);
      const bool says_nothing = piece.piece == Piece::blank || piece.piece == Piece::comment;
      if (fresh && !says_nothing) begin = at, fresh = false;
      at = piece.end;
      if (piece.piece != Piece::symbol || text_[piece.begin] != ';') continue;
      if (is_copy(begin, piece.begin)) at = skip_rows(at);
      fresh = true;
    }
  }

 private:
  bool is_copy(std::size_t begin, std::size_t end) const {
    const std::string sql = text::to_lower(text_.substr(begin, end - begin));
    return sql.starts_with("copy ") && sql.find("from stdin") != sql.npos;
  }

  /// Up to behind the line `\.`.
  std::size_t skip_rows(std::size_t at) {
    const std::size_t begin = line_end(text_, at);
    std::size_t line = begin;
    while (line < text_.size()) {
      const std::size_t end = line_end(text_, line + 1);
      const std::string_view row = std::string_view(text_).substr(line + 1, end - line - 1);
      line = end;
      if (row == "\\." || row == "\\.\r") break;
    }
    blank_out(text_, begin, line);
    return line;
  }

  std::string& text_;
  SqlDump& dump_;
};

}  // namespace

SqlDump read_sql_dump(DialectId dialect, std::string_view text, bool own_server) {
  SqlDump out;
  std::string kept(text);
  if (dialect == DialectId::postgres) PsqlLines(kept, out).run();
  for (engine::Statement& statement : engine::split_script(dialect, kept)) {
    const std::string words = first_words(dialect, statement.text, 5);
    if (locks_tables(words)) continue;
    if (fills_tables(dialect, words))
      ++out.rows;
    else if (is_server_wide(dialect, words, own_server))
      ++out.server_wide;
    else
      out.statements.push_back(std::move(statement));
  }
  return out;
}

namespace {

/// What stands between quotes behind `before`; empty where it is not there.
std::string quoted_behind(const std::string& message, std::string_view before) {
  const auto found = message.find(before);
  if (found == message.npos) return "";
  const auto begin = found + before.size();
  return message.substr(begin, message.find('"', begin) - begin);
}

/// What makes the role or tablespace that PostgreSQL says is not there; nothing where it says something else.
std::vector<std::string> making_what_lacks(const engine::Connection& connection) {
  const auto& error = connection.last_error();
  if (!error) return {};
  constexpr std::string_view kNoSuchObject = "42704";
  if (error->sqlstate == kNoSuchObject)
    if (const std::string role = quoted_behind(error->message, "role \""); !role.empty())
      return {"CREATE ROLE " + text::quoted(role, '"')};
  std::string space = quoted_behind(error->message, "parameter \"default_tablespace\": \"");
  if (space.empty() && error->sqlstate == kNoSuchObject) space = quoted_behind(error->message, "tablespace \"");
  if (space.empty()) return {};
  return {"SET allow_in_place_tablespaces = on", "CREATE TABLESPACE " + text::quoted(space, '"') + " LOCATION ''"};
}

/// A dump names owners and tablespaces that are made elsewhere; on a server of our own they are made as they are
/// missed.
Result<void> run_statement(engine::Scratch& scratch, const std::string& sql) {
  engine::Connection& connection = scratch.connection();
  auto done = connection.execute(sql);
  while (!done && scratch.owns_server()) {
    const std::vector<std::string> making = making_what_lacks(connection);
    const auto makes = [&](const std::string& statement) { return connection.execute(statement).has_value(); };
    if (making.empty() || !std::all_of(making.begin(), making.end(), makes)) break;
    done = connection.execute(sql);
  }
  return done;
}

}  // namespace

Result<void> run(const SqlDump& dump, engine::Scratch& scratch, diag::SourceId source) {
  const DialectId dialect = scratch.connection().dialect();
  for (const engine::Statement& statement : dump.statements) {
    if (run_statement(scratch, without_database(dialect, statement.text, dump.database))) continue;
    const auto& error = scratch.connection().last_error();
    const auto at = [](std::size_t offset) { return static_cast<std::uint32_t>(offset); };
    const std::size_t first_line = std::min(statement.text.find('\n'), statement.text.size());
    return failure(diag::make(diag::Code::SC4020, to_string(scratch.connection().dialect()),
                              error ? error->message : "it gave no reason")
                       .at({source, at(statement.begin), at(statement.begin + first_line)}));
  }
  return scratch.reconnect();
}

}  // namespace schemac::import
