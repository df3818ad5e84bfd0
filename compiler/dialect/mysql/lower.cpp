// Portable → MySQL or MariaDB, and back.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/common/lowering.h"
#include "dialect/common/naming.h"
#include "dialect/mysql/defaults.h"
#include "dialect/mysql/meaning.h"
#include "dialect/mysql/mysql.h"
#include "dialect/mysql/read_sql.h"
#include "dialect/mysql/table_limits.h"
#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// Compares code points and does not pad, as PostgreSQL and SQLite do.
std::string default_collation(DialectId id) {
  return id == DialectId::mysql ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin";
}

bool is_unbounded(const Type& type) {
  return type.name.name == "longtext" || type.name.name == "longblob" || type.name.name == "json";
}

bool starts_with(const std::vector<std::string>& columns, const std::vector<std::string>& prefix) {
  return columns.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), columns.begin());
}

/// The column by which a foreign key can find its rows in this part; MySQL takes none that descends, MariaDB does.
std::string serving_column(DialectId id, const Index& index, const IndexPart& part) {
  const bool whole = index.kind.empty() && part.prefix.empty() && part.expr.kind == ExprKind::column;
  return whole && !(part.descending && id == DialectId::mysql) ? part.expr.text : "";
}

/// Whether a key or an index begins with the columns.
bool has_index_from(DialectId id, const Table& table, const std::vector<std::string>& columns) {
  const auto finds = [&](const std::vector<std::string>& key) { return starts_with(key, columns); };
  if (table.primary_key && finds(table.primary_key->columns)) return true;
  const auto from_index = [&](const Index& index) {
    std::vector<std::string> served;
    for (const IndexPart& part : index.parts) served.push_back(serving_column(id, index, part));
    return finds(served);
  };
  return std::any_of(table.uniques.begin(), table.uniques.end(), [&](const Unique& u) { return finds(u.columns); }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), from_index);
}

std::string in_three_bytes(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool four = static_cast<unsigned char>(text[i]) >= 0xF0;
    out += four ? '?' : text[i];
    if (four) i += 3;
  }
  return out;
}

/// InnoDB makes an index for a foreign key that has none, and calls it after the key.
Index index_for(const ForeignKey& key) {
  Index index;
  index.name = key.name;
  for (const std::string& column : key.columns) index.parts.push_back({expr::column(column), false, "", "", "", ""});
  return index;
}

class MysqlLowering final : public Lowering {
 public:
  using Lowering::Lowering;

 protected:
  Type type(const Type& portable) override {
    if (portable.kind != TypeKind::enumeration || portable.dimensions > 0) return lower_type(portable, dialect_.id());
    const Enum* object = portable_->enums.find(portable.name);
    std::vector<std::string> labels;
    if (object)
      for (const EnumLabel& label : object->labels) labels.push_back(dialect_.literal(label.name));
    return native(dialect_.id(), "enum", std::move(labels));
  }

  bool knows(std::string_view option) const override {
    static constexpr std::array<std::string_view, 23> kWords = {"character_set_client",
                                                                "collation_connection",
                                                                "algorithm",
                                                                "check_option",
                                                                "comment",
                                                                "column_format",
                                                                "compressed",
                                                                "definer",
                                                                "follows",
                                                                "invisible",
                                                                "parser",
                                                                "parts",
                                                                "row",
                                                                "security",
                                                                "sql_mode",
                                                                "srid",
                                                                "storage",
                                                                "time_zone",
                                                                "key_block_size",
                                                                "using",
                                                                "without_overlaps",
                                                                "without_system_versioning",
                                                                "words"};
    return std::find(kWords.begin(), kWords.end(), option) != kWords.end();
  }
  Expr read_raw(const std::string& sql) override { return read_written(sql, dialect_.id()); }
  Expr read_raw_query(const std::string& sql) override { return read_written(sql, dialect_.id()); }

  /// MariaDB forgets in which character set a text was written.
  Options settings_of_check(const Options& all) const override {
    Options out;
    for (const Option& o : all)
      if (o.name == "character_set" && o.dialect != to_string(DialectId::mariadb) && dialect_.id() == DialectId::mysql)
        out.push_back({std::string(to_string(DialectId::mysql)), o.name, o.value});
    return out;
  }

