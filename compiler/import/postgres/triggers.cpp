// Triggers, event triggers, rules and policies.
#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/programs.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

// src/include/catalog/pg_trigger.h
enum TriggerType { kBefore = 2, kInsert = 4, kDelete = 8, kUpdate = 16, kTruncate = 32, kInstead = 64 };

std::string call_of(const Statement& s) {
  const WrittenName written = written_name(s.node.strings("funcname"));
  const auto found = s.db.find_program(written.schema, written.name);
  if (!found && s.db.extensions.empty() && written.schema != "pg_catalog" && !written.name.starts_with("suppress_") &&
      !written.name.starts_with("tsvector_update_"))
    missing("function '" + shown(written) + "'");
  std::vector<std::string> arguments;
  for (const std::string& argument : s.node.strings("args")) arguments.push_back(text::quoted(argument, '\''));
  const QName name = found ? *found : QName(Database::schema_of(written.schema), written.name);
  return "EXECUTE FUNCTION " + called(name) + "(" + text::join(arguments, ", ") + ")";
}

std::vector<std::string> events_of(const Statement& s) {
  const long long events = s.node.number("events");
  const auto columns = s.node.strings("columns");
  std::vector<std::string> out;
  if (events & kInsert) out.emplace_back("insert");
  if (events & kUpdate) out.push_back(columns.empty() ? "update" : "update of " + text::join(columns, ", "));
  if (events & kDelete) out.emplace_back("delete");
  if (events & kTruncate) out.emplace_back("truncate");
  return out;
}

/// The tokens of the condition of WHEN ( … ).
std::string condition_of(const Statement& s) {
  const std::size_t behind = s.text.at_byte(s.node["relation"].location().value_or(0));
  const std::size_t when = s.text.find(behind, s.text.size(), "when");
  const std::size_t open = s.text.find(when, s.text.size(), "(");
  return sql_of(s, open + 1, s.text.closing(open, s.text.size()), s.node["whenClause"]);
}

std::string timing_of(const Statement& s) {
  const long long timing = s.node.number("timing");
  return timing & kInstead ? "instead of" : timing & kBefore ? "before" : "after";
}

/// What the language has no words for: constraint triggers, and those with transition tables.
void carry_trigger(const Statement& s, const QName& of, const std::string& name) {
  std::string text = s.node.flag("isconstraint") ? "CREATE CONSTRAINT TRIGGER \x02 " : "CREATE TRIGGER \x02 ";
  std::vector<std::string> events = events_of(s);
  text += text::to_upper(timing_of(s)) + " " + text::join(events, " OR ") + " ON \x01";
  if (const Node other = s.node["constrrel"]) text += " FROM " + called(relation(s, other));
  if (s.node.flag("deferrable")) text += s.node.flag("initdeferred") ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
  std::vector<std::string> tables;
  for (const Node& each : s.node.list("transitionRels"))
    tables.push_back((each.flag("isNew") ? "NEW TABLE AS " : "OLD TABLE AS ") + ident(each.text("name")));
  if (!tables.empty()) text += " REFERENCING " + text::join(tables, " ");
  text += s.node.flag("row") ? " FOR EACH ROW" : " FOR EACH STATEMENT";
  if (s.node["whenClause"]) text += " WHEN (" + condition_of(s) + ")";
  s.db.add_raw({"trigger \x03 on \x01", text + " " + call_of(s), "DROP TRIGGER \x02 ON \x01", of, name});
}

}  // namespace

void create_trigger(const Statement& s) {
  const QName of = relation(s, s.node["relation"]);
  if (s.db.relations[of].kind == RelationKind::temporary) return;
  Trigger trigger;
  trigger.name = s.node.text("trigname");
  trigger.table = of;
  const Trigger* before = s.db.catalog.triggers.find(key_of(trigger));
  if ((before || s.db.find_raw("trigger \x03 on \x01", of, trigger.name.name)) && !s.node.flag("replace"))
    taken("trigger '" + trigger.name.name + "' of '" + of.text() + "'", s.node["relation"].location());
  if (s.node.flag("isconstraint") || !s.node.list("transitionRels").empty())
    return carry_trigger(s, of, trigger.name.name);
  trigger.timing = timing_of(s);
  trigger.events = events_of(s);
  trigger.per_statement = !s.node.flag("row");
  if (s.node["whenClause"]) {
    Table seen;
    if (is_table(s.db, of)) seen.columns = s.db.all_columns(of);
    trigger.when = expression(s.db, condition_of(s), &seen);
  }
  trigger.body = expr::raw(DialectId::postgres, dialect::postgres::trigger_call(call_of(s)));
  if (before) trigger.comment = before->comment;
  s.db.catalog.triggers.erase(key_of(trigger));
  s.db.catalog.triggers.add(std::move(trigger));
}

