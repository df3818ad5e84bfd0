#include "schemac/query/render.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "schemac/json/value.h"

namespace schemac::query {

namespace {

bool is_mysql_like(Engine engine) { return engine == Engine::mysql || engine == Engine::mariadb; }

std::string_view comparison(Operator op) {
  switch (op) {
    case Operator::eq:
      return " = ";
    case Operator::neq:
      return " <> ";
    case Operator::gt:
      return " > ";
    case Operator::gte:
      return " >= ";
    case Operator::lt:
      return " < ";
    case Operator::lte:
      return " <= ";
    default:
      throw std::logic_error("not a comparison");
  }
}

bool is_ordering(Operator op) {
  return op == Operator::gt || op == Operator::gte || op == Operator::lt || op == Operator::lte;
}

void append_array_element(std::string& out, const Column& column, const json::Value& element) {
  if (element.is_null()) {
    out += "NULL";
    return;
  }
  std::string text;
  if (const auto* characters = element.string(); characters != nullptr && column.type != Type::json)
    text = *characters;
  else
    json::append_canonical(text, element);
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

/// As precise as the column; SQLite has whole seconds, as its defaults do.
std::string current_time(Engine engine, const Column& column) {
  if (engine == Engine::sqlite) return "CURRENT_TIMESTAMP";
  return "CURRENT_TIMESTAMP(" + std::to_string(column.precision < 0 ? 6 : column.precision) + ")";
}

/// A backslash at the end, which escapes nothing, means itself: PostgreSQL would refuse the pattern.
std::string whole_pattern(std::string pattern) {
  const auto last = pattern.find_last_not_of('\\');
  const auto backslashes = pattern.size() - (last == pattern.npos ? 0 : last + 1);
  if (backslashes % 2 == 1) pattern += '\\';
  return pattern;
}

/// `["a", null]` as PostgreSQL writes arrays: {"a",NULL}.
std::string postgres_array(const Column& column, std::string_view text) {
  const auto parsed = json::parse(text);
  const auto* value = std::get_if<json::Value>(&parsed);
  if (value == nullptr || value->array() == nullptr) throw std::logic_error("an array column is bound as a JSON array");
  std::string out = "{";
  for (const auto& element : *value->array()) {
    if (out.size() > 1) out += ',';
    append_array_element(out, column, element);
  }
  return out + "}";
}

/// Builds one statement: text and bound values grow together, so that a placeholder and its value never part.
class Builder {
 public:
  Builder(Engine engine, const Table& table) : engine_(engine), table_(table) {}

  Statement take() { return std::move(out_); }

  Builder& text(std::string_view sql) {
    out_.sql += sql;
    return *this;
  }

  Builder& name(std::string_view identifier) { return text(quoted_name(engine_, identifier)); }

  /// The table's name, in its schema.
  Builder& relation() {
    if (!table_.schema.empty()) name(table_.schema).text(".");
    return name(table_.name);
  }

  Builder& column(std::size_t index) { return name(table_.columns[index].name); }

  Builder& placeholder(db::Value value) {
    out_.values.push_back(std::move(value));
    if (engine_ == Engine::postgres)
      out_.sql.append("$").append(std::to_string(out_.values.size()));
    else
      out_.sql += '?';
    return *this;
  }

  /// A value for a column. PostgreSQL's arrays are written in its own form, everyone else's as JSON.
  Builder& value_for(const Column& column, const db::Value& value) {
    const bool native_array = engine_ == Engine::postgres && column.array && !db::is_null(value);
    return placeholder(native_array ? db::Value(postgres_array(column, std::get<std::string>(value))) : value);
  }

  /// A value to compare a column with. A decimal is bound as text, which MySQL compares as floating point numbers, and
  /// SQLite with what a view computes not at all: cast first.
  Builder& compared_value(const Column& column, const db::Value& value) {
    if (engine_ == Engine::postgres || column.type != Type::decimal || column.array) return value_for(column, value);
    return text("CAST(").placeholder(value).text(engine_ == Engine::sqlite ? " AS NUMERIC)" : " AS DECIMAL(65,30))");
  }

  /// A column as it is read: what a driver cannot fetch as it is, is turned to text.
  Builder& selected(std::size_t index) {
    const auto& column = table_.columns[index];
    if (engine_ == Engine::postgres && column.array) return text("array_to_json(").column(index).text(")::text");
    if (engine_ == Engine::mysql && (column.type == Type::json || column.array))
      return text("CAST(").column(index).text(" AS CHAR)");
    return this->column(index);
  }

  Builder& selected_list(std::span<const std::size_t> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text(", ");
      selected(columns[i]);
    }
    return *this;
  }

  Builder& returning(std::span<const std::size_t> columns) {
    if (columns.empty()) return *this;
    return text(" RETURNING ").selected_list(columns);
  }

  Builder& where(const Filter& filter) {
    if (filter.matches_everything()) return *this;
    text(" WHERE ");
    condition(filter);
    return *this;
  }

  void condition(const Filter& filter) {
    if (filter.negated) text("NOT (");
    switch (filter.kind) {
      case Filter::Kind::all_of:
        list(filter.children, " AND ", "1 = 1");
        break;
      case Filter::Kind::any_of:
        list(filter.children, " OR ", "1 = 0");
        break;
      case Filter::Kind::compare:
        compare(filter);
        break;
    }
    if (filter.negated) text(")");
  }

  Builder& order_by(const std::vector<Ordering>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
      text(i == 0 ? " ORDER BY " : ", ");
      ordering(order[i]);
    }
    return *this;
  }

