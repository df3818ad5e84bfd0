#include "import/postgres/rights.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "import/postgres/programs.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

/// Rights that nobody had to grant (acldefault(), src/backend/utils/adt/acl.c), and those of the schema public.
std::map<std::string, std::map<std::string, bool>> given_to_all(const std::string& word, const QName& name) {
  if (word == "FUNCTION" || word == "PROCEDURE" || word == "FUNCTIONS") return {{"PUBLIC", {{"EXECUTE", false}}}};
  if (word == "TYPE" || word == "TYPES") return {{"PUBLIC", {{"USAGE", false}}}};
  if (word == "SCHEMA" && name.name == "public")
    return {{"PUBLIC", {{"USAGE", false}}}, {"pg_database_owner", {{"CREATE", false}, {"USAGE", false}}}};
  return {};
}

std::vector<std::string> all_rights(const std::string& word, bool column) {
  if (column) return {"INSERT", "REFERENCES", "SELECT", "UPDATE"};
  if (word == "TABLE" || word == "TABLES")
    return {"DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"};
  if (word == "SEQUENCE" || word == "SEQUENCES") return {"SELECT", "UPDATE", "USAGE"};
  if (word == "SCHEMA" || word == "SCHEMAS") return {"CREATE", "USAGE"};
  return word == "TYPE" || word == "TYPES" ? std::vector<std::string>{"USAGE"} : std::vector<std::string>{"EXECUTE"};
}

AccessList& list_of(Database& db, const AccessList& of) {
  for (AccessList& list : db.access)
    if (list.word == of.word && list.name == of.name && list.arguments == of.arguments && list.column == of.column &&
        list.before == of.before)
      return list;
  db.access.push_back(of);
  // rights by default in one schema add to those that everything has
  if (of.column.empty() && of.before.find(" IN SCHEMA ") == of.before.npos)
    db.access.back().roles = given_to_all(of.word, of.name);
  return db.access.back();
}

std::string grantee(const Node& role) {
  const std::string type = role.text("roletype");
  if (type == "ROLESPEC_PUBLIC") return "PUBLIC";
  return type == "ROLESPEC_CSTRING" ? role.text("rolename") : "";
}

/// One GRANT or REVOKE over some objects.
class Granting {
 public:
  explicit Granting(const Node& grant)
      : grant_(grant), on_(grant.flag("is_grant")), option_(grant.flag("grant_option")) {}

  void run(Database& db, const AccessList& object) {
    if (grant_.list("privileges").empty()) return each(db, object, all_rights(object.word, false));
    for (const Node& privilege : grant_.list("privileges")) {
      const std::string right = text::to_upper(privilege.text("priv_name"));
      const auto columns = privilege.strings("cols");
      const auto rights = right.empty() ? all_rights(object.word, !columns.empty()) : std::vector<std::string>{right};
      if (columns.empty()) each(db, object, rights);
      for (const std::string& column : columns) {
        AccessList of_column = object;
        of_column.column = column;
        each(db, of_column, rights);
      }
    }
  }

 private:
  void each(Database& db, const AccessList& object, const std::vector<std::string>& rights) {
    AccessList& list = list_of(db, object);
    for (const Node& role : grant_.list("grantees"))
      for (const std::string& right : rights) change(list, grantee(role), right);
  }
  void change(AccessList& list, const std::string& role, const std::string& right) const {
    if (on_) {
      list.roles[role][right] |= option_;
      list.taken.erase({role, right});
    } else if (option_) {  // REVOKE GRANT OPTION FOR
      list.roles[role][right] = false;
    } else {
      list.roles[role].erase(right);
      list.taken.emplace(role, right);
    }
  }

  Node grant_;
  bool on_, option_;
};

std::string schema_name(const std::string& own) { return own.empty() ? "public" : own; }

/// The objects that a GRANT names.
class Objects {
 public:
  explicit Objects(const Statement& s) : s_(s) {}

