// What a type is called: format_type() (src/backend/utils/adt/format_type.c) over a parse tree.
#include <array>
#include <set>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/statement.h"

namespace schemac::import::postgres {

namespace {

struct BuiltIn {
  std::string_view name, printed;
};
/// Those that are printed otherwise than they are called.
constexpr std::array kSpelling = {
    BuiltIn{"int4", "integer"},
    BuiltIn{"int8", "bigint"},
    BuiltIn{"int2", "smallint"},
    BuiltIn{"float4", "real"},
    BuiltIn{"float8", "double precision"},
    BuiltIn{"bool", "boolean"},
    BuiltIn{"varchar", "character varying"},
    BuiltIn{"bpchar", "character"},
    BuiltIn{"varbit", "bit varying"},
    BuiltIn{"timestamp", "timestamp without time zone"},
    BuiltIn{"timestamptz", "timestamp with time zone"},
    BuiltIn{"time", "time without time zone"},
    BuiltIn{"timetz", "time with time zone"},
    BuiltIn{"char", "\"char\""},
};

const std::set<std::string_view> kBuiltIn = {"numeric",
                                             "decimal",
                                             "text",
                                             "bytea",
                                             "date",
                                             "interval",
                                             "uuid",
                                             "json",
                                             "jsonb",
                                             "jsonpath",
                                             "xml",
                                             "money",
                                             "bit",
                                             "inet",
                                             "cidr",
                                             "macaddr",
                                             "macaddr8",
                                             "point",
                                             "line",
                                             "lseg",
                                             "box",
                                             "path",
                                             "polygon",
                                             "circle",
                                             "tsvector",
                                             "tsquery",
                                             "name",
                                             "oid",
                                             "xid",
                                             "xid8",
                                             "cid",
                                             "tid",
                                             "regclass",
                                             "regcollation",
                                             "regconfig",
                                             "regdictionary",
                                             "regnamespace",
                                             "regoper",
                                             "regoperator",
                                             "regproc",
                                             "regprocedure",
                                             "regrole",
                                             "regtype",
                                             "int4range",
                                             "int8range",
                                             "numrange",
                                             "tsrange",
                                             "tstzrange",
                                             "daterange",
                                             "int4multirange",
                                             "int8multirange",
                                             "nummultirange",
                                             "tsmultirange",
                                             "tstzmultirange",
                                             "datemultirange",
                                             "pg_lsn",
                                             "pg_snapshot",
                                             "txid_snapshot",
                                             "refcursor",
                                             "void",
                                             "record",
                                             "trigger",
                                             "event_trigger",
                                             "anyelement",
                                             "anyarray",
                                             "anynonarray",
                                             "anyenum",
                                             "anyrange",
                                             "anymultirange",
                                             "anycompatible",
                                             "anycompatiblearray",
                                             "anycompatiblenonarray",
                                             "anycompatiblerange",
                                             "anycompatiblemultirange",
                                             "cstring",
                                             "internal",
                                             "unknown",
                                             "any",
                                             "int2vector",
                                             "oidvector",
                                             "aclitem",
                                             "language_handler",
                                             "fdw_handler",
                                             "index_am_handler",
                                             "table_am_handler",
                                             "tsm_handler"};

std::string spelling(const std::string& name) {
  for (const BuiltIn& each : kSpelling)
    if (each.name == name) return std::string(each.printed);
  return kBuiltIn.contains(name) ? name : "";
}

/// INTERVAL_MASK() (src/include/utils/timestamp.h): years 2, months 1, days 3, hours 10, minutes 11, seconds 12.
std::string interval_fields(long long mask) {
  const std::string first = mask & 1 << 2    ? "year"
                            : mask & 1 << 1  ? "month"
                            : mask & 1 << 3  ? "day"
                            : mask & 1 << 10 ? "hour"
                            : mask & 1 << 11 ? "minute"
                                             : "second";
  const std::string last = mask & 1 << 12   ? "second"
                           : mask & 1 << 11 ? "minute"
                           : mask & 1 << 10 ? "hour"
                           : mask & 1 << 3  ? "day"
                           : mask & 1 << 1  ? "month"
                                            : "year";
  return first == last ? first : first + " to " + last;
}

std::vector<std::string> modifiers(const Node& type_name) {
  std::vector<std::string> out;
  for (const Node& each : type_name.list("typmods")) {
    if (each.is("A_Const"))
      out.push_back(each.has("sval")   ? each["sval"].text("sval")
                    : each.has("fval") ? each["fval"].text("fval")
                                       : std::to_string(each["ival"].number("ival")));
    else
      out.push_back(written_name(each.strings("fields")).name);
  }
  return out;
}

std::string with_modifiers(const std::string& name, const std::string& printed, std::vector<std::string> args) {
  constexpr const char* kFullRange = "32767";  // any field
  std::string out = printed;
  if (name == "interval" && !args.empty()) {
    if (args[0] != kFullRange) out += " " + interval_fields(std::stoll(args[0]));
    args.erase(args.begin());
  }
  if (name == "bpchar" && args.empty()) return "bpchar";  // character without a length, by its own name
  if ((name == "numeric" || name == "decimal") && args.size() == 1) args.push_back("0");
  if (args.empty()) return out;
  const std::string list = "(" + text::join(args, ",") + ")";
  const auto zone = out.find(" with");
  return out.insert(zone == out.npos ? out.size() : zone, list);
}

/// The type without its modifiers and dimensions.
std::string bare_name(const Statement& s, const Node& type_name) {
  const WrittenName name = written_name(type_name.strings("names"));
  const bool in_catalog = name.schema.empty() || name.schema == "pg_catalog";
  if (const std::string printed = in_catalog ? spelling(name.name) : ""; !printed.empty())
    return name.name == "decimal" ? "numeric" : printed;
  if (const auto found = s.db.find_type(name.schema, name.name)) return called(*found);
  if (const auto found = s.db.find_relation(name.schema, name.name);
      found && s.db.relations.at(*found).kind != RelationKind::index &&
      s.db.relations.at(*found).kind != RelationKind::sequence)
    return called(*found);  // the type of its rows
  // an extension brings types that only a server knows
  if (!s.db.extensions.empty() || name.schema == "pg_catalog" || name.schema == "information_schema")
    return called({Database::schema_of(name.schema), name.name});
  missing("type '" + shown(name) + "'", type_name.location());
}

}  // namespace

bool is_system_type(const QName& name) { return name.schema.empty() && !spelling(name.name).empty(); }

std::string type_text(const Statement& s, const Node& type_name) {
  if (type_name.flag("pct_type")) needs_server("the type of another column (%TYPE)", type_name.location());
  const std::string name = written_name(type_name.strings("names")).name;
  std::string out = with_modifiers(name, bare_name(s, type_name), modifiers(type_name));
  return type_name.list("arrayBounds").empty() ? out : out + "[]";
}

catalog::Type column_type(const Statement& s, const Node& type_name) {
  return dialect::postgres::read_type(type_text(s, type_name), s.db.enums());
}

}  // namespace schemac::import::postgres
