// Tables, columns, keys, indexes and checks.
#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/inspect.h"
#include "dialect/mysql/questions.h"
#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

void take_table(Inspecting& state, const Row& row) {
  const std::string name = text_of(row[0]), type = text_of(row[1]);
  if (is_reserved_name(name)) return;
  if (type != "BASE TABLE" && type != "SYSTEM VERSIONED") {
    if (type == "SEQUENCE") return state.sequences.push_back(name);
    if (type != "VIEW") state.out.unmanaged.push_back(text::to_lower(type) + " " + name);
    return;
  }
  Table table;
  table.name = name;
  table.comment = text_of(row[4]);
  if (row[2] != "InnoDB") table.options.push_back(state.option("engine", text_of(row[2])));
  table.options.push_back(state.option("collate", text_of(row[3])));
  if (type == "SYSTEM VERSIONED") table.options.push_back(state.option("system_versioning", "true"));
  state.out.catalog.tables.add(std::move(table));
}

/// "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6) INVISIBLE", on MariaDB with commas between
void take_extra(Inspecting& state, Column& column, const std::string& extra) {
  const std::string lower = text::to_lower(extra);
  if (lower.find("auto_increment") != lower.npos) column.identity = Identity{};
  if (lower.find("invisible") != lower.npos) column.options.push_back(state.option("invisible", "true"));
  if (lower.find("without system versioning") != lower.npos)
    column.options.push_back(state.option("without_system_versioning", "true"));
  if (const std::size_t at = lower.find("on update "); at != lower.npos)
    column.on_update = read(lower.substr(at + 10, lower.find_first_of(", ", at + 10) - at - 10), state.id);
}

void take_column(Inspecting& state, const Row& row) {
  Table* table = state.table(row[0]);
  const std::string extra = text_of(row[6]), expression = text_of(row[8]);
  if (!table || is_reserved_name(text_of(row[1]))) return;
  Column column;
  column.name = text_of(row[1]);
  std::string type = text_of(row[4]);
  if (const std::size_t at = type.find(" /*M!100301 COMPRESSED*/"); at != type.npos) {
    type.erase(at, std::string_view(" /*M!100301 COMPRESSED*/").size());
    column.options.push_back(state.option("compressed", "true"));
  }
  column.type = parse_type(type, state.id);
  column.nullable = row[3] == "YES";
  if (row[5] && *row[5] != option_of(table->options, "collate")) column.collation = *row[5];
  column.comment = text_of(row[7]);
  if (row[9]) column.options.push_back(state.option("srid", *row[9]));
  take_extra(state, column, extra);
  if (!expression.empty())
    column.generated = Generated{read(expression, state.id),
                                 extra.find("STORED") != extra.npos || extra.find("PERSISTENT") != extra.npos};
  else if (row[2])
    column.default_value = read_default(state.id == DialectId::mariadb  // which names a sequence with its database
                                            ? without_database(*row[2], state.id, state.database)
                                            : *row[2],
                                        column.type, state.id, extra.find("DEFAULT_GENERATED") != extra.npos);
  std::sort(column.options.begin(), column.options.end());
  table->columns.push_back(std::move(column));
}

/// An index in the parts that statistics shows, one row each.
struct RawIndex {
  Index index;
  bool plain = true;  // of whole columns, ascending
};

Options sorted(Options options) {
  std::sort(options.begin(), options.end());
  return options;
}

/// MariaDB puts the end of a row's life behind the columns of each key.
void take_off_row_end(const Table& table, Index& index) {
  const Column* last = table.find_column(index.parts.back().expr.text);
  if (index.unique && index.parts.size() > 1 && last && option_of(last->options, "row") == "end")
    index.parts.pop_back();
}

/// The two ends of a period stand behind the parts of a key whose rows are not to overlap.
void take_off_period(Index& index) {
  const bool of_period = std::any_of(index.options.begin(), index.options.end(),
                                     [](const Option& o) { return o.name == "without_overlaps"; });
  if (of_period && index.parts.size() > 2) index.parts.resize(index.parts.size() - 2);
}

/// Of a primary key that is no list of whole columns, ascending, what stands in its parentheses.
Options primary_options(const Inspecting& state, const RawIndex& raw) {
  Options out = raw.index.options;
  if (!raw.index.method.empty()) out.push_back(state.option("using", raw.index.method));
  if (!raw.index.comment.empty()) out.push_back(state.option("comment", raw.index.comment));
  if (raw.plain) return sorted(std::move(out));
  std::vector<std::string> parts;
  for (const IndexPart& part : raw.index.parts)
    parts.push_back(text::quoted(part.expr.text, '`') + (part.prefix.empty() ? "" : "(" + part.prefix + ")") +
                    (part.descending ? " DESC" : ""));
  out.push_back(state.option("parts", text::join(parts, ", ")));
  return sorted(std::move(out));
}

/// A key that is no more than its columns.
bool is_plain_key(const Index& index) { return !index.invisible && index.method.empty() && index.options.empty(); }

