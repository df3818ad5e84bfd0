#include "import/postgres/catalog_questions.h"

#include <algorithm>

#include "dialect/postgres/read_sql.h"

namespace schemac::import::postgres {

namespace {

Answer yes_if(bool holds) { return holds ? Answer::yes : Answer::no; }

template <class List, class Wanted>
bool any(const List& list, Wanted&& wanted) {
  return std::any_of(list.begin(), list.end(), wanted);
}

/// The types of extensions that make no tables; what others make only a server knows.
const std::map<std::string, std::set<std::string>>& types_of_extensions() {
  static const std::map<std::string, std::set<std::string>> kTypes = {
      {"plpgsql", {}},
      {"uuid-ossp", {}},
      {"pgcrypto", {}},
      {"unaccent", {}},
      {"btree_gin", {}},
      {"fuzzystrmatch", {}},
      {"pg_trgm", {"gtrgm"}},
      {"citext", {"citext"}},
      {"hstore", {"hstore", "ghstore"}},
      {"ltree", {"ltree", "lquery", "ltxtquery", "ltree_gist"}},
      {"btree_gist", {"gbtreekey2", "gbtreekey4", "gbtreekey8", "gbtreekey16", "gbtreekey32", "gbtreekey_var"}}};
  return kTypes;
}

/// One SELECT over a catalog: its columns that are compared with a text.
class Question {
 public:
  Question(Database& db, const Node& select) : db_(db) {
    for (const Node& item : select.list("fromClause")) source(item);
    if (select["whereClause"]) condition(select["whereClause"]);
    for (const char* member : {"groupClause", "havingClause", "withClause", "larg", "limitCount"})
      plain_ = plain_ && !select.has(member);
  }

  Answer answer() {
    for (const char* roles : {"pg_roles", "pg_user", "pg_authid", "pg_shadow", "pg_group"})
      if (of_.contains(roles)) return Answer::of_roles;
    if (!plain_) return Answer::unknown;
    const auto found = ask();
    if (!found || !values_.empty()) return Answer::unknown;  // something was compared that is not looked at here
    return yes_if(*found);
  }

 private:
  void source(const Node& item) {
    if (item.is("RangeVar")) {
      const std::string schema = item.text("schemaname"), name = item.text("relname");
      of_.insert(schema == "information_schema" ? "information_schema." + name : name);
    } else if (item.is("JoinExpr") && item.text("jointype") == "JOIN_INNER" && item["quals"]) {
      source(item["larg"]);
      source(item["rarg"]);
      condition(item["quals"]);
    } else {
      plain_ = false;
    }
  }

  void condition(const Node& node) {
    if (node.is("BoolExpr") && node.text("boolop") == "AND_EXPR") {
      for (const Node& arg : node.list("args")) condition(arg);
      return;
    }
    if (node.is("BoolExpr") && node.text("boolop") == "NOT_EXPR") {  // what is dropped is not known here at all
      const auto args = node.list("args");
      plain_ = plain_ && args.size() == 1 && column(args[0]) == "attisdropped";
      return;
    }
    const auto operators = node.strings("name");
    const Node left = node["lexpr"], right = node["rexpr"];
    if (!node.is("A_Expr") || node.text("kind") != "AEXPR_OP" || operators.size() != 1) return void(plain_ = false);
    if (column(left) == "attnum" && operators[0] == ">") return;
    if (operators[0] != "=") return void(plain_ = false);
    if (!column(left).empty() && !column(right).empty()) {  // oid = typnamespace
      plain_ = plain_ && (column(left) == "oid" || column(right) == "oid");
    } else if (!column(left).empty()) {
      compare(column(left), right);
    } else {
      compare(column(right), left);
    }
  }

  static std::string column(const Node& node) {
    const auto fields = node.strings("fields");
    return node.is("ColumnRef") && !fields.empty() ? fields.back() : "";
  }

