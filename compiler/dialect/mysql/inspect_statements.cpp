// What a server tells nowhere but in the statement that makes a table: partitions as they were written, periods, the
// methods of indexes, tablespaces; and expressions and texts as they are, where its catalog tables mangle them.
#include <array>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/inspect.h"
#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// Without the marks of conditional comments, which hold what only some versions read: /*!50100 PARTITION … */.
std::string without_marks(DialectId id, std::string sql) {
  for (std::size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    if (c == '\'' || c == '`' || c == '"') {
      for (++at; at < sql.size() && sql[at] != c; ++at)
        if (sql[at] == '\\' && c != '`') ++at;
      ++at;
    } else if (sql.compare(at, 3, "/*!") == 0 || (id == DialectId::mariadb && sql.compare(at, 4, "/*M!") == 0)) {
      std::size_t end = sql.find('!', at) + 1;
      while (end < sql.size() && sql[end] >= '0' && sql[end] <= '9') ++end;
      sql.replace(at, end - at, end - at, ' ');
    } else if (sql.compare(at, 2, "*/") == 0) {
      sql.replace(at, 2, 2, ' ');
    } else {
      ++at;
    }
  }
  return sql;
}

/// The catalog tables know no character of more than three bytes, and no bytes that are none.
bool is_mangled(std::string_view text) {
  return !text::is_utf8(text) ||
         std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
}

std::string literal_of(std::string_view characters) {
  return text::quoted(text::replace_all(std::string(characters), "\\", "\\\\"), '\'');
}

/// Expressions of a table by what they are of: "column a", "check c", "part 1 of k".
using Expressions = std::map<std::string, std::string>;

/// MySQL shows letters as "?" in a literal that is in another character set than UTF-8.
bool may_hide_letters(std::string_view expression) {
  if (expression.find('?') == expression.npos) return false;
  const std::vector<SqlToken> tokens = lex_sql(DialectId::mysql, expression);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool introduced = tokens[i].kind == SqlTokenKind::bytes || (i > 0 && tokens[i - 1].is("_binary"));
    if (introduced && tokens[i].text.find('?') != std::string::npos) return true;
  }
  return false;
}

/// The catalog tables have what a statement hides.
Result<Expressions> kept_expressions(Inspecting& state, const std::string& table) {
  const std::string of_it = "table_schema = DATABASE() AND table_name = " + literal_of(table);
  Expressions out;
  auto done = state.each(
      "SELECT concat('column ', column_name), generation_expression FROM information_schema.columns"
      " WHERE generation_expression <> '' AND " +
          of_it +
          " UNION ALL SELECT concat('check ', constraint_name), check_clause FROM information_schema.check_constraints"
          " JOIN information_schema.table_constraints USING (constraint_schema, constraint_name) WHERE " +
          of_it +
          " UNION ALL SELECT concat('part ', seq_in_index, ' of ', index_name), expression"
          " FROM information_schema.statistics WHERE expression IS NOT NULL AND " +
          of_it,
      [&](const Row& row) { out[text_of(row[0])] = kept_expression(text_of(row[1])); });
  if (!done) return failure(std::move(done.error()));
  return out;
}

class Statement {
 public:
  Statement(Inspecting& state, Table& table, std::string sql, Expressions kept)
      : state_(state),
        table_(table),
        sql_(without_marks(state.id, std::move(sql))),
        tokens_(lex_sql(state.id, sql_)),
        mangled_(is_mangled(sql_)),
        kept_(std::move(kept)) {}

  void take() {
    std::size_t at = 0;
    while (!tokens_[at].is("(")) ++at;
    const std::size_t end = closing(at);
    for (++at; at < end;) {
      const std::size_t item_end = end_of_item(at, end);
      item(at, item_end);
      at = item_end + 1;
    }
    settings(end + 1);
    std::sort(table_.options.begin(), table_.options.end());
  }

