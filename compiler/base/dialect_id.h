// The four engines by name. What each can do is asked of dialect/dialect.h; this room only knows that they exist.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace schemac {

enum class DialectId { postgres, mysql, mariadb, sqlite };

inline constexpr std::array kAllDialects = {DialectId::postgres, DialectId::mysql, DialectId::mariadb,
                                            DialectId::sqlite};

constexpr std::string_view to_string(DialectId id) {
  switch (id) {
    case DialectId::postgres:
      return "postgres";
    case DialectId::mysql:
      return "mysql";
    case DialectId::mariadb:
      return "mariadb";
    case DialectId::sqlite:
      return "sqlite";
  }
  return "";
}

/// The engine's own name, for messages.
constexpr std::string_view product_name(DialectId id) {
  switch (id) {
    case DialectId::postgres:
      return "PostgreSQL";
    case DialectId::mysql:
      return "MySQL";
    case DialectId::mariadb:
      return "MariaDB";
    case DialectId::sqlite:
      return "SQLite";
  }
  return "";
}

constexpr std::optional<DialectId> parse_dialect(std::string_view name) {
  for (DialectId id : kAllDialects)
    if (to_string(id) == name) return id;
  return std::nullopt;
}

}  // namespace schemac