void add_index(const Inspecting& state, Table& table, RawIndex raw) {
  Index& index = raw.index;
  if (index.parts.empty() || is_reserved_name(index.name)) return;
  take_off_row_end(table, index);
  take_off_period(index);
  std::vector<std::string> columns;
  for (const IndexPart& part : index.parts) columns.push_back(part.expr.text);
  if (index.name == "PRIMARY") {
    table.primary_key = PrimaryKey{"", columns, primary_options(state, raw)};
  } else if (index.unique && raw.plain && is_plain_key(index)) {
    Unique key;
    key.name = index.name;
    key.columns = columns;
    key.comment = index.comment;
    table.uniques.push_back(std::move(key));
  } else {
    table.indexes.push_back(std::move(index));
  }
}

Index index_of(const Inspecting& state, const Row& row) {
  Index index;
  index.name = text_of(row[1]);
  index.unique = row[2] == "0";
  const std::string type = text::to_lower(text_of(row[7]));
  if (type == "fulltext" || type == "spatial") index.kind = type;
  index.comment = text_of(row[8]);
  index.invisible = state.is_mariadb() ? row[9] == "YES" : row[9] == "NO";
  if (const auto said = state.keys.find({text_of(row[0]), index.name}); said != state.keys.end()) {
    index.method = said->second.method;
    index.options = said->second.options;
    if (!said->second.comment.empty()) index.comment = said->second.comment;
  }
  return index;
}

Result<void> indexes(Inspecting& state) {
  const std::string own = state.is_mariadb() ? "ignored" : "is_visible";
  std::string table_name;
  RawIndex current;
  const auto flush = [&] {
    if (Table* table = state.table(table_name)) add_index(state, *table, std::move(current));
    current = {};
  };
  auto done = state.each(
      "SELECT table_name, index_name, non_unique, seq_in_index, column_name, sub_part, collation, index_type,"
      " index_comment, " +
          own +
          " FROM information_schema.statistics WHERE table_schema = DATABASE()"
          " ORDER BY table_name, index_name, seq_in_index",
      [&](const Row& row) {
        if (row[3] == "1") {
          flush();
          table_name = text_of(row[0]);
          current.index = index_of(state, row);
        }
        IndexPart part;
        const auto& said = state.keys[{text_of(row[0]), text_of(row[1])}].expressions;
        const std::size_t at = current.index.parts.size();
        part.expr = row[4] || at >= said.size() ? expr::column(text_of(row[4])) : read_written(said[at], state.id);
        if (current.index.kind != "spatial") part.prefix = text_of(row[5]);
        part.descending = row[6] == "D";
        current.plain &= row[4] && part.prefix.empty() && !part.descending;
        current.index.parts.push_back(std::move(part));
      });
  flush();
  return done;
}

ReferentialAction action_of(const engine::Value& rule) {
  if (rule == "RESTRICT") return ReferentialAction::restrict;
  if (rule == "CASCADE") return ReferentialAction::cascade;
  if (rule == "SET NULL") return ReferentialAction::set_null;
  if (rule == "SET DEFAULT") return ReferentialAction::set_default;
  return ReferentialAction::no_action;
}

/// MariaDB calls it RESTRICT where nothing is said, prints neither, and prints NO ACTION where that is said; InnoDB
/// does the same in all three cases.
void take_actions(const Inspecting& state, ForeignKey& key, const engine::Value& on_delete,
                  const engine::Value& on_update) {
  key.on_delete = action_of(on_delete);
  key.on_update = action_of(on_update);
  if (!state.is_mariadb()) return;
  if (key.on_delete == ReferentialAction::no_action) key.options.push_back(state.option("on_delete", "no action"));
  if (key.on_update == ReferentialAction::no_action) key.options.push_back(state.option("on_update", "no action"));
  for (ReferentialAction* action : {&key.on_delete, &key.on_update})
    if (*action == ReferentialAction::restrict) *action = ReferentialAction::no_action;
}

Result<void> foreign_keys(Inspecting& state) {
  return state.each(
      "SELECT table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name,"
      " referenced_column_name, ordinal_position FROM information_schema.key_column_usage"
      " WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL"
      " ORDER BY table_name, constraint_name, ordinal_position",
      [&](const Row& row) {
        Table* table = state.table(row[0]);
        if (!table || is_reserved_name(text_of(row[1]))) return;
        if (row[6] == "1") {
          ForeignKey key;
          key.name = text_of(row[1]);
          key.table = {row[3] == state.database ? "" : text_of(row[3]), text_of(row[4])};
          table->foreign_keys.push_back(std::move(key));
        }
        table->foreign_keys.back().columns.push_back(text_of(row[2]));
        table->foreign_keys.back().referenced.push_back(text_of(row[5]));
      });
}

/// Asked for apart: MariaDB would join the two by comparing each row with each.
Result<void> foreign_key_actions(Inspecting& state) {
  return state.each(
      "SELECT table_name, constraint_name, delete_rule, update_rule FROM information_schema.referential_constraints"
      " WHERE constraint_schema = DATABASE()",
      [&](const Row& row) {
        Table* table = state.table(row[0]);
        if (!table) return;
        for (ForeignKey& key : table->foreign_keys)
          if (key.name == text_of(row[1])) take_actions(state, key, row[2], row[3]);
      });
}

