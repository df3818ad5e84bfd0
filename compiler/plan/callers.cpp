#include "plan/callers.h"

#include <algorithm>

#include "plan/change_questions.h"
#include "plan/names.h"
#include "plan/order.h"

namespace schemac::plan {

using namespace catalog;
using dialect::TableAlteration;

namespace {

template <class M>
auto named(std::vector<M>& members, const std::string& name) {
  return std::find_if(members.begin(), members.end(), [&](const M& m) { return m.name == name; });
}

/// One table that lets go.
class Freeing {
 public:
  Freeing(const Table& before, const Table* to, ChangeSet& changes, const std::set<std::string>& names)
      : to_(to), changes_(changes), names_(names), out_{before, before, {}, {}, before.name} {}

  TableAlteration run() {
    if (to_) find_retyped();
    for (const Column& column : out_.before.columns)  // a table that goes keeps them: they would come back elsewhere
      if (to_ && column.generated && (speaks(column.generated->expr) || reads(column.generated->expr, resized_)))
        computed_.push_back(column.name);
    free_members(out_.before.checks, out_.after.checks, to_ ? &to_->checks : nullptr);
    free_members(out_.before.indexes, out_.after.indexes, to_ ? &to_->indexes : nullptr);
    free_members(out_.before.uniques, out_.after.uniques, to_ ? &to_->uniques : nullptr);
    for (const Column& column : out_.before.columns) {
      if (column.default_value && speaks(*column.default_value)) free_default(column);
      if (has(computed_, column.name)) free_computed(column);
    }
    return std::move(out_);
  }

 private:
  /// PostgreSQL would make what reads such a column anew by itself, but from the tree that it has: with the casts that
  /// the old type wanted.
  void find_retyped() {
    for (const Column& column : out_.before.columns)
      if (is_of_any(column.type, names_)) retyped_.insert(column.name);
    for (const Change& change : changes_) {
      const auto* c = std::get_if<AlterColumn>(&change);
      if (!c || c->table != out_.before.name) continue;
      const Type &before = c->before.type, &after = c->after.type;
      if (!(before == after) || c->before.collation != c->after.collation) resized_.insert(c->after.name);
      if (before.kind != after.kind || before.name != after.name || before.dimensions != after.dimensions)
        retyped_.insert(c->after.name);
    }
  }
  static bool reads(const Expr& e, const std::set<std::string>& columns) {
    const auto read = expr::columns_of(e);
    return std::any_of(read.begin(), read.end(), [&](const std::string& c) { return columns.contains(c); }) ||
           (expr::has_raw(e) && mentions_any(e, columns));
  }
  bool speaks(const Expr& e) const {
    return mentions_any(e, names_) || reads_computed(expr::columns_of(e)) ||
           (e.kind != ExprKind::column && reads(e, retyped_));
  }
  bool reads_computed(const std::vector<std::string>& columns) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& c) { return has(computed_, c); });
  }
  bool speaks(const Check& check) const { return speaks(check.expr); }
  bool speaks(const Unique& key) const { return reads_computed(key.columns); }
  bool speaks(const Index& index) const {
    return (index.where && speaks(*index.where)) || reads_computed(index.include) ||
           std::any_of(index.parts.begin(), index.parts.end(), [&](const IndexPart& part) {
             return speaks(part.expr) || mentions_any(Expr{ExprKind::collate, part.collation, {}, {}, {}}, names_) ||
                    mentions_any(Expr{ExprKind::collate, part.opclass, {}, {}, {}}, names_);
           });
  }

  /// Every change of this table that `visit` takes to be its own is taken out, and what `visit` makes of it put there.
  template <class C, class F>
  bool turn(F&& visit) {
    bool found = false;
    for (auto change = changes_.begin(); change != changes_.end();) {
      const C* own = std::get_if<C>(&*change);
      std::optional<Change> turned;
      if (!own || std::visit(TableOf{}, *change) != out_.before.name || !visit(*own, turned)) {
        ++change;
        continue;
      }
      found = true;
      if (turned)
        *change++ = std::move(*turned);
      else
        change = changes_.erase(change);
    }
    return found;
  }

  void free_computed(const Column& column) {
    out_.changes.push_back(DropColumn{out_.before.name, column, "", false});
    std::erase_if(out_.after.columns, [&](const Column& c) { return c.name == column.name; });
    const auto comes = [&](const Column& as) { return Change{AddColumn{out_.before.name, as, "", false}}; };
    const bool changed = turn<DropColumn>([&](const DropColumn& c, auto&) { return c.column.name == column.name; }) ||
                         turn<AlterColumn>([&](const AlterColumn& c, auto& turned) {
                           if (c.after.name == column.name) turned = comes(c.after);
                           return turned.has_value();
                         });
    const Column* stays = to_->find_column(column.name);
    if (!changed && stays) changes_.insert(changes_.begin(), comes(*stays));
  }

  void free_default(const Column& column) {
    Column without = column;
    without.default_value.reset();
    out_.changes.push_back(AlterColumn{out_.before.name, column, without});
    *out_.after.find_column(column.name) = without;
    const bool changed = turn<AlterColumn>([&](const AlterColumn& c, auto& turned) {
      if (c.after.name != column.name) return false;
      AlterColumn freed = c;
      freed.before.default_value.reset();
      turned = freed;
      return true;
    });
    const Column* stays = to_ ? to_->find_column(column.name) : nullptr;
    if (!changed && stays) changes_.insert(changes_.begin(), AlterColumn{out_.before.name, without, *stays});
  }

  template <class M>
  void free_members(const std::vector<M>& members, std::vector<M>& left, const std::vector<M>* to) {
    for (const M& member : members) {
      if (!speaks(member)) continue;
      out_.changes.push_back(DropMember<M>{out_.before.name, member});
      left.erase(named(left, member.name));
      const bool changed =
          turn<DropMember<M>>([&](const DropMember<M>& c, auto&) { return c.member.name == member.name; }) ||
          turn<RenameMember<M>>([&](const RenameMember<M>& c, auto& turned) {
            if (c.before.name == member.name) turned = AddMember<M>{c.table, c.after};
            return turned.has_value();
          });
      if (changed || !to) continue;
      for (const M& stays : *to)
        if (stays.name == member.name) changes_.push_back(AddMember<M>{out_.before.name, stays});
    }
  }

  const Table* to_;
  ChangeSet& changes_;
  const std::set<std::string>& names_;
  std::set<std::string> retyped_;      // columns that come to be of another type
  std::set<std::string> resized_;      // or of the same one with another length
  std::vector<std::string> computed_;  // columns that go
  TableAlteration out_;
};

}  // namespace

std::vector<TableAlteration> free_callers(Catalog& before, const Catalog& to, ChangeSet& changes,
                                          const std::set<std::string>& names) {
  std::vector<TableAlteration> out;
  for (const Table& table : before.tables) {
    TableAlteration freed = Freeing(table, to.tables.find(table.name), changes, names).run();
    if (!freed.changes.empty()) out.push_back(std::move(freed));
  }
  for (const TableAlteration& freed : out) {
    *before.tables.find(freed.before.name) = freed.after;
    for (Change& change : changes)
      if (auto* drop = std::get_if<Drop<Table>>(&change); drop && drop->object.name == freed.before.name)
        drop->object = freed.after;
  }
  return out;
}

}  // namespace schemac::plan
