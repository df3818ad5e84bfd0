// Whether two texts of SQL mean the same, as far as their trees tell: the one as PostgreSQL prints it, the other as a
// person typed it.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace schemac::dialect::postgres::parse {

/// Which casts of a printed text may be PostgreSQL's own: of constants, which are of the type that they are compared
/// with; or any that it could have written itself, where what is cast has a type that only the server knows.
enum class OwnCasts { of_constants, of_anything };

/// The columns of a table; none where there is no such.
using ColumnsOf = std::function<std::vector<std::string>(const std::string& schema, const std::string& table)>;

/// Statements that are compared with others. PostgreSQL writes out what was left to it: casts, the schema `public`, the
/// table of a column, the names of constraints, the defaults of options; and it writes IN, LIKE and BETWEEN in words of
/// its own.
class ComparedSql {
 public:
  /// PostgreSQL prints each of the columns that a `*` takes.
  explicit ComparedSql(const std::string& sql, const ColumnsOf& columns = {});

  bool is_sql() const { return form_ != nullptr; }
  /// Whether this, which PostgreSQL printed, makes what `typed` does. False where either is no SQL.
  bool prints(const ComparedSql& typed, OwnCasts casts = OwnCasts::of_anything) const;

 private:
  std::shared_ptr<const nlohmann::json> form_;  // nothing where it is no SQL
};

}  // namespace schemac::dialect::postgres::parse
