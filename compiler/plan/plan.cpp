#include "plan/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "plan/callers.h"
#include "plan/change_questions.h"
#include "plan/guards.h"
#include "plan/moved_names.h"
#include "plan/order.h"
#include "plan/pinned_keys.h"

namespace schemac::plan {

using namespace catalog;
using dialect::AlterationSql;
using dialect::Statements;
using dialect::TableAlteration;

namespace {

class Planner {
 public:
  explicit Planner(const Input& input) : in_(input), d_(input.dialect), before_(input.from), changes_(input.changes) {
    for (const Change& change : in_.changes)
      if (is_rename(change)) (void)apply_change(change, before_);
  }

  Plan run() {
    swaps();
    find_remade();
    free_callers_of_replaced();
    alterations();
    release_readers();
    each<RenameTable>([&](const RenameTable& c) { add(d_.rename_table(*in_.from.tables.find(c.from), c.to)); });
    objects<RenameEnum, RenameLabel>();
    for (const AlterationSql& a : altered_) add(a.release);
    release_dropped_tables();
    for (const TableAlteration& alteration : freed_) add(d_.alter_table(alteration, in_.quarantine).work);
    release_types();
    drop_replaced();
    objects<Create<Namespace>, Alter<Namespace>, Create<Extension>, Create<Enum>, Alter<Enum>>();
    make_needs();
    objects<DeleteRow>();
    const bool names_are_shared = d_.key_names_are_shared();  // a table that goes makes room for one that comes
    if (names_are_shared) drop_tables();
    create_tables();
    for (const AlterationSql& a : altered_) add(a.work);
    if (!names_are_shared) drop_tables();
    each<Create<Table>>([&](const Create<Table>& c) { add(d_.add_foreign_keys(c.object)); });
    for (const AlterationSql& a : altered_) add(a.bind);
    drop_needs();
    objects<Drop<Enum>>();
    create_routines();
    alter_routines();
    create_views();
    create_triggers();
    create_raw_objects();
    seeds();  // last: triggers see the rows, and full-text tables get them
    objects<Drop<Extension>, Drop<Namespace>>();
    return finished();
  }

 private:
  void add(Statements statements) {
    for (auto& statement : statements) out_.statements.push_back(std::move(statement));
  }
  dialect::Both both() const { return {before_, in_.to, in_.changes}; }
  void object(const Change& change) { add(d_.object(change, both(), in_.quarantine)); }

