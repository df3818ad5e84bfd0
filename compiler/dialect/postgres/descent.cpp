#include "dialect/postgres/descent.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/common/naming.h"
#include "dialect/postgres/bounds.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/read_sql.h"
#include "dialect/postgres/serials.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

constexpr std::array<std::string_view, 3> kDescent = {"partition_of", "partition", "inherits"};

bool same_descent(const Table& a, const Table& b) {
  return std::all_of(kDescent.begin(), kDescent.end(),
                     [&](std::string_view name) { return option_of(a.options, name) == option_of(b.options, name); });
}

template <class M>
void take_over(std::vector<M>& own, const std::vector<M>& inherited, bool with_names) {
  for (M member : inherited) {
    member.comment.clear();
    if (!with_names) member.name.clear();
    own.push_back(std::move(member));
  }
}

/// What PostgreSQL calls a part of an index in the index's name (FigureIndexColname in its parser).
std::string called(const IndexPart& part) {
  if (part.expr.kind == ExprKind::column) return part.expr.text;
  if (part.expr.kind == ExprKind::call) return read_name(part.expr.text).name;
  if (part.expr.kind == ExprKind::case_) return "case";
  if (part.expr.kind != ExprKind::raw) return "expr";
  const std::string& sql = part.expr.text;
  const std::size_t end = sql.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_");
  return end > 0 && end < sql.size() && sql[end] == '(' ? sql.substr(0, end) : "expr";
}

/// Rows are numbered by the parent alone, and a serial column's default names the parent's sequence
/// (ddl-inherit.html, sql-createtable.html).
Column inherited(Column column, const Table& parent) {
  column.comment.clear();
  if (column.identity && column.identity->kind == IdentityKind::serial) {
    const std::string sequence = sequence_of(parent, column).text();
    column.default_value = expr::raw(DialectId::postgres, "nextval(" + text::quoted(sequence, '\'') + "::regclass)");
  }
  column.identity.reset();
  return column;
}

/// With all that PostgreSQL gives it from its parents, under the names that it would choose.
Table spelt_out(Table table, const Catalog& catalog, std::size_t max_name_bytes) {
  const bool partition = !option_of(table.options, "partition_of").empty();
  std::vector<Column> columns;
  for (const QName& name : parents_of(table)) {
    const Table* found = catalog.tables.find(name);
    if (!found) continue;
    const Table parent = spelt_out(*found, catalog, max_name_bytes);
    for (const Column& column : parent.columns)
      if (std::none_of(columns.begin(), columns.end(), [&](const Column& c) { return c.name == column.name; }))
        columns.push_back(inherited(column, parent));
    for (const Check& check : parent.checks)
      if (!check.no_inherit) take_over(table.checks, {check}, true);
    if (!partition) continue;
    if (parent.primary_key && !table.primary_key)
      table.primary_key = PrimaryKey{"", parent.primary_key->columns, parent.primary_key->options};
    take_over(table.uniques, parent.uniques, false);
    for (Index index : parent.indexes) {
      std::vector<std::string> parts;
      for (const IndexPart& part : index.parts) parts.push_back(called(part));
      parts.insert(parts.end(), index.include.begin(), index.include.end());
      index.name = conventional_name(table, parts, MemberKind::index, max_name_bytes);
      take_over(table.indexes, {index}, true);
    }
    take_over(table.foreign_keys, parent.foreign_keys, true);
  }
  for (Column& column : table.columns)
    if (std::none_of(columns.begin(), columns.end(), [&](const Column& c) { return c.name == column.name; }))
      columns.push_back(std::move(column));
  table.columns = std::move(columns);
  name_members(table, max_name_bytes);
  return table;
}

}  // namespace

std::vector<QName> parents_of(const Table& table) {
  const std::string names = option_of(table.options, "partition_of") + option_of(table.options, "inherits");
  std::vector<QName> out;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= names.size(); ++at) {
    if (at < names.size() && names[at] == '"') quoted = !quoted;
    if (at < names.size() && (quoted || names[at] != ',')) continue;
    if (const auto name = text::trim(std::string_view(names).substr(begin, at - begin)); !name.empty())
      out.push_back(read_name(name));
    begin = at + 1;
  }
  return out;
}

std::vector<QName> PostgresDialect::has_columns_of(const Table& table) const { return parents_of(table); }

static bool has_inherited(const Table& table, const Column& column, const Catalog& catalog) {
  const auto parents = parents_of(table);
  return std::any_of(parents.begin(), parents.end(), [&](const QName& name) {
    const Table* parent = catalog.tables.find(name);
    if (!parent) return false;
    const Column* theirs = parent->find_column(column.name);
    return theirs ? inherited(*theirs, *parent) == column : has_inherited(*parent, column, catalog);
  });
}

