#include "import/postgres/tables.h"

#include <algorithm>

#include "base/text.h"
#include "import/postgres/rights.h"
#include "import/postgres/sequences.h"

namespace schemac::import::postgres {

using namespace catalog;

Option* find_option(Options& options, std::string_view name) {
  for (Option& option : options)
    if (option.name == name) return &option;
  return nullptr;
}

void set_option(Options& options, const std::string& name, const std::string& value) {
  if (Option* found = find_option(options, name))
    found->value = value;
  else
    options.push_back({"postgres", name, value});
}

void set_tablespace(const Database& db, Options& options, const std::string& said) {
  std::erase_if(options, [](const Option& option) { return option.name == "tablespace"; });
  const std::string& name = said.empty() ? db.default_tablespace : said;
  if (!name.empty() && name != "pg_default") options.push_back({"postgres", "tablespace", ident(name)});
}

bool is_no_default(const Database& db, const Type& type, const Expr& value) {
  if (value.kind != ExprKind::null_ || !type.args.empty()) return false;
  return std::none_of(db.types.begin(), db.types.end(), [&](const auto& each) {
    return each.second == postgres::TypeKind::domain && called(each.first) == type.name.text();
  });
}

std::size_t constraint_end(const Statement& s, const Node& definition, const Node& constraint, std::size_t end) {
  const std::size_t begin = s.text.at_byte(constraint.location().value_or(0));
  const auto take = [&](const Node& next) {
    const auto at = next.location();
    if (next && at && *at > constraint.location().value_or(0)) end = std::min(end, s.text.at_byte(*at));
  };
  for (const Node& next : definition.list("constraints")) take(next);
  take(definition["collClause"]);
  return std::max(begin, end);
}

namespace {

std::string collation_of(const Node& clause) {
  const WrittenName name = written_name(clause.strings("collname"));
  if (name.name.empty() || name.name == "default") return "";
  const bool system = name.schema.empty() || name.schema == "pg_catalog" || name.schema == "public";
  return (system ? "" : text::quoted(name.schema, '"') + ".") + text::quoted(name.name, '"');
}

/// serial and its like: the type of the column, or nothing.
std::string serial_type(const Node& type_name) {
  const auto names = type_name.strings("names");
  if (names.size() != 1) return "";
  if (names[0] == "serial" || names[0] == "serial4") return "integer";
  if (names[0] == "bigserial" || names[0] == "serial8") return "bigint";
  return names[0] == "smallserial" || names[0] == "serial2" ? "smallint" : "";
}

/// One column with its constraints, in the order in which they are written.
class ColumnReader {
 public:
  ColumnReader(const Statement& s, const QName& table, const Node& definition, std::size_t end,
               WrittenConstraints& pending)
      : s_(s), table_(table), definition_(definition), end_(end), pending_(pending) {}

  void run() {
    column_.name = definition_.text("colname");
    const Column* inherited = s_.db.find_column(table_, column_.name);
    if (s_.db.table(table_)->find_column(column_.name))
      taken("column '" + table_.text() + "." + column_.name + "'", definition_.location());
    const Node type = definition_["typeName"];
    column_.nullable = true;
    if (inherited) column_ = *inherited;
    if (const std::string serial = type ? serial_type(type) : ""; !serial.empty())
      number(serial);
    else if (type)
      column_.type = column_type(s_, type);
    if (const Node collation = definition_["collClause"]) column_.collation = collation_of(collation);
    settings();
    for (const Node& constraint : definition_.list("constraints")) take(constraint);
    if (inherited)
      settle_inherited(*inherited);
    else
      s_.db.table(table_)->columns.push_back(std::move(column_));
  }

 private:
  void number(const std::string& type) {
    column_.type = catalog::native(DialectId::postgres, type);
    Sequence sequence;
    sequence.type = type;
    const QName name = number_column(s_, table_, column_.name, std::move(sequence), {});
    column_.nullable = false;
    column_.default_value = expression(s_.db, next_value_of(name), nullptr);
  }

  void settings() {
    const std::string alter = "ALTER TABLE \x01 ALTER COLUMN \x02 ";
    if (const std::string method = text::to_lower(definition_.text("compression")); !method.empty())
      s_.db.add_raw({"compression of \x01.\x03", alter + "SET COMPRESSION " + method, alter + "SET COMPRESSION default",
                     table_, column_.name});
  }

