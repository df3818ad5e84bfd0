#include "catalog/change.h"

#include <fmt/format.h>

#include "base/text.h"

namespace schemac::catalog {

namespace {

// -- describe

template <class T>
constexpr std::string_view word();
template <>
constexpr std::string_view word<Namespace>() {
  return "schema";
}
template <>
constexpr std::string_view word<Extension>() {
  return "extension";
}
template <>
constexpr std::string_view word<Enum>() {
  return "enum";
}
template <>
constexpr std::string_view word<Table>() {
  return "table";
}
template <>
constexpr std::string_view word<View>() {
  return "view";
}
template <>
constexpr std::string_view word<Trigger>() {
  return "trigger";
}
template <>
constexpr std::string_view word<RawObject>() {
  return "sql";
}
template <>
constexpr std::string_view word<Seed>() {
  return "seed";
}
template <>
constexpr std::string_view word<Role>() {
  return "role";
}
template <>
constexpr std::string_view word<Policy>() {
  return "policy";
}
template <>
constexpr std::string_view word<Api>() {
  return "api";
}
template <>
constexpr std::string_view word<PrimaryKey>() {
  return "primary key";
}
template <>
constexpr std::string_view word<Unique>() {
  return "unique key";
}
template <>
constexpr std::string_view word<ForeignKey>() {
  return "foreign key";
}
template <>
constexpr std::string_view word<Check>() {
  return "check";
}
template <>
constexpr std::string_view word<Index>() {
  return "index";
}

std::string columns_of(const PrimaryKey& key) { return text::join(key.columns, ", "); }
std::string columns_of(const Unique& key) { return text::join(key.columns, ", "); }
std::string columns_of(const ForeignKey& key) { return text::join(key.columns, ", "); }
std::string columns_of(const Check& check) { return text::join(expr::columns_of(check.expr), ", "); }
std::string columns_of(const Index& index) {
  std::vector<std::string> names;
  for (const IndexPart& part : index.parts)
    names.push_back(part.expr.kind == ExprKind::column ? part.expr.text : "(expression)");
  return text::join(names, ", ");
}

template <class M>
std::string member_text(const QName& table, const M& member) {
  return fmt::format("{}{}{} of {} ({})", word<M>(), member.name.empty() ? "" : " ", member.name, table.text(),
                     columns_of(member));
}

template <class T>
std::string called(const T& object) {
  return fmt::format("{} {}", word<T>(), key_of(object));
}
/// The key of a procedure or an event says what it is.
std::string called(const Routine& routine) { return (routine.kind == "function" ? "function " : "") + key_of(routine); }

template <class T>
std::string described(const Create<T>& c) {
  return fmt::format("{} {}", c.restored ? "bring back" : "create", called(c.object));
}
template <class T>
std::string described(const Drop<T>& c) {
  return fmt::format("drop {}", called(c.object));
}
template <class T>
std::string described(const Alter<T>& c) {
  std::vector<std::string> fields;
  for (const auto name : differing_fields(c.before, c.after)) fields.emplace_back(name);
  return fmt::format("change {} ({})", called(c.after), text::join(fields, ", "));
}
template <class M>
std::string described(const AddMember<M>& c) {
  return "add " + member_text(c.table, c.member);
}
template <class M>
std::string described(const DropMember<M>& c) {
  return "drop " + member_text(c.table, c.member);
}
template <class M>
std::string described(const RenameMember<M>& c) {
  if (c.before.name == c.after.name) return "change comment of " + member_text(c.table, c.after);
  return fmt::format("rename {} {} of {} to {}", word<M>(), c.before.name, c.table.text(), c.after.name);
}
std::string described(const RenameTable& c) { return fmt::format("rename table {} to {}", c.from.text(), c.to.text()); }
std::string described(const RenameEnum& c) { return fmt::format("rename enum {} to {}", c.from.text(), c.to.text()); }
std::string described(const RenameLabel& c) {
  return fmt::format("rename label {} of {}{}{} to {}", c.from, c.object.text(), c.column.empty() ? "" : ".", c.column,
                     c.to);
}
std::string described(const RenameColumn& c) {
  return fmt::format("rename column {}.{} to {}", c.table.text(), c.from, c.to);
}
std::string described(const AddColumn& c) {
  return fmt::format("{} column {}.{}", c.restored ? "bring back" : "add", c.table.text(), c.column.name);
}
std::string described(const DropColumn& c) { return fmt::format("drop column {}.{}", c.table.text(), c.column.name); }
std::string described(const AlterColumn& c) {
  std::vector<std::string> fields;
  for (const auto name : differing_fields(c.before, c.after)) fields.emplace_back(name);
  return fmt::format("change column {}.{} ({})", c.table.text(), c.after.name, text::join(fields, ", "));
}
std::string described(const ReorderColumns& c) { return fmt::format("reorder columns of {}", c.table.text()); }
std::string described(const InsertRow& c) { return fmt::format("insert seed row into {}", c.table.text()); }
std::string described(const DeleteRow& c) { return fmt::format("delete seed row from {}", c.table.text()); }
std::string described(const UpdateRow& c) { return fmt::format("update seed row of {}", c.table.text()); }

}  // namespace

std::string describe(const Change& change) {
  return std::visit([](const auto& c) { return described(c); }, change);
}

QName table_name_before(const ChangeSet& changes, const QName& now) {
  for (const Change& change : changes)
    if (const auto* c = std::get_if<RenameTable>(&change); c && c->to == now) return c->from;
  return now;
}

QName enum_name_before(const ChangeSet& changes, const QName& now) {
  for (const Change& change : changes)
    if (const auto* c = std::get_if<RenameEnum>(&change); c && c->to == now) return c->from;
  return now;
}

QName table_name_after(const ChangeSet& changes, const QName& then) {
  for (const Change& change : changes)
    if (const auto* c = std::get_if<RenameTable>(&change); c && c->from == then) return c->to;
  return then;
}

std::string column_name_before(const ChangeSet& changes, const QName& table, const std::string& now) {
  for (const Change& change : changes)
    if (const auto* c = std::get_if<RenameColumn>(&change); c && c->table == table && c->to == now) return c->from;
  return now;
}

std::string column_name_after(const ChangeSet& changes, const QName& table, const std::string& then) {
  for (const Change& change : changes)
    if (const auto* c = std::get_if<RenameColumn>(&change); c && c->table == table && c->from == then) return c->to;
  return then;
}

}  // namespace schemac::catalog
