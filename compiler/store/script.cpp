#include "store/script.h"

#include <nlohmann/json.hpp>

#include "base/sql_scanner.h"
#include "base/text.h"
#include "engine/script.h"

namespace schemac::store {

namespace {

constexpr std::string_view kGuard = "-- guard ";

bool is_mysql(DialectId id) { return id == DialectId::mysql || id == DialectId::mariadb; }

/// Whether what stands behind it in the same line would be comment too.
bool ends_in_line_comment(std::string_view sql, DialectId dialect) {
  ScannedPiece last;
  for (std::size_t at = 0; at < sql.size(); at = last.end) last = scan_piece(dialect, sql, at);
  return last.piece == Piece::comment && !sql.substr(last.begin).starts_with("/*") && !sql.ends_with('\n');
}

/// The statement with its terminator; where the body holds one itself, the mysql client needs another.
std::string terminated(std::string sql, DialectId dialect) {
  if (ends_in_line_comment(sql, dialect)) sql += "\n";
  const bool compound = is_mysql(dialect) && engine::split_script(dialect, sql + ";").size() > 1;
  return compound ? "DELIMITER ;;\n" + sql + ";;\nDELIMITER ;\n" : sql + ";\n";
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

/// What stands in brackets, which "] " ends.
std::string bracketed(const std::string& text) { return "[" + text::replace_all(one_line(text), "] ", "]") + "] "; }

/// A guard stands in a line of comment; as a JSON string where it holds a break of lines itself, which may be a text's.
std::string guard_text(const std::string& sql) {
  return sql.find_first_of("\r\n") == sql.npos ? sql : nlohmann::json(sql).dump();
}

std::optional<std::string> parse_guard_text(std::string_view text) {
  if (!text.starts_with('"')) return std::string(text);
  const auto read = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  return read.is_string() ? std::optional(read.get<std::string>()) : std::nullopt;
}

std::optional<dialect::Guard> parse_guard(std::string_view line) {
  if (!line.starts_with(kGuard)) return std::nullopt;
  line.remove_prefix(kGuard.size());
  const auto open = line.find(" ["), close = line.find("] ");
  if (open == line.npos || close == line.npos || close < open) return std::nullopt;
  const std::string_view id = line.substr(0, open);
  auto sql = parse_guard_text(line.substr(close + 2));
  if (!sql) return std::nullopt;
  const auto codes = diag::all_codes();
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (codes[i].id == id)
      return dialect::Guard{static_cast<diag::Code>(i), std::string(line.substr(open + 2, close - open - 2)),
                            *std::move(sql)};
  return std::nullopt;
}

}  // namespace

std::string render(const Script& script, DialectId dialect, std::string_view title) {
  std::string out = "-- " + std::string(title) + "\n";
  for (const dialect::Guard& guard : script.guards)
    out += std::string(kGuard) + std::string(diag::info(guard.code).id) + " " + bracketed(guard.subject) +
           guard_text(guard.sql) + "\n";
  if (const auto line = engine::stop_at_errors(dialect); !line.empty() && !script.statements.empty())
    out += std::string(line) + "\n";
  std::string last;
  for (const dialect::Statement& statement : script.statements) {
    if (statement.what != last) out += "\n-- " + one_line(statement.what) + "\n";
    last = statement.what;
    out += terminated(statement.sql, dialect);
  }
  return out;
}

/// Of a comment, without its dashes.
static std::string last_line(std::string_view comment) {
  const std::string_view trimmed = text::trim(comment);
  std::string_view line = trimmed.substr(trimmed.rfind('\n') + 1);
  if (line.starts_with("--")) line.remove_prefix(2);
  return std::string(text::trim(line));
}

Script parse(std::string_view text, DialectId dialect) {
  Script out;
  for (const std::string& line : text::split(text, '\n'))
    if (auto guard = parse_guard(line)) out.guards.push_back(std::move(*guard));
  std::string what;  // is said once for all statements that it is about
  for (const engine::Statement& statement : engine::split_script(dialect, text)) {
    if (const std::string said = last_line(statement.comment); !said.empty()) what = said;
    out.statements.push_back({statement.text, what});
  }
  return out;
}

}  // namespace schemac::store
