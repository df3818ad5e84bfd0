// Rows in the way of what a table's and its columns' settings are to be: characters that a character set lacks, bytes
// that are no characters, texts that a collation takes for one though a key tells them apart, values for which there is
// no partition, places of another system, and a zero where the server gives numbers.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/common/before.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/history.h"
#include "dialect/mysql/questions.h"
#include "dialect/mysql/sequences.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// Whether each character of the one is in the other. Bytes are no characters.
bool holds(const std::string& charset, const std::string& of) {
  return charset == of || charset == "utf8mb4" || of == "ascii" || charset == "binary" || of == "binary" ||
         (charset == "utf8mb3" && of == "latin1");
}

bool is_text(const Column& column) {
  const std::string& name = column.type.name.name;
  return name == "char" || name == "varchar" || name.ends_with("text");
}

bool is_bytes(const Column& column) {
  const std::string& name = column.type.name.name;
  return name == "binary" || name == "varbinary" || name.ends_with("blob");
}

bool is_whole(const Type& type) { return type.name.name.ends_with("int"); }

/// What a column of a type that keeps less has of a value; empty where the type keeps all of it.
std::string kept_of(const std::string& stored, const Type& from, const Type& to) {
  const std::string& name = to.name.name;
  const std::string args = to.args.empty() ? "" : "(" + text::join(to.args, ", ") + ")";
  const std::string value = has_labels(from) ? fmt::format("CONVERT({} USING utf8mb4)", stored) : stored;
  if (from == to || (is_whole(from) && is_whole(to))) return "";
  if (is_whole(to)) return fmt::format("round({} + 0)", value);
  if (name == "decimal" || name == "date" || name == "time") return fmt::format("CAST({} AS {}{})", value, name, args);
  if (name == "datetime" || name == "timestamp") return fmt::format("CAST({} AS datetime{})", value, args);
  return name == "char" ? fmt::format("trim(TRAILING ' ' FROM {})", value) : "";
}

/// Whatever says of columns, or of their beginnings, that rows differ there.
std::vector<Index> telling_apart(const Dialect& d, const Table& table) {
  std::vector<Index> out;
  for (Index& index : indexes_of(table))
    if (index.unique && !d.allows_repeats(index.options)) out.push_back(std::move(index));
  if (table.primary_key && !d.allows_repeats(table.primary_key->options)) {
    Unique key;
    key.columns = table.primary_key->columns;
    out.push_back(index_of(key));
  }
  return out;
}

class RowGuards {
 public:
  RowGuards(const Dialect& dialect, const Both& both, const Table& before, const Table& after)
      : d_(dialect), both_(both), before_(before), after_(after) {}

  void characters(const Column& column) {
    const Column* old = column_before(both_, after_.name, column.name);
    if (!old || !is_text(*old) || !is_text(column) || column.generated) return;
    const std::string from = charset_of(before_, *old), to = charset_of(after_, column), name = d_.quoted(old->name);
    if (from.empty() || to.empty() || holds(to, from)) return;
    add("character set " + to + " of " + after_.name.text() + "." + column.name,
        fmt::format("CAST(CONVERT(CONVERT({0} USING {1}) USING {2}) AS BINARY) <> CAST({0} AS BINARY)", name, to,
                    from));
  }

  void bytes(const Column& before, const Column& after) {
    if (!is_bytes(before) || !is_text(after)) return;
    const std::string charset = charset_of(after_, after);
    add("character set " + charset + " of " + after_.name.text() + "." + after.name,
        fmt::format("{0} IS NOT NULL AND NOT (CAST(CONVERT({0} USING {1}) AS BINARY) <=> CAST({0} AS BINARY))",
                    old_name(after), charset));
  }

  void system_of_places(const Column& before, const Column& after) {
    const std::string srid = option_of(after.options, "srid");
    if (srid.empty() || srid == option_of(before.options, "srid")) return;
    add("SRID " + srid + " of " + after_.name.text() + "." + after.name,
        fmt::format("ST_SRID({}) <> {}", old_name(after), srid));
  }

  /// To which the server would give another number.
  void zero(const Column& before, const Column& after) {
    if (before.identity || !after.identity) return;
    add("AUTO_INCREMENT of " + after_.name.text() + "." + after.name, old_name(after) + " = 0");
  }

  /// For each key whose first column with another collation or type is one of `columns`, the rows that it will no
  /// longer tell apart.
  void one_to_their_keys(const std::vector<std::string>& columns) {
    for (const Index& key : telling_apart(d_, after_)) {
      const auto first = std::find_if(key.parts.begin(), key.parts.end(),
                                      [&](const IndexPart& part) { return is_kept_anew(part.expr.text); });
      if (first != key.parts.end() && std::find(columns.begin(), columns.end(), first->expr.text) != columns.end())
        same_under(key);
    }
  }