  void compare(const std::string& column, const Node& value) {
    const Node constant = value.is("TypeCast") ? value["arg"] : value;
    const auto function = value.strings("funcname");
    const bool schema = (!function.empty() && function.back() == "current_schema") ||
                        (value.is("SQLValueFunction") && value.text("op") == "SVFOP_CURRENT_SCHEMA");
    if (schema && !db_.search_path.empty())
      values_[column] = db_.search_path.front().empty() ? "public" : db_.search_path.front();
    else if (!column.empty() && constant.is("A_Const") && constant.has("sval"))
      values_[column] = constant["sval"].text("sval");
    else
      plain_ = false;
  }

  /// The value that one of the columns is compared with; it counts as looked at.
  std::optional<std::string> take(std::initializer_list<const char*> columns) {
    for (const char* column : columns)
      if (const auto node = values_.extract(column)) return node.mapped();
    return std::nullopt;
  }

  using Found = std::optional<bool>;

  Found ask() {
    schema_ = take({"nspname", "schemaname", "table_schema", "constraint_schema", "routine_schema", "trigger_schema",
                    "event_object_schema", "sequence_schema"});
    const auto is = [&](std::initializer_list<const char*> names) {
      return any(names, [&](const char* name) { return of_.contains(name); });
    };
    if (is({"pg_enum"})) return label();
    if (is({"pg_attribute", "information_schema.columns"})) return column_of_table();
    if (is({"pg_constraint", "information_schema.table_constraints"})) return constraint();
    if (is({"pg_trigger", "information_schema.triggers"})) return trigger();
    if (is({"pg_policy", "pg_policies"})) return policy();
    if (is({"pg_type"})) return type();
    if (is({"pg_proc", "information_schema.routines"})) return program();
    if (is({"pg_extension"}))
      return named({"extname"}, [&](const std::string& n) { return db_.extensions.contains(n); });
    if (is({"pg_publication"}))
      return named({"pubname"}, [&](const std::string& n) { return db_.find_raw("publication \x03", {}, n); });
    if (is({"pg_class", "pg_tables", "pg_views", "pg_matviews", "pg_indexes", "pg_sequences",
            "information_schema.tables", "information_schema.views", "information_schema.sequences"}))
      return relation();
    if (!is({"pg_namespace", "information_schema.schemata"})) return std::nullopt;
    const auto name = schema_ ? schema_ : take({"schema_name"});
    return name ? Found(db_.schemas.contains(Database::schema_of(*name))) : std::nullopt;
  }

  template <class Test>
  Found named(std::initializer_list<const char*> columns, Test&& test) {
    const auto name = take(columns);
    return name ? Found(test(*name)) : std::nullopt;
  }

  /// What is not found among what the file made may still be an extension's.
  Found or_of_extension(bool found) const {
    const auto known = [](const std::string& extension) { return types_of_extensions().contains(extension); };
    return found || std::all_of(db_.extensions.begin(), db_.extensions.end(), known) ? Found(found) : std::nullopt;
  }

  /// Whether the question is about that schema, too.
  bool in_schema(const QName& name) const { return !schema_ || Database::schema_of(*schema_) == name.schema; }

  /// "a.b" of 'a.b'::regclass, or a plain name.
  bool is_table_wanted(const QName& name) {
    if (!wanted_table_)
      wanted_table_ = take(
          {"conrelid", "tgrelid", "polrelid", "attrelid", "table_name", "tablename", "event_object_table", "relname"});
    if (!wanted_table_) return true;
    const QName wanted = dialect::postgres::read_name(*wanted_table_);
    return wanted.name == name.name && (wanted.schema.empty() || wanted.schema == name.schema) && in_schema(name);
  }

