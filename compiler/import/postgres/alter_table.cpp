// ALTER TABLE, command by command; and what of ALTER VIEW, ALTER INDEX and ALTER SEQUENCE is parsed like it.
#include <algorithm>

#include "base/text.h"
#include "import/postgres/changes.h"
#include "import/postgres/indexes.h"
#include "import/postgres/rights.h"
#include "import/postgres/sequences.h"
#include "import/postgres/tables.h"
#include "import/postgres/types.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

/// Commands with their places in the text, in the order in which the server takes them: what lets go comes first.
struct Command {
  Node node;
  std::string type;
  std::size_t begin = 0, end = 0;
  int pass() const {
    if (type.starts_with("AT_Drop") && type != "AT_DropNotNull" && type != "AT_DropCluster") return 0;
    if (type == "AT_AlterColumnType") return 1;
    if (type == "AT_AddColumn") return 2;
    return type == "AT_AddConstraint" ? 4 : 3;
  }
};

std::vector<Command> commands_of(const Statement& s) {
  std::vector<Command> out;
  // ALTER TABLE [IF EXISTS] [ONLY] name [*]: the first command stands behind the name
  std::size_t first = s.text.at_byte(s.node["relation"].location().value_or(0)) + 1;
  while (first + 1 < s.text.size() && s.text[first].lower == ".") first += 2;
  const auto places = s.text.parts(first, s.text.size());
  const auto nodes = s.node.list("cmds");
  for (std::size_t i = 0; i < nodes.size() && i < places.size(); ++i)
    out.push_back({nodes[i], nodes[i].text("subtype"), places[i].first, places[i].second});
  std::stable_sort(out.begin(), out.end(), [](const Command& a, const Command& b) { return a.pass() < b.pass(); });
  return out;
}

class TableAlterer {
 public:
  TableAlterer(const Statement& s, QName name) : s_(s), name_(std::move(name)) { pending_.fresh = false; }

  void run() {
    for (const Command& command : commands_of(s_)) {
      if (column_command(command) || constraint_command(command) || setting_command(command)) continue;
      needs_server("this command of ALTER TABLE", s_.text[command.begin].begin);
    }
    add_constraints(s_, name_, fresh_);
    add_constraints(s_, name_, pending_);
  }

 private:
  Table& table() { return *s_.db.table(name_); }

  Column& column(const Command& c) {
    const std::string name = c.node.text("name");
    if (Column* found = table().find_column(name)) return *found;
    if (s_.db.find_column(name_, name))
      needs_server("a change of the column '" + name + "', which is its parent's", s_.text[c.begin].begin);
    missing("column '" + name_.text() + "." + name + "'", s_.text[c.begin].begin);
  }

  bool column_command(const Command& c) {
    if (c.type == "AT_AddColumn") {
      const std::string name = c.node["def"].text("colname");
      if (c.node.flag("missing_ok") && s_.db.find_column(name_, name)) return true;
      for (const auto& [view, each] : s_.db.relations)  // SELECT * stands for the columns of its time
        if (each.reads.contains(name_) && each.columns.empty())
          needs_server("a new column of '" + name_.text() + "', of which view '" + view.text() + "' selects *");
      add_column(s_, name_, c.node["def"], c.end, fresh_);
    } else if (c.type == "AT_DropColumn") {
      drop_column(s_, name_, c.node.text("name"), c.node.flag("missing_ok"), c.node.text("behavior") == "DROP_CASCADE");
    } else if (c.type == "AT_ColumnDefault") {
      set_default(c);
    } else if (c.type == "AT_SetNotNull") {
      const Column* inherited = s_.db.find_column(name_, c.node.text("name"));
      if (table().find_column(c.node.text("name")) || !inherited)
        column(c).nullable = false;
      else if (inherited->nullable)
        s_.db.add_raw({"not null of \x01.\x03", "ALTER TABLE \x01 ALTER COLUMN \x02 SET NOT NULL",
                       "ALTER TABLE \x01 ALTER COLUMN \x02 DROP NOT NULL", name_, c.node.text("name")});
    } else if (c.type == "AT_DropNotNull") {
      s_.db.erase_raw("not null of \x01.\x03", name_, c.node.text("name"));
      if (table().find_column(c.node.text("name"))) column(c).nullable = true;
    } else if (c.type == "AT_AlterColumnType") {
      retype(c);
    } else if (c.type == "AT_AddIdentity") {
      add_identity(c);
    } else if (c.type == "AT_SetIdentity") {
      set_identity(c);
    } else if (c.type == "AT_DropIdentity") {
      if (const QName* sequence = sequence_of(s_.db, name_, c.node.text("name"), true))
        drop_sequence(s_.db, QName(*sequence));
      column(c).identity.reset();
    } else if (c.type == "AT_DropExpression") {
      column(c).generated.reset();
    } else {
      return false;
    }
    return true;
  }

