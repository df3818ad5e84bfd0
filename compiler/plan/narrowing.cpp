#include "plan/narrowing.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "catalog/labels.h"
#include "plan/names.h"

namespace schemac::plan {

using namespace catalog;

namespace {

bool has_all(const Names& names, const Names& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) { return has(names, name); });
}

bool is_text(const Type& type) {
  const std::string name = text::to_lower(type.name.name);
  return type.kind != TypeKind::enumeration && type.dimensions == 0 &&
         (name.find("char") != name.npos || name.find("text") != name.npos);
}

/// How long a text may be; the greatest number where the type says nothing.
unsigned long most_characters(const Type& type) {
  return type.args.empty() ? ~0UL : std::strtoul(type.args[0].c_str(), nullptr, 10);
}

/// By its place among the integers, from the smallest; nothing for another type.
std::optional<std::ptrdiff_t> size_of_integer(const Type& type) {
  static constexpr std::array<std::string_view, 6> kNames = {"tinyint", "smallint", "mediumint",
                                                             "int",     "integer",  "bigint"};
  const auto found = std::find(kNames.begin(), kNames.end(), text::to_lower(type.name.name));
  if (found == kNames.end() || type.dimensions > 0 || !type.words.empty()) return std::nullopt;
  return found - kNames.begin();
}

/// `x <= 20`: the 20; nothing for another condition.
std::optional<double> limit_in(const Expr& e) {
  if (e.kind != ExprKind::binary || e.text != "<=" || e.args[1].kind != ExprKind::number) return std::nullopt;
  return std::strtod(e.args[1].text.c_str(), nullptr);
}

/// What becomes of the room of one column.
class Room {
 public:
  Room(const Input& input, const QName& table, const std::string& column)
      : in_(input), table_(*input.to.tables.find(table)), column_(column) {
    before_ = in_.from.tables.find(table_name_before(in_.changes, table));
  }

  bool becomes_less() {
    if (!before_) return false;
    compare_labels();
    for (const Change& change : in_.changes) std::visit([&](const auto& c) { take(c); }, change);
    compare_checks();
    return less_ && !more_;
  }

 private:
  template <class T>
  void compare(const T& before, const T& after) {
    less_ |= after < before;
    more_ |= before < after;
  }

  static Names labels(const Catalog& catalog, const Table& table, const std::string& name) {
    const Column* column = table.find_column(name);
    const Enum* own =
        column && column->type.kind == TypeKind::enumeration ? catalog.enums.find(column->type.name) : nullptr;
    if (!own) return labels_of(table, name);
    Names out;
    for (const EnumLabel& label : own->labels) out.push_back(label.name);
    return out;
  }
  void compare_labels() {
    const Names before = labels(in_.from, *before_, column_name_before(in_.changes, table_.name, column_));
    const Names after = labels(in_.to, table_, column_);
    has_labels_ = !before.empty() && !after.empty();
    if (!has_labels_) return;
    less_ |= !has_all(after, before);
    more_ |= !has_all(before, after);
  }

  template <class T>
  void take(const T&) {}

  void take(const AlterColumn& c) {
    if (c.table != table_.name || c.after.name != column_) return;
    compare(c.before.nullable, c.after.nullable);
    if (c.before.type == c.after.type || has_labels_) return;
    const auto size = size_of_integer(c.before.type), size_now = size_of_integer(c.after.type);
    if (is_text(c.before.type) && is_text(c.after.type))
      compare(most_characters(c.before.type), most_characters(c.after.type));
    else if (size && size_now)
      compare(*size, *size_now);
    else
      (is_text(c.before.type) ? less_ : more_) = true;  // a text can be whatever else is written
  }
  void take(const AddMember<Check>& c) {
    if (concerns(c)) checks_added_.push_back(&c.member.expr);
  }
  void take(const DropMember<Check>& c) {
    if (concerns(c)) checks_dropped_.push_back(&c.member.expr);
  }
  template <class C>
  bool concerns(const C& c) const {
    return c.table == table_.name && !(has_labels_ && lists_labels(c.member)) &&
           (expr::has_raw(c.member.expr) || has(expr::columns_of(c.member.expr), column_));
  }
  void take(const AddMember<Unique>& c) { less_ |= c.table == table_.name && has(c.member.columns, column_); }
  void take(const AddMember<PrimaryKey>& c) { less_ |= c.table == table_.name && has(c.member.columns, column_); }
  void take(const AddMember<ForeignKey>& c) { less_ |= c.table == table_.name && has(c.member.columns, column_); }
  void take(const AddMember<Index>& c) {
    less_ |= c.table == table_.name && c.member.unique &&
             std::any_of(c.member.parts.begin(), c.member.parts.end(),
                         [&](const IndexPart& part) { return has(expr::columns_of(part.expr), column_); });
  }
  void take(const DropMember<Unique>& c) { more_ |= c.table == table_.name && has(c.member.columns, column_); }
  void take(const DropMember<PrimaryKey>& c) { more_ |= c.table == table_.name && has(c.member.columns, column_); }
  void take(const DropMember<Index>& c) { more_ |= c.table == table_.name && c.member.unique; }
  void take(const RenameLabel&) { more_ = true; }  // rows have the one name or the other

  /// One that takes the place of another may allow less or more, which only a limit tells.
  void compare_checks() {
    for (const Expr* added : checks_added_) {
      const auto limit = limit_in(*added);
      const auto other = std::find_if(checks_dropped_.begin(), checks_dropped_.end(), [&](const Expr* dropped) {
        return limit && limit_in(*dropped) && dropped->args[0] == added->args[0];
      });
      if (other == checks_dropped_.end()) {
        less_ = true;
        continue;
      }
      compare(*limit_in(**other), *limit);
      checks_dropped_.erase(other);
    }
    more_ |= !checks_dropped_.empty();
  }

  const Input& in_;
  const Table& table_;
  const std::string& column_;
  const Table* before_;
  bool has_labels_ = false, less_ = false, more_ = false;
  std::vector<const Expr*> checks_added_, checks_dropped_;
};

}  // namespace

bool is_narrowed(const Input& input, const QName& table, const std::string& column) {
  return Room(input, table, column).becomes_less();
}

}  // namespace schemac::plan
