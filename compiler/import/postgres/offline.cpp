#include "import/postgres/offline.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/emit.h"
#include "import/postgres/fold.h"
#include "import/postgres/rights.h"
#include "import/postgres/sequences.h"
#include "import/postgres/tables.h"

namespace schemac::import {

using namespace postgres;

namespace {

diag::Diagnostic placed(Refusal refusal, const engine::Statement& statement, diag::SourceId source) {
  const std::size_t at = std::min(refusal.at.value_or(0), statement.text.size());
  std::size_t end = std::min(statement.text.find('\n', at), statement.text.size());
  if (refusal.at) {  // the word that stands there
    while (end > at + 1 && at + 1 < statement.text.size() && statement.text.find_first_of(" \t\r\n(),;", at + 1) < end)
      end = statement.text.find_first_of(" \t\r\n(),;", at + 1);
  }
  const auto byte = [&](std::size_t offset) { return static_cast<std::uint32_t>(statement.begin + offset); };
  return std::move(refusal.diagnostic).at({source, byte(at), byte(std::max(at, end))});
}

/// The texts of raw objects with the names that everything has in the end.
void finish_raw(Database& db) {
  for (const RawRecord& record : db.raw) {
    const auto filled = [&](std::string text) {
      text = text::replace_all(std::move(text), std::string(1, kOn), called(record.on));
      text = text::replace_all(std::move(text), std::string(1, kMember), ident(record.member));
      return text::replace_all(std::move(text), std::string(1, kPlain), record.member);
    };
    catalog::RawObject object;
    object.name = filled(record.name);
    object.create = catalog::expr::raw(DialectId::postgres, filled(record.create));
    object.drop = catalog::expr::raw(DialectId::postgres, filled(record.drop));
    db.catalog.raw_objects.add(std::move(object));
  }
}

/// As inspection has them.
void order_settings(catalog::Catalog& catalog) {
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i) {
    catalog::Table& table = catalog.tables.edit({i});
    dialect::postgres::order_settings(table.options);
    if (table.primary_key) dialect::postgres::order_settings(table.primary_key->options);
    for (catalog::Unique& key : table.uniques) dialect::postgres::order_settings(key.options);
  }
  for (std::uint32_t i = 0; i < catalog.views.size(); ++i)
    dialect::postgres::order_settings(catalog.views.edit({i}).options);
}

}  // namespace

Result<dialect::Inspection> read_offline(const SqlDump& dump, diag::SourceId source) {
  Database db;
  for (const engine::Statement& statement : dump.statements) {
    try {
      fold(db, statement.text);
    } catch (Refusal& refusal) {
      return failure(placed(std::move(refusal), statement, source));
    }
  }
  finish_sequences(db);
  finish_inheritance(db);
  finish_rights(db);
  finish_raw(db);
  order_settings(db.catalog);
  db.catalog.canonicalise();
  return dialect::Inspection{std::move(db.catalog), std::move(db.left_out)};
}

}  // namespace schemac::import
