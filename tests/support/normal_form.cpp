#include "support/normal_form.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "engine/script.h"
#include "support/database.h"
#include "support/normal_form_sqlite.h"
#include "support/sql_tokens.h"

namespace schemac::test {

namespace {

/// A name of schemac's own.
bool is_reserved(std::string_view name) { return name.starts_with("_schemac_") || name.starts_with("schemac_"); }

bool is_mysql_family(DialectId dialect) { return dialect == DialectId::mysql || dialect == DialectId::mariadb; }

/// Columns stay where they were made, whatever is done. (SQLite's ALTER TABLE cannot move them either, a rebuild can.)
bool column_order_is_fixed(DialectId dialect) { return dialect == DialectId::postgres; }

/// Whether a statement is about one of schemac's own objects: a reserved name stands before its body begins.
bool concerns_reserved(DialectId dialect, const std::vector<Token>& tokens) {
  static constexpr std::array<std::string_view, 8> kBodyBegins = {"as",    "execute", "default", "check",
                                                                  "using", "for",     "begin",   "references"};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.text == "(" && i > 0) return false;
    if (!token.quoted && std::count(kBodyBegins.begin(), kBodyBegins.end(), text::to_lower(token.text))) return false;
    if (is_reserved(token.name())) return true;
    if (dialect == DialectId::postgres && token.name() == "schemac") return true;
  }
  return false;
}

bool is_column(const std::vector<Token>& item) {
  static constexpr std::array<std::string_view, 11> kConstraintWords = {"constraint", "primary", "unique", "foreign",
                                                                        "check",      "key",     "index",  "fulltext",
                                                                        "spatial",    "exclude", "period"};
  return item[0].quoted || !std::count(kConstraintWords.begin(), kConstraintWords.end(), text::to_lower(item[0].text));
}

bool names_reserved(const std::vector<Token>& item) {
  if (is_column(item)) return is_reserved(item[0].name());
  return std::any_of(item.begin(), item.begin() + std::min<long>(3, static_cast<long>(item.size())),
                     [](const Token& token) { return is_reserved(token.name()); });
}

/// CREATE TABLE with its members in normal order, one a line.
std::string normal_table(DialectId dialect, const std::vector<Token>& tokens) {
  const TableParts parts = table_parts(tokens);
  std::vector<std::string> columns, members;
  for (const auto& item : parts.items)
    if (!names_reserved(item)) (is_column(item) ? columns : members).push_back("  " + joined(item));
  if (column_order_is_fixed(dialect)) std::sort(columns.begin(), columns.end());
  std::sort(members.begin(), members.end());
  columns.insert(columns.end(), members.begin(), members.end());
  return joined(parts.head) + " (\n" + text::join(columns, ",\n") + "\n) " + joined(parts.tail);
}

/// Without AUTO_INCREMENT=7 behind the members of MySQL's CREATE TABLE.
void drop_counter(std::vector<Token>& tokens) {
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
    if (tokens[i].text == "AUTO_INCREMENT" && tokens[i + 1].text == "=")
      tokens.erase(tokens.begin() + static_cast<long>(i), tokens.begin() + static_cast<long>(i) + 3);
}

/// Virtual tables have arguments in their parentheses, not members, and CREATE TABLE … PARTITION OF may have neither.
bool is_plain_table(const std::vector<Token>& tokens) {
  const auto word = [&](std::size_t i) { return i < tokens.size() ? text::to_lower(tokens[i].text) : ""; };
  return word(0) == "create" && (word(1) == "table" || (word(1) == "unlogged" && word(2) == "table"));
}

std::string shell_quoted(const std::string& text) { return "'" + text::replace_all(text, "'", "'\\''") + "'"; }

/// What a command prints; throws where it fails.
std::string output_of(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string output;
  std::array<char, 65536> buffer;
  while (const std::size_t read = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), read);
  if (pclose(pipe) != 0) throw std::runtime_error(command + " failed: " + output);
  return output;
}

