#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "dialect/postgres/conversion.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/old_values.h"
#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

class Alteration {
 public:
  Alteration(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine)
      : d_(dialect), a_(alteration), quarantine_(quarantine), table_(dialect.qualified(alteration.after.name)) {}

  AlterationSql run() {
    find_pinned();
    for (const Change& change : a_.changes)  // before all else: what a table has from its parents it cannot change
      if (const auto* c = std::get_if<Alter<Table>>(&change)) out_.release = leave_parents(d_, *c);
    const std::string type = option_of(a_.before.options, "of_type"), type_now = option_of(a_.after.options, "of_type");
    const bool leaves_type = type != type_now || std::any_of(a_.changes.begin(), a_.changes.end(), changes_columns);
    if (!type.empty() && leaves_type)
      add(out_.release, "ALTER TABLE " + table_ + " NOT OF", "its columns are its own meanwhile");
    release_replaced();
    for (const Change& change : by_what_is_read(a_.changes)) {
      if (std::holds_alternative<AlterColumn>(change)) release_pinned();
      if (std::find(settled_.begin(), settled_.end(), change) != settled_.end()) continue;
      std::visit([&](const auto& c) { emit(c); }, change);
    }
    for (const Change& change : a_.changes)  // after all columns: one may bring the TOAST table that parameters are of
      if (const auto* c = std::get_if<Alter<Table>>(&change))
        set_storage(storage_of(c->before.options), storage_of(c->after.options), describe(*c));
    make_pinned_anew();
    if (!type_now.empty() && leaves_type)
      add(out_.join, "ALTER TABLE " + table_ + " OF " + type_now, "a table of the type again");
    return std::move(out_);
  }

 private:
  /// A computed column goes before the columns that it reads, and comes behind them.
  struct PlaceOf {
    std::optional<int> operator()(const AddColumn& c) const { return c.column.generated ? 2 : 1; }
    std::optional<int> operator()(const DropColumn& c) const { return c.column.generated ? 0 : 1; }
    std::optional<int> operator()(const AlterColumn& c) const {
      return c.after.generated ? 2 : c.before.generated ? 0 : 1;
    }
    template <class T>
    std::optional<int> operator()(const T&) const {
      return std::nullopt;
    }
  };
  static bool changes_columns(const Change& change) {
    return std::visit(PlaceOf{}, change).has_value() || std::holds_alternative<RenameColumn>(change);
  }
  static bool is_computed_anew(const AlterColumn& c) {
    return c.before.generated && c.after.generated && !(c.before.generated == c.after.generated);
  }
  /// One that is computed otherwise goes before what it read, and comes behind what it is to read.
  static std::vector<Change> with_early_drops(const std::vector<Change>& changes) {
    std::vector<Change> out;
    for (const Change& change : changes) {
      const auto* altered = std::get_if<AlterColumn>(&change);
      if (altered && is_computed_anew(*altered)) out.push_back(DropColumn{altered->table, altered->before, "", false});
      out.push_back(change);
    }
    return out;
  }
  static std::vector<Change> by_what_is_read(std::vector<Change> changes) {
    changes = with_early_drops(changes);
    const auto is_of_column = [](const Change& change) { return std::visit(PlaceOf{}, change).has_value(); };
    const auto first = std::find_if(changes.begin(), changes.end(), is_of_column);
    const auto last = std::find_if(changes.rbegin(), changes.rend(), is_of_column).base();
    const auto place = [](const Change& change) { return std::visit(PlaceOf{}, change).value_or(1); };
    if (first < last)
      std::stable_sort(first, last, [&](const Change& a, const Change& b) { return place(a) < place(b); });
    return changes;
  }

