// The database as the statements so far have made it: what the server's own catalogs would hold, as far as later
// statements or the Catalog need it.
#pragma once

#include <map>
#include <set>

#include "catalog/catalog.h"
#include "dialect/postgres/parse/sql_text.h"

namespace schemac::import::postgres {

using namespace dialect::postgres::parse;

using catalog::QName;
using catalog::Table;

/// What shares the names of tables (pg_class).
enum class RelationKind { table, view, materialized_view, index, sequence, composite_type, temporary };

/// Of a column.
struct KnownType {
  catalog::Type type;
  std::string collation;
};

struct Relation {
  RelationKind kind = RelationKind::table;
  QName of;                                       // an index's table
  std::vector<std::string> columns;               // of a view; empty where they are not known
  std::set<QName> reads;                          // of a view: the tables and views that its query names
  std::string query{};                            // of a view that is no materialized one
  std::vector<std::optional<KnownType>> types{};  // of a view's columns, where they are plain
};

struct Sequence {
  std::string type = "bigint";
  std::string start, increment = "1", min, max, cache = "1";
  bool cycle = false;
  bool is_identity = false;
  QName owner;               // the table that it goes with
  std::string owner_column;  // empty: it stands for itself
};

enum class TypeKind { enumeration, domain, composite, range };

/// A function, procedure or aggregate.
struct Program {
  std::string kind;                    // "FUNCTION", "PROCEDURE", "AGGREGATE"
  std::vector<std::string> arguments;  // the types that tell overloads apart, as format_type() prints them
  std::string key;                     // of a routine: its key in the catalog
  std::string called;                  // "a integer, b text", what pg_get_function_identity_arguments() gives
};

/// An object that is carried as statements. In its texts kOn stands for the relation, type or function that it is of,
/// kMember for a member of that or its own name there, both as SQL writes them; kPlain for the member without quotes.
struct RawRecord {
  std::string name, create, drop;
  QName on;
  std::string member;
};
inline constexpr char kOn = '\x01', kMember = '\x02', kPlain = '\x03';

/// The marks as quoted names, which the parser takes; and back.
std::string marks_as_names(std::string sql);
std::string names_as_marks(std::string sql);

/// The object of a GRANT and what each role may do with it, where someone spoke of that.
struct AccessList {
  std::string word;       // "TABLE", "FUNCTION" …; of rights by default "TABLES" …
  QName name;             // of a schema its own
  std::string arguments;  // "(a integer)" of a function
  std::string column;     // of rights of one column
  std::string before;     // "ALTER DEFAULT PRIVILEGES … " of rights by default
  std::map<std::string, std::map<std::string, bool>> roles;  // by role, by right: whether it may be passed on
  std::set<std::pair<std::string, std::string>> taken;       // a role and a right that it is not to have
};

struct Inheritance {
  std::vector<QName> parents;
  bool is_partition = false;
};

struct Database {
  catalog::Catalog catalog;
  std::map<QName, Relation> relations;
  std::map<QName, Sequence> sequences;
  std::map<QName, TypeKind> types;
  std::multimap<QName, Program> programs;
  std::map<QName, Inheritance> inheritance;
  std::vector<RawRecord> raw;
  std::vector<AccessList> access;
  std::set<std::string> schemas{"", "pg_catalog", "information_schema"};
  std::set<std::string> extensions;
  std::vector<std::string> search_path{""};  // "" is the schema public
  std::string default_tablespace;            // "" is the database's own
  bool in_transaction = false;
  std::optional<std::vector<std::string>> path_after;  // of the transaction, where SET LOCAL says another within
  std::vector<std::string> left_out;                   // in words, for whoever reads the .schema text

  std::set<QName> enums() const;

  // -- what names mean
  /// Where temporary relations are; it is looked into first.
  static constexpr const char* kTemporary = "pg_temp";
  /// A schema as the catalog has it: public goes without a name.
  static std::string schema_of(const std::string& written) { return written == "public" ? "" : written; }
  /// The relation that a name means here.
  std::optional<QName> find_relation(const std::string& schema, const std::string& name) const;
  std::optional<QName> find_type(const std::string& schema, const std::string& name) const;
  std::optional<QName> find_program(const std::string& schema, const std::string& name) const;
  Table* table(const QName& name) { return catalog.tables.find(name); }
  const Table* table(const QName& name) const { return catalog.tables.find(name); }

  // -- what the server calls what has no name
  /// makeObjectName() (src/backend/commands/indexcmds.c): the longer part gives way where 63 bytes do not hold all.
  static std::string object_name(const std::string& first, const std::string& second, const std::string& label);
  bool is_constraint(const std::string& schema, const std::string& name) const;
  std::string relation_name(const QName& table, const std::string& column, const std::string& label,
                            bool constraint) const;
  std::string constraint_name(const QName& table, const std::string& columns, const std::string& label) const;
  /// Several columns in a name.
  static std::string joined(const std::vector<std::string>& columns);

  // -- inheritance
  /// A table's columns with those that it has from its parents, which stand first.
  std::vector<catalog::Column> all_columns(const QName& table) const;
  const catalog::Column* find_column(const QName& table, const std::string& column) const;
  std::vector<QName> heirs_of(const QName& table) const;
  /// How many tables stand above it, one over the other.
  int generation(const QName& table) const;
  /// The checks of a table and its parents.
  bool inherits_check(const QName& table, const std::string& check) const;

  // -- raw objects
  void add_raw(RawRecord record);
  RawRecord* find_raw(const std::string& name, const QName& on, const std::string& member);
  bool erase_raw(const std::string& name, const QName& on, const std::string& member);
  /// Of an exclusion constraint.
  RawRecord* exclusion(const QName& table, const std::string& name);
};

/// "schema"."name" where it must be quoted, without public.
std::string called(const QName& name);

inline constexpr const char* kExclusion = "constraint \x03 on \x01";

}  // namespace schemac::import::postgres
