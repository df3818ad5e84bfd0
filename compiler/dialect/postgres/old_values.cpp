#include "dialect/postgres/old_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/postgres/postgres.h"
#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using namespace catalog;
using Names = KeptValues::Names;

namespace {

constexpr std::string_view kOldValue = "pg_temp._schemac_old_value";
constexpr std::string_view kMeanwhile = "pg_temp._schemac_old_values";  // until it is known what became of them

std::optional<std::ptrdiff_t> size_of_integer(const Type& type) {
  static constexpr std::array<std::string_view, 3> kNames = {"smallint", "integer", "bigint"};
  const auto found = std::find(kNames.begin(), kNames.end(), type.name.name);
  if (found == kNames.end()) return std::nullopt;
  return found - kNames.begin();
}

bool is_unpadded_text(const Type& type) { return type.name.name == "text" || type.name.name == "character varying"; }

/// How many digits behind the point, or of a second, a type keeps; all of them where it says nothing.
int digits_behind(const Type& type) {
  constexpr int kAll = 1 << 20;
  if (type.args.empty()) return kAll;
  if (type.name.name == "numeric") return type.args.size() > 1 ? std::atoi(type.args[1].c_str()) : 0;
  return std::atoi(type.args[0].c_str());
}

/// Whether a value that the new type takes is the same again once it has the old one.
bool leads_back(const Type& from, const Type& to) {
  if (from.dimensions != to.dimensions) return false;
  const std::string &was = from.name.name, &is = to.name.name;
  const auto whole = size_of_integer(from);
  if (is_unpadded_text(to)) return was != "bytea" && was != "money";
  if (from.name == to.name)
    return is == "character" || (is != "bit" && is != "bit varying" && digits_behind(from) <= digits_behind(to));
  if (to.kind == TypeKind::enumeration || is == "json") return is_unpadded_text(from);
  if (whole && size_of_integer(to)) return true;
  if (whole && is == "numeric") return digits_behind(to) >= 0;
  if (whole && is == "double precision") return was != "bigint";
  if (was == "real") return is == "double precision";
  return was == "date" && is == "timestamp without time zone";
}

/// Whose values have parts in other places, or are read by what is made for the purpose.
bool goes_its_own_way(const Dialect& d, const AlterColumn& c) {
  const AlterColumn back{c.table, c.after, c.before};
  return c.before.type.alias == kOldParts || c.after.type.alias == kOldParts ||
         !conversion_of(d, c, false).make.empty() || !conversion_of(d, back, true).make.empty();
}

}  // namespace

std::optional<OldValues> OldValues::of(const Dialect& d, const TableAlteration& alteration,
                                       const Quarantine& quarantine, const AlterColumn& change) {
  AlterColumn there = change;
  if (quarantine.way_back) std::swap(there.before, there.after);
  const bool computed = there.before.generated || there.after.generated;
  if (computed || leads_back(there.before.type, there.after.type) || goes_its_own_way(d, there)) return std::nullopt;
  auto kept = KeptValues::of(d, alteration, quarantine, change);
  if (!kept) return std::nullopt;
  return OldValues(d, alteration, std::move(*kept));
}

Statement OldValues::keep() const {
  return {fmt::format("CREATE TABLE {} AS SELECT {}, \"t\".{}::text AS {} FROM {} AS \"t\"", kMeanwhile,
                      kept_.selected_key("\"t\"", Names::now), kept_.column(Names::now), KeptValues::kWas,
                      d_.qualified(a_.after.name)),
          kept_.why_kept()};
}

/// No UPDATE of what keep() made: where all tables are published, none is allowed without a key.
Statements OldValues::mark() const {
  std::vector<std::string> columns;
  for (const std::string& key : kept_.side_key()) columns.push_back("\"k\"." + key);
  return {{"CREATE SCHEMA IF NOT EXISTS schemac", kept_.why_kept()},
          {fmt::format(
               "CREATE TABLE {} AS SELECT {}, \"k\".{}, \"t\".{}::text AS {} FROM {} AS \"k\" JOIN {} AS \"t\" ON {}",
               kept_.side(), text::join(columns, ", "), KeptValues::kWas, kept_.column(Names::now), KeptValues::kNow,
               kMeanwhile, d_.qualified(a_.after.name), kept_.same_row("\"t\"", "\"k\"", Names::now)),
           kept_.why_marked()},
          {fmt::format("DROP TABLE {}", kMeanwhile), kept_.why_marked()}};
}

Statements OldValues::before_back() const {
  return {{fmt::format("CREATE INDEX ON {} ({})", kept_.side(), text::join(kept_.side_key(), ", ")),
           "find the row of a value"}};
}

/// No query may stand in USING itself. A row of an heir may have the key of one of its parent: which is which is not
/// known.
Conversion OldValues::brought_back(const Conversion& conversion, const AlterColumn& change) const {
  std::vector<std::string> types, same;
  const auto names = kept_.side_key();
  for (std::size_t i = 0; i < names.size(); ++i) {
    types.push_back(d_.type_sql(a_.after.find_column(kept_.key_columns()[i])->type));
    same.push_back(fmt::format("{} = ${}", names[i], i + 1));
  }
  types.emplace_back("text");
  std::vector<std::string> values = kept_.key(Names::now);
  values.push_back(kept_.column(Names::now) + "::text");
  const std::string found = fmt::format("{}({})", kOldValue, text::join(values, ", "));
  const std::string type = d_.type_sql(change.after.type);
  const std::string body =
      fmt::format("SELECT min({}) FROM {} WHERE {} AND {} IS NOT DISTINCT FROM ${} HAVING count(*) = 1",
                  KeptValues::kWas, kept_.side(), text::join(same, " AND "), KeptValues::kNow, names.size() + 1);
  const std::string otherwise =
      conversion.expression.empty() ? kept_.column(Names::now) + "::" + type : conversion.expression;
  return {fmt::format("CREATE FUNCTION {}({}) RETURNS text LANGUAGE sql STABLE AS {}", kOldValue,
                      text::join(types, ", "), d_.literal(body)),
          fmt::format("COALESCE({}::{}, {})", found, type, otherwise), fmt::format("DROP FUNCTION {}", kOldValue)};
}

Statements OldValues::behind_back() const { return {{"DROP TABLE " + kept_.side(), kept_.why_emptied()}}; }

std::string OldValues::untouched(const std::string& table) const {
  return fmt::format("EXISTS (SELECT 1 FROM {} AS \"k\" WHERE {} AND {} IS NOT DISTINCT FROM {}.{}::text)",
                     kept_.side(), kept_.same_row(table, "\"k\"", Names::old), KeptValues::kNow, table,
                     kept_.column(Names::old));
}

std::string PostgresDialect::has_old_value(const TableAlteration& alteration, const AlterColumn& change,
                                           const Quarantine& quarantine) const {
  const auto old = OldValues::of(*this, alteration, quarantine, change);
  return old ? old->untouched(quoted(alteration.standing.name)) : "";
}

}  // namespace schemac::dialect::postgres