void leave_to_parents(Catalog& catalog) {
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i) {
    const Table& heir = catalog.tables[{i}];
    if (option_of(heir.options, "inherits").empty()) continue;
    std::vector<Column> own;
    for (const Column& column : heir.columns)
      if (!has_inherited(heir, column, catalog)) own.push_back(column);
    if (own.size() != heir.columns.size()) catalog.tables.edit({i}).columns = std::move(own);
  }
}

bool is_rebound(const Table& before, const Table& after) {
  const std::string parent = option_of(after.options, "partition_of");
  return !parent.empty() && option_of(before.options, "partition_of") == parent &&
         option_of(before.options, "partition") != option_of(after.options, "partition");
}

bool is_default_partition(const Table* table) { return option_of(table->options, "partition") == "DEFAULT"; }

std::vector<const Table*> partitions_of(const QName& parent, const Catalog& catalog) {
  std::vector<const Table*> out;
  for (const Table& table : catalog.tables)
    if (!option_of(table.options, "partition_of").empty() && parents_of(table).at(0) == parent) out.push_back(&table);
  return out;
}

namespace {

/// The counterparts of tables, which go by the names that `renames` gave them.
class Counterparts {
 public:
  explicit Counterparts(const Renames& renames) : renames_(renames) {
    for (const Rename& rename : renames)
      if (rename.kind == RenameKind::table) renamed_.emplace_back(QName::of_text(rename.from), rename.object);
  }
  QName before(const QName& now) const {
    for (const auto& [from, to] : renamed_)
      if (to == now) return from;
    return now;
  }
  QName after(const QName& then) const {
    for (const auto& [from, to] : renamed_)
      if (from == then) return to;
    return then;
  }
  /// Of a table by its new name, or of one that it has its columns from.
  std::string column_after(const Table& table, const Catalog& to, const std::string& column) const {
    return other_name(table, to, column, &Rename::from, &Rename::to);
  }
  std::string column_before(const Table& table, const Catalog& to, const std::string& column) const {
    return other_name(table, to, column, &Rename::to, &Rename::from);
  }

 private:
  std::string other_name(const Table& table, const Catalog& to, const std::string& column, std::string Rename::*known,
                         std::string Rename::*wanted) const {
    for (const Rename& rename : renames_)
      if (rename.kind == RenameKind::column && rename.object == table.name && rename.*known == column)
        return rename.*wanted;
    for (const QName& name : parents_of(table))
      if (const Table* parent = to.tables.find(name))
        if (std::string other = other_name(*parent, to, column, known, wanted); other != column) return other;
    return column;
  }

  const Renames& renames_;
  std::vector<std::pair<QName, QName>> renamed_;
};

/// A partition in quarantine has the columns of its parent by the names that these got.
void rename_column(Catalog& catalog, const QName& table, const std::string& from, const std::string& to) {
  if (from != to) (void)apply_change(RenameColumn{table, from, to}, catalog);
}
void keep_as(Table& table, const std::string& column, const std::string& kept, const Dialect& d) {
  if (kept != column) table.options.push_back({"postgres", "kept_column", d.quoted(kept) + " TO " + d.quoted(column)});
}

std::string without_quotes(std::string sql) {
  std::erase(sql, '"');
  return sql;
}

/// A parent that is renamed is the same parent, and so is a column that a table is partitioned by.
void follow_renames(Catalog& from, const Catalog& to, const Counterparts& names, const Dialect& d) {
  for (std::uint32_t i = 0; i < from.tables.size(); ++i) {
    Table& table = from.tables.edit({i});
    const Table* after = to.tables.find(names.after(table.name));
    for (Option& option : table.options) {
      if (option.name == "partition_of" || option.name == "inherits") {
        std::vector<QName> parents = parents_of(table);
        std::vector<std::string> written;
        for (QName& parent : parents) written.push_back(d.qualified(parent = names.after(parent)));
        const bool is_same = after && parents_of(*after) == parents;
        if (is_same || parents != parents_of(table))
          option.value = is_same ? option_of(after->options, option.name) : text::join(written, ", ");
      } else if (option.name == "partition_by" && after) {
        const std::string now =
            with_names(option.value, [&](const std::string& column) { return names.column_after(*after, to, column); });
        const std::string there = option_of(after->options, option.name);
        if (without_quotes(now) == without_quotes(there)) option.value = there;
      }
    }
  }
}

}  // namespace

