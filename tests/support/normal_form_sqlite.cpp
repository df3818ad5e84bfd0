#include "support/normal_form_sqlite.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "support/database.h"
#include "support/sql_tokens.h"
#include "support/sqlite_tokens.h"

namespace schemac::test {

namespace {

using Kind = SqliteToken::Kind;

bool is_reserved(std::string_view name) { return name.starts_with("_schemac_") || name.starts_with("schemac_"); }

std::string literal(const std::string& text) { return text::quoted(text, '\''); }

/// DEFAULT x and DEFAULT "x" are the string 'x'.
std::string default_form(const std::string& written) {
  static const std::set<std::string> kWords = {"null",         "true",         "false",
                                               "current_time", "current_date", "current_timestamp"};
  SqliteTokens tokens = sqlite_tokens(written);
  settle_double_quotes(tokens, {});
  const bool name = tokens.size() == 1 && (tokens[0].kind == Kind::name || tokens[0].kind == Kind::word);
  if (name && !kWords.contains(tokens[0].text)) return literal(tokens[0].written);
  if (tokens.size() == 2 && tokens[0].is("+") && tokens[1].kind == Kind::number) tokens.erase(tokens.begin());
  return sqlite_expression(tokens);
}

class SqliteForm {
 public:
  explicit SqliteForm(engine::Connection& connection) : connection_(connection) {}

  std::vector<std::string> run() {
    for (const auto& row : rows("SELECT name, type, strict, wr FROM pragma_table_list WHERE schema = 'main'"
                                " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")) {
      const std::string name = *row[0], type = *row[1];
      for (const auto& column : rows("SELECT name FROM pragma_table_xinfo(" + literal(name) + ")"))
        names_.insert(text::to_lower(*column[0]));
      names_.insert(text::to_lower(name));
      if (is_reserved(name) || type == "shadow") continue;
      if (type == "table") table(name, *row[2] == "1", *row[3] == "1");
      if (type == "virtual") out_.push_back(joined(sql_tokens(DialectId::sqlite, text_of("table", name))));
    }
    for (const auto& row : rows("SELECT name, sql FROM sqlite_schema WHERE type = 'view'"))
      if (!is_reserved(*row[0])) view(*row[0], *row[1]);
    for (const auto& row : rows("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"))
      if (!is_reserved(*row[0]) && !is_reserved(*row[1])) trigger(*row[0], *row[1], *row[2]);
    return std::move(out_);
  }

 private:
  engine::Rows rows(const std::string& query) { return must(connection_.query(query)); }

  std::string text_of(const std::string& type, const std::string& name) {
    return must(connection_.query_value("SELECT sql FROM sqlite_schema WHERE type = " + literal(type) +
                                        " AND name = " + literal(name)))
        .value_or("");
  }

  // -- tables

  void table(const std::string& name, bool strict, bool without_rowid) {
    const auto columns = rows("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(" +
                              literal(name) + ") ORDER BY cid");
    std::set<std::string> names;
    for (const auto& column : columns) names.insert(text::to_lower(*column[0]));
    const SqliteTableText text = sqlite_table_text(text_of("table", name), names);
    const std::optional<std::string> alias = rowid_alias(name, columns, without_rowid);
    std::vector<std::string> lines{"table " + name + (strict ? " strict" : "") +
                                   (without_rowid ? " without rowid" : "")};
    if (alias) lines.push_back("  rowid " + *alias);
    for (const auto& column : columns) {
      if (is_reserved(*column[0])) continue;
      std::string line = "  column " + *column[0] + " " + joined(sql_tokens(DialectId::sqlite, *column[1]));
      if (*column[2] == "1" && alias != text::to_lower(*column[0])) line += " not null";
      if (const auto clauses = text.columns.find(text::to_lower(*column[0])); clauses != text.columns.end())
        line += clauses->second;
      if (column[3] && text::to_lower(*column[3]) != "null") line += " default " + default_form(*column[3]);
      if (*column[4] != "0") line += " key " + *column[4];
      if (*column[5] != "0") line += *column[5] == "3" ? " stored" : " virtual";
      lines.push_back(std::move(line));
    }
    std::vector<std::string> members = text.members;
    std::erase_if(members, [](const std::string& line) { return line.find(" called _schemac_") != line.npos; });
    for (std::string& line : members)  // the order of rowids is theirs
      if (alias && line.starts_with("primary key (" + *alias + " desc)")) line.erase(line.find(" desc)"), 5);
    actions(name, members);
    keys(name, names, members);
    std::sort(members.begin(), members.end());
    for (const std::string& member : members) lines.push_back("  " + member);
    out_.push_back(text::join(lines, "\n"));
  }

  /// The column that is the rowid by another name: an INTEGER key that needs no index of its own. It holds no null,
  /// whether that is said or not.
  std::optional<std::string> rowid_alias(const std::string& table, const engine::Rows& columns, bool without_rowid) {
    if (without_rowid) return std::nullopt;
    std::optional<std::string> key;
    for (const auto& column : columns) {
      if (*column[4] == "0") continue;
      if (key || text::to_lower(*column[1]) != "integer") return std::nullopt;
      key = text::to_lower(*column[0]);
    }
    const bool indexed =
        !rows("SELECT 1 FROM pragma_index_list(" + literal(table) + ") WHERE origin = 'pk'").rows.empty();
    return indexed ? std::nullopt : key;
  }

