// The parts of PostgreSQL's inspection; each asks the catalog a fixed number of queries, whatever the schema's size.
#pragma once

#include <map>

#include "dialect/postgres/read_sql.h"
#include "engine/connection.h"

namespace schemac::dialect::postgres {

using Row = std::vector<engine::Value>;

/// Values of the catalogs' text output.
inline std::string text_of(const engine::Value& value) { return value.value_or(""); }
inline bool is_true(const engine::Value& value) { return value == "t"; }
/// json_agg() of names, in order.
std::vector<std::string> list_of(const engine::Value& json);
/// {fillfactor=70} as options.
catalog::Options storage_options(const engine::Value& json);
/// "public" is the schema that names leave out.
QName name_of(const engine::Value& schema, const engine::Value& name);

/// What is known while inspecting: the tables by oid, to which their members find.
struct Inspecting {
  engine::Connection& connection;
  std::map<std::string, QName> tables;
  std::set<QName> enums;
  Inspection out;

  Table* table(const engine::Value& oid) {
    const auto found = tables.find(text_of(oid));
    return found == tables.end() ? nullptr : out.catalog.tables.find(found->second);
  }
  /// Asks, and hands each row to `take`.
  template <class F>
  Result<void> each(const std::string& sql, F&& take) {
    auto rows = connection.query(sql);
    if (!rows) return failure(std::move(rows.error()));
    for (const Row& row : *rows) take(row);
    return {};
  }
};

/// What makes objects of one kind, and the condition without which there are none: planning takes the server longer
/// than running, and most databases have few of these kinds.
struct KindQuery {
  std::string where;
  std::string sql;
};

/// Whether a catalog has rows that initdb did not make (FirstNormalObjectId, src/include/access/transam.h).
inline std::string any_own(const std::string& catalog, const std::string& condition = "true") {
  return "EXISTS (SELECT FROM " + catalog + " WHERE oid >= 16384 AND " + condition + ")";
}

// SQL conditions over pg_class c, pg_namespace n and the like.
extern const std::string kOwnNamespaces;  // n is a user's schema
/// `alias` belongs to no extension; `catalog` is its table, "pg_class".
std::string not_of_extension(const std::string& catalog, const std::string& alias);

/// `name` as SQL writes it, its schema before it unless that is "public"; both are SQL expressions.
std::string qualified_sql(const std::string& schema, const std::string& name);
/// Of pg_depend o on a pg_sequence q, a pg_class c: the sequence is one that an identity or serial column makes.
extern const std::string kNumbersColumn;
/// Of pg_trigger x: one that CREATE TRIGGER of the language cannot say.
extern const std::string kSpecialTrigger;

/// Joins the comment on a row of `catalog`, "pg_class", as comment.description: obj_description() and col_description()
/// are functions in SQL, which are called for every row and take three times as long.
std::string comment_of(const std::string& catalog, const std::string& oid, const std::string& column = "0");

// Queries that give a name, the statement that makes it so, and the one that unmakes it.
std::string rights_query();
std::string owners_query();
std::string comments_query();
std::string aggregates_query();
/// Of what RawKind::prerequisite stands for.
std::vector<KindQuery> prerequisite_queries();

Result<void> inspect_types(Inspecting& state);   // namespaces, extensions, enums
Result<void> inspect_tables(Inspecting& state);  // tables and their columns
Result<void> inspect_constraints(Inspecting& state);
Result<void> inspect_indexes(Inspecting& state);
Result<void> inspect_programs(Inspecting& state);   // views, routines, triggers
Result<void> inspect_raw(Inspecting& state);        // what only PostgreSQL has, as statements
Result<void> inspect_unmanaged(Inspecting& state);  // what else there is, by name

}  // namespace schemac::dialect::postgres