 private:
  const SqlToken& token(std::size_t at) const { return tokens_[std::min(at, tokens_.size() - 1)]; }
  /// The ")" that belongs to the "(" at that place.
  std::size_t closing(std::size_t at) const {
    for (int depth = 0; at + 1 < tokens_.size(); ++at) {
      depth += tokens_[at].is("(") - tokens_[at].is(")");
      if (depth == 0) break;
    }
    return at;
  }
  std::size_t end_of_item(std::size_t at, std::size_t end) const {
    for (; at < end && !tokens_[at].is(","); ++at)
      if (tokens_[at].is("(")) at = closing(at);
    return at;
  }
  std::string text(std::size_t first, std::size_t last) const {
    return sql_.substr(tokens_[first].begin, tokens_[last].end - tokens_[first].begin);
  }
  /// What stands between the parentheses that open there.
  std::string inside(std::size_t open) const {
    const std::size_t begin = tokens_[open].end;
    return std::string(text::trim(std::string_view(sql_).substr(begin, tokens_[closing(open)].begin - begin)));
  }
  /// The expression between those parentheses, whole.
  std::string expression(const std::string& of, std::size_t open) const {
    std::string shown = inside(open);
    const auto kept = kept_.find(of);
    if (kept != kept_.end() && may_hide_letters(shown)) shown = kept->second;
    return shown;
  }
  /// MySQL prints them so that a text in UTF-8 is printed in the same way; a check's it prints as it was written.
  std::string in_utf8(const std::string& shown) const {
    return state_.is_mariadb() ? shown : without_character_sets(shown);
  }
  Option option(std::string name, std::string value) const { return state_.option(std::move(name), std::move(value)); }
  std::pair<std::string, std::string> named(const std::string& member) const { return {table_.name.name, member}; }

  void item(std::size_t at, std::size_t end) {
    if (token(at).kind == SqlTokenKind::name) {
      if (Column* column = table_.find_column(token(at).text)) take_column(*column, at, end);
    } else if (token(at).is("constraint") && token(at + 2).is("check")) {
      state_.checks[named(token(at + 1).text)] = expression("check " + token(at + 1).text, at + 3);
    } else if (token(at).is("period")) {
      const bool of_history = token(at + 2).is("system_time");
      table_.options.push_back(of_history ? option("system_period", text(at + 3, end - 1))
                                          : option("period", text(at + 2, end - 1)));
    } else {
      key(at, end);
    }
  }

  void take_column(Column& column, std::size_t at, std::size_t end) {
    if (mangled_) take_type(column, at + 1);
    for (std::size_t i = at + 1; i < end; ++i) {
      if (token(i).is("(")) i = closing(i);
      if (token(i).is("generated") && token(i + 3).is("(")) {
        if (column.generated)
          column.generated->expr = read_written(in_utf8(expression("column " + column.name, i + 3)), state_.id);
        i = closing(i + 3);
      } else if (token(i).is("generated") && token(i + 3).is("row")) {
        column.generated.reset();
        column.nullable = true;  // no row has to bring a value
        column.options.push_back(option("row", token(i + 4).text));
      } else if (token(i).is("storage") || token(i).is("column_format")) {
        column.options.push_back(option(text::to_lower(token(i).text), text::to_lower(token(i + 1).text)));
      } else if (token(i).is("check") && token(i + 1).is("(")) {
        state_.checks[named(column.name)] = inside(i + 1);
        i = closing(i + 1);
      } else if (token(i).is("character") && column.collation.empty()) {
        for (const Option& o : table_.options)  // MySQL remembers that it was said, though it is the table's
          if (o.name == "collate") column.collation = o.value;
      } else if (token(i).is("default") && token(i + 1).kind == SqlTokenKind::bytes && state_.id == DialectId::mysql) {
        column.default_value = read_bytes(token(i + 1).text, column.type);
      } else if (mangled_ && token(i).is("default") && !token(i + 1).is("null")) {
        std::size_t last = i + 1;  // MariaDB writes expressions without parentheses around them
        while (last + 1 < end && !ends_default(last + 1)) last = token(last + 1).is("(") ? closing(last + 1) : last + 1;
        if (token(last).is("(")) last = closing(last);
        column.default_value = read_written_default(text(i + 1, last), column.type, state_.id);
        i = last;
      } else if (mangled_ && token(i).is("comment") && token(i + 1).kind == SqlTokenKind::string) {
        column.comment = token(i + 1).text;
      }
    }
    std::sort(column.options.begin(), column.options.end());
  }
  /// Whether a clause of the column begins that is no part of its default.
  bool ends_default(std::size_t at) const {
    static constexpr std::array<std::string_view, 6> kClauses = {"on",        "comment", "check",
                                                                 "invisible", "without", "auto_increment"};
    return std::any_of(kClauses.begin(), kClauses.end(), [&](std::string_view word) { return token(at).is(word); });
  }
  /// Labels may be mangled as any text.
  void take_type(Column& column, std::size_t at) {
    if ((token(at).is("enum") || token(at).is("set")) && token(at + 1).is("("))
      column.type = parse_type(text(at, closing(at + 1)), state_.id);
  }

