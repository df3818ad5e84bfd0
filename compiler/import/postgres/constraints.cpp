#include "import/postgres/constraints.h"

#include <algorithm>

#include "base/text.h"
#include "import/postgres/indexes.h"
#include "import/postgres/tables.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

ReferentialAction action_of(const std::string& code) {
  if (code == "r") return ReferentialAction::restrict;
  if (code == "c") return ReferentialAction::cascade;
  if (code == "n") return ReferentialAction::set_null;
  if (code == "d") return ReferentialAction::set_default;
  return ReferentialAction::no_action;
}

bool same_key(const WrittenConstraint& a, const WrittenConstraint& b) {
  const auto exclusion = [](const WrittenConstraint& c) { return c.node.text("contype") == "CONSTR_EXCLUSION"; };
  return !exclusion(a) && !exclusion(b) && a.columns == b.columns &&
         a.node.strings("including") == b.node.strings("including") &&
         a.node.flag("nulls_not_distinct") == b.node.flag("nulls_not_distinct") && a.deferrable == b.deferrable &&
         a.deferred == b.deferred && a.node.text("indexname").empty() && b.node.text("indexname").empty();
}

struct NamedKey {
  WrittenConstraint key;
  std::string name;  // given, or empty
};

/// transformIndexConstraints(): the primary key comes first, and of equal keys one is made.
std::vector<NamedKey> keys_to_make(const std::vector<WrittenConstraint>& written) {
  std::vector<NamedKey> out;
  const auto primary = [](const WrittenConstraint& c) { return c.node.text("contype") == "CONSTR_PRIMARY"; };
  const auto take = [&](const WrittenConstraint& key) {
    const std::string name = key.node.text("conname");
    for (NamedKey& other : out) {
      if (!same_key(other.key, key)) continue;
      if (other.name.empty()) other.name = name;
      return;
    }
    out.push_back({key, name});
  };
  for (const WrittenConstraint& key : written)
    if (primary(key)) take(key);
  for (const WrittenConstraint& key : written)
    if (!primary(key)) take(key);
  return out;
}

class Adder {
 public:
  Adder(const Statement& s, const QName& name, bool fresh) : s_(s), name_(name), fresh_(fresh) {}

  void check(const WrittenConstraint& c) {
    Check check;
    check.name = c.node.text("conname");
    if (check.name.empty()) {
      const auto columns = columns_in(c.node["raw_expr"]);
      check.name = s_.db.constraint_name(name_, columns.size() == 1 && columns[0] != "*" ? columns[0] : "", "check");
    } else {
      refuse_taken(check.name, c);
    }
    if (s_.db.inherits_check(name_, check.name)) return;  // one with its parent's
    const std::size_t open = s_.text.find(s_.text.find(c.begin, c.end, "check"), c.end, "(");
    check.expr = expression(s_, open + 1, s_.text.closing(open, c.end), c.node["raw_expr"], &seen());
    check.not_valid = !fresh_ && c.node.flag("skip_validation");
    check.no_inherit = c.node.flag("is_no_inherit");
    own().checks.push_back(std::move(check));
  }

  void key(const NamedKey& of) {
    const WrittenConstraint& c = of.key;
    const std::string type = c.node.text("contype");
    if (type == "CONSTR_EXCLUSION") return exclusion(c);
    if (const std::string index = c.node.text("indexname"); !index.empty()) return from_index(c, index);
    for (const std::string& column : c.columns) need_column(column, c);
    std::string name = of.name;
    std::vector<std::string> all = c.columns;
    for (const std::string& column : c.node.strings("including")) all.push_back(column);
    if (!name.empty()) refuse_taken(name, c);
    const bool primary = type == "CONSTR_PRIMARY";
    if (name.empty())
      name = s_.db.relation_name(name_, primary ? "" : Database::joined(index_column_names(all)),
                                 primary ? "pkey" : "key", true);
    add_key(name, primary, c.columns, c.node.flag("nulls_not_distinct"), c, key_options(s_, c.node));
    s_.db.relations[{name_.schema, name}] = {RelationKind::index, name_, {}, {}};
  }