  Builder& limit(const std::optional<std::int64_t>& limit, const std::optional<std::int64_t>& offset) {
    if (limit) text(" LIMIT ").placeholder(*limit);
    if (!offset || *offset == 0) return *this;
    if (!limit && engine_ == Engine::sqlite) text(" LIMIT -1");
    if (!limit && is_mysql_like(engine_)) text(" LIMIT 18446744073709551615");
    return text(" OFFSET ").placeholder(*offset);
  }

 private:
  void list(const std::vector<Filter>& children, std::string_view word, std::string_view none) {
    if (children.empty()) text(none);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) text(word);
      const bool parenthesised = children[i].kind != Filter::Kind::compare && !children[i].negated;
      if (parenthesised) text("(");
      condition(children[i]);
      if (parenthesised) text(")");
    }
  }

  void compare(const Filter& filter) {
    const auto& column = table_.columns[filter.column];
    switch (filter.op) {
      case Operator::is_null:
        this->column(filter.column).text(" IS NULL");
        return;
      case Operator::is_true:
        this->column(filter.column).text(engine_ == Engine::sqlite ? " IS 1" : " IS TRUE");
        return;
      case Operator::is_false:
        this->column(filter.column).text(engine_ == Engine::sqlite ? " IS 0" : " IS FALSE");
        return;
      case Operator::in:
        in(filter, column);
        return;
      case Operator::like:
        like(filter, false);
        return;
      case Operator::ilike:
        like(filter, true);
        return;
      default:
        break;
    }
    if (column.type == Type::enumeration && is_ordering(filter.op) && engine_ != Engine::postgres) {
      rank(filter.column).text(comparison(filter.op)).placeholder(rank_of(column, filter.values.front()));
      return;
    }
    comparable(filter.column).text(comparison(filter.op)).compared_value(column, filter.values.front());
  }

  /// The column, compared by its exact value where SQLite keeps decimals as text.
  Builder& comparable(std::size_t index) {
    column(index);
    if (engine_ == Engine::sqlite && table_.columns[index].type == Type::decimal) text(" COLLATE schemac_decimal");
    return *this;
  }

  void in(const Filter& filter, const Column& column) {
    if (filter.values.empty()) {
      text("1 = 0");
      return;
    }
    comparable(filter.column).text(" IN (");
    for (std::size_t i = 0; i < filter.values.size(); ++i) {
      if (i > 0) text(", ");
      compared_value(column, filter.values[i]);
    }
    text(")");
  }

  void like(const Filter& filter, bool ignore_case) {
    const auto pattern = whole_pattern(std::get<std::string>(filter.values.front()));
    if (engine_ == Engine::sqlite) {
      text(ignore_case ? "schemac_ilike(" : "schemac_like(")
          .placeholder(pattern)
          .text(", ")
          .column(filter.column)
          .text(")");
    } else if (is_mysql_like(engine_) && ignore_case) {
      text("LOWER(").column(filter.column).text(") LIKE LOWER(").placeholder(pattern).text(")");
    } else {
      const bool padded =
          engine_ == Engine::postgres && table_.columns[filter.column].padded;  // or its blanks match, too
      text(padded ? "CAST(" : "").column(filter.column).text(padded ? " AS text)" : "");
      text(ignore_case ? " ILIKE " : " LIKE ").placeholder(pattern);
    }
  }

  /// An enumeration's place in its declared order, for engines that would compare labels as text.
  Builder& rank(std::size_t index) {
    const auto& column = table_.columns[index];
    text("CASE ").column(index);
    for (std::size_t i = 0; i < column.labels.size(); ++i)
      text(" WHEN ").placeholder(std::string(column.labels[i])).text(" THEN " + std::to_string(i));
    return text(" END");
  }

  static std::int64_t rank_of(const Column& column, const db::Value& label) {
    const auto found = std::find(column.labels.begin(), column.labels.end(), std::get<std::string>(label));
    return found - column.labels.begin();
  }

  void ordering(const Ordering& ordering) {
    const auto& column = table_.columns[ordering.column];
    const bool nulls_first = ordering.nulls == Nulls::by_default ? ordering.descending : ordering.nulls == Nulls::first;
    if (column.nullable && is_mysql_like(engine_))  // null counts as the smallest there
      this->column(ordering.column).text(nulls_first ? " IS NOT NULL, " : " IS NULL, ");
    if (column.type == Type::enumeration && engine_ != Engine::postgres)
      rank(ordering.column);
    else
      comparable(ordering.column);
    if (ordering.descending) text(" DESC");
    if (column.nullable && !is_mysql_like(engine_)) text(nulls_first ? " NULLS FIRST" : " NULLS LAST");
  }

  Engine engine_;
  const Table& table_;
  Statement out_;
};

}  // namespace

