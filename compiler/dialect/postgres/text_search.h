// Text search configurations, which PostgreSQL shows mapping by mapping, and people type as copies of others.
#pragma once

#include <map>
#include <optional>

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

struct TextSearch {
  std::string name, parser;
  std::map<std::string, std::string> mappings;  // by token: dictionaries

  friend bool operator==(const TextSearch&, const TextSearch&) = default;
};

/// What the statements of `sql` make; nothing where they make anything else. What is copied is one of `catalog`, or
/// comes with PostgreSQL.
std::optional<TextSearch> text_search_in(const std::string& sql, const Catalog& catalog);

}  // namespace schemac::dialect::postgres