  Found relation() {
    static const std::map<std::string, RelationKind> kKinds = {
        {"r", RelationKind::table}, {"p", RelationKind::table},
        {"v", RelationKind::view},  {"m", RelationKind::materialized_view},
        {"i", RelationKind::index}, {"S", RelationKind::sequence}};
    std::optional<RelationKind> kind;
    if (const auto letter = take({"relkind"})) {
      const auto found = kKinds.find(*letter);
      if (found == kKinds.end()) return std::nullopt;
      kind = found->second;
    }
    take({"table_type"});
    if (of_.contains("pg_tables")) kind = RelationKind::table;
    if (of_.contains("pg_views") || of_.contains("information_schema.views")) kind = RelationKind::view;
    if (of_.contains("pg_matviews")) kind = RelationKind::materialized_view;
    if (of_.contains("pg_indexes")) kind = RelationKind::index;
    if (of_.contains("pg_sequences") || of_.contains("information_schema.sequences")) kind = RelationKind::sequence;
    const bool index = kind == RelationKind::index;
    const auto name =
        index
            ? take({"indexname", "relname"})
            : take({"relname", "tablename", "viewname", "matviewname", "sequencename", "table_name", "sequence_name"});
    if (!name) return std::nullopt;
    if (index) take({"tablename"});
    return or_of_extension(any(db_.relations, [&](const auto& each) {
      return each.first.name == *name && in_schema(each.first) && (!kind || each.second.kind == *kind);
    }));
  }

  Found type() {
    const auto name = take({"typname"});
    const auto kind = take({"typtype"});
    if (!name || (kind && *kind != "e" && *kind != "d" && *kind != "c")) return std::nullopt;
    const TypeKind wanted = !kind || *kind == "e" ? TypeKind::enumeration
                            : *kind == "d"        ? TypeKind::domain
                                                  : TypeKind::composite;
    const auto rows = [](RelationKind of) { return of != RelationKind::index && of != RelationKind::sequence; };
    const bool made =
        any(db_.types,
            [&](const auto& each) {
              return each.first.name == *name && in_schema(each.first) && (!kind || each.second == wanted);
            }) ||
        (!kind && any(db_.relations, [&](const auto& each) {  // the type of its rows
          return each.first.name == *name && in_schema(each.first) && rows(each.second.kind);
        }));
    const bool brought = any(db_.extensions, [&](const std::string& extension) {
      const auto found = types_of_extensions().find(extension);
      return found != types_of_extensions().end() && found->second.contains(*name);
    });
    if (!made && (brought || is_system_type(QName(*name)))) return schema_ || kind ? std::nullopt : Found(true);
    return or_of_extension(made);
  }

  Found label() {
    const auto name = take({"typname", "enumtypid"}), label = take({"enumlabel"});
    if (!name || !label) return std::nullopt;
    const QName wanted = dialect::postgres::read_name(*name);
    return any(db_.catalog.enums, [&](const catalog::Enum& each) {
      return each.name.name == wanted.name && in_schema(each.name) &&
             any(each.labels, [&](const catalog::EnumLabel& l) { return l.name == *label; });
    });
  }

  Found column_of_table() {
    const auto name = take({"attname", "column_name"});
    if (!name) return std::nullopt;
    is_table_wanted({});
    return any(db_.catalog.tables, [&](const catalog::Table& table) {
      return is_table_wanted(table.name) && db_.find_column(table.name, *name);
    });
  }

