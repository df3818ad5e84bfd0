#include "dialect/postgres/types.h"

#include <map>
#include <regex>
#include <set>
#include <utility>

#include "base/text.h"
#include "dialect/common/type_text.h"

namespace schemac::dialect::postgres {

using catalog::Type;
using catalog::TypeKind;

namespace {

constexpr TypeRow kTypes[] = {
    {"bool", "boolean"},
    {"smallint", "smallint"},
    {"int", "integer"},
    {"bigint", "bigint"},
    {"decimal", "numeric", true},
    {"real", "real"},
    {"double", "double precision"},
    {"text", "text"},
    {"varchar", "character varying", true},
    {"char", "character", true},
    {"bytes", "bytea"},
    {"date", "date"},
    {"time", "time without time zone", true},
    {"timestamp", "timestamp without time zone", true},
    {"timestamptz", "timestamp with time zone", true},
    {"uuid", "uuid"},
    {"json", "jsonb"},
};

std::string quoted(std::string_view name) { return text::quoted(name, '"'); }

}  // namespace

Type lower_type(const Type& type) {
  Type out = type;
  out.alias.clear();
  if (type.kind != TypeKind::portable) return out;
  const TypeRow* row = find_by_portable(kTypes, type.name.name);
  if (!row) return out;
  out = catalog::native(DialectId::postgres, std::string(row->native),
                        row->keeps_args ? type.args : std::vector<std::string>{});
  out.dimensions = type.dimensions;
  return out;
}

Type raise_type(const Type& type) {
  if (type.kind != TypeKind::native) return type;
  const TypeRow* row = find_by_native(kTypes, type.name.name, type.args.size());
  if (!row || !type.words.empty() || !type.name.schema.empty()) return type;
  // rounded to tens, or with zeros behind the point that are not kept: PostgreSQL alone has them
  if (type.args.size() > 1 &&
      (type.args[1].starts_with("-") || std::atoi(type.args[1].c_str()) > std::atoi(type.args[0].c_str())))
    return type;
  Type out = catalog::portable(std::string(row->portable), type.args);
  out.dimensions = type.dimensions;
  return out;
}

std::string type_sql(const Type& type) {
  std::string out;
  if (type.kind == TypeKind::enumeration) {
    out = type.name.schema.empty() ? quoted(type.name.name) : quoted(type.name.schema) + "." + quoted(type.name.name);
  } else {
    // "timestamp without time zone" carries its precision behind the first word, "character varying" behind the last
    out = type.name.text();
    const auto zone = out.find(" with");
    out.insert(zone == out.npos ? out.size() : zone, args_text(type.args));
  }
  for (int i = 0; i < type.dimensions; ++i) out += "[]";
  return out;
}

bool is_text(const catalog::Type& type) {
  const std::string& name = type.name.name;
  return type.kind == catalog::TypeKind::native && type.dimensions == 0 &&
         (name == "text" || name == "character varying" || name == "character");
}

namespace {

/// Types of one family are cast to each other; those of none, to texts alone (pg_cast).
enum class Family { text, number, boolean, instant, json, network, none, foreign };

Family family_of(const Type& type) {
  static const std::map<std::string_view, Family> kFamilies = {{"text", Family::text},
                                                               {"character varying", Family::text},
                                                               {"character", Family::text},
                                                               {"bpchar", Family::text},
                                                               {"name", Family::text},
                                                               {"smallint", Family::number},
                                                               {"integer", Family::number},
                                                               {"bigint", Family::number},
                                                               {"numeric", Family::number},
                                                               {"real", Family::number},
                                                               {"double precision", Family::number},
                                                               {"money", Family::number},
                                                               {"boolean", Family::boolean},
                                                               {"date", Family::instant},
                                                               {"json", Family::json},
                                                               {"jsonb", Family::json},
                                                               {"inet", Family::network},
                                                               {"cidr", Family::network},
                                                               {"uuid", Family::none},
                                                               {"bytea", Family::none},
                                                               {"xml", Family::none},
                                                               {"macaddr", Family::none},
                                                               {"macaddr8", Family::none},
                                                               {"tsvector", Family::none},
                                                               {"tsquery", Family::none},
                                                               {"point", Family::none},
                                                               {"int4range", Family::none},
                                                               {"int8range", Family::none},
                                                               {"numrange", Family::none},
                                                               {"tsrange", Family::none},
                                                               {"tstzrange", Family::none},
                                                               {"daterange", Family::none},
                                                               {"xid", Family::none},
                                                               {"xid8", Family::none},
                                                               {"pg_lsn", Family::none},
                                                               {"jsonpath", Family::none},
                                                               {"interval", Family::none},
                                                               {"time without time zone", Family::none},
                                                               {"time with time zone", Family::none}};
  if (type.kind != TypeKind::native) return Family::foreign;
  if (type.name.name.starts_with("timestamp with")) return Family::instant;
  if (type.name.name.starts_with("interval ")) return Family::none;
  const auto found = kFamilies.find(type.name.name);
  return found == kFamilies.end() ? Family::foreign : found->second;
}

/// Of types that have but a few casts besides those by their texts: each of those, from and to.
std::optional<bool> has_one_of_few_casts(const std::string& from, const std::string& to) {
  static const std::set<std::string_view> kTypes = {"money", "oid", "\"char\"", "bit", "bit varying"};
  static const std::set<std::pair<std::string_view, std::string_view>> kCasts = {
      {"numeric", "money"},  {"integer", "money"},    {"bigint", "money"},     {"money", "numeric"},
      {"smallint", "oid"},   {"integer", "oid"},      {"bigint", "oid"},       {"oid", "integer"},
      {"oid", "bigint"},     {"integer", "\"char\""}, {"\"char\"", "integer"}, {"integer", "bit"},
      {"bigint", "bit"},     {"bit", "integer"},      {"bit", "bigint"},       {"bit", "bit varying"},
      {"bit varying", "bit"}};
  if (!kTypes.contains(from) && !kTypes.contains(to)) return std::nullopt;
  return kCasts.contains({from, to});
}

bool is_time(const Type& type) { return type.name.name.starts_with("time with"); }

}  // namespace

bool has_cast(const Type& from, const Type& to) {
  const Family here = family_of(from), there = family_of(to);
  if (here == Family::text || there == Family::text || from.name == to.name) return true;
  if (const auto known = has_one_of_few_casts(from.name.name, to.name.name)) return *known;
  if (there == Family::foreign)
    return here != Family::none && here != Family::json && here != Family::network && here != Family::foreign;
  if (here == Family::foreign) return true;
  if (is_time(to))
    return here == Family::instant ? from.name.name != "date" : is_time(from) || from.name.name == "interval";
  if (here == Family::boolean || there == Family::boolean)
    return from.name.name == "integer" || to.name.name == "integer";
  return here == there && here != Family::none;
}

Type written_type(std::string_view sql) {
  static const std::map<std::string_view, std::string_view> kNames = {{"int2", "smallint"},
                                                                      {"int", "integer"},
                                                                      {"int4", "integer"},
                                                                      {"int8", "bigint"},
                                                                      {"bool", "boolean"},
                                                                      {"float", "double precision"},
                                                                      {"float4", "real"},
                                                                      {"float8", "double precision"},
                                                                      {"dec", "numeric"},
                                                                      {"decimal", "numeric"},
                                                                      {"char", "character"},
                                                                      {"nchar", "character"},
                                                                      {"national character", "character"},
                                                                      {"varchar", "character varying"},
                                                                      {"char varying", "character varying"},
                                                                      {"varbit", "bit varying"},
                                                                      {"time", "time without time zone"},
                                                                      {"timetz", "time with time zone"},
                                                                      {"timestamp", "timestamp without time zone"},
                                                                      {"timestamptz", "timestamp with time zone"},
                                                                      {"serial2", "smallserial"},
                                                                      {"serial4", "serial"},
                                                                      {"serial8", "bigserial"}};
  static const std::regex kBounds(R"(\s*\[\s*\d*\s*\])"), kArray(R"(\s+array(\[\])?$)", std::regex::icase);
  std::string text(text::trim(sql));
  if (text.find_first_of("[ ") != text.npos)
    text = std::regex_replace(std::regex_replace(text, kBounds, "[]"), kArray, "[]");
  Type out = parse_type(text);
  if (out.name.name.find('"') != std::string::npos) return out;
  std::string name = text::to_lower(out.name.name);
  if (name.starts_with("pg_catalog.")) name.erase(0, std::string_view("pg_catalog.").size());
  const auto common = kNames.find(name);
  if (name == "float" && !out.args.empty()) {
    name = std::atoi(out.args[0].c_str()) <= 24 ? "real" : "double precision";
    out.args.clear();
  } else if (common != kNames.end()) {
    name = common->second;
  }
  if (name == "numeric" && out.args.size() == 1) out.args.emplace_back("0");
  if ((name == "character" || name == "bit") && out.args.empty()) out.args.emplace_back("1");
  out.name.name = std::move(name);
  return out;
}

Type parse_type(std::string_view printed) {
  int dimensions = 0;
  while (printed.ends_with("[]")) {
    printed.remove_suffix(2);
    ++dimensions;
  }
  TypeText parts = split_type(printed);
  std::string name = parts.before;
  if (!parts.behind.empty()) name += " " + parts.behind;
  Type out = catalog::native(DialectId::postgres, std::move(name), std::move(parts.args));
  out.dimensions = dimensions;
  return out;
}

}  // namespace schemac::dialect::postgres
