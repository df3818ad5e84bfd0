#include "dialect/postgres/partitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "dialect/postgres/bounds.h"
#include "dialect/postgres/descent.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// The table that a partition is of; nothing for other tables.
std::optional<QName> whole_of(const Table& table) {
  if (option_of(table.options, "partition_of").empty()) return std::nullopt;
  return parents_of(table).at(0);
}

/// Which tables are where they were: what is asked of a plan's changes, since they alone know its renames.
class Standing {
 public:
  explicit Standing(const Both& both) : after_(both.after) {
    for (const Change& change : both.changes) {
      if (const auto* c = std::get_if<Create<Table>>(&change)) fresh_.insert(c->object.name);
      if (const auto* c = std::get_if<Alter<Table>>(&change))
        if (whole_of(c->before) != whole_of(c->after)) moved_.insert(c->after.name);
    }
  }
  bool stays(const QName& table) const { return after_.tables.find(table) && !fresh_.contains(table); }

  /// The tables above a partition that stay, the nearest first.
  std::vector<QName> above(const Table& partition) const {
    std::vector<QName> out;
    for (auto whole = whole_of(partition); whole && stays(*whole);) {
      out.push_back(*whole);
      whole = moved_.contains(*whole) ? std::nullopt : whole_of(*after_.tables.find(*whole));
    }
    return out;
  }

 private:
  const Catalog& after_;
  std::set<QName> fresh_, moved_;
};

/// What changes among the partitions of one table, to any depth.
struct Family {
  std::vector<const Table*> rebound, defaults, goes, comes, back;
  bool moves_rows() const { return !rebound.empty() || !defaults.empty() || !goes.empty(); }
};

class Families {
 public:
  Families(const Both& both, const Standing& standing, bool way_back)
      : both_(both), standing_(standing), way_back_(way_back) {
    for (const Change& change : both.changes) std::visit([&](const auto& c) { note(c); }, change);
    for (auto& [root, family] : all_) complete(root, family);
  }
  const std::map<QName, Family>& all() const { return all_; }

 private:
  template <class T>
  void note(const T&) {}  // says nothing of partitions
  void note(const Create<Table>& c) {
    if (Family* family = of(c.object)) family->comes.push_back(&c.object);
    if (Family* family = of(c.object); family && is_set_apart(c.object)) family->back.push_back(&c.object);
  }
  void note(const Drop<Table>& c) {
    if (Family* family = of(c.object)) family->goes.push_back(&c.object);
  }
  void note(const Alter<Table>& c) {
    if (is_rebound(c.before, c.after)) {
      if (Family* family = of(c.after)) family->rebound.push_back(both_.after.tables.find(c.after.name));
    } else if (way_back_ && whole_of(c.after) && whole_of(c.after) != whole_of(c.before)) {
      if (Family* family = of(c.after)) family->comes.push_back(both_.after.tables.find(c.after.name));
    }
  }
  Family* of(const Table& partition) {
    const auto above = standing_.above(partition);
    return above.empty() ? nullptr : &all_[above.back()];
  }

  void complete(const QName& root, Family& family) {
    std::set<QName> parents;  // whose default partition may have to give rows away
    for (const Table* table : family.comes) parents.insert(*whole_of(*table));
    for (const Table* table : family.rebound) parents.insert(*whole_of(*table));
    for (const QName& parent : parents)
      for (const Table* part : partitions_of(parent, both_.after))
        if (const Table* before = both_.before.tables.find(part->name);
            before && is_default_partition(part) && whole_of(*before) == parent && is_default_partition(before))
          family.defaults.push_back(part);
    if (!way_back_ && family.comes.empty() && family.rebound.empty() && !has_default(root)) family.goes.clear();
    std::vector<const Table*>& rebound = family.rebound;
    rebound.insert(rebound.end(), family.defaults.begin(), family.defaults.end());
    const auto place = [&](const Table* table) {
      return std::pair(standing_.above(*table).size(), is_default_partition(table));
    };
    std::stable_sort(rebound.begin(), rebound.end(),
                     [&](const Table* a, const Table* b) { return place(a) < place(b); });
  }
  bool has_default(const QName& parent) const {
    const auto parts = partitions_of(parent, both_.after);
    return std::any_of(parts.begin(), parts.end(),
                       [&](const Table* part) { return is_default_partition(part) || has_default(part->name); });
  }

