#include "plan/plan.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "base/text.h"
#include "plan/callers.h"
#include "plan/change_questions.h"
#include "plan/going.h"
#include "plan/guards.h"
#include "plan/moved_names.h"
#include "plan/order.h"
#include "plan/pinned_keys.h"
#include "plan/quoted_bodies.h"
#include "plan/raw_hazards.h"
#include "plan/seeds.h"
#include "plan/stars.h"
#include "plan/table_alterations.h"

namespace schemac::plan {

using namespace catalog;
using dialect::AlterationSql;
using dialect::RawKind;
using dialect::Statements;
using dialect::TableAlteration;

namespace {

class Planner {
 public:
  explicit Planner(const Input& input)
      : in_(input),
        d_(input.dialect),
        seeds_(input),
        before_(with_quoted_bodies(input)),
        changes_(input.changes),
        going_(input, before_),
        parted_(input.dialect.redistribute({before_, input.to, input.changes}, input.quarantine)) {}

  Plan run() {
    free_callers_of_replaced();
    alterations();
    for (const Change& quoted : quoting(in_, before_)) object(quoted);
    release_readers();
    objects<Create<Namespace>>();
    each<RenameTable>([&](const RenameTable& c) { add(d_.rename_table(*in_.from.tables.find(c.from), c.to)); });
    objects<RenameEnum, RenameLabel>();
    for (const AlterationSql& a : altered_) add(a.release);
    release_dropped_tables();
    for (const TableAlteration& alteration : freed_) add(d_.alter_table(alteration, in_.quarantine).work);
    add(seeds_.out());  // while enums have the labels that they are to lose
    release_types();
    drop_replaced();
    if (in_.quarantine.way_back) swap_along();
    objects<Alter<Namespace>, Create<Extension>, Create<Enum>, Alter<Enum>>();
    find_late();
    make_needs(false);
    add(in_.quarantine.way_back ? parted_.aside : parted_.apart);
    const bool names_are_shared = d_.key_names_are_shared();  // a table that goes makes room for one that comes
    if (names_are_shared) drop_tables(false);
    for (const bool late : {false, true}) {
      if (late && late_names_.empty()) break;
      if (late) make_needs(true);
      create_tables(late);
      if (!late && !in_.quarantine.way_back) add(parted_.together);  // while all have the columns of before
      for (std::size_t i = 0; i < altered_.size(); ++i)
        if (waits(work_[i].after) == late) add(altered_[i].work);
    }
    if (!names_are_shared) drop_tables(false);
    if (in_.quarantine.way_back) add(parted_.apart);
    for (const AlterationSql& a : altered_) add(a.join);
    if (in_.quarantine.way_back) add(parted_.together);
    drop_tables(true);
    bind(false);
    drop_needs();
    objects<Drop<Enum>>();
    if (!d_.views_pin_what_they_read()) create_routines();
    create_views();
    for (const TableAlteration& waiting : waiting_.taken()) add(d_.alter_table(waiting, in_.quarantine).work);
    create_triggers();
    create_raw_objects();
    add(seeds_.in());  // last: triggers see the rows, and full-text tables get them
    bind(true);
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

  void alterations() {
    work_ = makeable(table_alterations(in_, before_, changes_));
    for (TableAlteration& alteration : work_) waiting_.take_from(alteration);
    if (!d_.foreign_keys_are_inline()) free_pinned_keys(work_, both(), d_.foreign_keys_pin_columns(), parted_.referred);
    each<Drop<Table>>([&](const Drop<Table>& c) {
      dropped_.push_back(c.object);
      is_kept_ = c.kept;  // of all the same: it is the way there, or the way back
    });
    std::vector<Table> none;  // where names are shared, those of a table that goes are free before any is taken
    for (auto& freed : free_moved_names(work_, d_.key_names_are_shared() ? none : dropped_, changes_, in_.to, d_))
      freed_.push_back(std::move(freed));
    for (const TableAlteration& alteration : work_) {
      altered_.push_back(d_.alter_table(alteration, in_.quarantine));
      if (altered_.back().rebuilt) rebuilt_.insert(alteration.after.name);
    }
  }

  /// Names whose objects are gone for a while, with whatever was said of them.
  std::set<std::string> vanishing() const {
    std::set<std::string> out = going_.moving();
    for (const TableAlteration& alteration : freed_)
      for (const Index& index : alteration.before.indexes) out.insert(index.name);
    for (const TableAlteration& alteration : work_)
      for (const Change& change : alteration.changes)
        if (const std::string name = dropped_member(change); !name.empty()) out.insert(name);
    each<Alter<RawObject>>([&](const Alter<RawObject>& c) {
      if (d_.raw_kind(c.before) == RawKind::other) out.insert(subject_of(c.before));
    });
    for (const Trigger& trigger : released_triggers()) out.insert(trigger.name.name);
    each<Alter<Table>>([&](const Alter<Table>& c) {  // a partition that is attached has its parent's triggers anew
      if (is_same_part(c)) return;
      for (const Trigger& trigger : before_.triggers)
        if (going_.with_heirs({trigger.table.name}).contains(c.after.name.name)) out.insert(trigger.name.name);
    });
    for (const std::string& name : tables_of_passed_on_names(in_.changes)) out.insert(name);
    return out;
  }

  void release_readers() {
    std::vector<Reader> gone;
    std::set<std::string> named = vanishing();
    std::set<std::string> read = named;
    named.merge(going_.thinned());
    for (const Reader& reader : readers(in_.from, d_)) {  // what it reads stands before a reader
      if (reader.routine) {
        if (goes_early(*reader.routine)) gone.push_back(reader);
        continue;
      }
      const bool changed =
          reader.view ? is_changed(*reader.view, in_.to.views) : is_changed(*reader.raw, in_.to.raw_objects);
      const bool makes = makes_anything(in_.changes) || !gone.empty() || !going_.replaced_routines().empty();
      if (!changed && !(settles_new(reader, d_) ? makes : must_go(reader, read, named))) continue;
      gone.push_back(reader);
      const std::string name = reader.view ? reader.view->name.name : made_name(*reader.raw);
      if (reader.view) gone_views_.insert(reader.view->name);
      if (reader.view || d_.raw_kind(*reader.raw) == RawKind::relation) {
        read.insert(name);
        named.insert(name);
      }
      if (reader.raw && d_.raw_kind(*reader.raw) == RawKind::other) named.insert(subject_of(*reader.raw));
      if (!changed) recreated_.insert(reader.view ? "view " + reader.view->name.text() : reader.raw->name.text());
    }
    const auto says_something = [&](const Reader& r) { return r.raw && is_setting(d_.raw_kind(*r.raw)); };
    std::stable_partition(gone.begin(), gone.end(), std::not_fn(says_something));
    bool triggers_went = false;  // behind what is said of them, before the views that some are of
    for (auto reader = gone.rbegin(); reader != gone.rend(); ++reader) {
      if (!says_something(*reader) && !std::exchange(triggers_went, true)) release_triggers();
      if (reader->routine)
        drop_routine(*reader->routine);
      else
        reader->view ? object(Drop<View>{*reader->view, true}) : object(Drop<RawObject>{*reader->raw, true});
    }
    if (!triggers_went) release_triggers();
    if (!d_.views_pin_what_they_read()) drop_routines();
  }

  void free_callers_of_replaced() {
    for (const Need& need : needs(before_, d_))
      if (need.routine) called_.insert(key_of(*need.routine));
    if (d_.views_pin_what_they_read()) freed_ = free_callers(before_, in_.to, changes_, going_.let_go());
  }

  /// Domains let go of routines that go and come back.
  void release_types() {
    for (const RawObject& object : in_.from.raw_objects) {
      if (d_.raw_kind(object) != RawKind::type || !mentions_any(object.create, going_.replaced_routines())) continue;
      const RawObject released = d_.calling_nothing(object);
      if (released == object) continue;
      this->object(Alter<RawObject>{object, released});
      *before_.raw_objects.find(object.name) = released;
    }
  }
  /// Before anything that is made calls them, and before what they are made of changes.
  void drop_replaced() {
    if (!d_.views_pin_what_they_read()) return;
    const auto used = needs(in_.from, d_);
    for (auto need = used.rbegin(); need != used.rend(); ++need) {
      if (need->raw && going_.is_gone_for_a_while(*need->raw)) object(Drop<RawObject>{*need->raw, true});
      if (need->routine && going_.is_replaced(*need->routine) && !gone_.contains(key_of(*need->routine)))
        drop_routine(*need->routine);
    }
  }
  void drop_routine(const Routine& routine) {
    object(Drop<Routine>{routine, true});
    gone_.insert(key_of(routine));
  }

  /// Those that tables or types call go with the latter, or once these let go of them.
  bool goes_early(const Routine& routine) const {
    return (!in_.to.routines.find(key_of(routine)) || going_.is_replaced(routine)) &&
           !called_.contains(key_of(routine));
  }
  /// Callers before what they call.
  void drop_routines() {
    const auto routines = by_dependency(before_.routines);
    for (auto routine = routines.rbegin(); routine != routines.rend(); ++routine)
      if (!in_.to.routines.find(key_of(**routine)) && !called_.contains(key_of(**routine))) drop_routine(**routine);
  }

  /// Whether an unchanged reader is in the way, or would be gone with what it speaks of.
  bool must_go(const Reader& reader, const std::set<std::string>& read, const std::set<std::string>& named) const {
    const Expr& sql = reader.view ? reader.view->query : reader.raw->create;
    if ((reader.view && renames_read_all_) || takes_all_of_any(sql, reshaped_) || takes_all_of_any(sql, read))
      return true;
    if (!d_.views_pin_what_they_read()) return false;
    const bool says = reader.raw && is_setting(d_.raw_kind(*reader.raw));
    if (!says) return mentions_any(sql, read) || going_.reads_lost_column(sql);
    return mentions_any(sql, named) || going_.takes_comment(*reader.raw);
  }

  /// Those that go, and those that come back.
  std::vector<Trigger> released_triggers() const {
    std::vector<Trigger> out;
    std::set<QName> in_the_way = gone_views_;
    for (const QName& table : going_.retyped()) in_the_way.insert(table);
    for (std::size_t i = 0; i < work_.size(); ++i)
      if (rouses(work_[i], altered_[i])) in_the_way.insert(work_[i].after.name);
    std::set<std::string> tables;  // of triggers that stay
    for (const QName& table : in_the_way) tables.insert(table.name);
    tables = going_.with_heirs(std::move(tables));
    each<Drop<Trigger>>([&](const Drop<Trigger>& c) { out.push_back(c.object); });
    each<Alter<Trigger>>([&](const Alter<Trigger>& c) { out.push_back(c.before); });
    for (const Trigger& trigger : before_.triggers)
      if ((renames_read_all_ || tables.contains(trigger.table.name) || calls_replaced(trigger)) &&
          !is_changed_trigger(trigger))
        out.push_back(trigger);
    return with_followers(std::move(out), before_.triggers);
  }
  bool calls_replaced(const Trigger& trigger) const {
    return d_.views_pin_what_they_read() &&
           ((trigger.when && mentions_any(*trigger.when, going_.replaced_routines())) ||
            mentions_any(trigger.body, going_.replaced_routines()));
  }
  void release_triggers() {
    for (Trigger& trigger : released_triggers()) {
      if (!is_changed_trigger(trigger)) recreated_.insert("trigger " + key_of(trigger));
      trigger.table = table_name_before(in_.changes, trigger.table);  // which is yet to be renamed
      object(Drop<Trigger>{trigger, true});
    }
  }
  /// Triggers of the table would stop it, or would fire though no row means anything else than before.
  bool rouses(const TableAlteration& alteration, const AlterationSql& sql) const {
    return sql.writes_rows() || std::any_of(alteration.changes.begin(), alteration.changes.end(), [&](const Change& c) {
             return std::holds_alternative<RenameLabel>(c) || (d_.views_pin_what_they_read() && retypes(c));
           });
  }
  bool is_changed_trigger(const Trigger& trigger) const {
    const Trigger* after = in_.to.triggers.find(key_of(trigger));
    return !after || !(*after == trigger);
  }

  /// Routines with tables in their heads or parsed bodies, which are only made or changed here, and what calls them:
  /// they wait for these tables, and the tables that use them wait in their turn.
  void find_late() {
    if (!d_.views_pin_what_they_read()) return;
    std::set<std::string> names;
    for (const TableAlteration& alteration : work_) names.insert(alteration.after.name.name);
    each<Create<Table>>([&](const Create<Table>& c) { names.insert(c.object.name.name); });
    for (const Need& need : needs(in_.to, d_)) {
      if (need.routine && is_made_of(*need.routine, names, names)) {
        late_names_.insert(need.routine->name.name);
        names.insert(need.routine->name.name);
      } else if (need.raw && mentions_any(need.raw->create, late_names_)) {
        late_names_.insert(made_name(*need.raw));
        names.insert(made_name(*need.raw));
      }
    }
  }
  bool waits(const Table& table) const { return !late_names_.empty() && speaks_of(table, late_names_); }

  /// What tables are of, and what they use, before the tables.
  void make_needs(bool late) {
    for (const Need& need : needs(in_.to, d_)) {
      if (late_names_.contains(need.raw ? made_name(*need.raw) : need.routine->name.name) != late) continue;
      if (need.raw) {
        const RawObject* before = before_.raw_objects.find(need.raw->name);
        if (before && going_.is_swapped_along(*need.raw)) {
          if (!in_.quarantine.way_back) add(d_.swap_type({*before, *need.raw}, both(), in_.quarantine));
        } else if (!before || going_.is_gone_for_a_while(*need.raw))
          object(Create<RawObject>{*need.raw, is_restored(*need.raw)});
        else if (!(*before == *need.raw))
          object(Alter<RawObject>{*before, *need.raw});
      } else {
        const bool quoted = waiting_.is_quoted(*need.routine);
        if (quoted) quoted_.insert(key_of(*need.routine));
        make_early(quoted ? d_.with_quoted_body(*need.routine) : *need.routine);
      }
    }
  }
  /// On the way back what is made of a type is swapped before it.
  void swap_along() {
    const auto used = needs(in_.to, d_);
    for (auto need = used.rbegin(); need != used.rend(); ++need)
      if (const RawObject* before = need->raw ? before_.raw_objects.find(need->raw->name) : nullptr)
        if (going_.is_swapped_along(*need->raw)) add(d_.swap_type({*before, *need->raw}, both(), in_.quarantine));
  }
  /// A table may come to use a routine as it will be: an index wants it immutable.
  void make_early(const Routine& routine) {
    if (is_to_be_made(routine)) {
      made_.insert(key_of(routine));
      return object(Create<Routine>{routine, false});
    }
    const Routine& before = *before_.routines.find(key_of(routine));
    if (before == routine) return;
    Statements replaced = d_.object(Alter<Routine>{before, routine}, both(), in_.quarantine);
    if (replaced.empty()) return;
    made_.insert(key_of(routine));
    add(std::move(replaced));
  }
  bool is_restored(const RawObject& object) const {
    bool restored = false;
    each<Create<RawObject>>([&](const auto& c) { restored |= c.object.name == object.name && c.restored; });
    return restored;
  }

  /// What tables were of, and what they used, callers before what they call.
  void drop_needs() {
    const auto gone = needs(before_, d_);
    for (auto need = gone.rbegin(); need != gone.rend(); ++need)
      if (need->raw && !in_.to.raw_objects.find(need->raw->name) && !going_.is_gone_for_a_while(*need->raw))
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

  void create_tables(bool late) {
    std::vector<const Table*> tables;
    std::set<std::string> restored;
    each<Create<Table>>([&](const Create<Table>& c) {
      if (waits(c.object) != late) return;
      tables.push_back(&c.object);
      if (c.restored) restored.insert(c.object.name.text());
    });
    for (const Table* table : makeable(tables)) {
      const Table stands = waiting_.taken_from(*table);
      add(restored.contains(table->name.text()) ? d_.restore_table(stands, in_.quarantine) : d_.create_table(stands));
    }
  }
  /// Those whose rows go to others before, or the rest.
  void drop_tables(bool emptied) {
    std::vector<const Table*> tables;
    for (const Table& table : dropped_)
      if (parted_.emptied.contains(table.name) == emptied) tables.push_back(&table);
    const auto parents_first = makeable(tables);
    for (auto table = parents_first.rbegin(); table != parents_first.rend(); ++table) {
      Table released = **table;  // its foreign keys went before what they refer to changed
      if (!d_.foreign_keys_are_inline()) released.foreign_keys.clear();
      add(is_kept_ ? d_.quarantine_table(released, in_.quarantine) : d_.drop_table(released));
    }
  }

  /// Adds foreign keys: those to tables that get seed rows in this plan stand behind these, which other rows may want.
  void bind(bool seeded) {
    const auto refers_to_them = [&](const Table& table) {
      return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                         [&](const ForeignKey& key) { return seeds_.fill(key.table); });
    };
    each<Create<Table>>([&](const Create<Table>& c) {
      if (refers_to_them(c.object) == seeded) add(d_.add_foreign_keys(c.object));
    });
    for (std::size_t i = 0; i < work_.size(); ++i)
      if (refers_to_them(work_[i].after) == seeded) add(altered_[i].bind);
  }

  bool is_to_be_made(const Routine& routine) const {
    return !before_.routines.find(key_of(routine)) || gone_.contains(key_of(routine));
  }
  void create_routines() {
    for (const Routine* routine : by_dependency(in_.to.routines)) create_routine(*routine);
    each<Alter<Routine>>([&](const Alter<Routine>& c) { alter_routine(c); });
  }
  void create_routine(const Routine& routine) {
    if (is_to_be_made(routine) && made_.insert(key_of(routine)).second) object(Create<Routine>{routine, false});
  }
  void alter_routine(const Alter<Routine>& c) {
    if (gone_.contains(key_of(c.before)) || made_.contains(key_of(c.after))) return;
    Statements replaced = d_.object(c, both(), in_.quarantine);
    if (!replaced.empty()) return add(std::move(replaced));
    object(Drop<Routine>{c.before, true});
    object(Create<Routine>{c.after, false});
  }

  /// Views, and the raw relations and routines that one of them may read.
  void create_views() {
    for (const Reader& reader : readers(in_.to, d_)) {
      if (reader.routine && quoted_.contains(key_of(*reader.routine))) {
        object(Alter<Routine>{d_.with_quoted_body(*reader.routine), *reader.routine});
      } else if (reader.routine) {
        create_routine(*reader.routine);
        const Routine* before = before_.routines.find(key_of(*reader.routine));
        if (before && !(*before == *reader.routine)) alter_routine({*before, *reader.routine});
      } else if (reader.view) {
        const View* before = in_.from.views.find(reader.view->name);
        if (!before || !(*before == *reader.view) || recreated_.contains("view " + reader.view->name.text()))
          object(Create<View>{*reader.view, false});
      } else if (d_.raw_kind(*reader.raw) == RawKind::relation) {
        create_raw(*reader.raw);
      }
    }
  }
  void create_raw_objects() {
    for (const Reader& reader : readers(in_.to, d_))
      if (reader.raw && d_.raw_kind(*reader.raw) != RawKind::relation) create_raw(*reader.raw);
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
    for (Hazard& hazard : raw_hazards(in_, both())) out_.hazards.push_back(std::move(hazard));
    if (out_.statements.empty()) return std::move(out_);
    out_.guards = guards_for(in_, work_, seeds_);
    add(d_.epilogue());
    Statements all = d_.prologue();
    for (auto& statement : out_.statements) all.push_back(std::move(statement));
    out_.statements = std::move(all);
    return std::move(out_);
  }

  const Input& in_;
  const dialect::Dialect& d_;
  const Seeds seeds_;
  Catalog before_;     // with everything called by its new name, and without what lets go of routines meanwhile
  ChangeSet changes_;  // and what brings that back
  const Going going_;
  const dialect::Redistribution parted_;
  std::vector<TableAlteration> work_;
  std::vector<Table> dropped_;
  const bool renames_read_all_ = d_.renames_read_everything() && renames_anything(in_.changes);
  const std::set<std::string> reshaped_ = going_.with_heirs(tables_of_other_columns(in_.changes));
  bool is_kept_ = true;                 // what is dropped goes into quarantine
  std::vector<TableAlteration> freed_;  // what lets go of routines, and makes room for names that move
  std::vector<AlterationSql> altered_;
  std::set<QName> rebuilt_, gone_views_;  // gone: that go, to stay away or to come back
  std::set<std::string> recreated_;  // what goes and comes back unchanged: "view v", "trigger t.g", raw objects by name
  std::set<std::string> called_;     // routines that tables or types call, by key
  std::set<std::string> late_names_;   // of routines, and what calls them, that wait for tables
  std::set<std::string> gone_, made_;  // routines that went, and that stand already, by key
  std::set<std::string> quoted_;       // those of them whose bodies wait, in quotes, for views
  WaitingMembers waiting_{in_, going_};
  Plan out_;
};

}  // namespace

Plan make_plan(const Input& input) { return Planner(input).run(); }

}  // namespace schemac::plan
