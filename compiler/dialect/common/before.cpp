#include "dialect/common/before.h"

namespace schemac::dialect {

const Table* table_before(const Both& both, const QName& now) {
  return both.before.tables.find(catalog::table_name_before(both.changes, now));
}

const Column* column_before(const Both& both, const QName& table_now, const std::string& now) {
  const Table* table = table_before(both, table_now);
  return table ? table->find_column(catalog::column_name_before(both.changes, table_now, now)) : nullptr;
}

}  // namespace schemac::dialect
