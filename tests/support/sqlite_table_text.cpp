// CREATE TABLE by https://www.sqlite.org/lang_createtable.html, down to what no pragma tells.
#include <algorithm>

#include "base/text.h"
#include "support/normal_form_sqlite.h"
#include "support/sqlite_tokens.h"

namespace schemac::test {

namespace {

bool begins_constraint(const SqliteToken& token) {
  static const std::set<std::string> kWords = {"constraint", "primary", "unique",     "not",       "null", "check",
                                               "default",    "collate", "references", "generated", "as",   "foreign"};
  return token.kind == SqliteToken::Kind::word && kWords.contains(token.text);
}

class TableText {
 public:
  explicit TableText(const std::set<std::string>& names) : names_(names) {}

  void member(const SqliteTokens& tokens) {
    SqliteCursor at(tokens);
    column_.clear();
    if (!tokens.empty() && !begins_constraint(tokens[0])) begin_column(at);
    std::string name;
    while (!at.at_end()) {
      if (at.accept("constraint")) {
        name = at.take().written;
        continue;
      }
      clause(at, name.empty() ? "" : " called " + name);
      name.clear();
    }
  }

  SqliteTableText result() {
    std::sort(out_.members.begin(), out_.members.end());  // what is said twice is one to the engine
    out_.members.erase(std::unique(out_.members.begin(), out_.members.end()), out_.members.end());
    return std::move(out_);
  }

 private:
  void begin_column(SqliteCursor& at) {
    SqliteToken name = at.take();
    column_ = text::to_lower(name.text);
    out_.columns[column_];
    if (begins_constraint_here(at)) return;
    while (!at.at_end() && !begins_constraint_here(at)) {  // the type, which a pragma tells
      if (at.at("("))
        (void)at.parenthesised();
      else
        at.take();
    }
  }

  static bool begins_constraint_here(SqliteCursor& at) { return !at.at_end() && begins_constraint(at.peek()); }

  void clause(SqliteCursor& at, const std::string& called) {
    if (at.accept_all({"primary", "key"})) {
      std::string line = "primary key " + key_columns(at);
      line += conflict(at);
      if (at.accept("autoincrement")) line += " autoincrement";
      out_.members.push_back(line + called);
    } else if (at.accept("unique")) {
      const std::string line = "unique " + key_columns(at);
      out_.members.push_back(line + conflict(at) + called);
    } else if (at.accept("check")) {
      out_.members.push_back("check " + expression(at.parenthesised()) + called);
      (void)conflict(at);  // taken by the parser, and without effect
    } else if (at.accept_all({"foreign", "key"})) {
      const std::string columns = names(at.parenthesised());
      references(at, columns, called);
    } else if (at.at("references")) {
      references(at, column_, called);
    } else if (at.accept_all({"not", "null"})) {
      of_column(conflict(at));
    } else if (at.accept("null")) {
      (void)conflict(at);
    } else if (at.accept("default")) {
      default_value(at);
    } else if (at.accept("collate")) {
      if (const std::string name = text::to_lower(at.take().text); name != "binary") of_column(" collate " + name);
    } else if (at.accept_all({"generated", "always", "as"}) || at.accept("as")) {
      of_column(" as (" + expression(at.parenthesised()) + ")");
      if (!at.accept("stored")) at.accept("virtual");
    } else {
      throw NotUnderstood("no clause of a table: " + at.take().text);
    }
  }

  /// What computes the column stands last, wherever it was written: the order of clauses means nothing.
  void of_column(const std::string& what) {
    std::string& clauses = out_.columns[column_];
    const std::size_t computed = clauses.find(" as (");
    clauses.insert(what.starts_with(" as ") ? clauses.size() : std::min(computed, clauses.size()), what);
  }

  std::string expression(SqliteTokens tokens) const {
    settle_double_quotes(tokens, names_);
    return sqlite_expression(tokens);
  }

  /// Of a key that stands beside its column: that column.
  std::string key_columns(SqliteCursor& at) const {
    std::vector<std::string> parts;
    std::string behind;
    if (at.at("(")) {
      for (const SqliteTokens& part : sqlite_list(at.parenthesised())) {
        SqliteCursor in(part);
        std::string text = text::to_lower(in.take().text);
        if (in.accept("collate")) text += " collate " + text::to_lower(in.take().text);
        text += order(in);
        if (in.accept("autoincrement")) behind = " autoincrement";
        parts.push_back(std::move(text));
      }
    } else {
      parts.push_back(column_ + order(at));
    }
    return "(" + text::join(parts, ", ") + ")" + behind;
  }

  static std::string order(SqliteCursor& at) {
    if (at.accept("desc")) return " desc";
    at.accept("asc");
    return "";
  }

  static std::string conflict(SqliteCursor& at) {
    if (!at.accept_all({"on", "conflict"})) return "";
    const std::string what = at.take().text;
    return what == "abort" ? "" : " on conflict " + what;
  }

  static std::string names(const SqliteTokens& tokens) {
    std::vector<std::string> out;
    for (const SqliteTokens& part : sqlite_list(tokens)) out.push_back(text::to_lower(part.at(0).text));
    return text::join(out, ", ");
  }

  static void default_value(SqliteCursor& at) {
    if (at.at("(")) {
      (void)at.parenthesised();
      return;
    }
    if (!at.accept("-")) at.accept("+");
    at.take();
  }

  /// The actions are the pragma's to tell; a deferral is only in the text.
  void references(SqliteCursor& at, const std::string& columns, const std::string& called) {
    at.expect("references");
    std::string line = "foreign key (" + columns + ") references " + text::to_lower(at.take().text);
    if (at.at("(")) line += " (" + names(at.parenthesised()) + ")";
    for (bool more = true; more;) {
      if (at.accept_all({"on", "delete"}) || at.accept_all({"on", "update"})) {
        if (!at.accept("set")) at.accept("no");
        at.take();
      } else if (at.accept("match")) {
        if (const std::string kind = text::to_lower(at.take().text); kind != "simple") line += " match " + kind;
      } else if (at.accept_all({"not", "deferrable"})) {
        at.accept_all({"initially", "deferred"}) || at.accept_all({"initially", "immediate"});
      } else if (at.accept("deferrable")) {
        line += " deferrable";
        if (at.accept_all({"initially", "deferred"})) line += " initially deferred";
        at.accept_all({"initially", "immediate"});
      } else {
        more = false;
      }
    }
    out_.members.push_back(line + called);
  }

  const std::set<std::string>& names_;
  std::string column_;
  SqliteTableText out_;
};

}  // namespace

SqliteTableText sqlite_table_text(const std::string& sql, const std::set<std::string>& columns) {
  const SqliteTokens tokens = sqlite_tokens(sql);
  SqliteCursor at(tokens);
  while (!at.at_end() && !at.at("(")) at.take();
  TableText text(columns);
  for (const SqliteTokens& member : sqlite_list(at.parenthesised())) text.member(member);
  return text.result();
}

}  // namespace schemac::test