  std::vector<AccessList> run() {
    const bool all = s_.node.text("targtype") == "ACL_TARGET_ALL_IN_SCHEMA";
    for (const Node& object : s_.node.list("objects")) all ? all_in(object) : one(object);
    return std::move(out_);
  }

 private:
  void add(const std::string& word, const QName& name, const std::string& arguments = {}) {
    AccessList list;
    list.word = word;
    list.name = name;
    list.arguments = arguments;
    out_.push_back(std::move(list));
  }

  void one(const Node& object) {
    const std::string type = s_.node.text("objtype");
    if (type == "OBJECT_TABLE" || type == "OBJECT_SEQUENCE") {
      const QName name = relation(s_, object);
      const RelationKind kind = s_.db.relations[name].kind;
      if (kind != RelationKind::temporary) add(kind == RelationKind::sequence ? "SEQUENCE" : "TABLE", name);
    } else if (type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_ROUTINE") {
      const auto found = find_function(s_, object);
      program(found->first, found->second);
    } else if (type == "OBJECT_SCHEMA") {
      if (!s_.db.schemas.contains(Database::schema_of(object.text("sval"))))
        missing("schema '" + object.text("sval") + "'");
      add("SCHEMA", object.text("sval"));
    } else if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
      const WrittenName written = written_name(name_parts(object));
      const auto name = s_.db.find_type(written.schema, written.name);
      if (!name) missing("type '" + shown(written) + "'");
      add("TYPE", *name);
    } else if (type == "OBJECT_DATABASE") {
      s_.db.left_out.push_back("rights of the database");
    } else {
      needs_server("rights of this kind of object");
    }
  }

  void program(const QName& name, const Program& program) {
    add(program.kind == "PROCEDURE" ? "PROCEDURE" : "FUNCTION", name, "(" + program.called + ")");
  }

  void all_in(const Node& schema) {
    const std::string own = Database::schema_of(schema.text("sval")), type = s_.node.text("objtype");
    for (const auto& [name, each] : s_.db.relations) {
      if (name.schema != own) continue;
      const bool sequence = each.kind == RelationKind::sequence;
      const bool table = each.kind == RelationKind::table || each.kind == RelationKind::view ||
                         each.kind == RelationKind::materialized_view;
      if (type == "OBJECT_SEQUENCE" && sequence) add("SEQUENCE", name);
      if (type == "OBJECT_TABLE" && table) add("TABLE", name);
    }
    for (const auto& [name, each] : s_.db.programs)
      if (name.schema == own && (type == "OBJECT_FUNCTION" || type == "OBJECT_ROUTINE" ||
                                 (type == "OBJECT_PROCEDURE" && each.kind == "PROCEDURE")))
        program(name, each);
  }

  const Statement& s_;
  std::vector<AccessList> out_;
};

}  // namespace

void set_owner(const Statement& s, const std::string& word, const QName& name, const std::string& arguments,
               const std::string& role) {
  const std::string record = "owner of " + text::to_lower(word) + " \x01" + arguments;
  const std::string alter = "ALTER " + word + " \x01" + arguments + " OWNER TO ";
  const bool is_public = word == "SCHEMA" && name.name == "public";
  s.db.erase_raw(record, name, "");
  if (role.empty() && !is_public) return;
  s.db.add_raw({record, alter + (role.empty() ? "CURRENT_USER" : ident(role)),
                alter + (is_public ? "pg_database_owner" : "CURRENT_USER"), name, ""});
}

void alter_owner(const Statement& s) {
  const std::string type = s.node.text("objectType"), role = role_name(s.node["newowner"]);
  const Node object = s.node["object"];
  if (type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_AGGREGATE" ||
      type == "OBJECT_ROUTINE") {
    const auto found = find_function(s, object);
    return set_owner(s, found->second.kind, found->first, "(" + found->second.called + ")", role);
  }
  if (type == "OBJECT_SCHEMA") return set_owner(s, "SCHEMA", object.text("sval"), "", role);
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
    const WrittenName written = written_name(name_parts(object));
    const auto name = s.db.find_type(written.schema, written.name);
    if (!name) missing("type '" + shown(written) + "'");
    return set_owner(s, s.db.types.at(*name) == postgres::TypeKind::domain ? "DOMAIN" : "TYPE", *name, "", role);
  }
  if (role.empty()) return;
  needs_server("the owner of this kind of object");
}

