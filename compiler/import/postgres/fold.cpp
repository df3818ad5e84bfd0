// Which statement is read by what.
#include "import/postgres/fold.h"

#include "base/text.h"
#include "import/postgres/changes.h"
#include "import/postgres/indexes.h"
#include "import/postgres/objects.h"
#include "import/postgres/programs.h"
#include "import/postgres/rights.h"
#include "import/postgres/sequences.h"
#include "import/postgres/tables.h"
#include "import/postgres/types.h"

namespace schemac::import::postgres {

namespace {

/// SET: the search path and the tablespace say something about what follows.
void set_variable(const Statement& s) {
  if (s.node.text("name") == "role" || s.node.text("name") == "session_authorization")
    needs_server("what another role makes (SET " + text::to_upper(s.node.text("name")) + ")");
  if (s.node.text("name") == "default_tablespace" || s.node.text("kind") == "VAR_RESET_ALL") {
    s.db.default_tablespace.clear();
    for (const Node& arg : s.node.list("args")) s.db.default_tablespace = arg["sval"].text("sval");
  }
  const std::string kind = s.node.text("kind");
  const bool local = s.node.flag("is_local");
  if ((s.node.text("name") != "search_path" && kind != "VAR_RESET_ALL") || (local && !s.db.in_transaction)) return;
  std::vector<std::string> path;
  for (const Node& arg : s.node.list("args")) {
    const std::string schema = arg["sval"].text("sval");
    if (!schema.empty() && schema != "$user") path.push_back(Database::schema_of(schema));
  }
  if (local && !s.db.path_after) s.db.path_after = s.db.search_path;
  if (!local) s.db.path_after.reset();
  s.db.search_path = kind == "VAR_SET_VALUE" ? path : std::vector<std::string>{""};
}

void transaction(const Statement& s) {
  const std::string kind = s.node.text("kind");
  if (kind.starts_with("TRANS_STMT_ROLLBACK")) needs_server("what a ROLLBACK takes back");
  if (kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START") s.db.in_transaction = true;
  if (kind != "TRANS_STMT_COMMIT") return;
  s.db.in_transaction = false;
  if (s.db.path_after) s.db.search_path = *s.db.path_after;
  s.db.path_after.reset();
}

/// pg_dump's SELECT pg_catalog.set_config('search_path', '', false) is one more SET; any other SELECT may do anything.
void select(const Statement& s) {
  const std::vector<Node> targets = s.node.list("targetList");
  const Node call = targets.size() == 1 ? targets[0]["val"] : Node();
  const std::string function = written_name(call.strings("funcname")).name;
  const std::vector<Node> args = call.list("args");
  const auto text_of = [&](std::size_t i) { return args[i]["sval"].text("sval"); };
  if (function == "set_config" && args.size() == 3) {
    if (text_of(0) != "search_path") return;
    std::vector<std::string> path;
    for (const std::string& part : text::split(text_of(1), ',')) {
      const std::string schema(text::trim(part));
      if (!schema.empty()) path.push_back(Database::schema_of(text::replace_all(schema, "\"", "")));
    }
    s.db.search_path = path;
    return;
  }
  if (function == "setval" || function == "nextval") return;  // a sequence's state is data
  if (s.node.has("intoClause")) return select_into(s);
  static const std::set<std::string> kOnlyLook = {"count", "sum",     "min",       "max",       "now",
                                                  "lower", "version", "upper",     "length",    "current_setting",
                                                  "round", "concat",  "pg_typeof", "avg",       "pg_size_pretty",
                                                  "md5",   "to_char", "array_agg", "string_agg"};
  walk(s.node, [&](const Node& node) {
    const WrittenName name = written_name(node.strings("funcname"));
    if (node.is("FuncCall") && (!kOnlyLook.contains(name.name) || s.db.find_program(name.schema, name.name)))
      needs_server("what a SELECT calls", node.location());
  });
}

using Reader = void (*)(const Statement&);

void nothing(const Statement&) {}

Reader reader_of(const std::string& kind) {
  static const std::map<std::string, Reader> kReaders = {
      {"CreateStmt", create_table},
      {"AlterTableStmt", alter_table},
      {"IndexStmt", create_index},
      {"CreateSeqStmt", create_sequence},
      {"AlterSeqStmt", alter_sequence},
      {"VariableSetStmt", set_variable},
      {"SelectStmt", select},
      {"CreateSchemaStmt", create_schema},
      {"CreateExtensionStmt", create_extension},
      {"CreateEnumStmt", create_enum},
      {"AlterEnumStmt", alter_enum},
      {"CreateDomainStmt", create_domain},
      {"AlterDomainStmt", alter_domain},
      {"CompositeTypeStmt", create_composite},
      {"CreateRangeStmt", create_range},
      {"ViewStmt", create_view},
      {"CreateTableAsStmt", create_table_as},
      {"RefreshMatViewStmt", refresh},
      {"CreateFunctionStmt", create_function},
      {"AlterFunctionStmt", alter_function},
      {"CreateTrigStmt", create_trigger},
      {"CreateEventTrigStmt", create_event_trigger},
      {"AlterEventTrigStmt", alter_event_trigger},
      {"RuleStmt", create_rule},
      {"CreatePolicyStmt", create_policy},
      {"AlterPolicyStmt", alter_policy},
      {"ClusterStmt", cluster},
      {"DefineStmt", define},
      {"CreateStatsStmt", create_statistics},
      {"CreatePublicationStmt", create_publication},
      {"AlterPublicationStmt", alter_publication},
      {"CreateCastStmt", create_cast},
      {"CreateOpFamilyStmt", create_operator_family},
      {"AlterOpFamilyStmt", alter_operator_family},
      {"CreateOpClassStmt", create_operator_class},
      {"AlterTSConfigurationStmt", alter_text_search_configuration},
      {"CommentStmt", comment},
      {"GrantStmt", grant},
      {"AlterDefaultPrivilegesStmt", default_rights},
      {"AlterOwnerStmt", alter_owner},
      {"DropStmt", drop},
      {"RenameStmt", rename},
      {"AlterObjectSchemaStmt", set_schema},
      // roles belong to the server, and rows are no schema
      {"CreateRoleStmt", nothing},
      {"AlterRoleStmt", nothing},
      {"AlterRoleSetStmt", nothing},
      {"DropRoleStmt", nothing},
      {"GrantRoleStmt", nothing},
      {"DoStmt", run_block},
      {"TransactionStmt", transaction},
      {"UpdateStmt", nothing},
      {"InsertStmt", nothing},
      {"DeleteStmt", nothing},
      {"TruncateStmt", nothing},
      {"LockStmt", nothing},
      {"VacuumStmt", nothing},
      {"ConstraintsSetStmt", nothing},
      {"ReindexStmt", nothing},
      {"CheckPointStmt", nothing},
      {"VariableShowStmt", nothing},
  };
  const auto found = kReaders.find(kind);
  return found == kReaders.end() ? nullptr : found->second;
}

/// What was passed over, in words; empty where nothing was.
std::string passed_over(const Node& node) {
  if (node.is("CreateRoleStmt")) return "role " + node.text("role");
  if (node.is("DropRoleStmt")) return "a role that is dropped";
  if (node.is("GrantRoleStmt")) return "a membership of roles";
  if (node.is("AlterRoleStmt") || node.is("AlterRoleSetStmt")) return "a setting of a role";
  if (node.is("UpdateStmt")) return "a change of rows (UPDATE)";
  return "";
}

}  // namespace

void fold(Database& db, const std::string& sql) {
  const ParseTree tree(sql);
  if (const auto& error = tree.error())
    throw Refusal{diag::make(diag::Code::SC4024, error->message), error->at, false, false};
  if (tree.statements().size() > 1) needs_server("several statements in one text");
  const Node node = tree.statement();
  if (!node) return;
  const SqlText text(sql);
  const Reader read = reader_of(node.kind());
  if (!read) needs_server("this kind of statement");
  if (const std::string what = passed_over(node); !what.empty()) db.left_out.push_back(what);
  read({db, text, node});
}

}  // namespace schemac::import::postgres