  /// KEY `k` (…) USING BTREE KEY_BLOCK_SIZE=4 WITH PARSER `ngram`
  void key(std::size_t at, std::size_t end) {
    while (at < end && !token(at).is("(")) ++at;
    const std::string name = token(at - 1).kind == SqlTokenKind::name ? token(at - 1).text : "PRIMARY";
    KeySettings& said = state_.keys[named(name)];
    const std::size_t close = closing(at);
    if (token(close - 1).is("overlaps")) said.options.push_back(option("without_overlaps", token(close - 3).text));
    for (std::size_t i = at + 1; i < close; i = end_of_item(i, close) + 1) {
      const std::string part = "part " + std::to_string(said.expressions.size() + 1) + " of " + name;
      said.expressions.push_back(token(i).is("(") ? in_utf8(expression(part, i)) : "");
    }
    for (std::size_t i = close + 1; i < end; ++i) {
      if (token(i).is("using")) said.method = token(i + 1).text;
      if (token(i).is("key_block_size")) said.options.push_back(option("key_block_size", token(i + 2).text));
      if (token(i).is("parser")) said.options.push_back(option("parser", token(i + 1).text));
      if (mangled_ && token(i).is("comment")) said.comment = token(i + 1).text;
    }
  }

  /// ENGINE=InnoDB … ROW_FORMAT=COMPRESSED TABLESPACE `a` `PAGE_COMPRESSED`=1 WITH SYSTEM VERSIONING PARTITION BY …
  void settings(std::size_t at) {
    std::vector<std::string> of_engine;  // MariaDB keeps them as they were typed
    for (; at + 1 < tokens_.size(); ++at) {
      if (token(at).is("partition") && token(at + 1).is("by")) {
        partition(at + 1);
        break;
      }
      if (token(at).is("comment") && mangled_) table_.comment = token(at + 2).text;
      if (token(at).is("tablespace")) table_.options.push_back(option("tablespace", text(at + 1, at + 1)));
      if (!token(at + 1).is("=")) continue;
      const std::string name = setting_name(at);
      if (token(at).kind == SqlTokenKind::name) of_engine.push_back(token(at).text);
      const std::size_t value = at + 2;
      at = token(value).is("(") ? closing(value) : value;
      if (!name.empty()) table_.options.push_back(option(name, text(value, at)));
    }
    const std::string words = text::join(of_engine, " ");
    std::sort(of_engine.begin(), of_engine.end());
    if (words != text::to_upper(text::join(of_engine, " "))) table_.options.push_back(option("words", words));
  }
  /// Nothing for what is no setting of its own.
  std::string setting_name(std::size_t at) const {
    std::string name = text::to_lower(token(at).text);
    if (name == "directory") name = text::to_lower(token(at - 1).text) + " directory";
    const bool known = name == "engine" || name == "auto_increment" || name == "charset" || name == "set" ||
                       name == "collate" || name == "comment";
    return known ? "" : name;
  }

  /// As it was written, but for the engine of each partition, which is that of the table.
  void partition(std::size_t at) {
    std::string out;
    for (; at + 1 < tokens_.size(); ++at) {
      if (token(at).is("engine") && token(at + 1).is("=")) {
        at += 2;
        continue;
      }
      const bool apart = !out.empty() && tokens_[at].begin > tokens_[at - 1].end;
      out += (apart ? " " : "") + text(at, at);
    }
    table_.options.push_back(option("partition", out));
  }

  Inspecting& state_;
  Table& table_;
  const std::string sql_;
  const std::vector<SqlToken> tokens_;
  const bool mangled_;
  const Expressions kept_;
};

bool may_hide_characters(const Type& type) {
  if (type.name.name != "enum" && type.name.name != "set") return false;
  return std::any_of(type.args.begin(), type.args.end(),
                     [](const std::string& label) { return label.find('?') != label.npos; });
}
/// MySQL shows the bytes of such a default.
bool may_hide_characters(const Inspecting& state, const Column& column) {
  const auto& value = column.default_value;
  return state.is_mariadb() && value && value->kind == ExprKind::string && value->text.find('?') != value->text.npos;
}