std::string pg_dump(const DatabaseUrl& url) {
  std::string command = "pg_dump --schema-only --exclude-schema=schemac";
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) command += " " + shell_quoted(std::string(option) + value);
  };
  const auto host = url.options.find("host");
  add("--host=", host == url.options.end() ? url.host : host->second);
  add("--port=", url.port ? std::to_string(*url.port) : "");
  add("--username=", url.user);
  add("--dbname=", url.database);
  return output_of(command);
}

std::vector<std::string> postgres_statements(engine::Connection& connection) {
  std::vector<std::string> statements;
  std::string dump;
  for (const std::string& line : text::split(pg_dump(connection.url()), '\n'))
    if (!line.starts_with("\\")) dump += line + "\n";  // psql's own commands
  for (const engine::Statement& statement : engine::split_script(DialectId::postgres, dump))
    if (!statement.text.starts_with("SET ") && !statement.text.starts_with("SELECT pg_catalog.set_config"))
      statements.push_back(statement.text);
  return statements;
}

std::vector<std::string> mysql_statements(engine::Connection& connection) {
  // MariaDB names a sequence that a column draws from with its database
  const std::string own = text::quoted(must(connection.query_value("SELECT DATABASE()")).value_or(""), '`') + ".";
  const engine::Rows objects = must(connection.query(
      "SELECT IF(table_type IN ('VIEW', 'SEQUENCE'), table_type, 'TABLE'), table_name FROM information_schema.tables"
      " WHERE table_schema = DATABASE()"
      " UNION ALL SELECT 'TRIGGER', trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
      " UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
      " UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = DATABASE()"));
  // SHOW CREATE VIEW reads the view's query, and fails where the session is stricter than who made it
  const std::string mode = must(connection.query_value("SELECT @@sql_mode")).value_or("");
  must(connection.execute("SET SESSION sql_mode = ''"));
  std::vector<std::string> statements;
  for (const auto& object : objects) {
    const std::string name = text::quoted(*object[1], '`');
    const engine::Rows shown = must(connection.query("SHOW CREATE " + *object[0] + " " + name));
    const auto column = std::find_if(shown.columns.begin(), shown.columns.end(), [](const std::string& label) {
      return label.starts_with("Create ") || label.starts_with("SQL Original");
    });
    const auto at = static_cast<std::size_t>(column - shown.columns.begin());
    statements.push_back(text::replace_all(shown.rows[0][at].value_or(""), own, ""));
    // the settings of the session that made a program, which its dump says before the program
    static constexpr std::array<std::string_view, 4> kSettings = {"sql_mode", "time_zone", "character_set_client",
                                                                  "collation_connection"};
    for (std::size_t i = 0; i < shown.columns.size(); ++i)
      if (std::count(kSettings.begin(), kSettings.end(), shown.columns[i]))
        statements.push_back("SET " + shown.columns[i] + " OF " + *object[0] + " " + name + " = " +
                             text::quoted(shown.rows[0][i].value_or(""), '\''));
  }
  must(connection.execute("SET SESSION sql_mode = " + text::quoted(mode, '\'')));
  return statements;
}

std::vector<std::string> statements_of(engine::Connection& connection) {
  switch (connection.dialect()) {
    case DialectId::postgres:
      return postgres_statements(connection);
    case DialectId::mysql:
    case DialectId::mariadb:
      return mysql_statements(connection);
    case DialectId::sqlite:
      break;  // its statements are as they were typed: normal_form_sqlite.h
  }
  return {};
}

/// Schema, table and column of each stored column, in the order of names.
std::string columns_query(DialectId dialect) {
  switch (dialect) {
    case DialectId::postgres:
      return "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
             " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND a.attnum > 0"
             " AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemac')"
             " AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1, 2, 3";
    case DialectId::mysql:
    case DialectId::mariadb:
      return "SELECT '', c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
             " USING (table_schema, table_name) WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'"
             " ORDER BY 2, 3";
    case DialectId::sqlite:
      return "SELECT '', t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
             " AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 2, 3";
  }
  return "";
}