  void set_default(const Command& c) {
    if (!table().find_column(c.node.text("name")) && s_.db.find_column(name_, c.node.text("name")))
      return inherited_default(c);
    if (!c.node.has("def")) {
      column(c).default_value.reset();
      return;
    }
    const std::size_t word = s_.text.find(c.begin, c.end, "default");
    Column& of = column(c);
    Expr value = default_value(s_, word + 1, c.end, c.node["def"], of, &table());
    if (is_no_default(s_.db, of.type, value))
      of.default_value.reset();
    else
      of.default_value = std::move(value);
  }

  void inherited_default(const Command& c) {
    const std::string alter = "ALTER TABLE \x01 ALTER COLUMN \x02 ";
    const std::size_t word = s_.text.find(c.begin, c.end, "default");
    const std::string to =
        c.node.has("def") ? "SET DEFAULT " + sql_of(s_, word + 1, c.end, c.node["def"]) : std::string("DROP DEFAULT");
    s_.db.add_raw(
        {inherited_default_name(s_.db, name_), alter + to, alter + "DROP DEFAULT", name_, c.node.text("name")});
  }

  void retype(const Command& c) {
    const Node definition = c.node["def"];
    Column& of = column(c);
    if (!s_.db.heirs_of(name_).empty()) needs_server("the type of a column that heirs have", s_.text[c.begin].begin);
    of.type = column_type(s_, definition["typeName"]);
    of.collation.clear();
    if (const Node collation = definition["collClause"])
      of.collation = text::quoted(written_name(collation.strings("collname")).name, '"');
    if (const QName* sequence = sequence_of(s_.db, name_, of.name, true))
      s_.db.sequences[*sequence].type = of.type.name.name;
  }

  void add_identity(const Command& c) {
    Column& of = column(c);
    Sequence sequence;
    sequence.is_identity = true;
    sequence.type = of.type.name.name;
    const Node definition = c.node["def"];
    number_column(s_, name_, of.name, std::move(sequence), definition.list("options"));
    of.identity = Identity{};
    of.identity->kind = definition.text("generated_when") == "a" ? IdentityKind::always : IdentityKind::by_default;
  }

  void set_identity(const Command& c) {
    Column& of = column(c);
    const QName* sequence = sequence_of(s_.db, name_, of.name, true);
    if (!sequence || !of.identity) missing("an identity of '" + of.name + "'", s_.text[c.begin].begin);
    std::vector<Node> options;
    for (const Node& option : c.node["def"].list("items").empty() ? c.node.list("def") : c.node["def"].list("items")) {
      if (option.text("defname") == "generated")
        of.identity->kind = option["arg"].number("ival") == 'a' ? IdentityKind::always : IdentityKind::by_default;
      else
        options.push_back(option);
    }
    set_options(s_, s_.db.sequences[*sequence], options);
  }

  bool constraint_command(const Command& c) {
    const std::string name = c.node.text("name");
    if (c.type == "AT_AddConstraint") {
      const std::size_t begin = s_.text.at_byte(c.node["def"].location().value_or(s_.text[c.begin].begin));
      pending_.add(c.node["def"], begin, c.end);
    } else if (c.type == "AT_DropConstraint") {
      drop_constraint(s_, name_, name, {c.node.flag("missing_ok"), c.node.text("behavior") == "DROP_CASCADE"});
    } else if (c.type == "AT_ValidateConstraint") {
      validate_constraint(s_, name_, name);
    } else if (c.type == "AT_AlterConstraint") {
      alter_constraint(s_, name_, c.node["def"]);
    } else if (c.type == "AT_AttachPartition") {
      attach_partition(s_, name_, c.node["def"]);
    } else if (c.type == "AT_DetachPartition") {
      detach_partition(s_, name_, c.node["def"]);
    } else if (c.type == "AT_AddInherit") {
      inherit(s_, name_, table_of(s_, c.node["def"]).name);
    } else if (c.type == "AT_DropInherit") {
      disinherit(s_, name_, table_of(s_, c.node["def"]).name);
    } else {
      return false;
    }
    return true;
  }

