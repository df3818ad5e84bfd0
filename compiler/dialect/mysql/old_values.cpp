#include "dialect/mysql/old_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/mysql/history.h"
#include "dialect/mysql/mysql.h"
#include "dialect/mysql/questions.h"

namespace schemac::dialect::mysql {

using namespace catalog;
using Names = KeptValues::Names;

namespace {

bool is_one_of(std::initializer_list<std::string_view> names, const Type& type) {
  return std::find(names.begin(), names.end(), type.name.name) != names.end();
}
bool is_integer(const Type& type) { return is_one_of({"tinyint", "smallint", "mediumint", "int", "bigint"}, type); }
bool is_text(const Type& type) { return reads_as_text(type) && !has_labels(type); }
bool is_bytes(const Type& type) { return is_one_of({"varbinary", "tinyblob", "blob", "mediumblob", "longblob"}, type); }

/// A key of which has but its beginning.
bool is_large(const Type& type) { return type.name.name.ends_with("text") || type.name.name.ends_with("blob"); }

/// How many digits behind the point, or of a second, a type keeps.
int digits_behind(const Type& type) {
  const std::size_t at = type.name.name == "decimal" ? 1 : 0;
  return at < type.args.size() ? std::atoi(type.args[at].c_str()) : 0;
}
bool keeps_digits(const Type& from, const Type& to) { return digits_behind(from) <= digits_behind(to); }

/// Whether what is written reads the same again.
bool is_written_in_full(const Type& type) {
  return is_integer(type) || has_labels(type) ||
         is_one_of({"decimal", "date", "time", "datetime", "year", "json", "uuid", "inet4", "inet6"}, type);
}

bool integer_leads_back(const Type& from, const Type& to) {
  if (to.name.name == "double") return from.name.name != "bigint";
  if (to.name.name == "float") return is_one_of({"tinyint", "smallint"}, from);
  return is_integer(to) || to.name.name == "decimal";
}

/// Whether a value that the new type takes is the same again once it has the old one.
bool leads_back(const Type& from, const Type& to) {
  if (is_text(to)) return is_written_in_full(from) || (is_text(from) && to.name.name != "char") || from.name == to.name;
  if (is_bytes(to)) return is_bytes(from) || from.name.name == "binary";
  if (is_integer(from)) return integer_leads_back(from, to);
  if (is_one_of({"decimal", "time", "datetime", "timestamp"}, from) && from.name == to.name)
    return keeps_digits(from, to);
  if (from.name == to.name) return !is_one_of({"bit", "float", "double"}, from) || from.args == to.args;
  return (from.name.name == "float" && to.name.name == "double") ||
         (from.name.name == "date" && to.name.name == "datetime");
}

bool is_settled(const TableAlteration& a, const AlterColumn& c) {
  const auto& key = a.before.primary_key;
  const bool of_key = key && std::find(key->columns.begin(), key->columns.end(), c.after.name) != key->columns.end();
  const bool computed = c.before.generated || c.after.generated || c.before.identity || c.after.identity;
  const bool parts_rows = option_of(a.before.options, "partition").find(c.before.name) != std::string::npos;
  return !of_key && !computed && !parts_rows && a.renamed_labels(c.after.name).empty();
}

}  // namespace

std::optional<OldValues> OldValues::of(const Dialect& d, const TableAlteration& alteration,
                                       const Quarantine& quarantine, const AlterColumn& change) {
  AlterColumn there = change;
  if (quarantine.way_back) std::swap(there.before, there.after);
  const bool back = leads_back(there.before.type, there.after.type) && !becomes_truth(there.before, there.after);
  if (there.before.type == there.after.type || back || !is_settled(alteration, there)) return std::nullopt;
  if (keeps_history(alteration.before) || keeps_history(alteration.after)) return std::nullopt;
  auto kept = KeptValues::of(d, alteration, quarantine, change);
  if (!kept || std::any_of(kept->key_columns().begin(), kept->key_columns().end(),
                           [&](const std::string& name) { return is_large(alteration.after.find_column(name)->type); }))
    return std::nullopt;
  return OldValues(d, alteration, std::move(there), std::move(*kept));
}

/// A float is written with fewer digits than it has, unless it is made a double.
std::string OldValues::bytes(const std::string& column) const {
  const bool is_float = change_.after.type.name.name == "float";
  return fmt::format("CAST({}{} AS BINARY)", column, is_float ? " + 0e0" : "");
}

Statement OldValues::keep() const {
  return {fmt::format("CREATE TABLE IF NOT EXISTS {} ({} longblob, PRIMARY KEY ({})) AS SELECT {}, `t`.{} AS {}, NULL "
                      "AS {} FROM {} "
                      "AS `t`",
                      kept_.side(), KeptValues::kNow, text::join(kept_.side_key(), ", "),
                      kept_.selected_key("`t`", Names::old), kept_.column(Names::old), KeptValues::kWas,
                      KeptValues::kNow, d_.qualified(a_.after.name)),
          kept_.why_kept()};
}

Statement OldValues::mark() const {
  return {
      fmt::format("UPDATE {} AS `k` JOIN {} AS `t` ON {} SET {} = {}", kept_.side(), d_.qualified(a_.after.name),
                  kept_.same_row("`t`", "`k`", Names::now), KeptValues::kNow, bytes("`t`." + kept_.column(Names::now))),
      kept_.why_marked()};
}

/// Where a migration was stopped before mark(), nothing says what became of a value: it is what it was.
std::string OldValues::is_as_it_became(const std::string& table) const {
  return fmt::format("({0} <=> {1} OR ({0} IS NULL AND {2} IS NOT NULL))", KeptValues::kNow,
                     bytes(table + "." + kept_.column(Names::old)), KeptValues::kWas);
}

Statements OldValues::fill(const std::string& column, const std::string& others) const {
  const std::string table = d_.qualified(a_.after.name), same = kept_.same_row("`t`", "`k`", Names::old);
  std::string now = "`t`." + kept_.column(Names::old);
  if (would_number_labels(change_.after.type, change_.before.type) ||
      goes_by_text(d_.id(), change_.after.type, change_.before.type))
    now = "CAST(" + now + " AS CHAR)";
  const std::string one = "`k`." + kept_.side_key().front();
  return {{fmt::format("UPDATE {} AS `t` JOIN {} AS `k` ON {} AND {} SET {} = {}{}", table, kept_.side(), same,
                       is_as_it_became("`t`"), column, KeptValues::kWas, others),
           "what was not changed since is what it was"},
          {fmt::format("UPDATE {} AS `t` LEFT JOIN {} AS `k` ON {} AND {} SET {} = {}{} WHERE {} IS NULL", table,
                       kept_.side(), same, is_as_it_became("`t`"), column, now, others, one),
           "rows written since keep what they hold"}};
}

Statement OldValues::drop() const { return {"DROP TABLE IF EXISTS " + kept_.side(), kept_.why_emptied()}; }

std::string OldValues::untouched(const std::string& table) const {
  return fmt::format("EXISTS (SELECT 1 FROM {} AS `k` WHERE {} AND {})", kept_.side(),
                     kept_.same_row(table, "`k`", Names::old), is_as_it_became(table));
}

std::string MysqlDialect::has_old_value(const TableAlteration& alteration, const AlterColumn& change,
                                        const Quarantine& quarantine) const {
  const auto old = OldValues::of(*this, alteration, quarantine, change);
  return old ? old->untouched(quoted(alteration.standing.name)) : "";
}

}  // namespace schemac::dialect::mysql