void PostgresDialect::spell_out(Catalog& from, Catalog& to, const Renames& renames, bool way_back) const {
  spell_out_serials(*this, from, to);
  const Counterparts names(renames);
  const Catalog before = from, after = to;
  follow_renames(from, to, names, *this);
  const std::size_t max = max_identifier_bytes();
  const auto spell = [&](Table& table, const Catalog& catalog) {
    Options options = std::move(table.options);  // which follow the renames
    table = spelt_out(*catalog.tables.find(table.name), catalog, max);
    table.options = std::move(options);
  };
  for (std::uint32_t i = 0; i < to.tables.size(); ++i) {
    Table& now = to.tables.edit({i});
    Table* then = from.tables.find(names.before(now.name));
    if (!then || same_descent(*then, now) || is_rebound(*then, now)) continue;
    spell(*then, before);
    spell(now, after);
  }
  // a partition in quarantine is none, though its parent stays
  Catalog& alone = way_back ? to : from;
  const Catalog &mine = way_back ? after : before, &other = way_back ? before : after;
  for (std::uint32_t i = 0; i < alone.tables.size(); ++i) {
    Table& table = alone.tables.edit({i});
    const auto there = [&](const QName& name) {
      return other.tables.find(way_back ? names.before(name) : names.after(name));
    };
    const auto parents = parents_of(*mine.tables.find(table.name));
    if (there(table.name) || option_of(table.options, "partition_of").empty() || !there(parents.at(0))) continue;
    const std::vector<ForeignKey> own_keys = table.foreign_keys;
    spell(table, mine);
    table.foreign_keys = own_keys;  // the others come back with the parent
    table.options.push_back({"postgres", "set_apart", "true"});
    const Table& parent = *to.tables.find(way_back ? parents[0] : names.after(parents[0]));
    for (const Column& column : std::vector<Column>(table.columns))
      if (way_back)
        keep_as(table, column.name, names.column_before(parent, to, column.name), *this);
      else
        rename_column(alone, table.name, column.name, names.column_after(parent, to, column.name));
  }
}

bool is_set_apart(const Table& table) { return !option_of(table.options, "set_apart").empty(); }

Statements detach(const Dialect& d, const Table& table) {
  const std::string name = d.qualified(table.name), what = "let go of " + table.name.text();
  return {{"ALTER TABLE " + option_of(table.options, "partition_of") + " DETACH PARTITION " + name, what},
          {fmt::format("DO $schemac$ DECLARE key name; BEGIN\n  FOR key IN SELECT conname FROM pg_constraint WHERE"
                       " conrelid = {}::regclass AND contype = 'f' LOOP\n    EXECUTE format('ALTER TABLE %s DROP"
                       " CONSTRAINT %I', {}, key);\n  END LOOP;\nEND $schemac$",
                       d.literal(name), d.literal(name)),
           what}};
}

/// Columns in quarantine too are the same on both sides.
Statements attach(const Dialect& d, const Table& table) {
  const std::string name = d.qualified(table.name), parent = option_of(table.options, "partition_of");
  const std::string what = "take hold of " + table.name.text();
  const auto fill = [&](const std::string& from, const std::string& into) {
    return fmt::format(
        "  FOR hidden IN SELECT attname, format_type(atttypid, atttypmod) AS of FROM pg_attribute a WHERE attrelid ="
        " {0}::regclass AND attname LIKE '\\_schemac\\_%' AND NOT attisdropped AND NOT EXISTS (SELECT FROM pg_attribute"
        " b WHERE b.attrelid = {1}::regclass AND b.attname = a.attname) LOOP\n    EXECUTE format('ALTER TABLE %s ADD"
        " COLUMN %I %s', {1}, hidden.attname, hidden.of);\n  END LOOP;\n",
        d.literal(from), d.literal(into));
  };
  return {{"DO $schemac$ DECLARE hidden record; BEGIN\n" + fill(parent, name) + fill(name, parent) + "END $schemac$",
           "what its parent keeps in quarantine, and the reverse"},
          {"ALTER TABLE " + parent + " ATTACH PARTITION " + name + " " + option_of(table.options, "partition"), what}};
}

static bool stays_part(const Alter<Table>& c) {
  return same_descent(c.before, c.after) || is_rebound(c.before, c.after);
}

Statements leave_parents(const Dialect& d, const Alter<Table>& c) {
  if (stays_part(c) || option_of(c.before.options, "partition_of").empty()) return {};
  const std::string parent = option_of(c.before.options, "partition_of");
  return {
      {"ALTER TABLE " + parent + " DETACH PARTITION " + d.qualified(c.after.name), "let go of " + c.after.name.text()}};
}

Statements join_parents(const Dialect& d, const Alter<Table>& c) {
  if (stays_part(c) || option_of(c.after.options, "partition_of").empty()) return {};
  return attach(d, c.after);
}

}  // namespace schemac::dialect::postgres