  /// What is carried as the statement that says it; `on` says it, or takes it back.
  void setting(bool on, const std::string& name, const std::string& create, const std::string& drop,
               const std::string& member = {}) {
    if (on)
      s_.db.add_raw({name, "ALTER TABLE \x01 " + create, "ALTER TABLE \x01 " + drop, name_, member});
    else
      s_.db.erase_raw(name, name_, member);
  }

  bool setting_command(const Command& c) {
    const std::string& type = c.type;
    const std::string name = c.node.text("name");
    if (type == "AT_EnableRowSecurity" || type == "AT_DisableRowSecurity") {
      setting(type == "AT_EnableRowSecurity", "row security of \x01", "ENABLE ROW LEVEL SECURITY",
              "DISABLE ROW LEVEL SECURITY");
    } else if (type == "AT_ForceRowSecurity" || type == "AT_NoForceRowSecurity") {
      setting(type == "AT_ForceRowSecurity", "forced row security of \x01", "FORCE ROW LEVEL SECURITY",
              "NO FORCE ROW LEVEL SECURITY");
    } else if (type == "AT_ClusterOn" || type == "AT_DropCluster") {
      setting(type == "AT_ClusterOn", "clustering of \x01", "CLUSTER ON " + ident(name), "SET WITHOUT CLUSTER");
    } else if (type == "AT_ChangeOwner") {
      set_owner(s_, "TABLE", name_, "", role_name(c.node["newowner"]));
    } else if (type == "AT_ReplicaIdentity") {
      replica_identity(c.node["def"]);
    } else if (firing_state(c) || column_setting(c) || storage_setting(c)) {
      return true;
    } else {
      return false;
    }
    return true;
  }

  void replica_identity(const Node& identity) {
    const std::string type = identity.text("identity_type");
    const std::string to = type == "i"   ? "USING INDEX " + ident(identity.text("name"))
                           : type == "f" ? "FULL"
                                         : "NOTHING";
    setting(type != "d", "replica identity of \x01", "REPLICA IDENTITY " + to, "REPLICA IDENTITY DEFAULT");
  }

  /// Of a trigger, or of a rule.
  bool firing_state(const Command& c) {
    static const std::map<std::string, std::string> kStates = {{"AT_DisableTrig", "DISABLE"},
                                                               {"AT_EnableReplicaTrig", "ENABLE REPLICA"},
                                                               {"AT_EnableAlwaysTrig", "ENABLE ALWAYS"},
                                                               {"AT_EnableTrig", ""},
                                                               {"AT_DisableRule", "DISABLE"},
                                                               {"AT_EnableReplicaRule", "ENABLE REPLICA"},
                                                               {"AT_EnableAlwaysRule", "ENABLE ALWAYS"},
                                                               {"AT_EnableRule", ""}};
    if (c.type == "AT_DisableTrigAll" || c.type == "AT_DisableTrigUser" || c.type == "AT_EnableTrigAll" ||
        c.type == "AT_EnableTrigUser") {
      for (const Trigger& trigger : s_.db.catalog.triggers)
        if (trigger.table == name_)
          setting(c.type.starts_with("AT_Dis"), "state of trigger \x03 on \x01", "DISABLE TRIGGER \x02",
                  "ENABLE TRIGGER \x02", trigger.name.name);
      return true;
    }
    const auto found = kStates.find(c.type);
    if (found == kStates.end()) return false;
    const bool of_rule = c.type.ends_with("Rule");
    if (!of_rule && !has_trigger(c.node.text("name")))  // its parent's, whose state the server knows
      needs_server("the state of trigger '" + c.node.text("name") + "' on '" + name_.text() + "'");
    const std::string name = of_rule ? "state of rule \x03 on \x01" : "state of trigger \x03 on \x01";
    const std::string what = of_rule ? " RULE \x02" : " TRIGGER \x02";
    setting(!found->second.empty(), name, found->second + what, "ENABLE" + what, c.node.text("name"));
    return true;
  }

  bool has_trigger(const std::string& trigger) const {
    const auto& triggers = s_.db.catalog.triggers;
    return s_.db.find_raw("trigger \x03 on \x01", name_, trigger) ||
           std::any_of(triggers.begin(), triggers.end(),
                       [&](const Trigger& t) { return t.table == name_ && t.name.name == trigger; });
  }