std::string quoted_name(Engine engine, std::string_view name) {
  const char quote = is_mysql_like(engine) ? '`' : '"';
  std::string out(1, quote);
  for (const char c : name) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

Statement select(Engine engine, const Table& table, const Select& what) {
  Builder builder(engine, table);
  builder.text("SELECT ").selected_list(what.columns).text(" FROM ").relation().where(what.filter);
  builder.order_by(what.order).limit(what.limit, what.offset);
  if (what.for_update && engine != Engine::sqlite) builder.text(" FOR UPDATE");
  return builder.take();
}

Statement count(Engine engine, const Table& table, const Filter& filter) {
  Builder builder(engine, table);
  builder.text("SELECT count(*) FROM ").relation().where(filter);
  return builder.take();
}

Statement insert(Engine engine, const Table& table, std::span<const Assignment> row,
                 std::span<const std::size_t> returning) {
  Builder builder(engine, table);
  std::vector<const Assignment*> given;
  for (const auto& assignment : row)
    if (assignment.value) given.push_back(&assignment);
  builder.text("INSERT INTO ").relation();
  if (given.empty()) {
    builder.text(is_mysql_like(engine) ? " () VALUES ()" : " DEFAULT VALUES");
  } else {
    for (std::size_t i = 0; i < given.size(); ++i) builder.text(i == 0 ? " (" : ", ").column(given[i]->column);
    builder.text(") VALUES ");
    for (std::size_t i = 0; i < given.size(); ++i)
      builder.text(i == 0 ? "(" : ", ").value_for(table.columns[given[i]->column], *given[i]->value);
    builder.text(")");
  }
  return builder.returning(returning).take();
}

Statement update(Engine engine, const Table& table, std::span<const Assignment> changes, const Filter& filter,
                 std::span<const std::size_t> returning) {
  Builder builder(engine, table);
  builder.text("UPDATE ").relation();
  const char* separator = " SET ";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    const auto given = std::find_if(changes.begin(), changes.end(), [&](const auto& c) { return c.column == i; });
    if (given == changes.end() && !column.touched) continue;
    builder.text(std::exchange(separator, ", ")).name(column.name).text(" = ");
    if (given != changes.end() && given->value)
      builder.value_for(column, *given->value);
    else if (column.touched)  // MySQL would do it itself, but only where the row comes to differ
      builder.text(current_time(engine, column));
    else if (engine == Engine::sqlite)
      builder.text(column.sqlite_default.empty() ? "NULL" : column.sqlite_default);
    else
      builder.text("DEFAULT");
  }
  return builder.where(filter).returning(returning).take();
}

Statement erase(Engine engine, const Table& table, const Filter& filter, std::span<const std::size_t> returning) {
  Builder builder(engine, table);
  return builder.text("DELETE FROM ").relation().where(filter).returning(returning).take();
}

bool can_return(Engine engine, Action action) {
  switch (engine) {
    case Engine::postgres:
    case Engine::sqlite:
      return true;
    case Engine::mariadb:
      return action != Action::update;
    case Engine::mysql:
      return false;
  }
  return false;
}

}  // namespace schemac::query
