// What the names in a query mean: found in a statement's tree as the server's parser finds them
// (src/backend/parser/parse_relation.c).
#pragma once

#include <functional>

#include "dialect/postgres/parse/parse_tree.h"
#include "import/postgres/database/database.h"

namespace schemac::import::postgres {

using namespace dialect::postgres::parse;

/// A column of what stands in FROM, or of what a query gives.
struct QueryColumn {
  std::string name;
  QName of;                       // the relation that it is a column of; without a name where it is computed
  std::string column;             // what it is called there
  std::optional<KnownType> type;  // where that is plain
};

struct QueryColumns {
  bool known = true;
  std::vector<QueryColumn> columns;
};

/// One of what stands in FROM.
struct FromItem {
  std::string called;  // what may stand before a column of it
  QName relation;      // of a table or view; without a name of anything else
  bool aliased = false;
  bool only_qualified = false;  // NEW and OLD
  bool known = true;            // its columns are
  std::vector<QueryColumn> columns;
};

/// One of the columns that * stands for; without a qualifier where JOIN … USING made one of two.
struct StarColumn {
  std::string qualifier, name;
};

/// Is told of each name that a statement uses.
class QueryListener {
 public:
  virtual ~QueryListener() = default;
  virtual void node(const Node&) {}
  virtual void relation(const Node& /*range_var*/, const FromItem&) {}
  /// A column or a whole row; nullptr for what is not plain to see.
  virtual void column(const Node& /*ref*/, const FromItem*, const QueryColumn*) {}
  /// A target of SELECT, after its columns.
  virtual void target(const Node&) {}
  /// A target that is *; nullptr where its columns are not known.
  virtual void star(const Node& /*target*/, const std::vector<StarColumn>*) {}
  /// What a cast writes.
  virtual std::optional<catalog::Type> type(const Node& /*type_name*/) { return std::nullopt; }
  /// A column that INSERT or UPDATE fills, or that a key of partitions is of.
  virtual void written(const Node&, const QName& /*of*/) {}
};

/// Walks a statement whose names are whole: without a schema they are of public. `around` is seen from everywhere in
/// it. Gives what a query gives.
QueryColumns walk_query(const Database& db, const Node& statement, QueryListener& listener,
                        std::vector<FromItem> around = {});

/// A relation as FROM has it without an alias.
FromItem from_relation(const Database& db, const QName& name);

/// What the server calls a column of that expression (FigureColname(), src/backend/parser/parse_target.c); empty where
/// it has no idea.
std::string figured_name(const Node& root);

/// SQL with whole names, whose every * in a SELECT's targets is the columns that it stands for now, as far as they are
/// known.
struct ReadQuery {
  std::string sql;
  QueryColumns columns;
};
ReadQuery read_query(const Database& db, const std::string& sql,
                     const std::function<std::optional<catalog::Type>(const Node& type_name)>& written);

}  // namespace schemac::import::postgres
