// What a schema holds beside tables.
#pragma once

#include "catalog/table.h"

namespace schemac::catalog {

/// A namespace: CREATE SCHEMA.
struct Namespace {
  QName name;
  std::string comment;
  friend bool operator==(const Namespace&, const Namespace&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Namespace::name), field("comment", &Namespace::comment)};
  }
};

struct Extension {
  QName name;
  std::string version;  // empty: whichever the server has
  Dialects dialects;
  friend bool operator==(const Extension&, const Extension&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Extension::name), field("version", &Extension::version),
                      field("dialects", &Extension::dialects)};
  }
};

struct EnumLabel {
  std::string name;
  std::string code_name;
  std::string comment;
  friend bool operator==(const EnumLabel&, const EnumLabel&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &EnumLabel::name), field("code_name", &EnumLabel::code_name),
                      field("comment", &EnumLabel::comment)};
  }
};

/// Native on PostgreSQL, ENUM on MySQL and MariaDB, text with a CHECK on SQLite.
struct Enum {
  QName name;
  std::string code_name;
  std::vector<EnumLabel> labels;  // in sort order
  std::string comment;
  Dialects dialects;
  friend bool operator==(const Enum&, const Enum&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Enum::name), field("code_name", &Enum::code_name), field("labels", &Enum::labels),
                      field("comment", &Enum::comment), field("dialects", &Enum::dialects)};
  }
};

struct View {
  QName name;
  std::string code_name;
  std::vector<std::string> columns;  // where the view names them itself
  Expr query;                        // a select, or raw
  std::string comment;
  Options options;
  Dialects dialects;
  friend bool operator==(const View&, const View&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &View::name),        field("code_name", &View::code_name),
                      field("columns", &View::columns),  field("query", &View::query),
                      field("comment", &View::comment),  field("options", &View::options),
                      field("dialects", &View::dialects)};
  }
};

/// A trigger. Its body is raw: on MySQL and SQLite what stands after FOR EACH ROW, on PostgreSQL either
/// `execute function f()` or a PL/pgSQL block, for which schemac makes the function.
struct Trigger {
  QName name;
  QName table;                      // or view, for "instead of"
  std::string timing;               // "before", "after", "instead of"
  std::vector<std::string> events;  // "insert", "update", "update of a, b", "delete", "truncate"
  bool per_statement = false;
  std::optional<Expr> when;
  Expr body;
  std::string comment;
  Options options;
  Dialects dialects;
  friend bool operator==(const Trigger&, const Trigger&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Trigger::name),
                      field("table", &Trigger::table),
                      field("timing", &Trigger::timing),
                      field("events", &Trigger::events),
                      field("per_statement", &Trigger::per_statement),
                      field("when", &Trigger::when),
                      field("body", &Trigger::body),
                      field("comment", &Trigger::comment),
                      field("options", &Trigger::options),
                      field("dialects", &Trigger::dialects)};
  }
};

/// A function, procedure or event: its whole CREATE statement, raw.
struct Routine {
  QName name;
  std::string kind = "function";  // or "procedure", or MySQL's "event"
  std::string signature;          // the argument types that tell overloads apart, as the engine prints them; PostgreSQL
  Expr definition;
  std::string comment;
  Options options;  // what the engine notes beside the text: the SQL mode that it is to run under
  Dialects dialects;
  friend bool operator==(const Routine&, const Routine&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Routine::name),           field("kind", &Routine::kind),
                      field("signature", &Routine::signature), field("definition", &Routine::definition),
                      field("comment", &Routine::comment),     field("options", &Routine::options),
                      field("dialects", &Routine::dialects)};
  }
};

/// Anything else, by the statement that makes it and the one that removes it: a virtual table, an event, an operator.
struct RawObject {
  QName name;
  Expr create;
  Expr drop;
  Dialects dialects;
  friend bool operator==(const RawObject&, const RawObject&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &RawObject::name), field("create", &RawObject::create),
                      field("drop", &RawObject::drop), field("dialects", &RawObject::dialects)};
  }
};

struct SeedRow {
  std::vector<Expr> values;
  friend bool operator==(const SeedRow&, const SeedRow&) = default;
  static constexpr auto fields() { return std::tuple{field("values", &SeedRow::values)}; }
};

/// Reference data of one table; rows are told apart by the values of `key`.
struct Seed {
  QName name;  // the table
  std::vector<std::string> key;
  std::vector<std::string> columns;
  std::vector<SeedRow> rows;
  friend bool operator==(const Seed&, const Seed&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Seed::name), field("key", &Seed::key), field("columns", &Seed::columns),
                      field("rows", &Seed::rows)};
  }
};

struct Role {
  QName name;
  std::string comment;
  friend bool operator==(const Role&, const Role&) = default;
  static constexpr auto fields() { return std::tuple{field("name", &Role::name), field("comment", &Role::comment)}; }
};

struct Policy {
  QName name;
  QName table;
  std::vector<std::string> commands;  // "select", "insert", "update", "delete"; empty: all
  std::vector<std::string> roles;     // empty: every role
  std::optional<Expr> using_;         // which rows are seen
  std::optional<Expr> check;          // which rows may be written
  friend bool operator==(const Policy&, const Policy&) = default;
  static constexpr auto fields() {
    return std::tuple{field("name", &Policy::name),         field("table", &Policy::table),
                      field("commands", &Policy::commands), field("roles", &Policy::roles),
                      field("using", &Policy::using_),      field("check", &Policy::check)};
  }
};

struct Permission {
  std::vector<std::string> operations;  // "read", "create", "update", "delete", "call"
  std::string role;                     // "anyone", or a Role
  friend bool operator==(const Permission&, const Permission&) = default;
  static constexpr auto fields() {
    return std::tuple{field("operations", &Permission::operations), field("role", &Permission::role)};
  }
};

struct Exposure {
  QName object;      // a table or view
  std::string path;  // empty: the object's name
  std::vector<Permission> permissions;
  std::vector<std::string> columns;  // empty: all that are not hidden
  friend bool operator==(const Exposure&, const Exposure&) = default;
  static constexpr auto fields() {
    return std::tuple{field("object", &Exposure::object), field("path", &Exposure::path),
                      field("permissions", &Exposure::permissions), field("columns", &Exposure::columns)};
  }
};

/// What the service serves; nothing is served unless an Api exposes it.
struct Api {
  QName name;  // "v1"
  std::vector<Exposure> exposures;
  friend bool operator==(const Api&, const Api&) = default;
  static constexpr auto fields() { return std::tuple{field("name", &Api::name), field("exposures", &Api::exposures)}; }
};

}  // namespace schemac::catalog