void create_event_trigger(const Statement& s) {
  const std::string name = s.node.text("trigname");
  const std::size_t on = s.text.find(0, s.text.size(), "on");
  const std::size_t execute = s.text.find(on, s.text.size(), "execute");
  s.db.add_raw({"event trigger \x03",
                "CREATE EVENT TRIGGER \x02 " + s.text.slice(on, execute) + " " + call_of(s),
                "DROP EVENT TRIGGER \x02",
                {},
                name});
}

void alter_event_trigger(const Statement& s) {
  const std::string name = s.node.text("trigname"), state = s.node.text("tgenabled"),
                    alter = "ALTER EVENT TRIGGER \x02 ";
  s.db.erase_raw("state of event trigger \x03", {}, name);
  if (state == "O") return;
  const char* to = state == "D" ? "DISABLE" : state == "R" ? "ENABLE REPLICA" : "ENABLE ALWAYS";
  s.db.add_raw({"state of event trigger \x03", alter + to, alter + "ENABLE", {}, name});
}

void create_rule(const Statement& s) {
  const QName of = relation(s, s.node["relation"]);
  const std::size_t table = s.text.at_byte(s.node["relation"].location().value_or(0));
  const std::size_t on = s.text.find(0, table, "on");
  std::size_t rest = table + 1;
  while (rest + 1 < s.text.size() && s.text[rest].lower == ".") rest += 2;
  s.db.add_raw({"rule \x03 on \x01",
                "CREATE RULE \x02 AS " + s.text.slice(on, table) + " \x01 " + sql_of(s, rest, s.text.size(), s.node),
                "DROP RULE \x02 ON \x01", of, s.node.text("rulename")});
}

namespace {

struct Policy {
  std::string kind;  // " AS RESTRICTIVE FOR UPDATE"
  std::vector<std::string> roles;
  std::string of_rows, of_changes;

  std::string text() const {
    std::string out = "CREATE POLICY \x02 ON \x01" + kind;
    if (!roles.empty()) out += " TO " + text::join(roles, ", ");
    if (!of_rows.empty()) out += " USING " + of_rows;
    return of_changes.empty() ? out : out + " WITH CHECK " + of_changes;
  }
};

/// Of CREATE POLICY; what ALTER POLICY says stands in for it.
void read_policy(const Statement& s, Policy& policy) {
  std::vector<std::string> roles;
  for (const Node& role : s.node.list("roles")) {
    const std::string type = role.text("roletype");
    if (type == "ROLESPEC_PUBLIC") continue;
    roles.push_back(type == "ROLESPEC_CSTRING" ? ident(role.text("rolename")) : "CURRENT_USER");
  }
  std::sort(roles.begin(), roles.end());
  if (s.node.has("roles")) policy.roles = std::move(roles);
  const std::size_t begin = s.text.at_byte(s.node["table"].location().value_or(0));
  const auto clause = [&](const char* word, const char* member) {
    const std::size_t open = s.text.find(s.text.find(begin, s.text.size(), word), s.text.size(), "(");
    return "(" + sql_of(s, open + 1, s.text.closing(open, s.text.size()), s.node[member]) + ")";
  };
  if (s.node["qual"]) policy.of_rows = clause("using", "qual");
  if (s.node["with_check"]) policy.of_changes = clause("check", "with_check");
}

std::string policy_kind(const Node& node) {
  const std::string command = node.text("cmd_name");
  const bool all = command == "all" || command.empty();
  return (node.flag("permissive") ? "" : " AS RESTRICTIVE") + (all ? "" : " FOR " + text::to_upper(command));
}

constexpr const char* kPolicy = "policy \x03 on \x01";

}  // namespace

void create_policy(const Statement& s) {
  const QName of = relation(s, s.node["table"]);
  const std::string name = s.node.text("policy_name");
  if (s.db.relations[of].kind == RelationKind::temporary) return;
  if (s.db.find_raw(kPolicy, of, name)) taken("policy '" + name + "' of '" + of.text() + "'");
  Policy policy;
  policy.kind = policy_kind(s.node);
  read_policy(s, policy);
  s.db.add_raw({kPolicy, policy.text(), "DROP POLICY \x02 ON \x01", of, name});
}

void alter_policy(const Statement& s) {
  const QName of = relation(s, s.node["table"]);
  const std::string name = s.node.text("policy_name");
  RawRecord* record = s.db.find_raw(kPolicy, of, name);
  if (!record) missing("policy '" + name + "' of '" + of.text() + "'");
  const std::string before = marks_as_names(record->create);
  const ParseTree tree(before);
  const SqlText text(before);
  Policy policy;
  policy.kind = policy_kind(tree.statement());
  {
    const WholeNames whole(s.db);
    read_policy({s.db, text, tree.statement()}, policy);
  }
  read_policy(s, policy);
  record->create = policy.text();
}

}  // namespace schemac::import::postgres
