// SQLite 3.40 (https://www.sqlite.org/lang.html).
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::sqlite {

class SqliteDialect final : public Dialect {
 public:
  DialectId id() const override { return DialectId::sqlite; }
  bool ddl_is_transactional() const override { return true; }
  bool column_order_can_change() const override { return true; }
  bool names_ignore_case() const override { return true; }
  Catalog spelt_like(Catalog from, const Catalog& to) const override;
  std::optional<Refusal> refuses(const Change& change, const Both& both) const override;
  /// What was there before reads nothing that came with the migration.
  std::optional<Refusal> cannot_undo(const Change&, const Both&) const override { return std::nullopt; }
  bool renames_read_everything() const override { return true; }
  bool foreign_keys_are_inline() const override { return true; }
  bool can_defer_references() const override { return true; }
  std::size_t max_identifier_bytes() const override { return 255; }  // SQLite has no limit; this keeps names readable

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
  std::optional<Guard> type_guard(const Table& table, const Column& from, const Column& to,
                                  bool way_back) const override;
  bool numbers_rows(const Table& table, const Column& column) const override;
  std::vector<Guard> guards(const Change& change, const Both& both) const override;
  std::string lacks_kept_value(const TableAlteration& alteration, const Column& column,
                               const Quarantine& quarantine) const override;
  std::string doubts_kept_value(const TableAlteration& alteration, const Column& column,
                                const Quarantine& quarantine) const override;
  Result<Statements> purge(engine::Connection& connection, std::string_view tag) const override;
};

}  // namespace schemac::dialect::sqlite