  /// RANGE (…) (PARTITION a VALUES LESS THAN (…), …), or LIST with VALUES IN (…), by one expression or column.
  void partitions() {
    const std::string sql = option_of(after_.options, "partition");
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

  /// "Application-Time Periods" (MariaDB): of rows that share the columns, the times do not overlap. In the order of
  /// their beginnings none begins before the one ahead of it has ended.
  void overlaps(const std::vector<std::string>& columns) {
    const std::vector<SqlToken> period = lex_sql(d_.id(), option_of(after_.options, "period"));  // p (`from`, `to`)
    if (period.size() < 5) return;
    const Column* from = column_before(both_, after_.name, period[2].text);
    const Column* to = column_before(both_, after_.name, period[4].text);
    std::vector<std::string> shared, present;
    for (const std::string& column : columns) {
      const Column* old = column_before(both_, after_.name, column);
      if (!old) return;
      shared.push_back(d_.quoted(old->name));
      present.push_back(shared.back() + " IS NOT NULL");
    }
    if (!from || !to) return;
    out_.push_back(
        {diag::Code::SC6004, after_.name.text() + "." + text::join(columns, ", ") + " at any one time",
         fmt::format("SELECT {0}, {1} FROM (SELECT {0}, {1}, lag({2}) OVER (PARTITION BY {0} ORDER BY {1}) AS "
                     "_schemac_ends FROM {3} WHERE {4}) AS _schemac_rows WHERE {1} < _schemac_ends LIMIT 5",
                     text::join(shared, ", "), d_.quoted(from->name), d_.quoted(to->name), d_.qualified(before_.name),
                     text::join(present, " AND "))});
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

  /// Whether a column is read that rows do not have yet, or have under another name.
  bool reads_new(const std::vector<SqlToken>& tokens, std::size_t open) const {
    const auto is_new = [&](const SqlToken& token) {
      const Column* old = column_before(both_, after_.name, token.text);
      return token.is_name() && after_.find_column(token.text) && (!old || old->name != token.text);
    };
    return std::any_of(tokens.begin() + static_cast<long>(open),
                       tokens.begin() + static_cast<long>(closing(tokens, open)), is_new);
  }

  std::string old_name(const Column& now) const { return d_.quoted(column_before(both_, after_.name, now.name)->name); }

  bool is_collated_anew(const std::string& name) const {
    const Column *now = after_.find_column(name), *old = column_before(both_, after_.name, name);
    return now && old && is_text(*now) && is_text(*old) && collation_of(before_, *old) != collation_of(after_, *now);
  }

  bool is_kept_anew(const std::string& name) const {
    const Column *now = after_.find_column(name), *old = column_before(both_, after_.name, name);
    return is_collated_anew(name) || (now && old && !kept_of(name, old->type, now->type).empty());
  }

  void same_under(const Index& key) {
    std::vector<std::string> shown, grouped, present, names;
    for (const IndexPart& part : key.parts) {
      const Column* old = column_before(both_, after_.name, part.expr.text);
      if (part.expr.kind != ExprKind::column || !old) return;
      // told from the aliases, which MariaDB looks for first
      std::string value = d_.qualified(before_.name) + "." + d_.quoted(old->name);
      present.push_back(value + " IS NOT NULL");
      shown.push_back(fmt::format("min({}) AS {}", value, d_.quoted(old->name)));
      const Column& now = *after_.find_column(part.expr.text);
      if (is_collated_anew(part.expr.text))
        value =
            fmt::format("CONVERT({} USING {}) COLLATE {}", value, charset_of(after_, now), collation_of(after_, now));
      if (const std::string kept = kept_of(value, old->type, now.type); !kept.empty()) value = kept;
      if (!part.prefix.empty()) value = fmt::format("left({}, {})", value, part.prefix);
      grouped.push_back(value);
      names.push_back(part.expr.text);
    }
    out_.push_back(
        {diag::Code::SC6004, after_.name.text() + "." + text::join(names, ", "),
         fmt::format("SELECT {} FROM {} WHERE {} GROUP BY {} HAVING count(*) > 1 LIMIT 5", text::join(shown, ", "),
                     d_.qualified(before_.name), text::join(present, " AND "), text::join(grouped, ", "))});
  }

  void add(std::string subject, const std::string& condition) {
    out_.push_back({diag::Code::SC6005, std::move(subject),
                    fmt::format("SELECT {} FROM {} WHERE {} LIMIT 5", row_names(d_, before_),
                                d_.qualified(before_.name), condition)});
  }

  const Dialect& d_;
  const Both& both_;
  const Table &before_, &after_;
  std::vector<Guard> out_;
};

/// A key that comes and whose rows are not to overlap.
struct KeyOfTimes {
  QName table;
  std::vector<std::string> columns;
};
std::optional<KeyOfTimes> key_of_times(const Dialect& d, const Change& change) {
  if (const auto* key = std::get_if<AddMember<PrimaryKey>>(&change); key && d.allows_repeats(key->member.options))
    return KeyOfTimes{key->table, key->member.columns};
  const auto* key = std::get_if<AddMember<Index>>(&change);
  if (!key || !d.allows_repeats(key->member.options)) return std::nullopt;
  KeyOfTimes out{key->table, {}};
  for (const IndexPart& part : key->member.parts) out.columns.push_back(part.expr.text);
  return out;
}

bool is_altered(const Both& both, const QName& table, const std::string& column) {
  return std::any_of(both.changes.begin(), both.changes.end(), [&](const Change& change) {
    const auto* altered = std::get_if<AlterColumn>(&change);
    return altered && altered->table == table && altered->after.name == column;
  });
}

/// Rows that are no more are changed like the others: what stands in the way of these does so of those.
std::vector<Guard> of_the_past(const MysqlDialect& d, const Table& before, const std::string& column,
                               const std::vector<Guard>& conditions) {
  std::vector<Guard> out;
  const std::string end = is_of_the_past(d, before);
  for (const Guard& guard : conditions)
    out.push_back({guard.code, guard.subject + ", in the history",
                   fmt::format("SELECT {}, {} FROM {} WHERE ({}) AND {} LIMIT 5", row_names(d, before),
                               d.quoted(column), all_rows_sql(d, before), guard.sql, end)});
  return out;
}

std::vector<Guard> guards_of_the_past(const MysqlDialect& d, const AlterColumn& c, const Table& before,
                                      const Both& both) {
  const Column* old = column_before(both, c.table, c.after.name);
  if (!old || c.after.generated || !keeps_history(before) || !keeps_history(*both.after.tables.find(c.table)))
    return {};
  std::vector<Guard> conditions;
  if (c.before.nullable && !c.after.nullable)
    conditions.push_back({diag::Code::SC6001, c.table.text() + "." + c.after.name, d.quoted(old->name) + " IS NULL"});
  Column fresh = c.after;
  for (const Change& change : both.changes)
    if (const auto* r = std::get_if<RenameLabel>(&change))
      if (r->object == c.table && r->column == c.after.name) fresh.type.args.push_back(d.literal(r->from));
  if (!(old->type == c.after.type))
    if (auto guard = d.type_guard(*both.after.tables.find(c.table), *old, fresh, false)) conditions.push_back(*guard);
  return of_the_past(d, before, old->name, conditions);
}

}  // namespace

std::vector<Guard> MysqlDialect::guards(const Change& change, const Both& both) const {
  if (const auto* c = std::get_if<Alter<RawObject>>(&change); c && is_sequence(c->before) && is_sequence(c->after))
    return sequence_guards(*this, *c);
  const auto* table = std::get_if<Alter<Table>>(&change);
  const auto* column = std::get_if<AlterColumn>(&change);
  const auto key = key_of_times(*this, change);
  if (!table && !column && !key) return {};
  const QName& name = table ? table->after.name : column ? column->table : key->table;
  const Table *before = table_before(both, name), *after = both.after.tables.find(name);
  if (!before || !after) return {};
  RowGuards found(*this, both, *before, *after);
  if (key) {
    found.overlaps(key->columns);
    return found.take();
  }
  if (column) {
    std::vector<Guard> past = guards_of_the_past(*this, *column, *before, both);
    if (column->before.collation != column->after.collation) found.characters(column->after);
    found.one_to_their_keys({column->after.name});
    if (column_before(both, name, column->after.name)) {
      found.bytes(column->before, column->after);
      found.system_of_places(column->before, column->after);
      found.zero(column->before, column->after);
    }
    for (Guard& guard : found.take()) past.push_back(std::move(guard));
    return past;
  }
  if (option_of(before->options, "collate") != option_of(after->options, "collate")) {
    std::vector<std::string> left;  // what no change of a column's own speaks of
    for (const Column& each : after->columns) {
      if (each.collation.empty()) found.characters(each);
      if (!is_altered(both, name, each.name)) left.push_back(each.name);
    }
    found.one_to_their_keys(left);
  }
  if (option_of(before->options, "partition") != option_of(after->options, "partition")) found.partitions();
  return found.take();
}

}  // namespace schemac::dialect::mysql
