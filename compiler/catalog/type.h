// Column types. A portable type (`varchar(64)`) means the same on each engine; a native one (`postgres.tsvector`) is
// what one engine calls it, in that engine's own printed spelling. Lowering turns the first into the second.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/dialect_id.h"
#include "catalog/name.h"

namespace schemac::catalog {

enum class TypeKind {
  portable,     // one of kPortableTypes
  enumeration,  // `name` is an Enum of the catalog
  native,       // `dialect` says whose word `name` is
};
constexpr std::array<std::string_view, 3> enum_names(TypeKind) { return {"portable", "enumeration", "native"}; }

struct Type {
  TypeKind kind = TypeKind::portable;
  std::string dialect;  // of a native type: "postgres", "mysql", "mariadb" or "sqlite"
  QName name;           // "varchar"; the enum's name; the native type's name in lower case (SQLite: as declared)
  std::vector<std::string> args;   // length; precision and scale; fractional seconds; a native enum's labels
  std::vector<std::string> words;  // trailing words of a native type, e.g. "unsigned", "zerofill"
  int dimensions = 0;              // 1 for `text[]`
  std::string alias;               // the `type` of the language that it was written as; of use to generated code only

  bool is(std::string_view portable_name) const {
    return kind == TypeKind::portable && dimensions == 0 && name.name == portable_name;
  }
  friend bool operator==(const Type&, const Type&) = default;
  static constexpr auto fields() {
    return std::tuple{field("kind", &Type::kind),   field("dialect", &Type::dialect),
                      field("name", &Type::name),   field("args", &Type::args),
                      field("words", &Type::words), field("dimensions", &Type::dimensions),
                      field("alias", &Type::alias)};
  }
};

/// The portable types, with how many arguments each may take.
struct PortableType {
  std::string_view name;
  int min_args, max_args;
};
inline constexpr std::array kPortableTypes = {
    PortableType{"bool", 0, 0},   PortableType{"smallint", 0, 0},  PortableType{"int", 0, 0},
    PortableType{"bigint", 0, 0}, PortableType{"decimal", 0, 2},   PortableType{"real", 0, 0},
    PortableType{"double", 0, 0}, PortableType{"text", 0, 0},      PortableType{"varchar", 1, 1},
    PortableType{"char", 1, 1},   PortableType{"bytes", 0, 1},     PortableType{"date", 0, 0},
    PortableType{"time", 0, 1},   PortableType{"timestamp", 0, 1}, PortableType{"timestamptz", 0, 1},
    PortableType{"uuid", 0, 0},   PortableType{"json", 0, 0},
};

constexpr const PortableType* find_portable_type(std::string_view name) {
  for (const PortableType& type : kPortableTypes)
    if (type.name == name) return &type;
  return nullptr;
}

inline Type portable(std::string name, std::vector<std::string> args = {}) {
  return {TypeKind::portable, {}, QName(std::move(name)), std::move(args), {}, 0, {}};
}

inline Type native(DialectId dialect, std::string name, std::vector<std::string> args = {},
                   std::vector<std::string> words = {}) {
  return {TypeKind::native,
          std::string(to_string(dialect)),
          QName(std::move(name)),
          std::move(args),
          std::move(words),
          0,
          {}};
}

}  // namespace schemac::catalog
