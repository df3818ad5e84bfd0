// Partitions, heirs and copies: what a table has from another.
#include <algorithm>

#include "base/text.h"
#include "import/postgres/indexes.h"
#include "import/postgres/sequences.h"
#include "import/postgres/tables.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

// TableLikeOption (src/include/nodes/parsenodes.h)
enum Including {
  kComments = 1 << 0,
  kCompression = 1 << 1,
  kConstraints = 1 << 2,
  kDefaults = 1 << 3,
  kGenerated = 1 << 4,
  kIdentity = 1 << 5,
  kIndexes = 1 << 6,
  kStatistics = 1 << 7,
  kStorage = 1 << 8
};

template <class M>
const M* same_columns(const std::vector<M>& members, const M& wanted) {
  for (const M& member : members)
    if (member.columns == wanted.columns) return &member;
  return nullptr;
}

std::string index_shape(const Index& index) {
  std::string out = index.unique ? "unique " : "";
  out += index.method;
  for (const IndexPart& part : index.parts) out += "," + part.expr.text + (part.descending ? " desc" : "");
  return out;
}

/// What a table and its new parent both have is the parent's from now on: it is there by inheritance.
void give_up_inherited(Database& db, Table& heir, const QName& parent_name, bool partition) {
  for (const Column& inherited : db.all_columns(parent_name)) {
    const Column* own = heir.find_column(inherited.name);
    if (!own) missing("column '" + heir.name.text() + "." + inherited.name + "'");
    if (!(own->default_value == inherited.default_value) && !own->identity) {
      needs_server("a default of '" + heir.name.text() + "." + inherited.name + "' that its parent does not have");
    }
  }
  for (const Column& inherited : db.all_columns(parent_name))
    std::erase_if(heir.columns, [&](const Column& column) { return column.name == inherited.name; });
  std::erase_if(heir.checks, [&](const Check& check) { return db.inherits_check(heir.name, check.name); });
  if (!partition) return;
  const Table& parent = *db.table(parent_name);
  const auto forget = [&](const std::string& index) { db.relations[{heir.name.schema, index}].of = heir.name; };
  if (heir.primary_key && parent.primary_key && heir.primary_key->columns == parent.primary_key->columns) {
    forget(heir.primary_key->name);
    heir.primary_key.reset();
  }
  std::erase_if(heir.uniques, [&](const Unique& key) { return same_columns(parent.uniques, key) != nullptr; });
  std::erase_if(heir.foreign_keys, [&](const ForeignKey& key) {
    const ForeignKey* same = same_columns(parent.foreign_keys, key);
    return same && same->table == key.table && same->referenced == key.referenced;
  });
  std::erase_if(heir.indexes, [&](const Index& index) {
    return std::any_of(parent.indexes.begin(), parent.indexes.end(),
                       [&](const Index& other) { return index_shape(other) == index_shape(index); });
  });
}

}  // namespace

std::string bound_text(const Statement& s, const Node& bound) {
  if (bound.flag("is_default")) return "DEFAULT";
  const std::size_t begin = s.text.at_byte(bound.location().value_or(0));
  std::size_t end = s.text.size();
  // FOR VALUES … (…), and TO (…) behind FROM
  std::size_t open = s.text.find(begin, end, "(");
  std::size_t close = s.text.closing(open, end);
  if (s.text[std::min(close + 1, s.text.size() - 1)].lower == "to") {
    open = s.text.find(close + 1, end, "(");
    close = s.text.closing(open, end);
  }
  std::size_t from = begin;  // the location may be that of "FOR" or of what stands behind it
  while (from < open && (s.text[from].lower == "for" || s.text[from].lower == "values")) ++from;
  return "FOR VALUES " + sql_of(s, from, close + 1, bound);
}

void attach_partition(const Statement& s, const QName& parent, const Node& command) {
  Table& heir = table_of(s, command["name"]);
  s.db.inheritance[heir.name] = {{parent}, true};
  set_option(heir.options, "partition", bound_text(s, command["bound"]));
  give_up_inherited(s.db, heir, parent, true);
}