  Found constraint() {
    static const std::map<std::string, char> kKinds = {
        {"PRIMARY KEY", 'p'}, {"UNIQUE", 'u'}, {"FOREIGN KEY", 'f'}, {"CHECK", 'c'}};
    const auto name = take({"conname", "constraint_name"}), code = take({"contype"}), word = take({"constraint_type"});
    const auto of_word = kKinds.find(word.value_or(""));
    if ((!name && !code && !word) || (code && code->size() != 1) || (word && of_word == kKinds.end()))
      return std::nullopt;
    const char kind = code ? code->front() : word ? of_word->second : 0;
    is_table_wanted({});
    const auto named = [&](const auto& member) { return !name || member.name == *name; };
    const auto is = [&](char wanted) { return kind == 0 || kind == wanted; };
    return any(db_.catalog.tables, [&](const catalog::Table& table) {
      if (!is_table_wanted(table.name) || !in_schema(table.name)) return false;
      const bool excludes = any(db_.raw, [&](const RawRecord& record) {
        return record.name == kExclusion && record.on == table.name && (!name || record.member == *name);
      });
      return (is('p') && table.primary_key && named(*table.primary_key)) || (is('u') && any(table.uniques, named)) ||
             (is('c') && any(table.checks, named)) || (is('f') && any(table.foreign_keys, named)) ||
             (is('x') && excludes);
    });
  }

  Found member(const std::optional<std::string>& name, const char* record) {
    if (!name) return std::nullopt;
    is_table_wanted({});
    return any(db_.raw, [&](const RawRecord& each) {
      return each.name == record && each.member == *name && is_table_wanted(each.on);
    });
  }

  Found trigger() {
    const auto name = take({"tgname", "trigger_name"});
    const Found carried = member(name, "trigger \x03 on \x01");
    if (!carried || *carried) return carried;
    return any(db_.catalog.triggers,
               [&](const catalog::Trigger& each) { return each.name.name == *name && is_table_wanted(each.table); });
  }

  Found policy() { return member(take({"polname", "policyname"}), "policy \x03 on \x01"); }

  Found program() {
    const auto name = take({"proname", "routine_name"});
    if (!name) return std::nullopt;
    const bool made =
        any(db_.programs, [&](const auto& each) { return each.first.name == *name && in_schema(each.first); });
    return made || (schema_ && db_.extensions.empty()) ? Found(made) : std::nullopt;  // one of the system's otherwise
  }

  Database& db_;
  std::set<std::string> of_;
  std::map<std::string, std::string> values_;
  std::optional<std::string> schema_, wanted_table_;
  bool plain_ = true;
};

Answer opposite(Answer answer) {
  if (answer == Answer::yes || answer == Answer::no) return yes_if(answer == Answer::no);
  return answer;
}

/// to_regclass('a.b') IS NULL
Answer is_null(Database& db, const Node& test) {
  const Node call = test["arg"];
  const auto function = call.strings("funcname");
  const auto args = call.list("args");
  if (function.empty() || args.size() != 1) return Answer::unknown;
  const Node constant = args[0].is("TypeCast") ? args[0]["arg"] : args[0];
  if (!constant.has("sval")) return Answer::unknown;
  const QName name = dialect::postgres::read_name(constant["sval"].text("sval"));
  const Answer there = function.back() == "to_regclass"  ? yes_if(db.find_relation(name.schema, name.name).has_value())
                       : function.back() == "to_regtype" ? yes_if(db.find_type(name.schema, name.name).has_value())
                                                         : Answer::unknown;
  return test.text("nulltesttype") == "IS_NULL" ? opposite(there) : there;
}

}  // namespace

Answer answer_to(Database& db, const Node& node) {
  if (node.is("SubLink") && node.text("subLinkType") == "EXISTS_SUBLINK")
    return Question(db, node["subselect"]).answer();
  if (node.is("NullTest")) return is_null(db, node);
  if (node.is("A_Const") && node.has("boolval")) return yes_if(node["boolval"].flag("boolval"));
  if (!node.is("BoolExpr")) return Answer::unknown;
  const std::string op = node.text("boolop");
  if (op == "NOT_EXPR") return opposite(answer_to(db, node.list("args").front()));
  Answer all = yes_if(op == "AND_EXPR");
  for (const Node& arg : node.list("args")) {
    const Answer each = answer_to(db, arg);
    if (each == Answer::unknown || each == Answer::of_roles) return each;
    if (each == yes_if(op == "OR_EXPR")) all = each;
  }
  return all;
}

}  // namespace schemac::import::postgres
