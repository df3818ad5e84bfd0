// In which order seed rows are changed and brought in, where one takes a unique value that another leaves.
#pragma once

#include <functional>
#include <optional>

#include "catalog/catalog.h"

namespace schemac::plan {

/// What happens to one row of a seed. The table and the columns go by the names that they will have.
struct SeedChange {
  enum class Kind { insert, update, erase };
  Kind kind;
  catalog::QName table;
  std::vector<std::string> key, columns;
  std::vector<catalog::Expr> values;
  std::vector<std::string> changed = {};       // what an update sets, or sets back
  std::vector<std::string> columns_then = {};  // of an update: what the row had, as far as a seed said so
  std::vector<catalog::Expr> values_then = {};
  std::vector<std::string> early = {};  // of `changed`, what is set before the table changes

  /// Its key and its table, for people.
  std::string label() const;
};

/// Columns of which no two rows of a table have the same values.
struct UniqueColumns {
  std::vector<std::string> columns;
  bool nulls_differ = true;
  bool of_all_rows = true;  // else of some, which a condition tells
};
std::vector<UniqueColumns> unique_columns(const catalog::Table& table);

/// A step of the way: a row gets what it is to have, or something else first, where rows take values in a circle.
struct SeedStep {
  std::size_t row;
  std::string column = {};                    // what is set aside; empty where the row is changed as a whole
  std::optional<catalog::Expr> instead = {};  // what it has meanwhile
};

struct SeedOrder {
  std::vector<SeedStep> steps;
  /// By rows: those that leave a value, which the row takes, before it does.
  std::vector<std::vector<std::size_t>> behind;
  struct Circle {
    std::vector<std::size_t> rows;
    std::vector<std::string> columns;
  };
  std::vector<Circle> circles;  // that nothing opens
};

/// `rows` stand table by table, and those of one table in the order that they keep where no value says otherwise.
/// Where rows go, they do so before.
SeedOrder seed_order(const std::vector<SeedChange>& rows, const catalog::Catalog& to, bool way_back);

}  // namespace schemac::plan