void detach_partition(const Statement& s, const QName& parent, const Node& command) {
  Table& heir = table_of(s, command["name"]);
  const Table& from = *s.db.table(parent);
  if (from.primary_key || !from.uniques.empty() || !from.indexes.empty() || !from.foreign_keys.empty())
    needs_server("DETACH PARTITION of a table with keys or indexes");
  std::vector<Column> columns = s.db.all_columns(heir.name);
  std::vector<Check> checks = from.checks;
  s.db.inheritance.erase(heir.name);
  std::erase_if(heir.options, [](const Option& option) { return option.name == "partition"; });
  heir.columns = std::move(columns);
  for (Check& check : checks) heir.checks.push_back(std::move(check));
}

void inherit(const Statement& s, const QName& heir, const QName& parent) {
  s.db.inheritance[heir].parents.push_back(parent);
  give_up_inherited(s.db, *s.db.table(heir), parent, false);
}

void disinherit(const Statement& s, const QName& heir, const QName& parent) {
  std::vector<Column> columns = s.db.all_columns(heir);
  Table& table = *s.db.table(heir);
  Inheritance& descent = s.db.inheritance[heir];
  for (const Check& check : s.db.table(parent)->checks)
    if (!check.no_inherit) table.checks.push_back(check);
  std::erase(descent.parents, parent);
  if (!descent.parents.empty()) needs_server("NO INHERIT of a table that has other parents");
  table.columns = std::move(columns);
  s.db.inheritance.erase(heir);
}

void copy_columns(const Statement& s, const QName& table, const Node& like) {
  const QName from = relation(s, like["relation"]);
  if (!is_table(s.db, from)) needs_server("LIKE of what is not a table", like["relation"].location());
  const long long options = like.number("options");
  for (Column column : s.db.all_columns(from)) {
    const std::string name = column.name;
    const QName* numbered = sequence_of(s.db, from, name, true);
    column.comment = options & kComments ? column.comment : "";
    if (!(options & kDefaults)) column.default_value.reset();
    if (!(options & kGenerated)) column.generated.reset();
    if (numbered && options & kIdentity) {
      Sequence copy = s.db.sequences.at(*numbered);
      number_column(s, table, name, std::move(copy), {});
    } else {
      column.identity.reset();
    }
    s.db.table(table)->columns.push_back(std::move(column));
  }
}

void copy_members(const Statement& s, const QName& name, const Node& like) {
  const QName from = relation(s, like["relation"]);
  const long long options = like.number("options");
  const Table other = *s.db.table(from);
  Table& table = *s.db.table(name);
  const bool comments = options & kComments;
  if (options & kConstraints)
    for (Check check : other.checks) {
      if (!comments) check.comment.clear();
      check.not_valid = false;
      table.checks.push_back(std::move(check));
    }
  if (!(options & kIndexes)) return;
  const auto take = [&](const std::string& index) {
    s.db.relations[{name.schema, index}] = {RelationKind::index, name, {}, {}};
    return index;
  };
  if (other.primary_key) {
    PrimaryKey key = *other.primary_key;
    key.name = take(s.db.relation_name(name, "", "pkey", true));
    table.primary_key = std::move(key);
  }
  for (Unique key : other.uniques) {
    key.name = take(s.db.relation_name(name, Database::joined(key.columns), "key", true));
    if (!comments) key.comment.clear();
    table.uniques.push_back(std::move(key));
  }
  for (Index index : other.indexes) {
    std::vector<std::string> columns;
    for (const IndexPart& part : index.parts)
      columns.push_back(part.expr.kind == ExprKind::column ? part.expr.text
                        : part.expr.kind == ExprKind::call ? part.expr.text
                                                           : "expr");
    for (const std::string& column : index.include) columns.push_back(column);
    index.name = take(s.db.relation_name(name, Database::joined(index_column_names(columns)), "idx", false));
    if (!comments) index.comment.clear();
    table.indexes.push_back(std::move(index));
  }
}

std::string inherited_default_name(const Database& db, const QName& heir) {
  std::string out = "default ";
  for (int generation = db.generation(heir); generation > 1; --generation) out += "passed on ";
  return out + "of \x01.\x03";
}

void finish_inheritance(Database& db) {
  for (const auto& [name, descent] : db.inheritance) {
    Table* table = db.table(name);
    if (!table) continue;
    std::vector<std::string> parents;
    for (const QName& parent : descent.parents) parents.push_back(called(parent));
    if (!parents.empty())
      set_option(table->options, descent.is_partition ? "partition_of" : "inherits", text::join(parents, ", "));
  }
}

}  // namespace schemac::import::postgres
