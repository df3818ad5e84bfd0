#include "dialect/postgres/conversion.h"

#include <fmt/format.h>

#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// hstore has a cast to JSON, but none from it.
bool becomes_pairs(const AlterColumn& c) {
  const std::string &from = c.before.type.name.name, &to = c.after.type.name.name;
  return (from == "json" || from == "jsonb") && (to == "hstore" || to.ends_with(".hstore")) &&
         c.before.type.dimensions == 0 && c.after.type.dimensions == 0;
}

Conversion to_pairs(const std::string& column, const std::string& hstore) {
  static constexpr std::string_view kPairs = "pg_temp._schemac_pairs";
  return {fmt::format("CREATE FUNCTION {}(jsonb) RETURNS {} LANGUAGE sql STRICT AS $$SELECT coalesce({}(array_agg(key),"
                      " array_agg(value)), '') FROM jsonb_each_text($1)$$",
                      kPairs, hstore, hstore),
          fmt::format("{}({}::jsonb)", kPairs, column), fmt::format("DROP FUNCTION {}", kPairs)};
}

/// What a composite value is written as tells its parts by their places; as JSON it names them, at any depth.
Conversion by_name(const std::string& column, const std::string& type) {
  static constexpr std::string_view kParts = "pg_temp._schemac_parts";
  return {fmt::format("CREATE TYPE {} AS (value {})", kParts, type),
          fmt::format("(jsonb_populate_record(NULL::{}, jsonb_build_object('value', {}))).value", kParts, column),
          fmt::format("DROP TYPE {}", kParts)};
}

/// Between enums, and wherever else the types share no cast, a value is what it is written as.
std::string cast(const Dialect& d, const AlterColumn& c, bool way_back) {
  const std::string column = d.quoted(c.after.name), type = d.type_sql(c.after.type);
  const bool through_text = c.before.type.kind == TypeKind::enumeration || c.after.type.kind == TypeKind::enumeration ||
                            d.type_sql(c.before.type) == type || !has_cast(c.before.type, c.after.type);
  const bool to_bool = c.after.type.name.name == "boolean" && c.before.type.name.name != "integer";
  const bool from_bool = c.before.type.name.name == "boolean" && c.after.type.name.name != "integer";
  // the bytes are those of the text; a rollback reads them as such
  if (is_text(c.before.type) && type == "bytea" && !way_back) return fmt::format("convert_to({}, 'UTF8')", column);
  if (d.type_sql(c.before.type) == "bytea" && is_text(c.after.type) && way_back)
    return fmt::format("convert_from({}, 'UTF8')::{}", column, type);
  if (c.after.type.dimensions != c.before.type.dimensions) return column + "::text::" + type;
  if (from_bool && (type == "smallint" || type == "bigint" || type.starts_with("numeric")))
    return column + "::integer::" + type;
  if (to_bool && (d.type_sql(c.before.type) == "smallint" || d.type_sql(c.before.type) == "bigint" ||
                  c.before.type.name.name == "numeric"))
    return column + " <> 0";
  return through_text || to_bool || from_bool ? column + "::text::" + type : column + "::" + type;
}

}  // namespace

Conversion conversion_of(const Dialect& d, const AlterColumn& change, bool way_back) {
  const std::string column = d.quoted(change.after.name), type = d.type_sql(change.after.type);
  if (becomes_pairs(change)) return to_pairs(column, type);
  if (change.before.type.alias == kOldParts) return by_name(column, type);
  return {"", cast(d, change, way_back), ""};
}

}  // namespace schemac::dialect::postgres