  Expr node(Expr e) override { return in_words_of(dialect_.id(), std::move(e)); }

  void table(Table& table, const Table&) override {
    character_set_gives_order(table.options, table.name.text());
    if (option_of(table.options, "collate").empty())
      table.options.push_back({std::string(to_string(dialect_.id())), "collate", default_collation(dialect_.id())});
    std::erase_if(table.options,
                  [](const Option& o) { return o.name == "engine" && text::to_lower(o.value) == "innodb"; });
    order(table.options);
    for (Column& column : table.columns) {
      character_set_gives_order(column, table);
      if (column.identity) column.identity = Identity{};
      const bool is_computed = column.generated || !option_of(column.options, "row").empty();
      if (is_computed && dialect_.id() == DialectId::mariadb) column.nullable = true;  // it takes no NOT NULL there
      default_as_printed(column);
    }
    for (Check& check : table.checks) {
      // what MariaDB writes behind a column goes by the column's name
      if (dialect_.id() != DialectId::mariadb || check.name != check.column) check.column.clear();
      check.comment.clear();
    }
    for (ForeignKey& key : table.foreign_keys) {
      foreign_key(key);
      refer_in_order(key, table.name.text());
    }
    for (Index& index : table.indexes) {
      for (IndexPart& part : index.parts) part.opclass.clear(), part.nulls.clear();
      index.include.clear();
      const std::string subject = table.name.text() + (index.name.empty() ? "" : "." + index.name);
      if (index.where) complain(diag::make(diag::Code::SC3003, name_of_engine(), "partial index"), subject);
      demand_columns(index, subject);
    }
    unique_indexes_are_keys(table);
    comments_as_kept(table);
    name_members(table, dialect_.max_identifier_bytes());
    if (table.primary_key) table.primary_key->name.clear();
    keys_need_bounds(table);
    actions_need_plain_columns(table);
    checks_need_settled_columns(table);
    foreign_keys_need_indexes(table);
    demand_columns_apart(table);
    for (const TableLimit& limit : limits_of(table, *portable_, dialect_))
      complain(diag::make(diag::Code::SC3003, name_of_engine(), limit.what).with_help(limit.help), table.name.text());
  }

  /// MariaDB has no index of an expression (mariadb.com/kb/en/generated-columns, "Index Support").
  void demand_columns(const Index& index, const std::string& subject) {
    const bool plain = std::all_of(index.parts.begin(), index.parts.end(),
                                   [](const IndexPart& part) { return part.expr.kind == ExprKind::column; });
    if (plain || dialect_.id() == DialectId::mysql) return;
    complain(diag::make(diag::Code::SC3003, "MariaDB", "index of an expression")
                 .with_help("make a generated column of the expression and an index of that, or put the index into a "
                            "'for' block of the dialects that have it"),
             subject);
  }

  void trigger(Trigger& trigger, Catalog& out) override {
    if (trigger.timing == "instead of")
      complain(diag::make(diag::Code::SC3003, name_of_engine(), "trigger instead of what it is on")
                   .with_help("leave its body for this dialect out"),
               trigger.name.text());
    trigger.comment.clear();
    trigger.body.text = std::string(text::trim(trigger.body.text));
    const std::size_t before = out.triggers.size();
    one_event_each(trigger, out);
    conditions_into_body(trigger);
    for (std::size_t i = before; i < out.triggers.size(); ++i)
      conditions_into_body(out.triggers.edit({static_cast<std::uint32_t>(i)}));
  }

  /// The engines have no WHEN and no UPDATE OF: the body asks. An update is of a column where it changes the value.
  void conditions_into_body(Trigger& trigger) const {
    constexpr std::string_view kUpdateOf = "update of ";
    std::vector<std::string> conditions;
    if (std::string& event = trigger.events[0]; event.starts_with(kUpdateOf)) {
      for (const std::string& column : text::split(event.substr(kUpdateOf.size()), ','))
        conditions.push_back(fmt::format("OLD.{0} <=> NEW.{0}", dialect_.quoted(text::trim(column))));
      conditions = {"NOT (" + text::join(conditions, " AND ") + ")"};
      event = "update";
    }
    if (trigger.when) conditions.push_back("(" + dialect_.sql(*trigger.when) + ")");
    trigger.when.reset();
    if (conditions.empty()) return;
    std::string& body = trigger.body.text;
    body.erase(body.find_last_not_of("; \n") + 1);
    body = fmt::format("IF {} THEN\n{};\nEND IF", text::join(conditions, " AND "), body);
  }

