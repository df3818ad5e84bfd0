#include "plan/plan.h"

#include <map>
#include <set>

#include "base/text.h"
#include "plan/guards.h"
#include "plan/order.h"

namespace schemac::plan {

using namespace catalog;
using dialect::AlterationSql;
using dialect::Statements;
using dialect::TableAlteration;

namespace {

/// The table whose own, whose columns' or whose members' change this is; nothing for other changes.
struct TableOf {
  std::optional<QName> operator()(const Alter<Table>& c) const { return c.after.name; }
  std::optional<QName> operator()(const RenameColumn& c) const { return c.table; }
  std::optional<QName> operator()(const AddColumn& c) const { return c.table; }
  std::optional<QName> operator()(const DropColumn& c) const { return c.table; }
  std::optional<QName> operator()(const AlterColumn& c) const { return c.table; }
  std::optional<QName> operator()(const ReorderColumns& c) const { return c.table; }
  template <class M>
  std::optional<QName> operator()(const AddMember<M>& c) const {
    return c.table;
  }
  template <class M>
  std::optional<QName> operator()(const DropMember<M>& c) const {
    return c.table;
  }
  template <class M>
  std::optional<QName> operator()(const RenameMember<M>& c) const {
    return c.table;
  }
  template <class T>
  std::optional<QName> operator()(const T&) const {
    return std::nullopt;
  }
};

class Planner {
 public:
  explicit Planner(const Input& input) : in_(input), d_(input.dialect), before_(input.from) {
    for (const Change& change : in_.changes)
      if (is_rename(change)) (void)apply_change(change, before_);
  }

  Plan run() {
    alterations();
    release_views_and_triggers();
    each<RenameTable>([&](const RenameTable& c) { add(d_.rename_table(*in_.from.tables.find(c.from), c.to)); });
    objects<RenameEnum>();
    for (const AlterationSql& a : altered_) add(a.release);
    release_dropped_tables();
    objects<Create<Namespace>, Alter<Namespace>, Create<Extension>, Create<Enum>, Alter<Enum>>();
    objects<DeleteRow>();
    create_raw_objects(true);
    create_tables();
    for (const AlterationSql& a : altered_) add(a.work);
    drop_tables();
    each<Create<Table>>([&](const Create<Table>& c) { add(d_.add_foreign_keys(c.object)); });
    for (const AlterationSql& a : altered_) add(a.bind);
    objects<Drop<Enum>, Create<Routine>>();
    alter_routines();
    create_views();
    create_triggers();
    create_raw_objects(false);
    release_raw_objects(true);
    seeds();  // last: triggers see the rows, and full-text tables get them
    objects<Drop<Extension>, Drop<Namespace>>();
    return finished();
  }

 private:
  static bool is_rename(const Change& change) {
    return std::holds_alternative<RenameTable>(change) || std::holds_alternative<RenameEnum>(change) ||
           std::holds_alternative<RenameColumn>(change);
  }

  void add(Statements statements) {
    for (auto& statement : statements) out_.statements.push_back(std::move(statement));
  }
  void object(const Change& change) { add(d_.object(change, {before_, in_.to}, in_.quarantine)); }

  template <class C, class F>
  void each(F&& visit) const {
    for (const Change& change : in_.changes)
      if (const auto* c = std::get_if<C>(&change)) visit(*c);
  }
  template <class... Kinds>
  void objects() {
    (each<Kinds>([&](const Kinds& c) { object(c); }), ...);
  }

  QName original_name(const QName& table) const {
    QName original = table;
    if (!in_.quarantine.way_back)
      each<RenameTable>([&](const RenameTable& c) {
        if (c.to == table) original = c.from;
      });
    return original;
  }

  void alterations() {
    std::map<QName, std::size_t> at;
    for (const Change& change : in_.changes) {
      const auto table = std::visit(TableOf{}, change);
      if (!table) continue;
      const Table* before = before_.tables.find(*table);
      const Table* after = in_.to.tables.find(*table);
      if (!before || !after) continue;
      const auto [found, fresh] = at.emplace(*table, work_.size());
      if (fresh) work_.push_back({*before, *after, {}, {}, original_name(*table)});
      TableAlteration& alteration = work_[found->second];
      alteration.changes.push_back(change);
      if (const auto* rename = std::get_if<RenameColumn>(&change))
        alteration.renamed_columns.emplace_back(rename->from, rename->to);
    }
    for (const TableAlteration& alteration : work_) {
      altered_.push_back(d_.alter_table(alteration, in_.quarantine));
      if (altered_.back().rebuilt) rebuilt_.insert(alteration.after.name);
    }
  }

  /// Tables and views that an unchanged view must let go of while they change.
  std::set<std::string> moving() const {
    std::set<std::string> out;
    for (const TableAlteration& alteration : work_)
      for (const Change& change : alteration.changes)
        if (std::holds_alternative<AlterColumn>(change) || std::holds_alternative<DropColumn>(change))
          out.insert(alteration.after.name.name);
    each<Drop<Table>>([&](const Drop<Table>& c) { out.insert(c.object.name.name); });
    each<Drop<View>>([&](const Drop<View>& c) { out.insert(c.object.name.name); });
    each<Alter<View>>([&](const Alter<View>& c) { out.insert(c.before.name.name); });
    return out;
  }

