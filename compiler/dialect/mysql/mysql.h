// MySQL 8.4 and later (https://dev.mysql.com/doc/refman/8.4/en/) and MariaDB 10.11 (https://mariadb.com/kb/en/): one
// dialect with two sets of traits.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

/// The mode that schemac's sessions run under, and what they make with it: a value that does not fit is an error.
inline constexpr std::string_view kSqlMode = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION";

/// By which schemac's sessions compare texts: what SET NAMES utf8mb4 gives.
constexpr std::string_view session_collation(DialectId id) {
  return id == DialectId::mysql ? "utf8mb4_0900_ai_ci" : "utf8mb4_general_ci";
}

class MysqlDialect final : public Dialect {
 public:
  explicit MysqlDialect(DialectId id) : id_(id) {}

  DialectId id() const override { return id_; }
  bool ddl_is_transactional() const override { return false; }
  /// Of columns always, of tables where the server's file system does; there two tables are told apart by it.
  bool names_ignore_case() const override { return true; }
  Catalog spelt_like(Catalog from, const Catalog& to) const override;
  Catalog spelt_like(engine::Connection& connection, Catalog from, const Catalog& to) const override;
  void spell_out(Catalog& from, Catalog& to, const catalog::Renames& renames, bool way_back) const override;
  bool column_order_can_change() const override { return true; }
  bool index_names_are_shared() const override { return false; }
  bool check_names_are_shared() const override { return id_ == DialectId::mysql; }
  bool foreign_keys_pin_columns() const override { return true; }
  std::optional<Refusal> refuses(const Change& change, const Both& both) const override;
  std::optional<Refusal> cannot_undo(const Change& change, const Both& both) const override;
  std::string holds(const catalog::Type& type, const std::string& column, const std::string& value) const override;
  RawKind raw_kind(const catalog::RawObject& object) const override;
  std::size_t max_identifier_bytes() const override { return 64; }

  Catalog lower(const Catalog& portable, diag::Diagnostics& diagnostics) const override;
  Catalog raise(const Catalog& physical) const override;
  Result<Inspection> inspect(engine::Connection& connection) const override;

  std::string quoted(std::string_view identifier) const override;
  std::string literal(std::string_view text) const override;
  std::string sql(const Expr& expr) const override;
  std::string type_sql(const catalog::Type& type) const override;

  Statements prologue() const override;
  Statements epilogue() const override;
  Statements create_table(const Table& table) const override;
  Statements add_foreign_keys(const Table& table) const override;
  Statements drop_table(const Table& table) const override;
  Statements rename_table(const Table& before, const QName& to) const override;
  Statements quarantine_table(const Table& table, const Quarantine& quarantine) const override;
  Statements restore_table(const Table& table, const Quarantine& quarantine) const override;
  AlterationSql alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const override;
  Statements object(const Change& change, const Both& both, const Quarantine& quarantine) const override;
  std::string has_old_value(const TableAlteration& alteration, const catalog::AlterColumn& change,
                            const Quarantine& quarantine) const override;
  std::optional<Guard> type_guard(const Table& table, const Column& from, const Column& to,
                                  bool way_back) const override;
  bool allows_repeats(const catalog::Options& of_key) const override {
    return !option_of(of_key, "without_overlaps").empty();
  }
  std::vector<Guard> guards(const Change& change, const Both& both) const override;
  Result<Statements> purge(engine::Connection& connection, std::string_view tag) const override;

 private:
  DialectId id_;
};

}  // namespace schemac::dialect::mysql
