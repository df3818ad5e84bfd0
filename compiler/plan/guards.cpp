#include "plan/guards.h"

#include <fmt/format.h>

#include "base/abridge.h"
#include "base/text.h"
#include "catalog/labels.h"
#include "plan/order.h"

namespace schemac::plan {

using namespace catalog;
using dialect::Guard;
using dialect::TableAlteration;

namespace {

/// What a condition on rows calls the table that they refer to: no table of anybody's is called so.
constexpr std::string_view kReferred = "_schemac_referred";

constexpr int kRowsShown = 5;
constexpr std::size_t kConditionShown = 80;
constexpr int kGeneratedDepth = 8;  // of generated columns that read others

/// Types whose values are compared as they are.
bool are_of_one_kind(const Type& a, const Type& b) {
  if (a.kind == TypeKind::enumeration || b.kind == TypeKind::enumeration || a.dimensions || b.dimensions) return false;
  const auto is_integer = [](const Type& type) {
    const std::string name = text::to_lower(type.name.name);
    return name == "smallint" || name == "int" || name == "integer" || name == "bigint" || name == "tinyint" ||
           name == "mediumint";
  };
  const auto is_text = [](const Type& type) {
    const std::string name = text::to_lower(type.name.name);
    return name == "text" || name == "varchar" || name == "char" || name == "mediumtext" || name == "longtext";
  };
  return (is_integer(a) && is_integer(b)) || (is_text(a) && is_text(b));
}

class Guards {
 public:
  Guards(const Input& input, const Seeds& seeds) : in_(input), d_(input.dialect), seeds_(seeds) {}

  void add(const TableAlteration& a) {
    a_ = &a;
    old_ = in_.from.tables.find(old_table(a.after.name));
    if (!old_) return;
    for (const Change& change : a.changes) std::visit([&](const auto& c) { guard(c); }, change);
  }
  void add(const Alter<Enum>& c) {
    std::vector<std::string> gone;
    for (const EnumLabel& label : c.before.labels) {
      const auto same = [&](const EnumLabel& l) { return l.name == label.name; };
      if (std::none_of(c.after.labels.begin(), c.after.labels.end(), same)) gone.push_back(d_.literal(label.name));
    }
    if (gone.empty()) return;
    for (const Table& table : in_.from.tables)
      for (const Column& column : table.columns)
        if (column.type.kind == TypeKind::enumeration && column.type.name == c.before.name &&
            column.type.dimensions == 0 && stays_of(table, column, c.after.name)) {
          old_ = &table;
          const QName now = table_name_after(in_.changes, table.name);
          where(diag::Code::SC6007, c.after.name.text(), {column_name_after(in_.changes, now, column.name)},
                fmt::format("CAST({} AS text) IN ({})", d_.quoted(column.name), text::join(gone, ", ")));
        }
  }
  std::vector<Guard> take() { return std::move(out_); }

 private:
  QName old_table(const QName& name) const { return table_name_before(in_.changes, name); }
  std::string old_column(const std::string& name) const {
    return column_name_before(in_.changes, a_->after.name, name);
  }
  /// Whether the column is of the type afterwards, too.
  bool stays_of(const Table& table, const Column& column, const QName& type) const {
    const QName now = table_name_after(in_.changes, table.name);
    const Table* after = in_.to.tables.find(now);
    const Column* target = after ? after->find_column(column_name_after(in_.changes, now, column.name)) : nullptr;
    return target && target->type.name == type;
  }
  /// Whether rows have the column now, and keep its values; those of a generated one follow from others.
  bool settled(const std::string& name, int depth = 0) const {
    const Column* before = a_->before.find_column(name);
    const Column* after = a_->after.find_column(name);
    if (!before || !after || !(before->type == after->type) || before->generated != after->generated) return false;
    if (!after->generated || depth > kGeneratedDepth) return true;
    const auto read = expr::columns_of(after->generated->expr);
    return std::all_of(read.begin(), read.end(), [&](const auto& column) { return settled(column, depth + 1); });
  }
  /// What a column will hold, said by the columns that rows have now; nothing where that cannot be said.
  std::optional<Expr> value_of(const std::string& name, int depth = 0) const {
    if (settled(name)) return expr::column(old_column(name));
    const Column* after = a_->after.find_column(name);
    if (is_new_and_constant(name)) return *after->default_value;
    if (!after || !after->generated || depth > kGeneratedDepth || calls_what_is_new(after->generated->expr))
      return std::nullopt;
    return said_by_rows(after->generated->expr, depth + 1);
  }
  /// What a column holds now, where that tells which rows will hold the same: values of one kind stay as different as
  /// they are.
  std::optional<Expr> comparable_value_of(const std::string& name) const {
    const Column *before = a_->before.find_column(name), *after = a_->after.find_column(name);
    const bool plain = before && after && !before->generated && !after->generated;
    if (plain && are_of_one_kind(before->type, after->type)) return expr::column(old_column(name));
    return value_of(name);
  }
  std::optional<Expr> said_by_rows(Expr condition, int depth = 0) const {
    if (expr::has_raw(condition)) return std::nullopt;
    bool known = true;
    replace_columns(condition, [&](const std::string& name) {
      auto value = value_of(name, depth);
      known = known && value;
      return value.value_or(expr::null());
    });
    if (!known) return std::nullopt;
    return condition;
  }
  template <class F>
  static void replace_columns(Expr& e, const F& value) {
    if (e.kind == ExprKind::column)
      e = value(std::string(e.text));
    else
      for (Expr& arg : e.args) replace_columns(arg, value);
  }
  std::string subject(const std::string& column) const { return a_->after.name.text() + "." + column; }