  const Both& both_;
  const Standing& standing_;
  const bool way_back_;
  std::map<QName, Family> all_;
};

/// One block for each table whose partitions change: PostgreSQL alone can say what bounds mean, of the partition that
/// has them (pg_get_partition_constraintdef).
class Mover {
 public:
  Mover(const Dialect& d, const Quarantine& quarantine, const QName& root) : d_(d), q_(quarantine), root_(root) {}

  std::string block(const Family& family) const {
    std::vector<std::string> moved;
    for (const Table* table : family.rebound) moved.push_back(d_.qualified(table->name));
    for (const Table* table : family.goes) moved.push_back(place_of(*table));
    std::string sql =
        "DO $schemac$ DECLARE quiet text[]; loud text[]; said text; security text; columns text; fits text;\nBEGIN\n";
    sql +=
        "  SET CONSTRAINTS ALL IMMEDIATE;\n  security := current_setting('row_security');\n"
        "  PERFORM set_config('row_security', 'off', true);\n";
    sql += silence(moved) + columns();
    for (std::size_t i = 0; i < family.rebound.size(); ++i) sql += rebind(*family.rebound[i], i);
    for (std::size_t i = 0; i < family.rebound.size(); ++i) sql += insert_held(i);
    for (const Table* table : family.goes) sql += empty(*table);
    return sql +
           "  PERFORM set_config('row_security', security, true);\n"
           "  FOREACH said IN ARRAY loud LOOP EXECUTE said; END LOOP;\nEND $schemac$";
  }

 private:
  std::string root() const { return d_.qualified(root_); }
  std::string regclass(const std::string& name) const { return d_.literal(name) + "::regclass"; }
  /// On the way there, it lies in quarantine already.
  std::string place_of(const Table& gone) const {
    return d_.qualified(q_.way_back ? gone.name : d_.quarantined(gone.name, q_));
  }

  /// Triggers and rules are for what people write: nobody wrote anything.
  std::string silence(std::vector<std::string> tables) const {
    tables.push_back(root());
    for (std::string& table : tables) table = d_.literal(table);
    return fmt::format(
        "  WITH roots AS (SELECT unnest(ARRAY[{}]::regclass[]) AS rel),\n"
        "    tables AS (SELECT rel, max(level) AS level FROM (SELECT rel, 0 AS level FROM roots\n"
        "      UNION ALL SELECT p.relid, p.level FROM roots, pg_partition_tree(rel) p) every GROUP BY rel),\n"
        "    speaking AS (SELECT rel, level, 'TRIGGER' AS kind, tgname AS name, tgenabled AS state\n"
        "        FROM pg_trigger JOIN tables ON rel = tgrelid WHERE NOT tgisinternal\n"
        "      UNION ALL SELECT rel, level, 'RULE', rulename, ev_enabled FROM pg_rewrite JOIN tables ON rel ="
        " ev_class)\n"
        "  SELECT coalesce(array_agg(format('ALTER TABLE %s DISABLE %s %I', rel, kind, name)), '{{}}'),\n"
        "      coalesce(array_agg(format('ALTER TABLE %s %s %s %I', rel, CASE state WHEN 'D' THEN 'DISABLE'"
        " WHEN 'R' THEN 'ENABLE REPLICA'\n        WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, kind, name) ORDER"
        " BY level), '{{}}') INTO quiet, loud FROM speaking;\n"
        "  FOREACH said IN ARRAY quiet LOOP EXECUTE said; END LOOP;\n",
        text::join(tables, ", "));
  }

  /// A partition has the same, in whatever order.
  std::string columns() const {
    return "  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute WHERE "
           "attrelid"
           " = " +
           regclass(root()) + " AND attnum > 0 AND NOT attisdropped AND attgenerated = '';\n";
  }

  static std::string held(std::size_t at) { return "_schemac_rows_" + std::to_string(at + 1); }