  void foreign_key(const WrittenConstraint& c) {
    ForeignKey key;
    key.columns = c.columns;
    for (const std::string& column : key.columns) need_column(column, c);
    key.table = relation(s_, c.node["pktable"]);
    key.referenced = c.node.strings("pk_attrs");
    const Table* target = s_.db.table(key.table);
    if (!target) missing("table '" + key.table.text() + "'", c.node["pktable"].location());
    if (key.referenced.empty()) {
      if (!target->primary_key) missing("a primary key of '" + key.table.text() + "'", c.node["pktable"].location());
      key.referenced = target->primary_key->columns;
    }
    for (const std::string& column : key.referenced)
      if (!s_.db.find_column(key.table, column))
        missing("column '" + key.table.text() + "." + column + "'", c.node["pktable"].location());
    key.name = c.node.text("conname");
    if (key.name.empty())
      key.name = s_.db.constraint_name(name_, Database::joined(key.columns), "fkey");
    else
      refuse_taken(key.name, c);
    key.on_delete = action_of(c.node.text("fk_del_action"));
    key.on_update = action_of(c.node.text("fk_upd_action"));
    key.match = c.node.text("fk_matchtype") == "f" ? "full" : "";
    key.deferrable = c.deferrable;
    key.initially_deferred = c.deferred;
    key.not_valid = !fresh_ && c.node.flag("skip_validation");
    key.set_columns = c.node.strings("fk_del_set_cols");
    own().foreign_keys.push_back(std::move(key));
  }

 private:
  Table& own() { return *s_.db.table(name_); }

  /// The table with the columns that it inherits, for expressions to be read against.
  const Table& seen() {
    seen_ = own();
    seen_.columns = s_.db.all_columns(name_);
    return seen_;
  }

  void need_column(const std::string& column, const WrittenConstraint& c) {
    if (!s_.db.find_column(name_, column)) missing("column '" + name_.text() + "." + column + "'", c.node.location());
  }

  void refuse_taken(const std::string& name, const WrittenConstraint& c) {
    const Table& t = own();
    const auto has = [&](const auto& members) {
      return std::any_of(members.begin(), members.end(), [&](const auto& m) { return m.name == name; });
    };
    if (has(t.checks) || has(t.uniques) || has(t.foreign_keys) || (t.primary_key && t.primary_key->name == name))
      taken("constraint '" + name + "' of '" + name_.text() + "'", c.node.location());
  }

  void add_key(const std::string& name, bool primary, const std::vector<std::string>& columns, bool nulls_not_distinct,
               const WrittenConstraint& c, Options options) {
    Table& t = own();
    if (!primary) {
      t.uniques.push_back({name, columns, nulls_not_distinct, c.deferrable, c.deferred, std::move(options), "", {}});
      return;
    }
    if (t.primary_key) taken("a primary key of '" + name_.text() + "'", c.node.location());
    t.primary_key = PrimaryKey{name, columns, std::move(options), c.deferrable, c.deferred};
    for (const std::string& column : columns)
      if (Column* found = t.find_column(column)) found->nullable = false;
  }

  void from_index(const WrittenConstraint& c, const std::string& index_name) {
    Table& t = own();
    const auto found =
        std::find_if(t.indexes.begin(), t.indexes.end(), [&](const Index& index) { return index.name == index_name; });
    if (found == t.indexes.end()) missing("index '" + index_name + "'", c.node.location());
    const Index index = *found;
    t.indexes.erase(found);
    std::vector<std::string> columns;
    for (const IndexPart& part : index.parts) columns.push_back(part.expr.text);
    Options options = index.options;
    if (!index.include.empty()) options.push_back({"postgres", "include", text::join(index.include, ", ")});
    const std::string given = c.node.text("conname"), name = given.empty() ? index_name : given;
    s_.db.relations.erase({name_.schema, index_name});
    s_.db.relations[{name_.schema, name}] = {RelationKind::index, name_, {}, {}};
    add_key(name, c.node.text("contype") == "CONSTR_PRIMARY", columns, index.nulls_not_distinct, c, std::move(options));
  }

  void exclusion(const WrittenConstraint& c) {
    std::vector<std::string> columns;
    for (const Node& pair : c.node.list("exclusions")) {
      const std::vector<Node> items = pair.list("items");
      if (!items.empty()) columns.push_back(index_part_name(items[0]));
    }
    for (const Node& each : c.node.list("including")) columns.push_back(each.text("sval"));
    std::string name = c.node.text("conname");
    if (name.empty())
      name = s_.db.relation_name(name_, Database::joined(index_column_names(columns)), "excl", true);
    else
      refuse_taken(name, c);
    const std::string text = sql_of(s_, s_.text.find(c.begin, c.end, "exclude"), c.end, c.node);
    s_.db.add_raw({kExclusion, "ALTER TABLE \x01 ADD CONSTRAINT \x02 " + text, "ALTER TABLE \x01 DROP CONSTRAINT \x02",
                   name_, name});
    s_.db.relations[{name_.schema, name}] = {RelationKind::index, name_, {}, {}};
  }