  void add(Statements& to, std::string sql, std::string what) { to.push_back({std::move(sql), std::move(what)}); }
  void add(Statements statements) {
    for (Statement& statement : statements) out_.work.push_back(std::move(statement));
  }
  void alter(std::string clause, const std::string& what) {
    add(out_.work, "ALTER TABLE " + table_ + " " + std::move(clause), what);
  }
  void alter_column(const std::string& column, const std::string& clause, const std::string& what) {
    alter("ALTER COLUMN " + d_.quoted(column) + " " + clause, what);
  }
  std::string in_schema(const std::string& name) const { return d_.qualified({a_.after.name.schema, name}); }
  std::string constraint(const std::string& name) const { return "CONSTRAINT " + d_.quoted(name) + " ON " + table_; }

  template <class T>
  void emit(const T&) {}  // not of a table

  static bool reads(const std::vector<std::string>& columns, const std::string& name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  }

  /// The type of a column that a generated column reads cannot change: such a column goes meanwhile, and is computed
  /// anew.
  void find_pinned() {
    for (const Column& column : a_.after.columns) {
      const Column* before = a_.before.find_column(column.name);
      if (!before || !before->generated || !(before->generated == column.generated)) continue;
      const auto columns = expr::columns_of(column.generated->expr);
      for (const Change& change : a_.changes) {
        const auto* altered = std::get_if<AlterColumn>(&change);
        if (altered && reads(columns, altered->after.name) && !(altered->before.type == altered->after.type) &&
            !reads(pinned_, column.name))
          pinned_.push_back(column.name);
      }
    }
  }
  void release_pinned() {
    if (std::exchange(released_, true)) return;
    for (const std::string& name : pinned_)
      alter("DROP COLUMN " + d_.quoted(name), "generated column " + name + " goes while what it reads changes");
  }
  /// With whatever went along with them.
  void make_pinned_anew() {
    for (const std::string& name : pinned_) {
      const Column& column = *a_.after.find_column(name);
      alter("ADD COLUMN " + column_sql(d_, a_.after, column), "generated column " + name + " is computed anew");
      if (!column.comment.empty()) comment_on(column);
    }
    const auto add_anew = [&](const auto& member) {
      emit(AddMember<std::decay_t<decltype(member)>>{a_.after.name, member});
    };
    each_that_stays_on(pinned_, add_anew);
    each_that_stays_on(replaced_, add_anew);
    for (const Change& change : settled_)
      make_renamed_anew<Index>(change), make_renamed_anew<Unique>(change), make_renamed_anew<Check>(change);
  }
  static std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> columns = index.include;
    for (const IndexPart& part : index.parts)
      for (const std::string& c : expr::columns_of(part.expr)) columns.push_back(c);
    if (index.where)
      for (const std::string& c : expr::columns_of(*index.where)) columns.push_back(c);
    return columns;
  }
  static std::vector<std::string> columns_of(const Unique& key) { return key.columns; }
  static std::vector<std::string> columns_of(const Check& check) { return expr::columns_of(check.expr); }
  template <class M>
  static bool stands_on_any(const M& member, const std::vector<std::string>& names) {
    const auto columns = columns_of(member);
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& c) { return reads(names, c); });
  }
  /// The members that stand on one of the columns before and after.
  template <class F>
  void each_that_stays_on(const std::vector<std::string>& names, const F& visit) const {
    const auto of = [&](const auto& before, const auto& after) {
      for (const auto& member : after)
        if (stands_on_any(member, names) && std::find(before.begin(), before.end(), member) != before.end())
          visit(member);
    };
    of(a_.before.indexes, a_.after.indexes);
    of(a_.before.uniques, a_.after.uniques);
    of(a_.before.checks, a_.after.checks);
  }
  /// A member that gets another name goes with it, and comes by the new one.
  template <class M>
  void release_renamed(const Change& change) {
    const auto* c = std::get_if<RenameMember<M>>(&change);
    if (!c || !stands_on_any(c->before, replaced_)) return;
    settled_.push_back(change);
    emit(DropMember<M>{c->table, c->before});
  }
  template <class M>
  void make_renamed_anew(const Change& change) {
    if (const auto* c = std::get_if<RenameMember<M>>(&change)) emit(AddMember<M>{c->table, c->after});
  }
  /// What stands on a column that is made anew under its name would go with the old one, or stay on it in quarantine.
  void release_replaced() {
    for (const Change& change : a_.changes)
      if (const auto* c = std::get_if<AlterColumn>(&change); c && is_replaced(*c)) replaced_.push_back(c->after.name);
    each_that_stays_on(replaced_, [&](const auto& member) {
      emit(DropMember<std::decay_t<decltype(member)>>{a_.after.name, member});
    });
    for (const Change& change : a_.changes)
      release_renamed<Index>(change), release_renamed<Unique>(change), release_renamed<Check>(change);
  }
  bool is_replaced(const AlterColumn& c) const {
    if (c.before.generated == c.after.generated) return false;
    return c.after.generated || quarantine_.way_back;  // else its expression goes, and its values stay
  }

  void emit(const Alter<Table>& c) {
    if (c.before.comment != c.after.comment) out_.work.push_back(comment_sql(d_, "TABLE " + table_, c.after.comment));
    for (auto& statement : join_parents(d_, c)) out_.join.push_back(std::move(statement));
    const bool logged = !has_option(c.after.options, "unlogged");
    if (logged == has_option(c.before.options, "unlogged")) alter(logged ? "SET LOGGED" : "SET UNLOGGED", describe(c));
    if (const std::string space = option_of(c.after.options, "tablespace");
        space != option_of(c.before.options, "tablespace"))
      alter("SET TABLESPACE " + (space.empty() ? "pg_default" : space), describe(c));
  }

  /// The engine keeps storage parameters in the order in which they were set: those that are to stand behind a new one
  /// are set once more.
  void set_storage(const Options& before, const Options& after, const std::string& what) {
    auto kept = before.begin();
    auto set = after.begin();
    while (set != after.end()) {
      const auto found = std::find(kept, before.end(), *set);
      if (found == before.end()) break;
      kept = found + 1;
      ++set;
    }
    std::vector<std::string> gone, made;
    for (const Option& o : before)
      if (std::find(after.begin(), set, o) == set && !has_option({set, after.end()}, o.name)) gone.push_back(o.name);
    for (; set != after.end(); ++set) made.push_back(set->name + " = " + set->value);
    if (!gone.empty()) alter("RESET (" + text::join(gone, ", ") + ")", what);
    if (!made.empty()) alter("SET (" + text::join(made, ", ") + ")", what);
  }

  /// Early: what changes an enum speaks of its columns.
  void emit(const RenameColumn& c) {
    add(out_.release, fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", table_, d_.quoted(c.from), d_.quoted(c.to)),
        describe(c));
    const Column* column = a_.after.find_column(c.to);
    const Column* before = a_.before.find_column(c.to);
    if (!column || !column->identity || !column->identity->sequence.empty()) return;
    if (!before || !before->identity || !before->identity->sequence.empty()) return;
    Column old = *before;
    old.name = c.from;
    add(out_.work,
        fmt::format("ALTER SEQUENCE {} RENAME TO {}", d_.qualified(sequence_of(a_.after, old)),
                    d_.quoted(sequence_of(a_.after, *column).name)),
        "its sequence is called after it");
  }

  std::string kept_name(const std::string& name) const { return quarantine_.name(name, d_.max_identifier_bytes()); }
  /// What is kept goes by the name that it had before the migration, under which the way back looks for it.
  std::string name_to_keep(const std::string& column) const {
    for (const auto& [from, to] : a_.renamed_columns)
      if (to == column && !quarantine_.way_back) return from;
    return column;
  }

  void emit(const AddColumn& c) {
    if (c.restored && !c.column.generated) return restore(c);
    make(c.column, describe(c));
  }
  void make(const Column& column, const std::string& what) {
    for (Statement& s : sequence_before(d_, a_.after, column)) out_.work.push_back(std::move(s));
    alter("ADD COLUMN " + column_sql(d_, a_.after, column), what);
    for (Statement& s : sequence_after(d_, a_.after, column)) out_.work.push_back(std::move(s));
    if (!column.comment.empty()) comment_on(column);
  }
  void comment_on(const Column& column) {
    out_.work.push_back(comment_sql(d_, "COLUMN " + table_ + "." + d_.quoted(column.name), column.comment));
  }

  void emit(const DropColumn& c) {
    if (!c.kept || c.column.generated) return alter("DROP COLUMN " + d_.quoted(c.column.name), describe(c));
    Column then = c.column;
    then.name = name_to_keep(c.column.name);
    const std::string kept = kept_name(then.name);
    alter(fmt::format("RENAME COLUMN {} TO {}", d_.quoted(c.column.name), d_.quoted(kept)),
          describe(c) + " (kept in quarantine)");
    if (c.column.identity)
      rename_sequence(sequence_of(a_.before, then).name, kept_name(sequence_of(a_.before, then).name));
    if (!c.column.nullable && (!c.column.identity || c.column.identity->kind == IdentityKind::serial))
      alter_column(kept, "DROP NOT NULL", "new rows need no value for it");
    if (c.column.default_value && may_call_others(*c.column.default_value))
      alter_column(kept, "DROP DEFAULT", "what it calls may go");
  }

  void restore(const AddColumn& c) {
    const std::string kept = kept_name(c.column.name);
    alter(fmt::format("RENAME COLUMN {} TO {}", d_.quoted(kept), d_.quoted(c.column.name)), describe(c));
    if (c.column.identity)
      rename_sequence(kept_name(sequence_of(a_.after, c.column).name), sequence_of(a_.after, c.column).name);
    if (c.column.default_value && may_call_others(*c.column.default_value))
      alter_column(c.column.name, "SET DEFAULT " + default_sql(d_, c.column), "as it was");
    if (c.column.nullable || (c.column.identity && c.column.identity->kind != IdentityKind::serial)) return;
    if (c.column.default_value)
      add(out_.work,
          fmt::format("UPDATE {} SET {} = DEFAULT WHERE {} IS NULL", table_, d_.quoted(c.column.name),
                      d_.quoted(c.column.name)),
          "rows written since get the default");
    alter_column(c.column.name, "SET NOT NULL", "as it was");
  }

  void rename_sequence(const std::string& from, const std::string& to) {
    if (from == to) return;
    add(out_.work, fmt::format("ALTER SEQUENCE {} RENAME TO {}", in_schema(from), d_.quoted(to)),
        "its sequence goes along");
  }

  void emit(const AlterColumn& c) {
    const std::string what = describe(c);
    if (is_replaced(c)) return regenerate(c);
    if (c.before.generated && !c.after.generated) alter_column(c.after.name, "DROP EXPRESSION", what);
    const bool retyped = !(c.before.type == c.after.type) || c.before.collation != c.after.collation;
    if (c.before.default_value && (retyped || !c.after.default_value)) alter_column(c.after.name, "DROP DEFAULT", what);
    const bool renumbered = !numbers_alike(c.before, c.after);
    if (c.before.identity && renumbered) drop_identity(c.before, what);
    if (c.before.identity && !renumbered && c.before.identity->sequence != c.after.identity->sequence) {
      Column then = c.before;  // by whose name the sequence is called
      for (const auto& [from, to] : a_.renamed_columns)
        if (to == then.name) then.name = from;
      rename_sequence(sequence_of(a_.after, then).name, sequence_of(a_.after, c.after).name);
    }
    if (retyped) {
      const std::string type = d_.type_sql(c.after.type);
      std::string clause = "TYPE " + type;
      if (!c.after.collation.empty()) clause += " COLLATE " + c.after.collation;
      Conversion conversion;
      if (!(c.before.type == c.after.type) && !c.after.generated)  // one is computed anew as it always was
        conversion = conversion_of(d_, c, quarantine_.way_back);
      const auto old = OldValues::of(d_, a_, quarantine_, c);
      if (old && quarantine_.way_back) conversion = old->brought_back(conversion, c);
      if (old) add(quarantine_.way_back ? old->before_back() : Statements{old->keep()});
      if (!conversion.expression.empty()) clause += " USING " + conversion.expression;
      if (!conversion.make.empty()) add(out_.work, conversion.make, what);
      alter_column(c.after.name, clause, what + ", which may rewrite the table");
      if (!conversion.drop.empty()) add(out_.work, conversion.drop, what);
      if (old) add(quarantine_.way_back ? old->behind_back() : old->mark());
      // an identity column's sequence follows its type by itself
      if (c.after.identity && !renumbered && c.after.identity->kind == IdentityKind::serial)
        add(out_.work, fmt::format("ALTER SEQUENCE {} AS {}", d_.qualified(sequence_of(a_.after, c.after)), type),
            what);
    }
    if (c.before.nullable != c.after.nullable)
      alter_column(c.after.name, c.after.nullable ? "DROP NOT NULL" : "SET NOT NULL", what);
    if (c.after.default_value && (retyped || !(c.before.default_value == c.after.default_value)))
      alter_column(c.after.name, "SET DEFAULT " + default_sql(d_, c.after), what);
    if (c.after.identity && renumbered) add_identity(c.after, what);
    if (c.before.comment != c.after.comment) comment_on(c.after);
  }

  void regenerate(const AlterColumn& c) {
    const bool had_values = !c.before.generated && !quarantine_.way_back;
    const bool gets_them_back = !c.after.generated && quarantine_.way_back;
    if (gets_them_back && !c.after.nullable)
      add(out_.work,
          fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL", table_, d_.quoted(kept_name(c.after.name)),
                      d_.quoted(c.after.name), d_.quoted(kept_name(c.after.name))),
          "rows written since keep what was computed");
    if (!is_computed_anew(c)) emit(DropColumn{c.table, c.before, "", had_values});
    const Column& plain = had_values ? c.before : c.after;
    const bool has_default = plain.default_value && !may_call_others(*plain.default_value);  // which goes in any case
    if (had_values && has_default)
      alter_column(kept_name(name_to_keep(plain.name)), "DROP DEFAULT", "rows to come will have what is computed");
    if (gets_them_back) {
      restore(AddColumn{c.table, c.after, "", true});
      if (has_default) alter_column(plain.name, "SET DEFAULT " + default_sql(d_, plain), "as it was");
      return;
    }
    make(c.after, describe(c));
  }

  /// But for what the sequence is called.
  static bool numbers_alike(const Column& before, const Column& after) {
    if (!before.identity || !after.identity) return !before.identity && !after.identity;
    return before.identity->kind == after.identity->kind && before.identity->options == after.identity->options;
  }

  void drop_identity(const Column& column, const std::string& what) {
    if (column.identity->kind != IdentityKind::serial) return alter_column(column.name, "DROP IDENTITY", what);
    alter_column(column.name, "DROP DEFAULT", what);
    add(out_.work, "DROP SEQUENCE " + d_.qualified(sequence_of(a_.after, column)), what);
  }

  void add_identity(const Column& column, const std::string& what) {
    const std::string sequence = d_.qualified(sequence_of(a_.after, column));
    if (column.identity->kind == IdentityKind::serial) {
      add(out_.work, fmt::format("CREATE SEQUENCE {} AS {}", sequence, d_.type_sql(column.type)), what);
      add(out_.work, fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", sequence, table_, d_.quoted(column.name)), what);
      alter_column(column.name, fmt::format("SET DEFAULT nextval({})", d_.literal(sequence) + "::regclass"), what);
    } else {
      alter_column(column.name, "ADD " + identity_sql(d_, a_.after, column), what);
    }
    add(out_.work,
        fmt::format("SELECT setval({}, max({})) FROM {} HAVING max({}) IS NOT NULL", d_.literal(sequence),
                    d_.quoted(column.name), table_, d_.quoted(column.name)),
        "go on numbering behind the greatest");
  }

  void emit(const AddMember<ForeignKey>& c) {
    add(out_.bind, "ALTER TABLE " + table_ + " ADD " + constraint_sql(d_, c.member), describe(c));
    if (!c.member.comment.empty()) out_.bind.push_back(comment_sql(d_, constraint(c.member.name), c.member.comment));
  }
  void emit(const DropMember<ForeignKey>& c) {
    add(out_.release,
        fmt::format("ALTER TABLE {} DROP CONSTRAINT {}{}", table_, if_not_gone_with(c.member.columns),
                    d_.quoted(c.member.name)),
        describe(c));
  }
  void emit(const AddMember<Index>& c) {
    add(out_.work, create_index_sql(d_, a_.after.name, c.member), describe(c));
    if (!c.member.comment.empty())
      out_.work.push_back(comment_sql(d_, "INDEX " + in_schema(c.member.name), c.member.comment));
  }
  /// What an heir has of a column of its parents is gone where that went before.
  std::string if_not_gone_with(const std::vector<std::string>& columns) const {
    const bool of_parent = !option_of(a_.before.options, "inherits").empty() &&
                           std::any_of(columns.begin(), columns.end(),
                                       [&](const std::string& name) { return !a_.before.find_column(name); });
    return of_parent ? "IF EXISTS " : "";
  }
  /// A change of an enum lets go of its checks and partial indexes by itself.
  std::string if_still_there(const Expr& condition) const {
    const auto columns = expr::columns_of(condition);
    if (std::string gone = if_not_gone_with(columns); !gone.empty()) return gone;
    const bool of_enum = std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
      const Column* column = a_.before.find_column(name);
      return column && column->type.kind == TypeKind::enumeration;
    });
    return of_enum ? "IF EXISTS " : "";
  }
  void emit(const DropMember<Index>& c) {
    std::vector<std::string> columns = c.member.include;
    for (const IndexPart& part : c.member.parts)
      for (const std::string& column : expr::columns_of(part.expr)) columns.push_back(column);
    std::string guarded = if_not_gone_with(columns);
    if (guarded.empty() && c.member.where) guarded = if_still_there(*c.member.where);
    add(out_.work, "DROP INDEX " + guarded + in_schema(c.member.name), describe(c));
  }
  void emit(const RenameMember<Index>& c) {
    if (c.before.name != c.after.name)
      add(out_.work, fmt::format("ALTER INDEX {} RENAME TO {}", in_schema(c.before.name), d_.quoted(c.after.name)),
          describe(c));
    if (c.before.comment != c.after.comment)
      out_.work.push_back(comment_sql(d_, "INDEX " + in_schema(c.after.name), c.after.comment));
  }
  template <class M>
  void emit(const AddMember<M>& c) {
    alter("ADD " + constraint_sql(d_, c.member), describe(c));
    if constexpr (requires { c.member.comment; })
      if (!c.member.comment.empty()) out_.work.push_back(comment_sql(d_, constraint(c.member.name), c.member.comment));
  }
  void emit(const DropMember<Check>& c) {
    alter("DROP CONSTRAINT " + if_still_there(c.member.expr) + d_.quoted(c.member.name), describe(c));
  }
  template <class M>
  void emit(const DropMember<M>& c) {
    alter("DROP CONSTRAINT " + if_not_gone_with(c.member.columns) + d_.quoted(c.member.name), describe(c));
  }
  template <class M>
  void emit(const RenameMember<M>& c) {
    if (c.before.name != c.after.name)
      alter(fmt::format("RENAME CONSTRAINT {} TO {}", d_.quoted(c.before.name), d_.quoted(c.after.name)), describe(c));
    if constexpr (requires { c.after.comment; })
      if (c.before.comment != c.after.comment)
        out_.work.push_back(comment_sql(d_, constraint(c.after.name), c.after.comment));
  }

  const Dialect& d_;
  const TableAlteration& a_;
  const Quarantine& quarantine_;
  const std::string table_;
  std::vector<std::string> pinned_;    // generated columns that read a column whose type changes
  std::vector<Change> settled_;        // renames of what goes and comes with a replaced column
  std::vector<std::string> replaced_;  // columns that become generated, stop being so, or are computed otherwise
  bool released_ = false;
  AlterationSql out_;
};

}  // namespace

AlterationSql alter(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine) {
  return Alteration(dialect, alteration, quarantine).run();
}

}  // namespace schemac::dialect::postgres