  std::string rebind(const Table& table, std::size_t at) const {
    const std::string name = d_.qualified(table.name), parent = option_of(table.options, "partition_of");
    const std::string bound = option_of(table.options, "partition");
    const auto of_rows = [&](const std::string& command) {
      return fmt::format("  EXECUTE format({}, fits);\n", d_.literal(command + " WHERE (%s) IS NOT TRUE"));
    };
    std::string sql = fmt::format(
        "  CREATE TABLE schemac._schemac_bounds PARTITION OF {} {};\n"
        "  fits := coalesce(pg_get_partition_constraintdef('schemac._schemac_bounds'::regclass), 'true');\n"
        "  DROP TABLE schemac._schemac_bounds;\n",
        parent, bound);
    sql += of_rows("CREATE TEMPORARY TABLE " + held(at) + " AS SELECT * FROM " + percent_safe(name));
    sql += of_rows("DELETE FROM " + percent_safe(name));
    return sql + fmt::format("  ALTER TABLE {} ATTACH PARTITION {} {};\n", parent, name, bound);
  }
  static std::string percent_safe(const std::string& name) { return text::replace_all(name, "%", "%%"); }

  std::string insert_held(std::size_t at) const {
    return fmt::format("  EXECUTE format({}, columns);\n  DROP TABLE {};\n",
                       d_.literal(fmt::format("INSERT INTO {} (%1$s) OVERRIDING SYSTEM VALUE SELECT %1$s FROM {}",
                                              percent_safe(root()), held(at))),
                       held(at));
  }

  /// On the way there, rows that no partition takes stay in quarantine; on the way back, there is no other place.
  std::string empty(const Table& table) const {
    std::string sql =
        q_.way_back ? "  fits := 'true';\n"
                    : "  SELECT coalesce(string_agg(format('(%s)', coalesce(pg_get_partition_constraintdef(relid),"
                      " 'true')), ' OR '), 'false') INTO fits\n    FROM pg_partition_tree(" +
                          regclass(root()) + ") WHERE isleaf;\n";
    return sql + fmt::format("  EXECUTE format({}, columns, fits);\n",
                             d_.literal(fmt::format("WITH gone AS (DELETE FROM {} WHERE %2$s RETURNING %1$s) INSERT"
                                                    " INTO {} (%1$s) OVERRIDING SYSTEM VALUE SELECT %1$s FROM gone",
                                                    percent_safe(place_of(table)), percent_safe(root()))));
  }

  const Dialect& d_;
  const Quarantine& q_;
  const QName& root_;
};

/// The partitions that go, with all that are theirs.
void add_with_partitions(const QName& table, const Catalog& catalog, std::set<QName>& out) {
  out.insert(table);
  for (const Table* part : partitions_of(table, catalog)) add_with_partitions(part->name, catalog, out);
}

}  // namespace

namespace {

/// By what names rows are asked for before the migration.
class Before {
 public:
  explicit Before(const ChangeSet& changes) : changes_(changes) {}

  QName table(const QName& now) const { return table_name_before(changes_, now); }
  /// Of the table, or of one that it has its columns from.
  std::string column(const QName& table, const std::string& now, const Catalog& after) const {
    if (std::string then = column_name_before(changes_, table, now); then != now) return then;
    const Table* found = after.tables.find(table);
    const auto whole = found ? whole_of(*found) : std::nullopt;
    return whole ? column(*whole, now, after) : now;
  }

 private:
  const ChangeSet& changes_;
};

constexpr const char* kRowsShown = " LIMIT 5";

/// The key of the rows in `table` that are outside of `condition`, or inside.
std::string rows_sql(const Dialect& d, const QName& table, const std::vector<std::string>& key,
                     const std::string& condition, bool inside) {
  return fmt::format("SELECT {} FROM {} WHERE ({}) IS {}TRUE{}", text::join(key, ", "), d.qualified(table), condition,
                     inside ? "" : "NOT ", kRowsShown);
}

}  // namespace

/// Rows are looked at before a label is renamed that bounds speak of.
static std::string with_old_labels(const Dialect& d, std::string sql, const ChangeSet& changes) {
  for (const Change& change : changes)
    if (const auto* renamed = std::get_if<RenameLabel>(&change))
      sql = text::replace_all(std::move(sql), d.literal(renamed->to), d.literal(renamed->from));
  return sql;
}