  /// `columns`: those that the condition is about, by the names that they will have.
  void where(diag::Code code, std::string subject, const std::vector<std::string>& columns,
             const std::string& condition) {
    if (condition.empty()) return;
    const std::string others = but_for_settled(columns);
    out_.push_back(
        {code, std::move(subject),
         fmt::format("SELECT {} FROM {} WHERE {} LIMIT {}", dialect::row_names(d_, *old_), d_.qualified(old_->name),
                     others.empty() ? condition : "(" + condition + ")" + others, kRowsShown)});
  }
  std::string but_for_settled(const std::vector<std::string>& columns) const {
    return seeds_.but_for_settled(table_name_after(in_.changes, old_->name), columns);
  }

  template <class T>
  void guard(const T&) {}  // no row can stand in its way

  void guard(const AlterColumn& c) {
    const std::string column = d_.quoted(old_column(c.after.name));
    const auto value = c.after.generated ? value_of(c.after.name) : expr::column(old_column(c.after.name));
    const bool had_values = in_.quarantine.way_back && c.before.generated && !c.after.generated;
    if (c.before.nullable && !c.after.nullable && value)
      where(diag::Code::SC6001, subject(c.after.name), {c.after.name},
            d_.sql(expr::node(ExprKind::is_null, "", {*value})) +
                (had_values ? " AND " + d_.lacks_kept_value(*a_, c.after, in_.quarantine) : ""));
    if (had_values)
      where(diag::Code::SC6010, subject(c.after.name), {c.after.name},
            d_.doubts_kept_value(*a_, c.after, in_.quarantine));
    if (c.before.type == c.after.type || c.after.generated) return;
    Column old = c.before, fresh = c.after;
    old.name = old_column(c.before.name);
    if (const Enum* labels = in_.to.enums.find(fresh.type.name); labels && fresh.type.kind == TypeKind::enumeration)
      for (const EnumLabel& label : labels->labels) fresh.type.args.push_back(d_.literal(label.name));
    for (const RenameLabel& renamed : a_->renamed_labels(c.after.name))
      fresh.type.args.push_back(d_.literal(renamed.from));
    if (const auto found = d_.type_guard(a_->after, old, fresh, in_.quarantine.way_back))
      where(found->code, found->subject, {c.after.name}, all_but_old_values(found->sql, c));
  }
  /// A value that comes back as it was is in nobody's way.
  std::string all_but_old_values(const std::string& condition, const AlterColumn& c) const {
    const std::string kept = in_.quarantine.way_back ? d_.has_old_value(*a_, c, in_.quarantine) : "";
    return kept.empty() ? condition : "(" + condition + ") AND NOT (" + kept + ")";
  }
  void guard(const AddColumn& c) {
    const Column& column = c.column;
    if (c.restored && !column.generated)
      where(diag::Code::SC6010, subject(column.name), {}, d_.doubts_kept_value(*a_, column, in_.quarantine));
    if (column.nullable || column.default_value || column.identity || column.generated) return;
    if (c.restored)  // what was written since has no value for it
      where(diag::Code::SC6001, subject(column.name), {}, d_.lacks_kept_value(*a_, column, in_.quarantine));
    else if (!d_.numbers_rows(a_->after, column))
      where(diag::Code::SC6002, subject(column.name), {}, "1 = 1");
  }
  void guard(const AddMember<PrimaryKey>& c) {
    if (!d_.allows_repeats(c.member.options)) unique(whole(c.member.columns));
  }
  void guard(const AddMember<Unique>& c) {
    if (!c.member.nulls_not_distinct) unique(whole(c.member.columns));
  }
  void guard(const AddMember<Index>& c) {
    if (!c.member.unique || c.member.where || c.member.nulls_not_distinct) return;
    if (d_.allows_repeats(c.member.options)) return;
    for (const IndexPart& part : c.member.parts)
      if (!part.collation.empty() || calls_what_is_new(part.expr)) return;
    unique(c.member.parts);
  }
  static std::vector<IndexPart> whole(const std::vector<std::string>& columns) {
    std::vector<IndexPart> out(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) out[i].expr = expr::column(columns[i]);
    return out;
  }
  /// Each row gets the same value.
  bool is_new_and_constant(const std::string& name) const {
    return std::any_of(a_->changes.begin(), a_->changes.end(), [&](const Change& change) {
      const auto* add = std::get_if<AddColumn>(&change);
      if (!add || add->column.name != name || add->restored || !add->column.default_value) return false;
      const ExprKind kind = add->column.default_value->kind;
      return kind == ExprKind::string || kind == ExprKind::number || kind == ExprKind::boolean;
    });
  }
  void unique(const std::vector<IndexPart>& parts) {
    std::vector<std::string> columns, said, names, keys, present;
    for (const IndexPart& part : parts) {
      for (const std::string& column : expr::columns_of(part.expr)) said.push_back(column);
      const bool plain = part.expr.kind == ExprKind::column;
      columns.push_back(plain ? part.expr.text : d_.sql(part.expr));
      if (plain && is_new_and_constant(part.expr.text)) continue;
      auto value = plain ? comparable_value_of(part.expr.text) : said_by_rows(part.expr);
      if (!value) return;
      const bool computed = plain && value->kind != ExprKind::column;
      if (!part.prefix.empty()) value = expr::call("left", {std::move(*value), expr::number(part.prefix)});
      const std::string sql = d_.sql(*value);
      names.push_back(computed ? fmt::format("({}) AS {}", sql, d_.quoted(part.expr.text)) : sql);
      keys.push_back(value->kind == ExprKind::column ? sql : "(" + sql + ")");
      present.push_back(keys.back() + " IS NOT NULL");
    }
    const std::string others = but_for_settled(said);
    if (names.empty())
      return out_.push_back(
          {diag::Code::SC6004, subject(text::join(columns, ", ")),
           fmt::format("SELECT count(*) AS {} FROM {}{} HAVING count(*) > 1", d_.quoted("number of rows"),
                       d_.qualified(old_->name), others.empty() ? "" : " WHERE 1 = 1" + others)});
    out_.push_back({diag::Code::SC6004, subject(text::join(columns, ", ")),
                    fmt::format("SELECT {} FROM {} WHERE {}{} GROUP BY {} HAVING count(*) > 1 LIMIT {}",
                                text::join(names, ", "), d_.qualified(old_->name), text::join(present, " AND "), others,
                                text::join(keys, ", "), kRowsShown)});
  }
  void guard(const AddMember<Check>& c) {
    if (c.member.not_valid || c.member.not_enforced) return;
    const bool raw = expr::has_raw(c.member.expr);
    const auto columns = expr::columns_of(c.member.expr);
    if (raw && (a_->before.columns != a_->after.columns || !a_->renamed_columns.empty() || renames_labels())) return;
    if (calls_what_is_new(c.member.expr)) return;
    Expr condition = c.member.expr;
    for (const std::string& column : columns) call_labels_as_now(condition, column);
    compare_labels_as_text(condition);
    if (!raw) {
      auto said = said_by_rows(std::move(condition));
      if (!said) return;
      condition = std::move(*said);
    }
    if (const std::string column = column_that_lost_labels(c.member); !column.empty())
      return where(diag::Code::SC6007, subject(column), {column}, "NOT (" + d_.sql(condition) + ")");
    const std::string sql = d_.sql(condition);
    where(diag::Code::SC6005,
          fmt::format("check {}of {} ({})", c.member.name.empty() ? "" : c.member.name + " ", a_->after.name.text(),
                      text::abridged(sql, kConditionShown)),
          columns, "NOT (" + sql + ")");
  }
  /// The enum that rows have now may lack labels that the condition speaks of, which no value of it can equal.
  void compare_labels_as_text(Expr& condition) const {
    if (condition.kind == ExprKind::column) {
      const Column* column = a_->before.find_column(condition.text);
      if (!column || column->type.kind != TypeKind::enumeration || column->type.dimensions > 0) return;
      Type text;
      text.name = "text";
      condition = expr::node(ExprKind::cast, "", {std::move(condition)});
      condition.type = std::move(text);
    } else {
      for (Expr& arg : condition.args) compare_labels_as_text(arg);
    }
  }
  /// A function or an operator that is made, or made otherwise, in the same plan.
  bool calls_what_is_new(const Expr& condition) const {
    std::set<std::string> fresh;
    for (const Change& change : in_.changes) {
      if (const auto* routine = std::get_if<Create<Routine>>(&change)) fresh.insert(routine->object.name.name);
      if (const auto* routine = std::get_if<Alter<Routine>>(&change)) fresh.insert(routine->after.name.name);
      if (const auto* raw = std::get_if<Create<RawObject>>(&change)) fresh.insert(made_name(raw->object));
    }
    return mentions_any(condition, fresh);
  }
  bool renames_labels() const {
    return std::any_of(in_.changes.begin(), in_.changes.end(),
                       [](const Change& change) { return std::holds_alternative<RenameLabel>(change); });
  }
  void call_labels_as_now(Expr& condition, const std::string& column) const {
    const Column* before = a_->before.find_column(column);
    if (!before) return;
    const Type& type = before->type;
    for (const Change& change : in_.changes)
      if (const auto* c = std::get_if<RenameLabel>(&change))
        if (c->column.empty() ? c->object == type.name : c->object == a_->after.name && c->column == column)
          rename_label(condition, c->to, c->from);
  }
  /// The column whose enum is a check on its labels, which takes the place of one on others; empty for another check.
  std::string column_that_lost_labels(const Check& fresh) const {
    if (!lists_labels(fresh)) return "";
    for (const Change& change : a_->changes) {
      const auto* gone = std::get_if<DropMember<Check>>(&change);
      if (gone && lists_labels(gone->member) && gone->member.expr.args[0] == fresh.expr.args[0])
        return fresh.expr.args[0].text;
    }
    return "";
  }