/// A temporary table of one column as the other table has it, for as long as this lives.
class Scratch {
 public:
  Scratch(Inspecting& state, const Table& table, const Column& column)
      : state_(state), column_(text::quoted(column.name, '`')) {
    made_ = state_.connection.execute(std::string("CREATE TEMPORARY TABLE ") + kName + " SELECT " + column_ + " FROM " +
                                      text::quoted(table.name.name, '`') + " LIMIT 0");
  }
  ~Scratch() {
    if (made_) (void)state_.connection.execute(std::string("DROP TEMPORARY TABLE ") + kName);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  bool is_made() const { return made_.has_value(); }

  /// What the rows hold that are made by `rows`, in the order of their numbers.
  Result<std::vector<std::string>> holding(const std::string& rows) {
    std::vector<std::string> out;
    if (auto done = state_.connection.execute(std::string("INSERT INTO ") + kName + rows); !done)
      return failure(std::move(done.error()));
    auto read = state_.each("SELECT " + column_ + " FROM " + kName + " ORDER BY " + column_ + " + 0",
                            [&](const Row& row) { out.push_back(text_of(row[0])); });
    if (!read) return failure(std::move(read.error()));
    return out;
  }

 private:
  static constexpr const char* kName = "`_schemac_shown`";
  Inspecting& state_;
  const std::string column_;
  Result<void> made_;
};

/// The servers show a character of four bytes as "?" in a label, and MariaDB in a default, wherever they show it; a row
/// has it whole, and so a temporary table gets one of each label, and one by default.
Result<void> read_hidden(Inspecting& state, const Table& table, Column& column) {
  const bool labels = may_hide_characters(column.type), value = may_hide_characters(state, column);
  if (!labels && !value) return {};
  if (value) {
    Scratch scratch(state, table, column);
    if (!scratch.is_made()) {  // whoever may read alone sees what the server shows
      state.out.unmanaged.push_back("the default of " + table.name.text() + "." + column.name +
                                    " as it is: it may hold a character that the server shows as '?', and to read it "
                                    "takes the right to CREATE TEMPORARY TABLES");
      return {};
    }
    auto held = scratch.holding(" () VALUES ()");
    if (!held) return failure(std::move(held.error()));
    if (!held->empty()) column.default_value->text = held->front();
  }
  if (!labels) return {};
  Scratch scratch(state, table, column);
  if (!scratch.is_made()) {
    state.out.unmanaged.push_back("labels of " + table.name.text() + "." + column.name +
                                  " as they are: some may hold a character that the server shows as '?', and to read "
                                  "them takes the right to CREATE TEMPORARY TABLES");
    return {};
  }
  std::string numbers;
  for (std::size_t i = 0; i < column.type.args.size(); ++i)
    numbers += (i ? "), (" : "(") + std::to_string(column.type.name.name == "set" ? std::uint64_t{1} << i : i + 1);
  auto held = scratch.holding(" VALUES " + numbers + ")");
  if (!held) return failure(std::move(held.error()));
  if (held->size() == column.type.args.size())
    std::transform(held->begin(), held->end(), column.type.args.begin(), literal_of);
  return {};
}

}  // namespace

Result<void> inspect_statements(Inspecting& state) {
  for (std::uint32_t i = 0; i < state.out.catalog.tables.size(); ++i) {
    Table& table = state.out.catalog.tables.edit({i});
    auto shown = state.connection.query("SHOW CREATE TABLE " + text::quoted(table.name.name, '`'));
    if (!shown) return failure(std::move(shown.error()));
    const std::string sql = text_of(shown->rows[0][1]);
    Expressions kept;
    if (!state.is_mariadb() && may_hide_letters(sql)) {
      auto found = kept_expressions(state, table.name.name);
      if (!found) return failure(std::move(found.error()));
      kept = std::move(*found);
    }
    Statement(state, table, sql, std::move(kept)).take();
    for (Column& column : table.columns)
      if (auto done = read_hidden(state, table, column); !done) return done;
  }
  return {};
}

}  // namespace schemac::dialect::mysql