 private:
  /// A character set without a collation is compared as texts are everywhere: code point by code point.
  std::string order_of(const std::string& charset, const std::string& subject) {
    const std::string name = text::to_lower(charset);
    if (name == "binary")
      complain(diag::make(diag::Code::SC3003, name_of_engine(), "text of the character set binary")
                   .with_help("declare it as 'bytes'"),
               subject);
    const std::string known = name == "utf8" ? "utf8mb3" : name;
    std::string usual = default_collation(dialect_.id());
    if (usual.starts_with(known + "_")) return usual;
    return known + (dialect_.id() == DialectId::mysql ? "_bin" : "_nopad_bin");
  }
  void character_set_gives_order(Options& options, const std::string& subject) {
    const std::string charset = option_of(options, "charset");
    std::erase_if(options, [](const Option& o) { return o.name == "charset"; });
    if (!charset.empty() && option_of(options, "collate").empty())
      options.push_back({std::string(to_string(dialect_.id())), "collate", order_of(charset, subject)});
  }
  void character_set_gives_order(Column& column, const Table& table) {
    const std::string charset = option_of(column.options, "charset");
    std::erase_if(column.options, [](const Option& o) { return o.name == "charset"; });
    if (!charset.empty() && column.collation.empty())
      column.collation = order_of(charset, table.name.text() + "." + column.name);
    // MariaDB does not keep whether a column says what its table says
    if (dialect_.id() == DialectId::mariadb && column.collation == option_of(table.options, "collate"))
      column.collation.clear();
  }

  /// MySQL keeps comments in three bytes a character, and a question mark for each that has four.
  void comments_as_kept(Table& table) const {
    if (dialect_.id() != DialectId::mysql) return;
    table.comment = in_three_bytes(table.comment);
    for (Column& column : table.columns) column.comment = in_three_bytes(column.comment);
    for (Index& index : table.indexes) index.comment = in_three_bytes(index.comment);
    for (Unique& key : table.uniques) key.comment = in_three_bytes(key.comment);
  }

  void foreign_key(ForeignKey& key) const {
    key.comment.clear();
    key.not_valid = false;
    for (ReferentialAction* action : {&key.on_delete, &key.on_update})  // MariaDB prints neither, and does the same
      if (dialect_.id() == DialectId::mariadb && *action == ReferentialAction::restrict)
        *action = ReferentialAction::no_action;
  }

  /// What each index of the table finds rows by, in its order; InnoDB puts the primary key behind the columns of the
  /// others.
  std::vector<std::vector<std::string>> ways_to_find(const Table& portable) const {
    std::vector<std::vector<std::string>> out;
    for (const Unique& key : portable.uniques)
      if (is_for(key.dialects)) out.push_back(key.columns);
    for (const Index& index : portable.indexes) {
      if (!is_for(index.dialects)) continue;
      auto& columns = out.emplace_back();
      for (const IndexPart& part : index.parts) columns.push_back(serving_column(dialect_.id(), index, part));
    }
    for (const ForeignKey& key : portable.foreign_keys)  // has an index of its own, where there is no other
      if (is_for(key.dialects)) out.push_back(key.columns);
    if (!portable.primary_key) return out;
    for (auto& columns : out)
      for (const std::string& column : portable.primary_key->columns)
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
    out.insert(out.begin(), portable.primary_key->columns);
    return out;
  }

  /// create-table-foreign-keys.html: an index of the other table begins with the columns that are referred to, in their
  /// order. Said in another order they mean the same.
  void refer_in_order(ForeignKey& key, const std::string& subject) {
    const Table* referenced = portable_->tables.find(key.table);
    if (!referenced || key.referenced.size() != key.columns.size()) return;
    const auto ways = ways_to_find(*referenced);
    const auto serves = [&](const auto& way) { return starts_with(way, key.referenced); };
    if (std::any_of(ways.begin(), ways.end(), serves)) return;
    const auto way = std::find_if(ways.begin(), ways.end(), [&](const auto& columns) {
      return columns.size() >= key.referenced.size() &&
             std::is_permutation(key.referenced.begin(), key.referenced.end(), columns.begin());
    });
    if (way == ways.end())
      return complain(diag::make(diag::Code::SC3003, name_of_engine(),
                                 "foreign key to columns with which no index of their table begins")
                          .with_help(fmt::format("give {} a unique key of them", key.table.text())),
                      subject);
    const ForeignKey before = key;
    for (std::size_t i = 0; i < before.referenced.size(); ++i) {
      const auto at = std::find(before.referenced.begin(), before.referenced.end(), (*way)[i]);
      key.referenced[i] = *at;
      key.columns[i] = before.columns[static_cast<std::size_t>(at - before.referenced.begin())];
    }
  }