  void actions(const std::string& table, std::vector<std::string>& members) {
    std::map<std::string, std::string> keys;
    for (const auto& row : rows("SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM"
                                " pragma_foreign_key_list(" +
                                literal(table) + ") ORDER BY id, seq")) {
      std::string& line = keys[*row[0]];
      if (line.empty())
        line = "refers to " + text::to_lower(*row[1]) + " on update " + *row[4] + " on delete " + *row[5];
      line += ", " + text::to_lower(*row[2]) + " = " + text::to_lower(row[3].value_or("its key"));
    }
    for (auto& [id, line] : keys) members.push_back(std::move(line));
  }

  void keys(const std::string& table, std::set<std::string> names, std::vector<std::string>& members) {
    names.insert(text::to_lower(table));
    for (const auto& row :
         rows("SELECT name, \"unique\", origin, partial FROM pragma_index_list(" + literal(table) + ")")) {
      const std::string name = *row[0], origin = *row[2];
      if (is_reserved(name)) continue;
      const bool made = origin == "c";  // by CREATE INDEX
      SqliteTokens parts, where;
      if (made) read_index(text_of("index", name), names, parts, where);
      std::string line =
          made ? "index " + name : "index of " + (origin == "pk" ? std::string("primary key") : "unique");
      if (*row[1] == "1") line += " unique";
      line += " (" + index_columns(name, made ? sqlite_list(parts) : std::vector<SqliteTokens>{}) + ")";
      if (*row[3] == "1") line += " where " + sqlite_expression(where);
      members.push_back(std::move(line));
    }
  }

  static void read_index(const std::string& sql, const std::set<std::string>& names, SqliteTokens& parts,
                         SqliteTokens& where) {
    const SqliteTokens tokens = sqlite_tokens(sql);
    SqliteCursor at(tokens);
    while (!at.at("(")) at.take();
    parts = at.parenthesised();
    if (at.accept("where")) where = at.rest();
    settle_double_quotes(parts, names);
    settle_double_quotes(where, names);
  }

  /// What is no column is said by its expression, without the COLLATE and DESC that the pragma tells.
  std::string index_columns(const std::string& index, const std::vector<SqliteTokens>& parts) {
    std::vector<std::string> out;
    for (const auto& row : rows("SELECT seqno, name, \"desc\", coll, cid FROM pragma_index_xinfo(" + literal(index) +
                                ") WHERE key = 1 ORDER BY seqno")) {
      std::string text = text::to_lower(row[1].value_or("rowid"));
      if (*row[4] == "-2") {
        SqliteTokens part = parts.at(std::stoul(*row[0]));
        if (part.size() > 1 && (part.back().is("desc") || part.back().is("asc"))) part.pop_back();
        if (part.size() > 2 && part[part.size() - 2].is("collate")) part.resize(part.size() - 2);
        text = sqlite_expression(part);
      }
      if (const std::string order = text::to_lower(*row[3]); order != "binary") text += " collate " + order;
      out.push_back(text + (*row[2] == "1" ? " desc" : ""));
    }
    return text::join(out, ", ");
  }

  // -- views and triggers

  /// What "x" names in a view or trigger is a table's or column's name, or one that the statement itself gives.
  SqliteTokens statement(const std::string& sql) const {
    SqliteTokens tokens = sqlite_tokens(sql);
    std::set<std::string> names = names_;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind == Kind::word || (tokens[i].kind == Kind::name && tokens[i].quote != '"'))
        names.insert(tokens[i].text);
      const bool alias = i > 0 && tokens[i - 1].is("as");
      const bool qualifier = i + 1 < tokens.size() && tokens[i + 1].is(".");
      if ((alias || qualifier) && tokens[i].kind == Kind::name) names.insert(text::to_lower(tokens[i].text));
    }
    settle_double_quotes(tokens, names);
    while (!tokens.empty() && tokens.back().is(";")) tokens.pop_back();
    return tokens;
  }

  /// The columns as the engine names and types them, and the query.
  void view(const std::string& name, const std::string& sql) {
    std::vector<std::string> columns;
    for (const auto& row : rows("SELECT name, type FROM pragma_table_xinfo(" + literal(name) + ") ORDER BY cid"))
      columns.push_back(*row[0] + " " + row[1].value_or(""));
    const SqliteTokens tokens = statement(sql);
    SqliteCursor at(tokens);
    (void)at.until("as");
    at.expect("as");
    out_.push_back("view " + name + " (" + text::join(columns, ", ") + ")\n  " + shown(at.rest()));
  }

  /// FOR EACH ROW says nothing, and BEFORE is the timing where none is said.
  void trigger(const std::string& name, const std::string& table, const std::string& sql) {
    const SqliteTokens tokens = statement(sql);
    SqliteCursor at(tokens);
    while (!at.at("delete") && !at.at("insert") && !at.at("update")) at.take();
    const auto before = std::find_if(tokens.begin(), tokens.end(), [](const SqliteToken& token) {
      return token.is("after") || token.is("instead") || token.is("before");
    });
    const auto event = std::find_if(tokens.begin(), tokens.end(), [](const SqliteToken& token) {
      return token.is("delete") || token.is("insert") || token.is("update");
    });
    std::string head = "trigger " + name + (before < event ? " " + before->text : " before");
    head += " " + shown(at.until("on")) + " on " + text::to_lower(table);
    at.expect("on");
    at.take();
    at.accept_all({"for", "each", "row"});
    if (at.accept("when")) head += " when " + sqlite_expression(at.until("begin"));
    out_.push_back(head + "\n  " + shown(at.rest()));
  }

  engine::Connection& connection_;
  std::set<std::string> names_ = {"rowid", "_rowid_", "oid"};  // and of tables and columns, in lower case
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> sqlite_normal_form(engine::Connection& connection) { return SqliteForm(connection).run(); }

}  // namespace schemac::test