  void release_views_and_triggers() {
    each<Drop<Trigger>>([&](const Drop<Trigger>& c) { object(c); });
    each<Alter<Trigger>>([&](const Alter<Trigger>& c) { object(Drop<Trigger>{c.before, true}); });
    release_raw_objects(false);
    objects<Drop<Routine>>();
    std::vector<const View*> gone;
    std::set<std::string> names = moving();
    for (const View* view : by_dependency(in_.from.views)) {  // what it reads stands before a view
      const View* after = in_.to.views.find(view->name);
      const bool changed = !after || !(*after == *view);
      if (!changed && !(d_.views_pin_what_they_read() && mentions_any(view->query, names))) continue;
      gone.push_back(view);
      names.insert(view->name.name);
      if (!changed) recreated_.insert(view->name);
    }
    for (auto view = gone.rbegin(); view != gone.rend(); ++view) object(Drop<View>{**view, true});
  }

  /// What tables read from goes after them and comes before them; one that changes is made anew in its place.
  void release_raw_objects(bool before_tables) {
    each<Drop<RawObject>>([&](const Drop<RawObject>& c) {
      if (d_.stands_before_tables(c.object) == before_tables) object(c);
    });
    if (before_tables) return;
    each<Alter<RawObject>>([&](const Alter<RawObject>& c) { object(Drop<RawObject>{c.before, true}); });
  }
  void create_raw_objects(bool before_tables) {
    each<Create<RawObject>>([&](const Create<RawObject>& c) {
      if (d_.stands_before_tables(c.object) == before_tables) object(c);
    });
    each<Alter<RawObject>>([&](const Alter<RawObject>& c) {
      if (d_.stands_before_tables(c.after) == before_tables) object(Create<RawObject>{c.after, false});
    });
  }

  void release_dropped_tables() {
    if (d_.foreign_keys_are_inline()) return;
    each<Drop<Table>>([&](const Drop<Table>& c) {
      TableAlteration release{c.object, c.object, {}, {}, c.object.name};
      release.after.foreign_keys.clear();
      for (const ForeignKey& key : c.object.foreign_keys)
        release.changes.push_back(DropMember<ForeignKey>{c.object.name, key});
      add(d_.alter_table(release, in_.quarantine).release);
    });
  }

  void create_tables() {
    each<Create<Table>>([&](const Create<Table>& c) {
      add(c.restored ? d_.restore_table(c.object, in_.quarantine) : d_.create_table(c.object));
    });
  }
  void drop_tables() {
    each<Drop<Table>>([&](const Drop<Table>& c) {
      Table released = c.object;  // its foreign keys went before what they refer to changed
      if (!d_.foreign_keys_are_inline()) released.foreign_keys.clear();
      add(c.kept ? d_.quarantine_table(released, in_.quarantine) : d_.drop_table(released));
    });
  }

  /// Rows that are referred to come before those that refer to them.
  void seeds() {
    const auto place = parents_first(in_.to.tables);
    std::vector<std::pair<std::size_t, const Change*>> rows;
    for (const Change& change : in_.changes) {
      std::optional<QName> table;
      if (const auto* c = std::get_if<Create<Seed>>(&change)) table = c->object.name;
      if (const auto* c = std::get_if<Alter<Seed>>(&change)) table = c->after.name;
      if (const auto* c = std::get_if<InsertRow>(&change)) table = c->table;
      if (const auto* c = std::get_if<UpdateRow>(&change)) table = c->table;
      if (const auto* c = std::get_if<Drop<Seed>>(&change); c && in_.to.tables.find(c->object.name))
        table = c->object.name;
      if (!table) continue;
      const auto found = place.find(table->text());
      rows.emplace_back(found == place.end() ? 0 : found->second, &change);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [at, change] : rows) object(*change);
  }

  void alter_routines() {
    each<Alter<Routine>>([&](const Alter<Routine>& c) {
      Statements replaced = d_.object(c, {before_, in_.to}, in_.quarantine);
      if (!replaced.empty()) return add(std::move(replaced));
      object(Drop<Routine>{c.before, true});
      object(Create<Routine>{c.after, false});
    });
  }

  void create_views() {
    for (const View* view : by_dependency(in_.to.views)) {
      const View* before = in_.from.views.find(view->name);
      if (!before || !(*before == *view) || recreated_.contains(view->name)) object(Create<View>{*view, false});
    }
  }

  void create_triggers() {
    for (const Trigger* trigger : by_order_of_firing(in_.to.triggers)) {
      const Trigger* before = before_.triggers.find(key_of(*trigger));
      if (!before || !(*before == *trigger) || rebuilt_.contains(trigger->table))
        object(Create<Trigger>{*trigger, false});
    }
  }

  Plan finished() {
    out_.dialect = d_.id();
    out_.transactional = d_.ddl_is_transactional();
    out_.hazards = hazards_of(in_.changes);
    if (out_.statements.empty()) return std::move(out_);
    out_.guards = guards_for(in_, work_);
    Statements all = d_.prologue();
    for (auto& statement : out_.statements) all.push_back(std::move(statement));
    for (auto& statement : d_.epilogue()) all.push_back(std::move(statement));
    out_.statements = std::move(all);
    return std::move(out_);
  }

  const Input& in_;
  const dialect::Dialect& d_;
  Catalog before_;  // with everything called by its new name
  std::vector<TableAlteration> work_;
  std::vector<AlterationSql> altered_;
  std::set<QName> rebuilt_, recreated_;
  Plan out_;
};

}  // namespace

Plan make_plan(const Input& input) { return Planner(input).run(); }

}  // namespace schemac::plan