  void take(const Node& c) {
    const std::string type = c.text("contype");
    const std::size_t begin = s_.text.at_byte(c.location().value_or(0));
    const std::size_t end = constraint_end(s_, definition_, c, end_);
    if (type == "CONSTR_NOTNULL") column_.nullable = false;
    if (type == "CONSTR_DEFAULT") {
      const std::size_t word = s_.text.find(begin, end, "default");
      column_.default_value = default_value(s_, word + 1, end, c["raw_expr"], column_, s_.db.table(table_));
      if (is_no_default(s_.db, column_.type, *column_.default_value)) column_.default_value.reset();
    }
    if (type == "CONSTR_GENERATED") {
      const std::size_t open = s_.text.find(begin, end, "(");
      Table seen = *s_.db.table(table_);
      seen.columns.push_back(column_);
      column_.generated = Generated{expression(s_, open + 1, s_.text.closing(open, end), c["raw_expr"], &seen), true};
    }
    if (type == "CONSTR_IDENTITY") {
      Sequence sequence;
      sequence.is_identity = true;
      sequence.type = column_.type.name.name;
      number_column(s_, table_, column_.name, std::move(sequence), c.list("options"));
      column_.identity = Identity{};
      column_.identity->kind = c.text("generated_when") == "a" ? IdentityKind::always : IdentityKind::by_default;
      column_.nullable = false;
    }
    if (type == "CONSTR_PRIMARY") column_.nullable = false;
    if (type == "CONSTR_CHECK" || type == "CONSTR_PRIMARY" || type == "CONSTR_UNIQUE" || type == "CONSTR_FOREIGN" ||
        type == "CONSTR_EXCLUSION") {
      pending_.add(c, begin, end);
      auto& list = type == "CONSTR_CHECK"     ? pending_.checks
                   : type == "CONSTR_FOREIGN" ? pending_.foreign_keys
                                              : pending_.keys;
      list.back().columns = {column_.name};
      last_ = type == "CONSTR_CHECK" ? nullptr : &list;
    }
    if (!last_ || last_->empty()) return;
    if (type == "CONSTR_ATTR_DEFERRABLE") last_->back().deferrable = true;
    if (type == "CONSTR_ATTR_DEFERRED") last_->back().deferrable = last_->back().deferred = true;
  }

  /// What an heir says of a column that it has from its parent.
  void settle_inherited(const Column& inherited) {
    if (column_.default_value == inherited.default_value) return;
    const std::string alter = "ALTER TABLE \x01 ALTER COLUMN \x02 ";
    const auto clause = [](const std::optional<Expr>& value, const std::string& sql) {
      return value ? "SET DEFAULT " + sql : std::string("DROP DEFAULT");
    };
    std::string own;
    for (const Node& c : definition_.list("constraints"))
      if (c.text("contype") == "CONSTR_DEFAULT") {
        const std::size_t begin = s_.text.at_byte(c.location().value_or(0));
        const std::size_t end = constraint_end(s_, definition_, c, end_);
        own = sql_of(s_, s_.text.find(begin, end, "default") + 1, end, c["raw_expr"]);
      }
    s_.db.add_raw({inherited_default_name(s_.db, table_), alter + clause(column_.default_value, own),
                   alter + "DROP DEFAULT", table_, column_.name});
  }

  const Statement& s_;
  QName table_;
  Node definition_;
  std::size_t end_;
  WrittenConstraints& pending_;
  Column column_;
  std::vector<WrittenConstraint>* last_ = nullptr;  // where what is deferred stands
};

/// "RANGE (a, lower(b))" of PARTITION BY.
std::string partition_key(const Statement& s, const Node& key) {
  const std::size_t strategy = s.text.at_byte(key.location().value_or(0)) + 2;
  const std::size_t open = s.text.find(strategy, s.text.size(), "(");
  return text::to_upper(s.text[strategy].lower) + " " + sql_of(s, open, s.text.closing(open, s.text.size()) + 1, key);
}

void take_options(const Statement& s, Table& table) {
  table.options = storage_options(s.text, s.node.list("options"));
  std::erase_if(table.options, [](const Option& option) { return option.name == "oids"; });
  if (s.node["relation"].text("relpersistence") == "u") set_option(table.options, "unlogged", "true");
  set_tablespace(s.db, table.options, s.node.text("tablespacename"));
  if (const Node by = s.node["partspec"]) set_option(table.options, "partition_by", partition_key(s, by));
  if (const Node bound = s.node["partbound"]) set_option(table.options, "partition", bound_text(s, bound));
}

}  // namespace

void add_column(const Statement& s, const QName& table, const Node& definition, std::size_t end,
                WrittenConstraints& pending) {
  ColumnReader(s, table, definition, end, pending).run();
}

void create_table(const Statement& s) {
  const Node range_var = s.node["relation"];
  const auto made = new_relation(s, range_var, s.node.flag("if_not_exists"));
  if (!made) return;
  const QName& name = *made;
  if (s.node.has("ofTypename")) needs_server("a table of a composite type (CREATE TABLE … OF)");
  Table table;
  table.name = name;
  take_options(s, table);
  Inheritance descent;
  descent.is_partition = s.node.has("partbound");
  for (const Node& parent : s.node.list("inhRelations")) descent.parents.push_back(table_of(s, parent).name);
  s.db.relations[name] = {RelationKind::table, {}, {}, {}};
  s.db.catalog.tables.add(std::move(table));
  if (!descent.parents.empty()) s.db.inheritance[name] = descent;
  const std::vector<Node> elements = s.node.list("tableElts");
  WrittenConstraints pending;
  if (!elements.empty()) {
    const std::size_t open = s.text.find(s.text.at_byte(range_var.location().value_or(0)), s.text.size(), "(");
    const auto places = s.text.parts(open + 1, s.text.closing(open, s.text.size()));
    for (std::size_t i = 0; i < elements.size() && i < places.size(); ++i) {
      const auto [begin, end] = places[i];
      if (elements[i].is("ColumnDef"))
        add_column(s, name, elements[i], end, pending);
      else if (elements[i].is("TableLikeClause"))
        copy_columns(s, name, elements[i]);
      else
        pending.add(elements[i], begin, end);
    }
  }
  add_constraints(s, name, pending);
  for (const Node& element : elements)
    if (element.is("TableLikeClause")) copy_members(s, name, element);
  give_default_rights(s.db, "TABLE", name);
}

}  // namespace schemac::import::postgres
