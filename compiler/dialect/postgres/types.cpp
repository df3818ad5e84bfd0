#include "dialect/postgres/types.h"

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