void grant(const Statement& s) {
  Granting granting(s.node);
  for (const AccessList& object : Objects(s).run()) granting.run(s.db, object);
}

void default_rights(const Statement& s) {
  static const std::map<std::string, std::string> kWords = {
      {"OBJECT_TABLE", "TABLES"},      {"OBJECT_SEQUENCE", "SEQUENCES"}, {"OBJECT_FUNCTION", "FUNCTIONS"},
      {"OBJECT_ROUTINE", "FUNCTIONS"}, {"OBJECT_TYPE", "TYPES"},         {"OBJECT_SCHEMA", "SCHEMAS"}};
  const Node action = s.node["action"];
  std::vector<std::string> roles, schemas;
  for (const Node& option : s.node.list("options")) {
    const auto items = option["arg"].list("items");
    for (const Node& item : items)
      if (option.text("defname") == "roles")
        roles.push_back(item.text("roletype") == "ROLESPEC_CSTRING" ? " FOR ROLE " + ident(item.text("rolename")) : "");
      else
        schemas.push_back(" IN SCHEMA " + ident(item.text("sval")));
  }
  if (roles.empty()) roles.emplace_back();
  if (schemas.empty()) schemas.emplace_back();
  for (const std::string& role : roles)
    for (const std::string& schema : schemas) {
      AccessList list;
      list.word = kWords.at(action.text("objtype"));
      list.before = "ALTER DEFAULT PRIVILEGES" + role + schema + " ";
      Granting(action).run(s.db, list);
    }
}

void give_default_rights(Database& db, const std::string& word, const QName& name, const std::string& arguments) {
  const std::string words = (word == "PROCEDURE" ? "FUNCTION" : word) + "S";
  std::vector<AccessList> found;
  for (const AccessList& list : db.access) {
    const bool mine = list.before.find(" FOR ROLE ") == list.before.npos ||
                      list.before.find(" FOR ROLE postgres") != list.before.npos;
    const std::string in_schema = " IN SCHEMA " + ident(schema_name(name.schema)) + " ";
    const bool here =
        list.before.find(" IN SCHEMA ") == list.before.npos || list.before.find(in_schema) != list.before.npos;
    if (!list.before.empty() && list.word == words && mine && here) found.push_back(list);
  }
  for (const AccessList& given : found) {
    AccessList of;
    of.word = word;
    of.name = name;
    of.arguments = arguments;
    AccessList& list = list_of(db, of);
    const bool everywhere = given.before.find(" IN SCHEMA ") == given.before.npos;
    if (everywhere) list.roles.clear();
    for (const auto& [role, rights] : given.roles)
      for (const auto& [right, option] : rights) list.roles[role][right] |= option;
  }
}

