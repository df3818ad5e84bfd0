// PostgreSQL 15 (https://www.postgresql.org/docs/15/sql-commands.html).
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::postgres {

constexpr std::size_t kMaxNameBytes = 63;  // NAMEDATALEN - 1 (sql-syntax-lexical.html, 4.1.1)

class PostgresDialect final : public Dialect {
 public:
  DialectId id() const override { return DialectId::postgres; }
  bool ddl_is_transactional() const override { return true; }
  bool column_order_can_change() const override { return false; }
  bool can_rename_constraint() const override { return true; }
  bool key_names_are_shared() const override { return true; }
  bool views_pin_what_they_read() const override { return true; }
  bool columns_are_renamed_first() const override { return true; }
  bool can_defer_references() const override { return true; }
  bool can_defer_keys() const override { return true; }
  std::size_t max_identifier_bytes() const override { return kMaxNameBytes; }

  Catalog spelt_like(Catalog from, const Catalog& to) const override;
  Catalog spelt_like(engine::Connection& connection, Catalog from, const Catalog& to) const override;
  void spell_out(Catalog& from, Catalog& to, const catalog::Renames& renames, bool way_back) const override;
  std::vector<QName> has_columns_of(const Table& table) const override;
  std::optional<Refusal> refuses(const Change& change, const Both& both) const override;
  std::optional<Refusal> cannot_undo(const Change& change, const Both& both) const override;

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
  QName quarantined(const QName& table, const Quarantine& quarantine) const override;
  AlterationSql alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const override;
  Statements object(const Change& change, const Both& both, const Quarantine& quarantine) const override;
  std::string has_old_value(const TableAlteration& alteration, const catalog::AlterColumn& change,
                            const Quarantine& quarantine) const override;
  std::optional<Guard> type_guard(const Table& table, const Column& from, const Column& to,
                                  bool way_back) const override;
  std::vector<Guard> guards(const Change& change, const Both& both) const override;
  std::string holds(const catalog::Type& type, const std::string& column, const std::string& value) const override;
  Statements number_behind_rows(const Table& table) const override;
  RawKind raw_kind(const catalog::RawObject& object) const override;
  Statements swap_type(const catalog::Alter<catalog::RawObject>& change, const Both& both,
                       const Quarantine& quarantine) const override;
  catalog::RawObject calling_nothing(const catalog::RawObject& type) const override;
  catalog::Routine with_quoted_body(const catalog::Routine& routine) const override;
  bool loses_parts(const catalog::Alter<catalog::RawObject>& change) const override;
  Redistribution redistribute(const Both& both, const Quarantine& quarantine) const override;
  Result<Statements> purge(engine::Connection& connection, std::string_view tag) const override;
};

}  // namespace schemac::dialect::postgres