  template <class C, class F>
  void each(F&& visit) const {
    for (const Change& change : changes_)
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
    for (const Change& change : changes_) {
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
    if (!d_.foreign_keys_are_inline())
      free_pinned_keys(work_, {before_, in_.to, changes_}, d_.foreign_keys_pin_columns());
    each<Drop<Table>>([&](const Drop<Table>& c) {
      dropped_.push_back(c.object);
      is_kept_ = c.kept;  // of all the same: it is the way there, or the way back
    });
    std::vector<Table> none;  // where names are shared, those of a table that goes are free before any is taken
    for (TableAlteration& alteration :
         free_moved_names(work_, d_.key_names_are_shared() ? none : dropped_, changes_, d_))
      freed_.push_back(std::move(alteration));
    for (const TableAlteration& alteration : work_) {
      altered_.push_back(d_.alter_table(alteration, in_.quarantine));
      if (altered_.back().rebuilt) rebuilt_.insert(alteration.after.name);
    }
  }

  /// Types that another one takes the place of, in every column that is of them.
  void swaps() {
    each<Alter<Enum>>([&](const Alter<Enum>& c) { swap(c.after.name.name, d_.object(c, both(), in_.quarantine)); });
    each<Alter<RawObject>>([&](const Alter<RawObject>& c) {
      if (d_.raw_kind(c.after) == dialect::RawKind::type)
        swap(made_name(c.after), d_.object(c, both(), in_.quarantine));
    });
  }
  void swap(const std::string& type, const Statements& statements) {
    const auto any = [&](const auto& is_so) { return std::any_of(statements.begin(), statements.end(), is_so); };
    if (any([](const auto& s) { return s.sql.find(" RENAME TO ") != s.sql.npos; })) swapped_types_.insert(type);
    for (const Table& table : before_.tables) {
      const std::string alters = "ALTER TABLE " + d_.qualified(table.name) + " ";
      if (any([&](const auto& s) { return s.sql.starts_with(alters); })) retyped_.insert(table.name);
    }
  }

  /// Tables and views that an unchanged view must let go of while they change.
  std::set<std::string> moving() const {
    std::set<std::string> out;
    for (const Change& change : changes_)
      if (retypes(change) || std::holds_alternative<DropColumn>(change))
        out.insert(std::visit(TableOf{}, change)->name);
    for (const QName& table : retyped_) out.insert(table.name);
    each<Drop<Table>>([&](const Drop<Table>& c) { out.insert(c.object.name.name); });
    each<Drop<View>>([&](const Drop<View>& c) { out.insert(c.object.name.name); });
    each<Alter<View>>([&](const Alter<View>& c) { out.insert(c.before.name.name); });
    each<Alter<RawObject>>([&](const Alter<RawObject>& c) {
      if (d_.raw_kind(c.before) == dialect::RawKind::prerequisite) out.insert(made_name(c.before));
    });
    return out;
  }

  /// Names whose objects are gone for a while, with whatever was said of them: those of views and routines that are
  /// dropped or made anew.
  std::set<std::string> vanishing() const {
    std::set<std::string> out;
    each<Drop<View>>([&](const Drop<View>& c) { out.insert(c.object.name.name); });
    each<Alter<View>>([&](const Alter<View>& c) { out.insert(c.before.name.name); });
    each<Drop<Routine>>([&](const Drop<Routine>& c) { out.insert(c.object.name.name); });
    out.insert(replaced_.begin(), replaced_.end());
    for (const TableAlteration& alteration : freed_)
      for (const Index& index : alteration.before.indexes) out.insert(index.name);
    for (const Trigger* trigger : released_triggers()) out.insert(trigger->name.name);
    return out;
  }

  void release_readers() {
    std::vector<Reader> gone;
    std::set<std::string> read = moving();
    std::set<std::string> named = vanishing();
    read.insert(named.begin(), named.end());
    for (const Reader& reader : readers(in_.from, d_)) {  // what it reads stands before a reader
      const bool changed =
          reader.view ? is_changed(*reader.view, in_.to.views) : is_changed(*reader.raw, in_.to.raw_objects);
      if (!changed && !must_go(reader, read, named)) continue;
      gone.push_back(reader);
      const std::string name = reader.view ? reader.view->name.name : made_name(*reader.raw);
      if (reader.view) gone_views_.insert(reader.view->name);
      if (reader.view || d_.raw_kind(*reader.raw) == dialect::RawKind::relation) {
        read.insert(name);
        named.insert(name);
      }
      if (!changed) recreated_.insert(reader.view ? "view " + reader.view->name.text() : reader.raw->name.text());
    }
    const auto says_something = [&](const Reader& r) { return r.raw && is_setting(d_.raw_kind(*r.raw)); };
    std::stable_partition(gone.begin(), gone.end(), [&](const Reader& r) { return !says_something(r); });
    bool triggers_went = false;  // behind what is said of them, before the views that some are of
    for (auto reader = gone.rbegin(); reader != gone.rend(); ++reader) {
      if (!says_something(*reader) && !std::exchange(triggers_went, true)) release_triggers();
      reader->view ? object(Drop<View>{*reader->view, true}) : object(Drop<RawObject>{*reader->raw, true});
    }
    if (!triggers_went) release_triggers();
    drop_routines();
  }

  static bool is_setting(dialect::RawKind kind) {
    return kind == dialect::RawKind::setting || kind == dialect::RawKind::owner;
  }

  /// Routines that stay, changed or not, but are made of a type that is swapped, or of columns that change: they go
  /// meanwhile.
  void find_remade() {
    if (!d_.views_pin_what_they_read()) return;
    std::set<std::string> changing = moving();
    for (const Routine& routine : before_.routines)
      if (is_replaced(routine)) changing.insert(routine.name.name);
    for (bool found = true; std::exchange(found, false);)  // a body may call another one that goes
      for (const Routine& routine : in_.from.routines) {
        if (is_remade(routine) || !in_.to.routines.find(key_of(routine))) continue;
        if (!is_made_of(routine, swapped_types_, changing)) continue;
        remade_.push_back(&routine);
        found = changing.insert(routine.name.name).second || found;
      }
  }

  /// Whether it goes, and comes back as another one: of another result, or with other parameters.
  bool is_replaced(const Routine& routine) const {
    const Routine* after = in_.to.routines.find(key_of(routine));
    if (after)
      return is_remade(routine) ||
             (!(*after == routine) && d_.object(Alter<Routine>{routine, *after}, both(), in_.quarantine).empty());
    return std::any_of(in_.to.routines.begin(), in_.to.routines.end(), [&](const Routine& other) {
      return other.name == routine.name && !in_.from.routines.find(key_of(other));
    });
  }
  void free_callers_of_replaced() {
    for (const Need& need : needs(before_, d_))
      if (need.routine) called_.insert(key_of(*need.routine));
    for (const Routine& routine : before_.routines)
      if (is_replaced(routine)) replaced_.insert(routine.name.name);
    if (!d_.views_pin_what_they_read()) return;
    std::set<std::string> names = replaced_;
    names.insert(swapped_types_.begin(), swapped_types_.end());
    each<Alter<RawObject>>([&](const Alter<RawObject>& c) {
      if (d_.raw_kind(c.before) != dialect::RawKind::prerequisite) return;
      const Statements made = d_.object(c, both(), in_.quarantine);  // in place, or anew
      if (!made.empty() && made[0].sql.starts_with("DROP ")) names.insert(made_name(c.before));
    });
    freed_ = free_callers(before_, in_.to, changes_, names);
  }

  /// Domains let go of routines that go and come back.
  void release_types() {
    for (const RawObject& object : in_.from.raw_objects) {
      if (d_.raw_kind(object) != dialect::RawKind::type || !mentions_any(object.create, replaced_)) continue;
      const RawObject released = d_.calling_nothing(object);
      if (released == object) continue;
      this->object(Alter<RawObject>{object, released});
      *before_.raw_objects.find(object.name) = released;
    }
  }
  /// Before anything that is made calls them.
  void drop_replaced() {
    if (!d_.views_pin_what_they_read()) return;
    const auto routines = by_dependency(in_.from.routines);
    for (auto routine = routines.rbegin(); routine != routines.rend(); ++routine)
      if (is_replaced(**routine) && !gone_.contains(key_of(**routine))) drop_routine(**routine);
  }
  void drop_routine(const Routine& routine) {
    object(Drop<Routine>{routine, true});
    gone_.insert(key_of(routine));
  }

  /// Callers before what they call; those that tables or types call go with the latter.
  void drop_routines() {
    const auto routines = by_dependency(before_.routines);
    for (auto routine = routines.rbegin(); routine != routines.rend(); ++routine)
      if ((!in_.to.routines.find(key_of(**routine)) || is_remade(**routine)) && !called_.contains(key_of(**routine)))
        drop_routine(**routine);
  }
  bool is_remade(const Routine& routine) const {
    return std::any_of(remade_.begin(), remade_.end(), [&](const Routine* r) { return key_of(*r) == key_of(routine); });
  }

  template <class T>
  static bool is_changed(const T& before, const ObjectList<T>& to) {
    const T* after = to.find(before.name);
    return !after || !(*after == before);
  }

  /// Whether an unchanged reader is in the way, or would be gone with what it speaks of.
  bool must_go(const Reader& reader, const std::set<std::string>& read, const std::set<std::string>& named) const {
    if (reader.view && renames_read_all_) return true;
    if (!d_.views_pin_what_they_read()) return false;
    if (reader.view) return mentions_any(reader.view->query, read);
    if (d_.raw_kind(*reader.raw) == dialect::RawKind::default_of_new) return makes_anything(in_.changes);
    return mentions_any(reader.raw->create, is_setting(d_.raw_kind(*reader.raw)) ? named : read);
  }

  /// Those that go, and those that come back.
  std::vector<const Trigger*> released_triggers() const {
    std::vector<const Trigger*> out;
    std::set<QName> in_the_way = gone_views_;
    for (const QName& table : retyped_) in_the_way.insert(original_name(table));
    for (const TableAlteration& alteration : work_)
      if (std::any_of(alteration.changes.begin(), alteration.changes.end(), [&](const Change& c) { return rouses(c); }))
        in_the_way.insert(original_name(alteration.after.name));
    each<Drop<Trigger>>([&](const Drop<Trigger>& c) { out.push_back(&c.object); });
    each<Alter<Trigger>>([&](const Alter<Trigger>& c) { out.push_back(&c.before); });
    for (const Trigger& trigger : renames_read_all_ ? before_.triggers : in_.from.triggers)
      if ((renames_read_all_ || in_the_way.contains(trigger.table) || calls_replaced(trigger)) &&
          !is_changed_trigger(trigger))
        out.push_back(&trigger);
    return out;
  }
  bool calls_replaced(const Trigger& trigger) const {
    return d_.views_pin_what_they_read() &&
           ((trigger.when && mentions_any(*trigger.when, replaced_)) || mentions_any(trigger.body, replaced_));
  }
  void release_triggers() {
    for (const Trigger* trigger : released_triggers()) {
      object(Drop<Trigger>{*trigger, true});
      if (!is_changed_trigger(*trigger)) recreated_.insert("trigger " + key_of(*trigger));
    }
  }
  /// Triggers of the table would stop it, or would fire though no row means anything else than before.
  bool rouses(const Change& change) const {
    return std::holds_alternative<RenameLabel>(change) || (d_.views_pin_what_they_read() && retypes(change));
  }
  bool is_changed_trigger(const Trigger& trigger) const {
    const Trigger* after = in_.to.triggers.find(key_of(trigger));
    return !after || !(*after == trigger);
  }

  /// What tables are of, and what they use, before the tables.
  void make_needs() {
    for (const Need& need : needs(in_.to, d_)) {
      if (need.raw) {
        const RawObject* before = before_.raw_objects.find(need.raw->name);
        if (!before)
          object(Create<RawObject>{*need.raw, is_restored(*need.raw)});
        else if (!(*before == *need.raw))
          object(Alter<RawObject>{*before, *need.raw});
      } else if (is_to_be_made(*need.routine)) {
        made_.insert(key_of(*need.routine));
        object(Create<Routine>{*need.routine, false});
      } else {
        replace_early(*need.routine);
      }
    }
  }
  /// A table may come to use a routine as it will be: an index wants it immutable.
  void replace_early(const Routine& routine) {
    const Routine& before = *before_.routines.find(key_of(routine));
    if (before == routine) return;
    Statements replaced = d_.object(Alter<Routine>{before, routine}, both(), in_.quarantine);
    if (replaced.empty()) return;
    made_.insert(key_of(routine));
    add(std::move(replaced));
  }
  bool is_restored(const RawObject& object) const {
    bool restored = false;
    each<Create<RawObject>>(
        [&](const Create<RawObject>& c) { restored |= c.object.name == object.name && c.restored; });
    return restored;
  }

  /// What tables were of, and what they used, callers before what they call.
  void drop_needs() {
    const auto gone = needs(before_, d_);
    for (auto need = gone.rbegin(); need != gone.rend(); ++need)
      if (need->raw && !in_.to.raw_objects.find(need->raw->name))
        object(Drop<RawObject>{*need->raw, !in_.quarantine.way_back});
      else if (need->routine && !in_.to.routines.find(key_of(*need->routine)) &&
               !gone_.contains(key_of(*need->routine)))
        object(Drop<Routine>{*need->routine, true});
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
    std::vector<const Table*> tables;
    std::set<std::string> restored;
    each<Create<Table>>([&](const Create<Table>& c) {
      tables.push_back(&c.object);
      if (c.restored) restored.insert(c.object.name.text());
    });
    for (const Table* table : makeable(tables))
      add(restored.contains(table->name.text()) ? d_.restore_table(*table, in_.quarantine) : d_.create_table(*table));
  }
  void drop_tables() {
    std::vector<const Table*> tables;
    for (const Table& table : dropped_) tables.push_back(&table);
    const auto parents_first = makeable(tables);
    for (auto table = parents_first.rbegin(); table != parents_first.rend(); ++table) {
      Table released = **table;  // its foreign keys went before what they refer to changed
      if (!d_.foreign_keys_are_inline()) released.foreign_keys.clear();
      add(is_kept_ ? d_.quarantine_table(released, in_.quarantine) : d_.drop_table(released));
    }
  }

  void seeds() {
    for (const Change* change : row_changes(in_.changes, in_.to.tables)) object(*change);
  }

  void alter_routines() {
    each<Alter<Routine>>([&](const Alter<Routine>& c) {
      if (gone_.contains(key_of(c.before)) || made_.contains(key_of(c.after))) return;
      Statements replaced = d_.object(c, both(), in_.quarantine);
      if (!replaced.empty()) return add(std::move(replaced));
      object(Drop<Routine>{c.before, true});
      object(Create<Routine>{c.after, false});
    });
  }

  bool is_to_be_made(const Routine& routine) const {
    return !before_.routines.find(key_of(routine)) || gone_.contains(key_of(routine));
  }
  void create_routines() {
    for (const Routine* routine : by_dependency(in_.to.routines))
      if (is_to_be_made(*routine) && !made_.contains(key_of(*routine))) object(Create<Routine>{*routine, false});
  }

  /// Views, and the raw relations that one of them may read.
  void create_views() {
    for (const Reader& reader : readers(in_.to, d_)) {
      if (reader.view) {
        const View* before = in_.from.views.find(reader.view->name);
        if (!before || !(*before == *reader.view) || recreated_.contains("view " + reader.view->name.text()))
          object(Create<View>{*reader.view, false});
      } else if (d_.raw_kind(*reader.raw) == dialect::RawKind::relation) {
        create_raw(*reader.raw);
      }
    }
  }
  void create_raw_objects() {
    for (const Reader& reader : readers(in_.to, d_))
      if (reader.raw && d_.raw_kind(*reader.raw) != dialect::RawKind::relation) create_raw(*reader.raw);
  }
  void create_raw(const RawObject& raw) {
    const RawObject* before = in_.from.raw_objects.find(raw.name);
    if (!before || !(*before == raw) || recreated_.contains(raw.name.text())) object(Create<RawObject>{raw, false});
  }

  void create_triggers() {
    for (const Trigger* trigger : by_order_of_firing(in_.to.triggers)) {
      const Trigger* before = before_.triggers.find(key_of(*trigger));
      const bool gone = rebuilt_.contains(trigger->table) || recreated_.contains("trigger " + key_of(*trigger));
      if (!before || !(*before == *trigger) || gone) object(Create<Trigger>{*trigger, false});
    }
  }

  Plan finished() {
    out_.dialect = d_.id();
    out_.transactional = d_.ddl_is_transactional();
    out_.hazards = hazards_of(in_.changes);
    if (out_.statements.empty()) return std::move(out_);
    out_.guards = guards_for(in_, work_);
    add(d_.epilogue());
    Statements all = d_.prologue();
    for (auto& statement : out_.statements) all.push_back(std::move(statement));
    out_.statements = std::move(all);
    return std::move(out_);
  }

  const Input& in_;
  const dialect::Dialect& d_;
  Catalog before_;     // with everything called by its new name, and without what lets go of routines meanwhile
  ChangeSet changes_;  // and what brings that back
  std::vector<TableAlteration> work_;
  std::vector<Table> dropped_;
  const bool renames_read_all_ = d_.renames_read_everything() && renames_anything(in_.changes);
  bool is_kept_ = true;                 // what is dropped goes into quarantine
  std::vector<TableAlteration> freed_;  // what lets go of routines, and makes room for names that move
  std::vector<AlterationSql> altered_;
  std::set<QName> rebuilt_;
  std::set<QName> gone_views_;  // that go, to stay away or to come back
  std::set<QName> retyped_;     // tables with a column of a type that is swapped
  std::set<std::string> swapped_types_;
  std::vector<const Routine*> remade_;  // routines that go and come back
  std::set<std::string> recreated_;  // what goes and comes back unchanged: "view v", "trigger t.g", raw objects by name
  std::set<std::string> called_;     // routines that tables or types call, by key
  std::set<std::string> replaced_;   // names of routines that go and come back
  std::set<std::string> gone_;       // routines that went, by key
  std::set<std::string> made_;       // routines that stand already, by key
  Plan out_;
};

}  // namespace

Plan make_plan(const Input& input) { return Planner(input).run(); }

}  // namespace schemac::plan
