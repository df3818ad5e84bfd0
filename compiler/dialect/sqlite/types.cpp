#include "dialect/sqlite/types.h"

#include <cstdlib>

#include "dialect/common/type_text.h"

namespace schemac::dialect::sqlite {

using catalog::Type;
using catalog::TypeKind;

namespace {

/// What a column is called that has no type at all, which SQLite allows.
constexpr const char* kUntyped = "untyped";

constexpr TypeRow kTypes[] = {
    {"bool", "BOOLEAN"},
    {"smallint", "SMALLINT"},
    {"int", "INTEGER"},
    {"bigint", "BIGINT"},
    {"decimal", "DECIMAL", true},
    {"real", "REAL"},
    {"double", "DOUBLE"},
    {"text", "TEXT"},
    {"varchar", "VARCHAR", true},
    {"char", "CHAR", true},
    {"bytes", "BLOB"},
    {"date", "DATE"},
    {"time", "TIME", true},
    {"timestamp", "TIMESTAMP", true},
    {"timestamptz", "TIMESTAMPTZ", true},
    {"uuid", "UUID"},
    {"json", "JSON_TEXT"},
};

}  // namespace

Type lower_type(const Type& type) {
  if (type.dimensions > 0) return catalog::native(DialectId::sqlite, "JSON_TEXT");
  Type out = type;
  out.alias.clear();
  if (type.kind == TypeKind::enumeration) return catalog::native(DialectId::sqlite, "TEXT");
  if (type.kind == TypeKind::native) return out;
  const TypeRow* row = find_by_portable(kTypes, type.name.name);
  return row ? catalog::native(DialectId::sqlite, std::string(row->native),
                               row->keeps_args ? type.args : std::vector<std::string>{})
             : out;
}

bool keeps_every_digit(const Type& decimal) {
  return !decimal.args.empty() && decimal.args[0].size() <= 2 && std::atoi(decimal.args[0].c_str()) <= kExactDigits;
}

Type raise_type(const Type& type) {
  if (type.kind != TypeKind::native || !type.words.empty()) return type;
  if (type.name.name == "DECIMAL" && !keeps_every_digit(type)) return type;  // no portable decimal is like it
  const TypeRow* row = find_by_native(kTypes, type.name.name, type.args.size());
  return row ? catalog::portable(std::string(row->portable), type.args) : type;
}

std::string type_sql(const Type& type) {
  if (type.name.name == kUntyped) return "";
  std::string out = type.name.name + args_text(type.args);
  for (const std::string& word : type.words) out += " " + word;
  return out;
}

Type parse_type(std::string_view printed) {
  TypeText parts = split_type(printed);
  std::vector<std::string> words;
  if (!parts.behind.empty()) words.push_back(parts.behind);
  if (parts.before.empty()) parts.before = kUntyped;
  return catalog::native(DialectId::sqlite, std::move(parts.before), std::move(parts.args), std::move(words));
}

}  // namespace schemac::dialect::sqlite
