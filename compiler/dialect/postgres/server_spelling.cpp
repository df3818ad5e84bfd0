// What PostgreSQL itself prints of SQL that was typed in other words.
#include <map>

#include "dialect/common/spelling.h"
#include "dialect/postgres/postgres.h"
#include "dialect/postgres/raw_types.h"
#include "engine/connection.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// Each query becomes a temporary view, which is parsed and printed but never run, in a transaction that comes to
/// nothing. A query that this server refuses stays what it is: what it speaks of may be yet to come.
class ServerWay final : public OneWay {
 public:
  ServerWay(const PostgresDialect& d, engine::Connection& connection) : d_(d), connection_(connection) {}

  Expr of_value(Expr e, const Table& table) const override {
    const std::string sql = "SELECT (" + d_.sql(e) + ") FROM " + d_.qualified(table.name);
    return printed(sql, std::move(e));
  }
  Expr of_query(Expr query, const Catalog&) const override {
    const std::string sql = d_.sql(query);
    return printed(sql, std::move(query));
  }

 private:
  Expr printed(const std::string& query, Expr otherwise) const {
    const auto [known, fresh] = known_.try_emplace(query);
    if (fresh && statements_of(query).size() == 1) known->second = settled(query);
    return known->second ? expr::raw(d_.id(), *known->second) : std::move(otherwise);
  }
  /// What is printed of it in the end: some of what PostgreSQL prints it prints otherwise once it has read that.
  engine::Value settled(const std::string& query) const {
    engine::Value text = ask(query);
    for (int i = 0; text && i < 2; ++i)
      if (engine::Value again = ask(*text)) text = std::move(again);
    return text;
  }
  engine::Value ask(const std::string& query) const {
    if (!connection_.execute("SAVEPOINT schemac_view")) return {};
    engine::Value out;
    if (connection_.execute("CREATE TEMPORARY VIEW _schemac_view AS " + query))
      if (auto text = connection_.query_value("SELECT pg_get_viewdef('pg_temp._schemac_view'::regclass)"))
        out = std::move(*text);
    if (!connection_.execute("ROLLBACK TO SAVEPOINT schemac_view")) return {};
    return out;
  }

  const PostgresDialect& d_;
  engine::Connection& connection_;
  mutable std::map<std::string, engine::Value> known_;
};

}  // namespace

Catalog PostgresDialect::spelt_like(engine::Connection& connection, Catalog from, const Catalog& to) const {
  from = spelt_like(std::move(from), to);
  if (!connection.begin()) return from;
  for (const Statement& setting : prologue())
    if (!connection.execute(setting.sql)) break;
  from = spelt_alike(std::move(from), to, ServerWay(*this, connection));
  (void)connection.rollback();  // with the settings
  return from;
}

}  // namespace schemac::dialect::postgres
