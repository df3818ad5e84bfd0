// What the emitters print: the catalog, seen with C++ eyes. Every name is made and every statement written here
// already.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace schemac::codegen {

struct LabelView {
  std::string label;       // the database's
  std::string enumerator;  // C++'s
  std::string doc;
};

struct EnumView {
  std::string name;  // "Language"
  std::string file;  // "language"
  std::string doc, source;
  std::vector<LabelView> labels;
};

struct ColumnView {
  std::string name;    // the database's
  std::string member;  // C++'s
  std::string doc;
  std::string type;       // of C++, without optional: "std::int64_t"
  std::string kind;       // of schemac::query::Type: "int64"
  std::string enum_name;  // the EnumView's, of an enumeration
  std::string initial;    // the member's initialiser, " = 0", or empty
  std::string sqlite_default;
  std::string openapi_type, openapi_format;
  bool array = false, nullable = false, has_default = false, identity = false, generated = false, touched = false,
       hidden = false, padded = false;
  int max_length = 0, precision = -1, scale = 0;

  /// Whether an insert must bring a value.
  bool required() const { return !nullable && !has_default && !identity && !generated; }
};

struct ConstraintView {
  std::string name = {};
  std::string kind = {};  // of schemac::query::ConstraintKind
  std::vector<std::string> columns = {};
  std::string referenced_table = {};
  std::vector<std::string> referenced_columns = {};
  std::string check = {};  // the condition as C++ over `row`, where it can be judged before the database is asked
  std::string check_function = {};  // its function's name
};

/// A statement in the words of each configured dialect.
struct SqlView {
  struct Text {
    std::string dialect, sql;
  };
  std::vector<Text> texts;
};

/// A key that finds one row: the primary key, or a unique one.
struct LookupView {
  std::string function;  // "find", "find_by_url"
  std::string constant;  // "kFind", "kFindByUrl"
  std::vector<std::size_t> columns;
  SqlView sql;
};

struct EntityView {
  std::string schema;  // empty: the default one
  std::string table;   // the database's name
  std::string entity;  // "Page"
  std::string scope;   // "pages": the namespace and the files' stem
  std::string doc, source;
  bool writable = true;  // a view is not
  std::vector<ColumnView> columns;
  std::vector<std::size_t> key;
  std::vector<ConstraintView> constraints;
  std::vector<LookupView> lookups;
  SqlView erase;
};

struct PermissionView {
  std::string operation;  // of schemac::rest::Operation
  std::string role;
};

struct ExposureView {
  std::size_t entity = 0;  // its place in the model
  std::string path, constant, member;
  std::vector<std::string> fields;  // empty: all
  std::vector<PermissionView> permissions;

  bool allows(const std::string& operation) const {
    for (const auto& permission : permissions)
      if (permission.operation == operation) return true;
    return false;
  }
};

struct ApiView {
  std::string name;   // "v1"
  std::string scope;  // its namespace and file
  std::string class_name;
  std::vector<ExposureView> exposures;
};

struct ModelView {
  std::string cpp_namespace, title;
  std::vector<EnumView> enums;
  std::vector<EntityView> entities;
  std::vector<ApiView> apis;
};

}  // namespace schemac::codegen