  void guard(const AddMember<ForeignKey>& c) {
    const Table* parent = in_.from.tables.find(old_table(c.member.table));
    const Table* restored = parent ? nullptr : restored_table(c.member.table);
    if (c.member.not_valid) return;
    if (restored) parent = restored;
    if (!parent) return new_parent(c.member);
    std::vector<std::string> mine, present, same;
    const QName there = restored ? d_.quarantined(parent->name, in_.quarantine) : parent->name;
    bool told = true;  // whether what they will refer to is there already
    for (std::size_t i = 0; i < c.member.columns.size(); ++i) {
      if (i >= c.member.referenced.size()) return;
      const auto value = comparable_value_of(c.member.columns[i]);
      const Column* mine_now = a_->before.find_column(c.member.columns[i]);
      const std::string theirs = column_name_before(in_.changes, c.member.table, c.member.referenced[i]);
      const Column* referred = parent->find_column(theirs);
      if (!mine_now || !value || !(*value == expr::column(old_column(c.member.columns[i]))))
        return guard_made_up(c.member, *parent, there);
      mine.push_back(d_.qualified(old_->name) + "." + d_.quoted(old_column(c.member.columns[i])));
      present.push_back(mine.back() + " IS NOT NULL");
      if (!referred && is_numbered_anew(c.member.table, c.member.referenced[i])) {
        told = false;
        continue;
      }
      if (!referred) return;
      if (!settled(c.member.columns[i]) && !are_of_one_kind(mine_now->type, referred->type))
        return guard_made_up(c.member, *parent, there);
      same.push_back(fmt::format("{} = {}.{}", mine.back(), d_.quoted(kReferred), d_.quoted(theirs)));
    }
    std::string condition = text::join(present, " AND ");
    if (told)
      condition += fmt::format(" AND NOT EXISTS (SELECT 1 FROM {} AS {} WHERE {})", d_.qualified(there),
                               d_.quoted(kReferred), text::join(same, " AND "));
    where(diag::Code::SC6006, subject(text::join(c.member.columns, ", ")), c.member.columns,
          condition + *besides_seed(c.member, mine, false));
  }
  /// What a column will hold that is added, computed or of another type, in SQL over the rows that are there; empty
  /// where it cannot be said so.
  std::string made_up_value(const std::string& name) const {
    const Column *before = a_->before.find_column(name), *after = a_->after.find_column(name);
    if (is_new_and_constant(name)) return d_.sql(*after->default_value);
    if (before && after && before->generated && !after->generated) {
      const auto value = said_by_rows(before->generated->expr);
      return value ? "(" + d_.sql(*value) + ")" : "";
    }
    if (const auto value = value_of(name)) return "(" + d_.sql(*value) + ")";
    const bool retyped = before && after && !before->generated && !after->generated;
    // a type guard sees to what cannot be converted, and such servers compare a text and a number as numbers
    return retyped && !d_.ddl_is_transactional() ? d_.quoted(old_column(name)) : "";
  }
  /// `there`: where the rows of the parent are.
  void guard_made_up(const ForeignKey& key, const Table& parent, const QName& there) {
    std::vector<std::string> mine, theirs, present, known;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      mine.push_back(made_up_value(key.columns[i]));
      present.push_back(mine.back() + " IS NOT NULL");
      theirs.push_back(column_name_before(in_.changes, key.table, key.referenced[i]));
      const Column* referred = parent.find_column(theirs.back());
      if (mine.back().empty() || !referred) return;
      theirs.back() = d_.quoted(kReferred) + "." + d_.quoted(theirs.back());
      known.push_back(theirs.back() + " IS NOT NULL");
    }
    const auto tuple = [](const std::vector<std::string>& values) {
      return values.size() == 1 ? values[0] : "(" + text::join(values, ", ") + ")";
    };
    where(diag::Code::SC6006, subject(text::join(key.columns, ", ")), key.columns,
          fmt::format("{} AND {} NOT IN (SELECT {} FROM {} AS {} WHERE {}){}", text::join(present, " AND "),
                      tuple(mine), text::join(theirs, ", "), d_.qualified(there), d_.quoted(kReferred),
                      text::join(known, " AND "), *besides_seed(key, mine, false)));
  }
  /// A column that the plan adds, whose values the engine makes up or leaves null: a row that happens to hold one of
  /// them referred to something else.
  bool is_numbered_anew(const QName& table, const std::string& name) const {
    return std::any_of(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
      const auto* add = std::get_if<AddColumn>(&change);
      if (!add || add->table != table || add->column.name != name || add->restored) return false;
      return !add->column.generated && !add->column.default_value;
    });
  }
  /// A table that comes back in the same plan; its rows are in quarantine still.
  const Table* restored_table(const QName& name) const {
    for (const Change& change : in_.changes)
      if (const auto* c = std::get_if<Create<Table>>(&change); c && c->restored && c->object.name == name)
        return &c->object;
    return nullptr;
  }