std::string quoted_name(DialectId dialect, const std::string& name) {
  return text::quoted(name, is_mysql_family(dialect) ? '`' : '"');
}

/// Exact, and fit to be compared: SQLite tells 1 from '1', MySQL's bytes are not text.
std::string shown_value(DialectId dialect, const std::string& column) {
  switch (dialect) {
    case DialectId::postgres:
      return column + "::text";
    case DialectId::mysql:
    case DialectId::mariadb:
      return column;
    case DialectId::sqlite:
      return "quote(" + column + ")";
  }
  return column;
}

std::vector<std::string> rows_of(engine::Connection& connection, const std::string& table,
                                 const std::vector<std::string>& columns) {
  std::vector<std::string> shown;
  for (const std::string& column : columns)
    shown.push_back(shown_value(connection.dialect(), quoted_name(connection.dialect(), column)));
  const engine::Rows rows = must(connection.query("SELECT " + text::join(shown, ", ") + " FROM " + table));
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i)
      line += columns[i] + "=" + (row[i] ? "'" + *row[i] + "'" : "NULL") + " ";
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

std::string normal_statement(DialectId dialect, const std::string& statement) {
  std::vector<Token> tokens = sql_tokens(dialect, statement);
  if (concerns_reserved(dialect, tokens)) return "";
  if (is_mysql_family(dialect)) drop_counter(tokens);
  return is_plain_table(tokens) ? normal_table(dialect, tokens) : joined(tokens);
}

std::string normal_form(engine::Connection& connection) {
  std::vector<std::string> found;
  if (connection.dialect() == DialectId::sqlite)
    for (const std::string& object : sqlite_normal_form(connection)) found.push_back(object + ";\n");
  for (const std::string& statement : statements_of(connection))
    if (std::string normal = normal_statement(connection.dialect(), statement); !normal.empty())
      found.push_back(std::move(normal) + ";\n");
  std::sort(found.begin(), found.end());
  return text::join(found, "\n");
}

TableRows all_rows(engine::Connection& connection) {
  const DialectId dialect = connection.dialect();
  std::map<std::string, std::vector<std::string>> columns;
  for (const auto& row : must(connection.query(columns_query(dialect)))) {
    if (is_reserved(*row[1]) || is_reserved(*row[2])) continue;
    const std::string schema = row[0]->empty() ? "" : quoted_name(dialect, *row[0]) + ".";
    columns[schema + quoted_name(dialect, *row[1])].push_back(*row[2]);
  }
  TableRows found;
  for (const auto& [table, names] : columns) found[table] = rows_of(connection, table, names);
  return found;
}

std::map<std::string, std::string> table_identities(engine::Connection& connection) {
  std::string query;
  switch (connection.dialect()) {
    case DialectId::postgres:
      query =
          "SELECT oid::regclass::text, oid::text || '/' || relfilenode FROM pg_class WHERE relkind = 'r'"
          " AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
          " AND relnamespace::regnamespace::text NOT LIKE 'pg_toast%'";
      break;
    case DialectId::mysql:
      query = "SELECT name, table_id FROM information_schema.innodb_tables WHERE name LIKE CONCAT(DATABASE(), '/%')";
      break;
    case DialectId::mariadb:
      query =
          "SELECT name, table_id FROM information_schema.innodb_sys_tables WHERE name LIKE CONCAT(DATABASE(), '/%')";
      break;
    case DialectId::sqlite:
      query = "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'";
      break;
  }
  std::map<std::string, std::string> found;
  for (const auto& row : must(connection.query(query))) {
    const std::string name = row[0]->substr(row[0]->find('/') + 1);
    if (!is_reserved(name)) found[name] = row[1].value_or("");
  }
  return found;
}

}  // namespace schemac::test