  std::string_view name_of_engine() const { return product_name(dialect_.id()); }

  static void unique_indexes_are_keys(Table& table) {
    for (Index& index : table.indexes) {
      const bool plain = std::all_of(index.parts.begin(), index.parts.end(), [](const IndexPart& part) {
        return part.expr.kind == ExprKind::column && !part.descending && part.prefix.empty();
      });
      if (!index.unique || !plain || index.invisible || !index.method.empty() || !index.options.empty()) continue;
      Unique key;
      key.name = index.name;
      key.comment = index.comment;
      for (const IndexPart& part : index.parts) key.columns.push_back(part.expr.text);
      if (key.name.empty()) {
        Table named = table;
        name_members(named, 64);
        for (std::size_t i = 0; i < table.indexes.size(); ++i)
          if (&table.indexes[i] == &index) key.name = named.indexes[i].name;
      }
      table.uniques.push_back(std::move(key));
      index.parts.clear();
    }
    std::erase_if(table.indexes, [](const Index& index) { return index.parts.empty(); });
  }

  /// innodb-limits.html: a key holds at most 3072 bytes. MariaDB hashes what is longer where the key is unique.
  void keys_need_room(const Table& table, const std::vector<std::string>& columns, bool unique) {
    constexpr std::size_t kMostBytes = 3072;
    if (unique && dialect_.id() == DialectId::mariadb) return;
    std::size_t bytes = 0;
    for (const std::string& name : columns)
      if (const Column* column = table.find_column(name)) bytes += most_bytes(table, *column);
    if (bytes <= kMostBytes) return;
    const std::string subject = table.name.text() + "." + columns[0];
    complain(diag::make(diag::Code::SC3004, name_of_engine(), subject, bytes, kMostBytes)
                 .with_help("make the text shorter: 768 characters are the most that fit"),
             subject);
  }

  void keys_need_bounds(const Table& table) {
    if (table.primary_key) keys_need_room(table, table.primary_key->columns, false);
    for (const Unique& key : table.uniques) keys_need_room(table, key.columns, true);
    // MariaDB shortens an index that is too long, and says so to nobody
    for (const Index& index : table.indexes) {
      std::vector<std::string> columns;
      for (const IndexPart& part : index.parts)
        if (part.prefix.empty() && part.expr.kind == ExprKind::column) columns.push_back(part.expr.text);
      if (index.kind.empty()) keys_need_room(table, columns, false);
    }
    const auto refuse = [&](const std::string& column, const std::string& what) {
      const Column* found = table.find_column(column);
      if (!found || !is_unbounded(found->type)) return;
      const std::string subject = table.name.text() + "." + column;
      complain(diag::make(diag::Code::SC3002, name_of_engine(), subject)
                   .with_help(fmt::format(
                       "give it a length, e.g. varchar(255), or put the {} into 'for postgres, sqlite'", what)),
               subject);
    };
    if (table.primary_key)
      for (const std::string& column : table.primary_key->columns) refuse(column, "primary key");
    for (const Unique& key : table.uniques)
      for (const std::string& column : key.columns) refuse(column, "unique key");
    for (const Index& index : table.indexes)
      for (const IndexPart& part : index.parts)
        if (index.kind.empty() && part.prefix.empty() && part.expr.kind == ExprKind::column)
          refuse(part.expr.text, "index");
  }