  const Statement& s_;
  QName name_;
  bool fresh_;
  Table seen_;
};

}  // namespace

void WrittenConstraints::add(const Node& node, std::size_t begin, std::size_t end) {
  WrittenConstraint c{node, begin, end, {}, node.flag("deferrable"), node.flag("initdeferred")};
  const std::string type = node.text("contype");
  if (type == "CONSTR_CHECK") {
    checks.push_back(std::move(c));
  } else if (type == "CONSTR_FOREIGN") {
    c.columns = node.strings("fk_attrs");
    foreign_keys.push_back(std::move(c));
  } else {
    c.columns = node.strings("keys");
    keys.push_back(std::move(c));
  }
}

Options key_options(const Statement& s, const Node& constraint) {
  Options out = storage_options(s.text, constraint.list("options"));
  const auto including = constraint.strings("including");
  if (!including.empty()) out.push_back({"postgres", "include", schemac::text::join(including, ", ")});
  set_tablespace(s.db, out, constraint.text("indexspace"));
  return out;
}

void add_constraints(const Statement& s, const QName& table, const WrittenConstraints& written) {
  Adder adder(s, table, written.fresh);
  for (const WrittenConstraint& check : written.checks) adder.check(check);
  for (const NamedKey& key : keys_to_make(written.keys)) adder.key(key);
  for (const WrittenConstraint& key : written.foreign_keys) adder.foreign_key(key);
}

namespace {

/// The columns of a key; empty where it is none of this table.
std::vector<std::string> key_columns(const Table& table, const std::string& key) {
  if (table.primary_key && table.primary_key->name == key) return table.primary_key->columns;
  for (const Unique& unique : table.uniques)
    if (unique.name == key) return unique.columns;
  return {};
}

/// CASCADE takes the foreign keys that lead to a key along with it.
void drop_references(Database& db, const QName& table, std::vector<std::string> columns) {
  std::sort(columns.begin(), columns.end());
  for (std::uint32_t i = 0; i < db.catalog.tables.size(); ++i)
    std::erase_if(db.catalog.tables.edit({i}).foreign_keys, [&](const ForeignKey& key) {
      std::vector<std::string> referenced = key.referenced;
      std::sort(referenced.begin(), referenced.end());
      return key.table == table && referenced == columns;
    });
}

}  // namespace

void drop_constraint(const Statement& s, const QName& table, const std::string& name, const Dropping& how) {
  Table& t = *s.db.table(table);
  if (const auto columns = key_columns(t, name); how.cascade && !columns.empty()) drop_references(s.db, table, columns);
  const auto named = [&](const auto& member) { return member.name == name; };
  const bool is_key = (t.primary_key && t.primary_key->name == name) || std::erase_if(t.uniques, named) > 0;
  if (t.primary_key && t.primary_key->name == name) t.primary_key.reset();
  const bool excludes = s.db.erase_raw(kExclusion, table, name);
  if (is_key || excludes) s.db.relations.erase({table.schema, name});
  const bool other = std::erase_if(t.checks, named) + std::erase_if(t.foreign_keys, named) > 0;
  if (!is_key && !excludes && !other && !how.missing_ok) missing("constraint '" + name + "' of '" + table.text() + "'");
}

void validate_constraint(const Statement& s, const QName& table, const std::string& name) {
  Table& t = *s.db.table(table);
  for (Check& check : t.checks)
    if (check.name == name) check.not_valid = false;
  for (ForeignKey& key : t.foreign_keys)
    if (key.name == name) key.not_valid = false;
}

void alter_constraint(const Statement& s, const QName& table, const Node& constraint) {
  for (ForeignKey& key : s.db.table(table)->foreign_keys)
    if (key.name == constraint.text("conname")) {
      key.deferrable = constraint.flag("deferrable");
      key.initially_deferred = constraint.flag("initdeferred");
    }
}

}  // namespace schemac::import::postgres