  bool column_setting(const Command& c) {
    const std::string member = c.node.text("name"), alter = "ALTER COLUMN \x02 ";
    if (c.type == "AT_SetStatistics" && !member.empty()) {
      const long long target = c.node["def"].number("ival");
      const bool none = s_.text.find(c.begin, c.end, "-") != c.end;  // -1
      setting(!none, "statistics of \x01.\x03", alter + "SET STATISTICS " + std::to_string(target),
              alter + "SET STATISTICS -1", member);
    } else if (c.type == "AT_SetStorage") {
      const std::string& type = column(c).type.name.name;
      const bool fixed = type == "integer" || type == "bigint" || type == "boolean" || type == "uuid";
      const std::string usual = fixed ? "PLAIN" : type == "numeric" ? "MAIN" : "EXTENDED";
      const std::string to = text::to_upper(c.node["def"].text("sval"));
      setting(to != usual, "storage of \x01.\x03", alter + "SET STORAGE " + to, alter + "SET STORAGE " + usual, member);
    } else if (c.type == "AT_SetCompression") {
      const std::string to = text::to_lower(c.node["def"].text("sval"));
      setting(to != "default", "compression of \x01.\x03", alter + "SET COMPRESSION " + to,
              alter + "SET COMPRESSION default", member);
    } else if (c.type == "AT_SetOptions" || c.type == "AT_ResetOptions") {
      std::vector<std::string> parts;
      for (const Node& option : def_list(c.node))
        if (option.has("arg")) parts.push_back(option.text("defname") + "=" + option_value(s_.text, option));
      std::sort(parts.begin(), parts.end());
      setting(c.type == "AT_SetOptions", "settings of \x01.\x03", alter + "SET (" + text::join(parts, ", ") + ")",
              alter + "RESET (n_distinct, n_distinct_inherited)", member);
    } else {
      return false;
    }
    return true;
  }

  /// A list where the parser allows any node.
  static std::vector<Node> def_list(const Node& command) { return command["def"].list("items"); }

  /// What is set again stands behind the others.
  static void move_to_end(Options& options, const Option& set) {
    std::erase_if(options, [&](const Option& option) { return option.name == set.name; });
    options.push_back(set);
  }

  bool storage_setting(const Command& c) {
    Options& options = table().options;
    if (c.type == "AT_SetRelOptions") {
      for (const Option& option : storage_options(s_.text, def_list(c.node))) move_to_end(options, option);
    } else if (c.type == "AT_ResetRelOptions") {
      for (const Option& option : storage_options(s_.text, def_list(c.node)))
        std::erase_if(options, [&](const Option& o) { return o.name == option.name; });
    } else if (c.type == "AT_SetLogged" || c.type == "AT_SetUnLogged") {
      std::erase_if(options, [](const Option& o) { return o.name == "unlogged"; });
      if (c.type == "AT_SetUnLogged") set_option(options, "unlogged", "true");
    } else if (c.type == "AT_SetTableSpace") {
      set_tablespace(s_.db, options, c.node.text("name"));
    } else {
      return c.type == "AT_SetAccessMethod";
    }
    return true;
  }

  const Statement& s_;
  QName name_;
  WrittenConstraints fresh_, pending_;  // those of new columns, and others
};

/// A partition's index that is attached is its parent's from now on, and so is the key that it is of.
void give_up_index(Database& db, const QName& index) {
  Table* table = db.table(db.relations[index].of);
  if (!table) return;
  const auto named = [&](const auto& member) { return member.name == index.name; };
  if (table->primary_key && named(*table->primary_key)) table->primary_key.reset();
  std::erase_if(table->uniques, named);
  std::erase_if(table->indexes, named);
}

/// Of a view's column, which has a default for INSERT alone.
void default_of_view(const Statement& s, const QName& name, const Command& c) {
  const std::string alter = "ALTER TABLE \x01 ALTER COLUMN \x02 ", record = "default of view \x01.\x03";
  s.db.erase_raw(record, name, c.node.text("name"));
  if (!c.node.has("def")) return;
  const std::size_t word = s.text.find(c.begin, c.end, "default");
  s.db.add_raw({record, alter + "SET DEFAULT " + sql_of(s, word + 1, c.end, c.node["def"]), alter + "DROP DEFAULT",
                name, c.node.text("name")});
}