  /// A table that is made in the same plan has no rows but its seed's.
  void new_parent(const ForeignKey& key) {
    std::vector<std::string> mine, present;
    for (const std::string& column : key.columns) {
      mine.push_back(settled(column) ? d_.quoted(old_column(column)) : made_up_value(column));
      present.push_back(mine.back() + " IS NOT NULL");
      if (mine.back().empty()) return;
    }
    const auto beside = besides_seed(key, mine, true);
    if (in_.to.tables.find(key.table) && beside)
      where(diag::Code::SC6006, subject(text::join(key.columns, ", ")), key.columns,
            text::join(present, " AND ") + *beside);
  }

  /// " AND NOT (…)" for the seed rows that the plan puts where `key` leads. What they will be referred to by cannot be
  /// told where their seed leaves it out: nothing where only such rows can be there, since the parent is new.
  std::optional<std::string> besides_seed(const ForeignKey& key, const std::vector<std::string>& mine,
                                          bool parent_is_new) const {
    std::string out;
    for (const auto& values : seeds_.coming(key.table, key.referenced)) {
      std::vector<std::string> same;
      for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i]) same.push_back(mine[i] + " = " + d_.sql(*values[i]));
      if (same.size() == values.size())
        out += " AND NOT (" + text::join(same, " AND ") + ")";
      else if (parent_is_new)
        return std::nullopt;
    }
    return out;
  }

  const Input& in_;
  const dialect::Dialect& d_;
  const Seeds& seeds_;
  const TableAlteration* a_ = nullptr;
  const Table* old_ = nullptr;
  std::vector<Guard> out_;
};

}  // namespace

std::vector<Guard> guards_for(const Input& input, const std::vector<TableAlteration>& alterations, const Seeds& seeds) {
  Guards guards(input, seeds);
  for (const TableAlteration& alteration : alterations) guards.add(alteration);
  for (const Change& change : input.changes)
    if (const auto* altered = std::get_if<Alter<Enum>>(&change)) guards.add(*altered);
  std::vector<Guard> out = guards.take();
  for (Guard& guard : seeds.guards()) out.push_back(std::move(guard));
  for (const Change& change : input.changes)
    for (Guard& guard : input.dialect.guards(change, {input.from, input.to, input.changes}))
      out.push_back(std::move(guard));
  return out;
}

}  // namespace schemac::plan
