// Tables as generated code describes them: constexpr data, read by the query renderer and the REST resources.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "schemac/base/url.h"
#include "schemac/query/truth.h"

namespace schemac::query {

/// The portable types. `other` is a dialect's own type, carried as the text that the engine prints.
enum class Type {
  boolean,
  int16,
  int32,
  int64,
  float32,
  float64,
  decimal,
  text,
  bytes,
  date,
  time,
  timestamp,
  timestamptz,
  uuid,
  json,
  enumeration,
  other,
};

struct Column {
  std::string_view name;  // the database's name, and the JSON member's
  Type type = Type::text;
  bool array = false;  // of `type`: native on PostgreSQL, JSON elsewhere
  bool nullable = false;
  bool has_default = false;
  bool identity = false;                          // numbered by the engine where no value is given
  bool generated = false;                         // computed by the engine, never written
  bool touched = false;                           // an update that gives no value sets the current time
  bool hidden = false;                            // stored, never serialised, filtered or sorted by
  bool padded = false;                            // char(n): blanks at the end mean nothing
  int max_length = 0;                             // code points of text, octets of bytes; 0: no limit
  int precision = -1;                             // digits of a decimal, or of a fraction of seconds; -1: not declared
  int scale = 0;                                  // of a decimal with precision
  std::span<const std::string_view> labels = {};  // of an enumeration, in order
  std::string_view sqlite_default = {};           // the default as SQL: SQLite's UPDATE has no DEFAULT
};

enum class ConstraintKind { primary_key, unique, foreign_key, check };

struct Constraint {
  std::string_view name;
  ConstraintKind kind = ConstraintKind::unique;
  std::span<const std::string_view> columns = {};
  std::string_view referenced_table = {};  // of a foreign key
  std::span<const std::string_view> referenced_columns = {};
  Truth (*check)(const Record&) = nullptr;  // of a portable check: what the engine will say of a row
};

struct Table {
  std::string_view name;
  std::span<const Column> columns = {};
  std::span<const std::string_view> key = {};  // the primary key's columns; none for a view
  std::span<const Constraint> constraints = {};
  std::string_view schema = {};  // empty: the database's default one

  std::optional<std::size_t> find(std::string_view column) const {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].name == column) return i;
    return std::nullopt;
  }
  bool is_key(std::string_view column) const {
    for (const auto part : key)
      if (part == column) return true;
    return false;
  }
};

}  // namespace schemac::query
