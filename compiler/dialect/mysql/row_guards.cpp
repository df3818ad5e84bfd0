// Rows in the way of what a table's settings are to be: characters that its character set lacks, and values for which
// it has no partition.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/emit.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

std::string charset_of(const Table& table, const Column& column) {
  const std::string collation = column.collation.empty() ? option(table.options, "collate") : column.collation;
  return collation.substr(0, collation.find('_'));
}

/// Whether each character of the one is in the other. Bytes are no characters.
bool holds(const std::string& charset, const std::string& of) {
  return charset == of || charset == "utf8mb4" || of == "ascii" || charset == "binary" || of == "binary" ||
         (charset == "utf8mb3" && of == "latin1");
}

bool is_text(const Column& column) {
  const std::string& name = column.type.name.name;
  return name == "char" || name == "varchar" || name.ends_with("text");
}

class RowGuards {
 public:
  RowGuards(const Dialect& dialect, const Table& before, const Table& after)
      : d_(dialect), before_(before), after_(after) {}

  void characters(const Column& column) {
    const Column* old = before_.find_column(column.name);
    if (!old || !is_text(*old) || !is_text(column)) return;
    const std::string from = charset_of(before_, *old), to = charset_of(after_, column), name = d_.quoted(column.name);
    if (from.empty() || to.empty() || holds(to, from)) return;
    add("character set " + to + " of " + after_.name.text() + "." + column.name,
        fmt::format("CAST(CONVERT(CONVERT({0} USING {1}) USING {2}) AS BINARY) <> CAST({0} AS BINARY)", name, to,
                    from));
  }

  /// RANGE (…) (PARTITION a VALUES LESS THAN (…), …), or LIST with VALUES IN (…), by one expression or column.
  void partitions() {
    const std::string sql = option(after_.options, "partition");
    const std::vector<SqlToken> tokens = lex_sql(d_.id(), sql);
    std::size_t open = 0;
    while (open + 1 < tokens.size() && !tokens[open].is("(")) ++open;
    const std::size_t close = closing(tokens, open);
    const std::string key = inside(sql, tokens, open);
    if (key.empty() || tokens[1].is("system_time") || has_comma(tokens, open) || reads_new(tokens, open)) return;
    std::vector<std::string> listed;
    std::string last;
    for (std::size_t i = close; i + 3 < tokens.size(); ++i) {
      if (!tokens[i].is("values")) continue;
      if (tokens[i + 1].is("in")) listed.push_back(inside(sql, tokens, i + 2));
      if (tokens[i + 1].is("less")) last = tokens[i + 3].is("(") ? inside(sql, tokens, i + 3) : "maxvalue";
    }
    const std::string subject = "the partitions of " + after_.name.text(), all = text::join(listed, ", ");
    if (sql.find("DEFAULT") != sql.npos || text::to_lower(all).find("null") != all.npos) return;
    if (!all.empty()) add(subject, fmt::format("({}) NOT IN ({})", key, all));
    if (!last.empty() && text::to_lower(last) != "maxvalue") add(subject, fmt::format("({}) >= {}", key, last));
  }

  std::vector<Guard> take() { return std::move(out_); }

 private:
  static std::size_t closing(const std::vector<SqlToken>& tokens, std::size_t at) {
    for (int depth = 0; at + 1 < tokens.size(); ++at) {
      depth += tokens[at].is("(") - tokens[at].is(")");
      if (depth == 0) break;
    }
    return at;
  }
  static std::string inside(const std::string& sql, const std::vector<SqlToken>& tokens, std::size_t open) {
    const std::size_t close = closing(tokens, open);
    return close <= open ? "" : sql.substr(tokens[open].end, tokens[close].begin - tokens[open].end);
  }
  /// Whether more than one column stands there, and not the arguments of one function.
  static bool has_comma(const std::vector<SqlToken>& tokens, std::size_t open) {
    for (std::size_t i = open + 1; i < closing(tokens, open); ++i) {
      if (tokens[i].is("(")) i = closing(tokens, i);
      if (tokens[i].is(",")) return true;
    }
    return false;
  }

  /// Whether a column is read that rows do not have yet.
  bool reads_new(const std::vector<SqlToken>& tokens, std::size_t open) const {
    const auto is_new = [&](const SqlToken& token) {
      return token.is_name() && after_.find_column(token.text) && !before_.find_column(token.text);
    };
    return std::any_of(tokens.begin() + static_cast<long>(open),
                       tokens.begin() + static_cast<long>(closing(tokens, open)), is_new);
  }

  void add(std::string subject, const std::string& condition) {
    std::vector<std::string> key;
    if (before_.primary_key)
      for (const std::string& column : before_.primary_key->columns) key.push_back(d_.quoted(column));
    else
      key.push_back(d_.quoted(before_.columns.at(0).name));
    out_.push_back({diag::Code::SC6005, std::move(subject),
                    fmt::format("SELECT {} FROM {} WHERE {} LIMIT 5", text::join(key, ", "), d_.qualified(before_.name),
                                condition)});
  }

  const Dialect& d_;
  const Table &before_, &after_;
  std::vector<Guard> out_;
};

}  // namespace

std::vector<Guard> MysqlDialect::guards(const Change& change, const Both& both) const {
  const auto* table = std::get_if<Alter<Table>>(&change);
  const auto* column = std::get_if<AlterColumn>(&change);
  if (!table && !column) return {};
  const QName& name = table ? table->after.name : column->table;
  const Table *before = both.before.tables.find(name), *after = both.after.tables.find(name);
  if (!before || !after) return {};  // it has another name: the server looks for itself
  RowGuards found(*this, *before, *after);
  if (column) {
    if (column->before.collation != column->after.collation) found.characters(column->after);
    return found.take();
  }
  if (option(before->options, "collate") != option(after->options, "collate"))
    for (const Column& each : after->columns)
      if (each.collation.empty()) found.characters(each);
  if (option(before->options, "partition") != option(after->options, "partition")) found.partitions();
  return found.take();
}

}  // namespace schemac::dialect::mysql
