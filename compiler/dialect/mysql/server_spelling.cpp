// What MySQL and MariaDB themselves make of SQL that was typed in other words.
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "dialect/common/spelling.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/mysql.h"
#include "engine/connection.h"

namespace schemac::dialect::mysql {

using namespace catalog;
using nlohmann::json;

namespace {

/// `(t join u)` as `t join u`: tables with a comma between them are printed so, and stand apart once they are read
/// again.
std::string without_groups_of_tables(std::string query) {
  static const std::string kTable = R"re((?:`[^`]+`|\w+)(?: (?:`[^`]+`|\w+))?)re";
  static const std::regex kGroup("\\((" + kTable + "(?: join " + kTable + ")+)\\)");
  for (std::string before; before != query;) query = std::regex_replace(before = query, kGroup, "$1");
  return query;
}

/// Queries as they stand once each name is resolved and each star is written out, before anything is optimised
/// (MySQL internals, The Optimizer Trace; MariaDB, Optimizer Trace).
void add_expanded(const json& trace, std::string& out) {
  if (trace.is_object() && trace.contains("expanded_query"))
    out += without_groups_of_tables(trace["expanded_query"].dump()) + "\n";
  if (!trace.is_structured()) return;
  for (const auto& [key, part] : trace.items())
    if (!key.starts_with("transformations")) add_expanded(part, out);
}

/// Each query is explained, not run, by a session that may change nothing. One that this server refuses stays what it
/// is: what it speaks of may be yet to come.
class ServerWay final : public OneWay {
 public:
  ServerWay(const MysqlDialect& d, engine::Connection& connection) : d_(d), connection_(connection) {}

  Expr of_value(Expr e, const Table& table) const override {
    const std::string sql = "SELECT (" + d_.sql(e) + ") FROM " + d_.qualified(table.name);
    return made_of(sql, std::move(e));
  }
  Expr of_query(Expr query, const Catalog&) const override {
    const std::string sql = d_.sql(query);
    return made_of(sql, std::move(query));
  }

 private:
  Expr made_of(const std::string& query, Expr otherwise) const {
    const auto [known, fresh] = known_.try_emplace(query);
    if (fresh && is_one(query)) known->second = ask(query);
    return known->second ? expr::raw(d_.id(), *known->second) : std::move(otherwise);
  }
  bool is_one(const std::string& query) const {
    const auto tokens = lex_sql(d_.id(), query);
    return std::none_of(tokens.begin(), tokens.end(), [](const SqlToken& token) { return token.is(";"); });
  }

  /// Texts that are said to be of another character set, of which the server's forms say nothing.
  std::string foreign_texts(const std::string& query) const {
    std::string out;
    for (const SqlToken& token : lex_sql(d_.id(), query))
      if (token.kind == SqlTokenKind::bytes && token.text.starts_with('_')) out += token.text + "\n";
    return out;
  }

  /// By itself, and as part of another, where what a union is ordered by is told; the server's note names the
  /// databases.
  engine::Value ask(const std::string& query) const {
    std::string out = foreign_texts(query);
    for (const std::string& asked : {query, "SELECT * FROM (" + query + ") schemac_view"}) {
      if (!connection_.query("EXPLAIN " + asked)) return {};
      const auto trace = connection_.query(
          "SELECT trace, missing_bytes_beyond_max_mem_size + insufficient_privileges FROM "
          "information_schema.optimizer_trace");
      if (!trace || trace->size() != 1 || trace->rows[0][1] != "0") return {};
      const std::size_t before = out.size();
      add_expanded(json::parse(trace->rows[0][0].value_or(""), nullptr, false), out);
      if (out.size() == before) return {};
    }
    if (!connection_.query("EXPLAIN " + query)) return {};
    const auto notes = connection_.query("SHOW WARNINGS");
    if (!notes) return {};
    for (const auto& note : *notes)
      if (note[1] == "1003") out += note[2].value_or("") + "\n";  // ER_YES: not that a word is deprecated
    return out;
  }

  const MysqlDialect& d_;
  engine::Connection& connection_;
  mutable std::map<std::string, engine::Value> known_;
};

}  // namespace

Catalog MysqlDialect::spelt_like(engine::Connection& connection, Catalog from, const Catalog& to) const {
  from = spelt_like(std::move(from), to);
  static constexpr std::array<const char*, 3> kAsked = {"SET SESSION optimizer_trace_max_mem_size = 16777216",
                                                        "SET SESSION optimizer_trace = 'enabled=on'",
                                                        "START TRANSACTION READ ONLY"};
  for (const char* statement : kAsked)
    if (!connection.execute(statement)) return from;
  from = spelt_alike(std::move(from), to, ServerWay(*this, connection));
  (void)connection.rollback();
  (void)connection.execute("SET SESSION optimizer_trace = DEFAULT");
  return from;
}

}  // namespace schemac::dialect::mysql
