// Reads what an engine prints of an expression or a query into the catalog's tree, so that it can be compared with what
// a schema declares. One operator-precedence parser serves each dialect; what differs is in ReaderRules.
#pragma once

#include <functional>

#include "dialect/common/sql_lexer.h"
#include "dialect/dialect.h"

namespace schemac::dialect {

struct ReaderRules {
  DialectId dialect = DialectId::sqlite;
  std::string default_schema;  // left out of names: "public", the database of MySQL
  std::function<catalog::Type(std::string_view)> read_type;
  /// A dialect's last word on each node, its arguments being read already: casts that the engine adds, its synonyms.
  std::function<Expr(Expr)> finish = [](Expr expr) { return expr; };
};

/// The tree; a raw node for each call, and a raw tree for all of it, that the tree has no form for.
Expr read_expr(std::string_view sql, const ReaderRules& rules);

/// Leaves out the names that say nothing, as the reader does: of the one table that a query reads, of a column as its
/// own alias.
Expr unqualified(Expr query);

/// A select, or raw.
Expr read_select(std::string_view sql, const ReaderRules& rules);

}  // namespace schemac::dialect