/// Whose table was dropped, or never made, while nobody checked foreign keys: no statement makes one without that.
Result<void> dangling_keys(Inspecting& state) {
  for (std::uint32_t i = 0; i < state.out.catalog.tables.size(); ++i) {
    Table& table = state.out.catalog.tables.edit({i});
    std::erase_if(table.foreign_keys, [&](const ForeignKey& key) {
      const bool dangles = key.table.schema.empty() && !state.out.catalog.tables.find(key.table);
      if (dangles)
        state.out.unmanaged.push_back("foreign key " + key.name + " of " + table.name.text() + ": there is no table " +
                                      key.table.text());
      return dangles;
    });
  }
  return {};
}

/// MariaDB keeps JSON as longtext that compares bytes, with a check of its own: that is the type here.
bool take_json_check(Table& table, const std::string& column_name, const Expr& check) {
  Column* column = table.find_column(column_name);
  if (!column || !(check == expr::call("json_valid", {expr::column(column_name)})) ||
      column->type.name.name != "longtext")
    return false;
  if ((column->collation.empty() ? option_of(table.options, "collate") : column->collation) != "utf8mb4_bin")
    return false;
  column->type = native(DialectId::mariadb, "json");
  column->collation.clear();
  return true;
}

/// _latin1'1990-01-01' as what it holds; nothing where that is more than ASCII.
std::optional<Expr> plain_literal(const Expr& e) {
  if (e.kind != ExprKind::raw || !e.text.starts_with("_latin1'") || e.text.find('\\') != e.text.npos)
    return std::nullopt;
  const bool is_ascii = std::none_of(e.text.begin(), e.text.end(), [](char c) { return (c & 0x80) != 0; });
  return is_ascii ? std::optional(expr::string(lex_sql(DialectId::mysql, e.text.substr(7))[0].text)) : std::nullopt;
}

/// MySQL gives the bounds of what is no text another character set each time that its table is altered.
void forget_charset_of_bounds(Expr& check, const Table& table) {
  expr::walk(check, [&](Expr& e) {
    if (e.kind != ExprKind::between && e.kind != ExprKind::not_between) return;
    const Column* column = e.args[0].kind == ExprKind::column ? table.find_column(e.args[0].text) : nullptr;
    if (column && reads_as_text(column->type)) return;
    for (const std::size_t bound : {1U, 2U})
      if (auto plain = plain_literal(e.args[bound])) e.args[bound] = std::move(*plain);
  });
}

/// Apart from the texts, where all of them are in one that is not the usual one.
void tell_character_set(Check& check, const std::string& written) {
  const std::string set = expr::has_raw(check.expr) ? character_set_in(written) : "";
  if (set.empty()) return;
  Expr plain = read_written(without_character_sets(written), DialectId::mysql);
  if (expr::has_raw(plain)) return;
  check.expr = std::move(plain);
  check.options.push_back({std::string(to_string(DialectId::mysql)), "character_set", set});
}

Result<void> checks(Inspecting& state) {
  const std::string query =
      state.is_mariadb()
          ? "SELECT table_name, constraint_name, 'YES', level FROM information_schema.check_constraints"
            " WHERE constraint_schema = DATABASE()"
          : "SELECT table_name, constraint_name, enforced, 'Table' FROM information_schema.table_constraints"
            " WHERE constraint_schema = DATABASE() AND constraint_type = 'CHECK'";
  return state.each(query, [&](const Row& row) {
    Table* table = state.table(row[0]);
    if (!table || is_reserved_name(text_of(row[1]))) return;
    Check check;
    check.name = text_of(row[1]);
    const auto written = state.checks.find({table->name.name, check.name});
    if (written == state.checks.end()) return;  // it is what a period says of its ends
    check.expr = read_written(written->second, state.id);
    if (!state.is_mariadb()) {
      forget_charset_of_bounds(check.expr, *table);
      tell_character_set(check, written->second);
    }
    check.not_enforced = row[2] == "NO";
    if (row[3] == "Column") {
      if (take_json_check(*table, check.name, check.expr)) return;
      check.column = check.name;
    }
    table->checks.push_back(std::move(check));
  });
}

}  // namespace

Result<void> inspect_tables(Inspecting& state) {
  auto done = state.each(
      "SELECT table_name, table_type, engine, table_collation, table_comment"
      " FROM information_schema.tables WHERE table_schema = DATABASE()",
      [&](const Row& row) { take_table(state, row); });
  if (!done) return done;
  return state.each(
      std::string("SELECT table_name, column_name, column_default, is_nullable, column_type, collation_name, extra,"
                  " column_comment, generation_expression, ") +
          (state.is_mariadb() ? "NULL" : "srs_id") +
          " FROM information_schema.columns WHERE table_schema = DATABASE()"
          " ORDER BY table_name, ordinal_position",
      [&](const Row& row) { take_column(state, row); });
}

Result<void> inspect_keys(Inspecting& state) {
  for (const auto part : {indexes, foreign_keys, foreign_key_actions, dangling_keys, checks})
    if (auto done = part(state); !done) return done;
  return {};
}

}  // namespace schemac::dialect::mysql
