// The query language of collections, as PostgREST spells it: column=op.value, and/or, select, order, limit, offset.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schemac/http/message.h"
#include "schemac/query/filter.h"
#include "schemac/query/table.h"

namespace schemac::rest {

/// What a client may see of a table: columns that are exposed and not hidden.
class View {
 public:
  /// `fields` lists the exposed columns; empty exposes all. Hidden ones never are.
  View(const query::Table& table, std::span<const std::string_view> fields);

  const query::Table& table() const { return *table_; }
  const std::vector<std::size_t>& columns() const { return columns_; }
  /// The column's place in its table; nothing where there is none that may be seen.
  std::optional<std::size_t> find(std::string_view column) const;

 private:
  const query::Table* table_;
  std::vector<std::size_t> columns_;
};

struct Collection {
  query::Select select;
  std::vector<std::string> names;  // of `select=name:column`, empty where the column keeps its own
};

/// Throws http::Problem with status 400 where a parameter cannot be understood. `select` falls back to all of the view.
Collection parse_collection(const View& view, const http::Fields& parameters);

}  // namespace schemac::rest
