#include "plan/migration_plan.h"

namespace schemac::plan {

using namespace catalog;

namespace {

Renames inverse(const Renames& renames, const Catalog& from) {
  Renames out;
  for (Rename rename : diff::effective(renames, from)) {
    if (rename.kind == RenameKind::column) {
      // the column's table may itself be called otherwise before
      for (const Rename& table : renames)
        if (table.kind == RenameKind::table && table.object == rename.object && from.tables.find(table.from))
          rename.object = from.tables.find(table.from)->name;
      std::swap(rename.from, rename.to);
    } else {
      const std::string now = rename.object.text();
      const auto dot = rename.from.find('.');
      rename.object =
          dot == rename.from.npos ? QName(rename.from) : QName(rename.from.substr(0, dot), rename.from.substr(dot + 1));
      rename.from = now;
    }
    out.push_back(std::move(rename));
  }
  return out;
}

/// On the way back, what was made is really dropped, and what was dropped comes out of quarantine.
struct MarkWayBack {
  template <class T>
  void operator()(Create<T>& c) const {
    c.restored = true;
  }
  template <class T>
  void operator()(Drop<T>& c) const {
    c.kept = false;
  }
  void operator()(AddColumn& c) const { c.restored = true; }
  void operator()(DropColumn& c) const { c.kept = false; }
  template <class T>
  void operator()(T&) const {}  // moves nothing into quarantine or out of it
};

}  // namespace

Result<BothWays> plan_physical(const diff::Pair& physical, const dialect::Dialect& dialect, const std::string& tag,
                               diff::Options options) {
  options.column_order = dialect.column_order_can_change();
  auto up = diff::diff(physical, options);
  if (!up) return failure(std::move(up.error()));
  options.accept_drop_and_add = true;
  auto down = diff::diff({physical.to, physical.from, inverse(physical.renames, physical.from)}, options);
  if (!down) return failure(std::move(down.error()));
  for (Change& change : *down) std::visit(MarkWayBack{}, change);
  return BothWays{make_plan({dialect, physical.from, physical.to, *up, {tag, false}}),
                  make_plan({dialect, physical.to, physical.from, *down, {tag, true}})};
}

Result<BothWays> plan_both_ways(const diff::Pair& pair, const dialect::Dialect& dialect, const std::string& tag,
                                diff::Options options) {
  diag::Diagnostics problems;
  diff::Pair physical{dialect.lower(pair.from, problems), {}, pair.renames};
  problems.clear();  // what was planned before was accepted then
  physical.to = dialect.lower(pair.to, problems);
  if (diag::has_errors(problems)) return failure(std::move(problems));
  return plan_physical(physical, dialect, tag, options);
}

}  // namespace schemac::plan
