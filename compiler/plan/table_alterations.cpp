#include "plan/table_alterations.h"

#include <map>

#include "plan/change_questions.h"

namespace schemac::plan {

using namespace catalog;
using dialect::TableAlteration;

std::vector<TableAlteration> table_alterations(const Input& input, const Catalog& before, const ChangeSet& changes) {
  std::vector<TableAlteration> out;
  std::map<QName, std::size_t> at;
  for (const Change& change : changes) {
    const auto table = std::visit(TableOf{}, change);
    if (!table) continue;
    const Table* found = before.tables.find(*table);
    const Table* after = input.to.tables.find(*table);
    if (!found || !after) continue;
    const auto [place, fresh] = at.emplace(*table, out.size());
    const QName standing = table_name_before(input.changes, *table);
    if (fresh) out.push_back({*found, *after, {}, {}, input.quarantine.way_back ? *table : standing, standing});
    TableAlteration& alteration = out[place->second];
    alteration.changes.push_back(change);
    if (const auto* rename = std::get_if<RenameColumn>(&change))
      alteration.renamed_columns.emplace_back(rename->from, rename->to);
  }
  return out;
}

}  // namespace schemac::plan