std::vector<Guard> partition_guards(const Dialect& d, const Change& change, const Both& both) {
  const auto* altered = std::get_if<Alter<Table>>(&change);
  const auto* dropped = std::get_if<Drop<Table>>(&change);
  const Table* partition = altered ? both.after.tables.find(altered->after.name) : dropped ? &dropped->object : nullptr;
  if (!partition || !whole_of(*partition) || (dropped && dropped->kept)) return {};
  const Before names(both.changes);
  const Standing standing(both);
  const auto above = standing.above(*partition);
  if (above.empty()) return {};
  const Called called{
      [&](const QName& table) { return standing.stays(table) ? names.table(table) : QName(); },
      [&](const QName& table, const std::string& column) { return names.column(table, column, both.after); }};
  const QName there = names.table(partition->name);
  const auto guard = [&](const std::string& subject, std::string sql) {
    return std::vector<Guard>{{diag::Code::SC6005, subject, with_old_labels(d, std::move(sql), both.changes)}};
  };
  if (dropped || is_rebound(altered->before, altered->after)) {
    const Table& root = *both.after.tables.find(above.back());
    const auto taken = taken_by_partitions(d, root, both.after, called);
    std::vector<std::string> key = partition_key(root, called);
    if (root.primary_key) {
      key.clear();
      for (const std::string& column : root.primary_key->columns)
        key.push_back(d.quoted(called.column(root.name, column)));
    }
    if (!taken || *taken == "true" || key.empty()) return {};
    return guard("the bounds of the partitions of " + root.name.text(), rows_sql(d, there, key, *taken, false));
  }
  if (whole_of(altered->before) == whole_of(altered->after)) return {};
  const Table& parent = *both.after.tables.find(above.front());
  const auto in_parent = within_bounds(d, *partition, parent, both.after, called);
  const Called own{called.table, [&](const QName&, const std::string& column) {
                     return names.column(partition->name, column, both.after);
                   }};
  const auto within = within_bounds(d, *partition, parent, both.after, own);
  std::vector<Guard> out;
  const std::string subject = "the bounds of partition " + partition->name.text();
  if (within && *within != "true") out = guard(subject, rows_sql(d, there, partition_key(parent, own), *within, false));
  for (const Table* other : partitions_of(parent.name, both.after))
    if (in_parent && other != partition && is_default_partition(other) && standing.stays(other->name))
      for (auto& found : guard(subject + ", in " + other->name.text(),
                               rows_sql(d, names.table(other->name), partition_key(parent, called), *in_parent, true)))
        out.push_back(std::move(found));
  return out;
}

Redistribution redistribution(const Dialect& d, const Both& both, const Quarantine& quarantine) {
  Redistribution out;
  const Standing standing(both);
  const Families families(both, standing, quarantine.way_back);
  const auto release = [&](const Table& table) {
    out.apart.push_back(
        {"ALTER TABLE " + option_of(table.options, "partition_of") + " DETACH PARTITION " + d.qualified(table.name),
         "let go of " + table.name.text()});
  };
  for (const auto& [root, family] : families.all()) {
    for (const Table* table : family.rebound) release(*table);
    if (quarantine.way_back) {
      for (const Table* table : family.goes) {
        release(*table);
        for (auto& statement : give_up_names(d, *table, both.after)) out.aside.push_back(std::move(statement));
        add_with_partitions(table->name, both.before, out.emptied);
      }
      for (const Table* table : family.back)
        for (auto& statement : attach(d, *table)) out.together.push_back(std::move(statement));
    }
    if (!family.moves_rows()) continue;
    if (!family.rebound.empty())
      out.together.push_back({"CREATE SCHEMA IF NOT EXISTS schemac", "a place to try bounds in"});
    out.together.push_back({Mover(d, quarantine, root).block(family),
                            "rows of " + root.text() + " go to the partitions where they belong now"});
    for (const auto* tables : {&family.rebound, &family.goes})
      for (const Table* table : *tables)
        for (const QName& above : standing.above(*table)) out.referred.insert(above);
  }
  return out;
}

}  // namespace schemac::dialect::postgres
