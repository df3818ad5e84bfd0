#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/seed_rows.h"
#include "plan/plan.h"

namespace schemac::plan {

using namespace catalog;

namespace {

/// How many values an integer type can tell apart, as a rank; 0 for what is no integer.
int integer_rank(const Type& type) {
  const std::string name = text::to_lower(type.name.name);  // SQLite's are as somebody typed them
  if (name == "tinyint") return 1;
  if (name == "smallint") return 2;
  if (name == "mediumint") return 3;
  if (name == "int" || name == "integer") return 4;
  if (name == "bigint") return 5;
  return 0;
}

bool is_text(const Type& type) {
  const std::string n = text::to_lower(type.name.name);
  return n.ends_with("text") || n.find("char") != n.npos;
}

bool is_single(const Type& type) {
  const std::string n = text::to_lower(type.name.name);
  return n == "real" || n == "float";
}
bool is_double(const Type& type) { return text::to_lower(type.name.name).starts_with("double"); }

int number(const std::vector<std::string>& args, std::size_t at, int otherwise) {
  return at < args.size() && !args[at].empty() && std::isdigit(static_cast<unsigned char>(args[at][0]))
             ? std::stoi(args[at])
             : otherwise;
}

/// True where some value of `from` may not come through to `to` as it is.
bool may_lose(const Type& from, const Type& to) {
  if (from == to) return false;
  Type renamed = to;
  renamed.alias = from.alias;
  if (from == renamed) return false;
  if (from.kind == TypeKind::enumeration || to.kind == TypeKind::enumeration)
    return !(from.kind == TypeKind::enumeration && is_text(to));
  const int before = integer_rank(from), after = integer_rank(to);
  if (before && after) return before > after || from.words != to.words;
  if (is_text(from) && is_text(to)) return number(to.args, 0, 1 << 30) < number(from.args, 0, 1 << 30);
  if (before && is_text(to)) return number(to.args, 0, 1 << 30) < 20;
  if (from.name == to.name && from.dimensions == to.dimensions)
    return number(to.args, 0, 1 << 30) - number(to.args, 1, 0) <
               number(from.args, 0, 1 << 30) - number(from.args, 1, 0) ||
           number(to.args, 1, 0) < number(from.args, 1, 0);
  return !(is_single(from) && is_double(to));
}

struct HazardOf {
  std::vector<Hazard>& out;

  void add(diag::Code code, const std::string& subject) const {
    const auto& info = diag::info(code);
    out.push_back({code, subject, fmt::format(fmt::runtime(info.message), subject)});
  }

  /// MariaDB drops what it keeps of rows that were changed or deleted.
  void operator()(const Alter<Table>& c) const {
    constexpr const char* kHistory = "system_versioning";
    if (has_option(c.before.options, kHistory) && !has_option(c.after.options, kHistory))
      out.push_back({diag::Code::SC5001, "the history of " + c.after.name.text(),
                     "the history of " + c.after.name.text() + " is dropped; its rows are kept in quarantine"});
  }
  void operator()(const Drop<Table>& c) const {
    if (c.kept) add(diag::Code::SC5001, c.object.name.text());
  }
  void operator()(const DropColumn& c) const {
    if (c.kept && !c.column.generated) add(diag::Code::SC5002, c.table.text() + "." + c.column.name);
  }
  void operator()(const AlterColumn& c) const {
    if (may_lose(c.before.type, c.after.type)) add(diag::Code::SC5003, c.table.text() + "." + c.after.name);
  }
  void operator()(const Alter<Enum>& c) const {
    std::set<std::string> after;
    for (const EnumLabel& label : c.after.labels) after.insert(label.name);
    for (const EnumLabel& label : c.before.labels)
      if (!after.contains(label.name)) return add(diag::Code::SC5004, c.after.name.text());
  }
  void operator()(const Alter<Seed>& c) const {
    const auto goes = [&](const SeedRow& row) { return !row_with_key(c.after, key_of(c.before, row)); };
    const bool told_otherwise = c.before.key != c.after.key && !c.before.rows.empty();
    if (told_otherwise || std::any_of(c.before.rows.begin(), c.before.rows.end(), goes))
      add(diag::Code::SC5005, c.after.name.text());
  }
  void operator()(const DeleteRow& c) const {
    const bool said = std::any_of(out.begin(), out.end(), [&](const Hazard& hazard) {
      return hazard.code == diag::Code::SC5005 && hazard.subject == c.table.text();
    });
    if (!said) add(diag::Code::SC5005, c.table.text());  // once for a table, however many rows
  }
  void operator()(const Drop<Seed>& c) const {
    if (c.kept && !c.object.rows.empty()) add(diag::Code::SC5005, c.object.name.text());
  }
  template <class T>
  void operator()(const T&) const {}  // keeps every row and every value
};

}  // namespace

std::vector<Hazard> hazards_of(const ChangeSet& changes) {
  std::vector<Hazard> out;
  for (const Change& change : changes) std::visit(HazardOf{out}, change);
  return out;
}

}  // namespace schemac::plan