  /// create-table-foreign-keys.html: no CASCADE, SET NULL or SET DEFAULT on a column that a stored column reads.
  void actions_need_plain_columns(const Table& table) {
    if (dialect_.id() != DialectId::mysql) return;
    for (const ForeignKey& key : table.foreign_keys) {
      const auto harmless = [](ReferentialAction a) {
        return a == ReferentialAction::no_action || a == ReferentialAction::restrict;
      };
      if (harmless(key.on_delete) && harmless(key.on_update)) continue;
      for (const Column& column : table.columns) {
        if (!column.generated || !column.generated->stored) continue;
        const auto read = expr::columns_of(column.generated->expr);
        for (const std::string& name : key.columns)
          if (std::find(read.begin(), read.end(), name) != read.end())
            complain(
                diag::make(diag::Code::SC3003, name_of_engine(),
                           fmt::format("referential action on a column that stored column '{}' reads", column.name)),
                table.name.text() + "." + name);
      }
    }
  }

  /// create-table-check-constraints.html; MariaDB says the same with "cannot be used in the CHECK clause" (1901).
  void checks_need_settled_columns(const Table& table) {
    for (const ForeignKey& key : table.foreign_keys) {
      const bool writes = key.on_delete == ReferentialAction::set_null ||
                          key.on_update == ReferentialAction::set_null || key.on_update == ReferentialAction::cascade;
      for (const Check& check : table.checks)
        for (const std::string& read : expr::columns_of(check.expr))
          if (writes && std::find(key.columns.begin(), key.columns.end(), read) != key.columns.end())
            complain(diag::make(diag::Code::SC3003, name_of_engine(),
                                "referential action that writes a column which a check reads")
                         .with_help("let the reference restrict, or put the check into a 'for' block of the dialects "
                                    "that have it"),
                     table.name.text() + "." + read);
    }
  }

  void foreign_keys_need_indexes(Table& table) const {
    for (const ForeignKey& key : table.foreign_keys)
      if (!has_index_from(dialect_.id(), table, key.columns)) table.indexes.push_back(index_for(key));
  }
};

}  // namespace

Catalog MysqlDialect::lower(const Catalog& portable, diag::Diagnostics& diagnostics) const {
  return MysqlLowering(*this).run(portable, diagnostics);
}

namespace {

void raise_column(Column& column, DialectId id) {
  std::vector<Expr> precision;
  for (const std::string& arg : column.type.args) precision.push_back(expr::number(arg));
  const bool instant = column.type.name.name == "datetime" || column.type.name.name == "timestamp";
  for (auto* value : {&column.default_value, &column.on_update})
    if (instant && *value == expr::call("current_timestamp", precision)) *value = expr::call("now");
  const Type raised = raise_type(column.type, id);
  const bool number = column.default_value && column.default_value->kind == ExprKind::number;
  if (raised.is("bool") && number) {
    if (column.default_value->text != "0" && column.default_value->text != "1") return;  // no truth value
    column.default_value = expr::boolean(column.default_value->text == "1");
  }
  column.type = raised;
  if (column.default_value) raise_words(*column.default_value, id);
  if (column.generated) raise_words(column.generated->expr, id);
}

}  // namespace

Catalog MysqlDialect::raise(const Catalog& physical) const {
  Catalog out = physical;
  for (std::uint32_t i = 0; i < out.tables.size(); ++i) {
    Table& table = out.tables.edit({i});
    std::erase_if(table.options,
                  [&](const Option& o) { return o.name == "collate" && o.value == default_collation(id_); });
    for (Column& column : table.columns) raise_column(column, id_);
    for (Check& check : table.checks) raise_words(check.expr, id_);
    // what lowering makes for a foreign key is not said twice
    Table said = table;
    std::erase_if(said.indexes, [&](const Index& index) {
      return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                         [&](const ForeignKey& key) { return index == index_for(key); });
    });
    std::erase_if(table.indexes, [&](const Index& index) {
      return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
        const bool served = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const auto& other) {
          return other.name < key.name && starts_with(other.columns, key.columns);
        });
        return index == index_for(key) && !served && !has_index_from(id_, said, key.columns);
      });
    });
    for (Index& index : table.indexes)
      for (IndexPart& part : index.parts) raise_words(part.expr, id_);
    unname_members(table, max_identifier_bytes());
  }
  for (std::uint32_t i = 0; i < out.views.size(); ++i) raise_words(out.views.edit({i}).query, id_);
  out.canonicalise();
  return out;
}

}  // namespace schemac::dialect::mysql