namespace {

std::string owner_of(Database& db, const AccessList& list) {
  for (const char* word :
       {"table", "view", "materialized view", "sequence", "function", "procedure", "schema", "type", "domain"})
    if (const RawRecord* found = db.find_raw("owner of " + std::string(word) + " \x01" + list.arguments, list.name, ""))
      return found->create.ends_with(" CURRENT_USER") ? "" : found->create.substr(found->create.rfind(' ') + 1);
  return list.word == "SCHEMA" && list.name.name == "public" ? "pg_database_owner" : "";
}

std::string role_sql(const std::string& role) {
  if (role == "PUBLIC") return role;
  return role.empty() ? "CURRENT_USER" : ident(role);
}

void finish_list(Database& db, const AccessList& list) {
  const bool is_default = !list.before.empty();
  const std::string called_as = is_default ? list.word : list.word + " \x01" + list.arguments;
  const std::string columns = list.column.empty() ? "" : " (" + ident(list.column) + ")";
  const auto usual = list.column.empty() && list.before.find(" IN SCHEMA ") == list.before.npos
                         ? given_to_all(list.word, list.name)
                         : std::map<std::string, std::map<std::string, bool>>{};
  const std::string owner = owner_of(db, list);
  const auto is_owner = [&](const std::string& role) {
    return (role.empty() || role == "postgres") ? owner.empty() && !is_default : ident(role) == owner;
  };
  const auto say = [&](const std::string& name, const std::string& create, const std::string& drop) {
    db.add_raw({text::to_lower(list.before) + name, list.before + create, list.before + drop, list.name, ""});
  };
  for (const auto& [role, rights] : list.roles) {
    const bool own = is_owner(role);  // it has the rights by nature, and may have been given the option to hand them on
    std::vector<std::string> plain, passed_on;
    const auto of_all = usual.find(role);
    for (const auto& [right, option] : rights)
      if (of_all == usual.end() || !of_all->second.contains(right) || option)
        (option ? passed_on : plain).push_back(right + columns);
    for (const auto* granted : {&plain, &passed_on}) {
      if (granted->empty() || (own && granted == &plain)) continue;
      const std::string on = text::join(*granted, ", ") + " ON " + called_as;
      const bool with_option = granted == &passed_on;
      say("grant on " + called_as + columns + " to " + role_sql(role) + (with_option ? " with grant option" : "") +
              (own ? " of its own" : ""),
          "GRANT " + on + " TO " + role_sql(role) + (with_option ? " WITH GRANT OPTION" : ""),
          (own ? "REVOKE GRANT OPTION FOR " : "REVOKE ") + on + " FROM " + role_sql(role));
    }
  }
  for (const auto& [role, rights] : usual) {
    std::vector<std::string> lost;
    const auto has = list.roles.find(role);
    for (const auto& [right, option] : rights)
      if (has == list.roles.end() || !has->second.contains(right)) lost.push_back(right);
    if (lost.empty()) continue;
    const std::string on = text::join(lost, ", ") + " ON " + called_as;
    say("revoke on " + called_as + " from " + role_sql(role), "REVOKE " + on + " FROM " + role_sql(role),
        "GRANT " + on + " TO " + role_sql(role));
  }
  std::vector<std::string> own_lost;  // what the owner gave up
  std::string own;
  for (const auto& [role, right] : list.taken)
    if (is_owner(role) && list.column.empty()) own = role, own_lost.push_back(right);
  if (own_lost.empty()) return;
  const std::string on = text::join(own_lost, ", ") + " ON " + called_as;
  say("revoke on " + called_as + " from " + role_sql(own), "REVOKE " + on + " FROM " + role_sql(own),
      "GRANT " + on + " TO " + role_sql(own));
}

/// A sequence that numbers a column has no statements of its own; any other that goes with one has its table's owner.
void settle_owners_of_sequences(Database& db) {
  for (const auto& [name, sequence] : db.sequences) {
    if (sequence.owner_column.empty()) continue;
    std::erase_if(db.raw, [&, &called_so = name](const RawRecord& record) {
      return record.on == called_so && record.name.starts_with("owner of sequence ");
    });
    const RawRecord* table = db.find_raw("owner of table \x01", sequence.owner, "");
    if (!table || !db.find_raw("sequence \x01", name, "")) continue;
    const auto of_sequence = [](const std::string& sql) {
      return text::replace_all(sql, "ALTER TABLE ", "ALTER SEQUENCE ");
    };
    db.add_raw({"owner of sequence \x01", of_sequence(table->create), of_sequence(table->drop), name, ""});
  }
}

}  // namespace

void finish_rights(Database& db) {
  settle_owners_of_sequences(db);
  const std::vector<AccessList> lists = db.access;
  for (const AccessList& list : lists) finish_list(db, list);
}

}  // namespace schemac::import::postgres