/// What an index is told beside its definition; false where it is something else.
bool index_setting(const Statement& s, const QName& name, const Command& c) {
  if (c.type == "AT_SetStatistics") {
    const std::string column = std::to_string(c.node.number("num"));
    const std::string alter = "ALTER INDEX \x01 ALTER COLUMN " + column + " SET STATISTICS ";
    s.db.add_raw({"statistics of index \x01 " + column, alter + std::to_string(c.node["def"].number("ival")),
                  alter + "-1", name, ""});
    return true;
  }
  Index* index = find_index(s.db, name);
  if (c.type != "AT_SetRelOptions" || !index) return false;
  for (const Option& option : storage_options(s.text, c.node["def"].list("items")))
    set_option(index->options, option.name, option.value);
  return true;
}

/// Of ALTER VIEW, ALTER INDEX and the like that only say who owns it, or what a partition's index belongs to.
void alter_other(const Statement& s, const QName& name, RelationKind kind) {
  for (const Command& c : commands_of(s)) {
    const Node& command = c.node;
    const std::string& type = c.type;
    const char* word = kind == RelationKind::view                ? "VIEW"
                       : kind == RelationKind::materialized_view ? "MATERIALIZED VIEW"
                                                                 : "SEQUENCE";
    if (type == "AT_ChangeOwner" && kind != RelationKind::index)
      set_owner(s, word, name, "", role_name(command["newowner"]));
    else if (type == "AT_AttachPartition" && kind == RelationKind::index)
      give_up_index(s.db, relation(s, command["def"]["name"]));
    else if (type == "AT_ColumnDefault" && kind == RelationKind::view)
      default_of_view(s, name, c);
    else if (kind != RelationKind::index || !index_setting(s, name, c))
      needs_server("this change of what is not a table", s.node["relation"].location());
  }
}

}  // namespace

void alter_table(const Statement& s) {
  const Node range_var = s.node["relation"];
  const WrittenName written = written_name(range_var);
  const auto found = s.db.find_relation(written.schema, written.name);
  if (!found && s.node.flag("missing_ok")) return;
  const QName name = relation(s, range_var);
  const RelationKind kind = s.db.relations[name].kind;
  if (kind == RelationKind::temporary) return;
  if (kind == RelationKind::composite_type) return alter_composite(s, name);
  if (kind == RelationKind::table)
    TableAlterer(s, name).run();
  else
    alter_other(s, name, kind);
}

void cluster(const Statement& s) {
  if (!s.node.has("relation") || s.node.text("indexname").empty()) return;  // as it is set already
  const QName name = relation(s, s.node["relation"]);
  s.db.add_raw({"clustering of \x01", "ALTER TABLE \x01 CLUSTER ON " + ident(s.node.text("indexname")),
                "ALTER TABLE \x01 SET WITHOUT CLUSTER", name, ""});
}

void drop_column(const Statement& s, const QName& name, const std::string& column, bool missing_ok, bool cascade) {
  Table& table = *s.db.table(name);
  if (!table.find_column(column)) {
    if (missing_ok) return;
    missing("column '" + name.text() + "." + column + "'");
  }
  drop_users_of_column(s, name, column, cascade);
  const auto has = [&](const std::vector<std::string>& columns) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  const auto reads = [&](const Expr& e) {
    bool found = has(expr::columns_of(e));
    expr::walk(e, [&](const Expr& node) {
      found |= node.kind == ExprKind::raw && node.text.find(column) != std::string::npos;
    });
    return found;
  };
  const auto forget = [&](const std::string& index) { s.db.relations.erase({name.schema, index}); };
  if (table.primary_key && has(table.primary_key->columns)) {
    forget(table.primary_key->name);
    table.primary_key.reset();
  }
  for (const Unique& key : table.uniques)
    if (has(key.columns)) forget(key.name);
  std::erase_if(table.uniques, [&](const Unique& key) { return has(key.columns); });
  std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return has(key.columns); });
  std::erase_if(table.checks, [&](const Check& check) { return reads(check.expr); });
  std::erase_if(table.indexes, [&](const Index& index) {
    bool gone = has(index.include) || (index.where && reads(*index.where));
    for (const IndexPart& part : index.parts) gone |= reads(part.expr);
    if (gone) forget(index.name);
    return gone;
  });
  std::erase_if(table.columns, [&](const Column& c) { return c.name == column; });
  std::erase_if(s.db.raw, [&](const RawRecord& record) {
    return record.on == name && record.member == column && record.name.find(".\x03") != std::string::npos;
  });
  for (bool identity : {true, false})
    if (const QName* sequence = sequence_of(s.db, name, column, identity)) drop_sequence(s.db, QName(*sequence));
}

}  // namespace schemac::import::postgres
