#include "codegen/view_types.h"

#include <array>
#include <charconv>

#include "codegen/names.h"

namespace schemac::codegen {

namespace {

struct TypeRow {
  std::string_view portable;  // the language's word
  std::string_view kind;      // of schemac::query::Type
  std::string_view cpp;
  std::string_view initial;
  std::string_view openapi_type, openapi_format;
};

constexpr std::array kTypes = {
    TypeRow{"bool", "boolean", "bool", " = false", "boolean", ""},
    TypeRow{"smallint", "int16", "std::int16_t", " = 0", "integer", "int16"},
    TypeRow{"int", "int32", "std::int32_t", " = 0", "integer", "int32"},
    TypeRow{"bigint", "int64", "std::int64_t", " = 0", "integer", "int64"},
    TypeRow{"decimal", "decimal", "schemac::Decimal", "", "number", "decimal"},
    TypeRow{"real", "float32", "float", " = 0", "number", "float"},
    TypeRow{"double", "float64", "double", " = 0", "number", "double"},
    TypeRow{"text", "text", "std::string", "", "string", ""},
    TypeRow{"varchar", "text", "std::string", "", "string", ""},
    TypeRow{"char", "text", "std::string", "", "string", ""},
    TypeRow{"bytes", "bytes", "schemac::Bytes", "", "string", ""},
    TypeRow{"date", "date", "schemac::Date", "", "string", "date"},
    TypeRow{"time", "time", "schemac::TimeOfDay", "{}", "string", ""},
    TypeRow{"timestamp", "timestamp", "schemac::Timestamp", "", "string", ""},
    TypeRow{"timestamptz", "timestamptz", "schemac::Timestamp", "", "string", "date-time"},
    TypeRow{"uuid", "uuid", "schemac::Uuid", "", "string", "uuid"},
    TypeRow{"json", "json", "schemac::Json", "", "", ""},
};
constexpr TypeRow kOther = {"", "other", "std::string", "", "string", ""};

const TypeRow& row_of(const catalog::Type& type) {
  if (type.kind == catalog::TypeKind::portable)
    for (const auto& row : kTypes)
      if (row.portable == type.name.name) return row;
  return kOther;
}

int number_at(const std::vector<std::string>& args, std::size_t index, int fallback) {
  if (index >= args.size()) return fallback;
  int number = fallback;
  std::from_chars(args[index].data(), args[index].data() + args[index].size(), number);
  return number;
}

void describe_limits(const catalog::Type& type, ColumnView& column) {
  if (column.kind == "text" || column.kind == "bytes") column.max_length = number_at(type.args, 0, 0);
  if (column.kind == "time" || column.kind == "timestamp" || column.kind == "timestamptz")
    column.precision = number_at(type.args, 0, -1);
  if (column.kind != "decimal" || type.args.empty()) return;
  column.precision = number_at(type.args, 0, -1);
  column.scale = number_at(type.args, 1, 0);
}

}  // namespace

std::string enum_name(const catalog::Enum& object) {
  return object.code_name.empty() ? pascal(object.name.name) : identifier(object.code_name);
}

void describe_type(const catalog::Catalog& catalog, const catalog::Type& type, ColumnView& column) {
  const auto& row = row_of(type);
  column.kind = row.kind;
  column.type = row.cpp;
  column.initial = row.initial;
  column.openapi_type = row.openapi_type;
  column.openapi_format = row.openapi_format;
  column.array = type.dimensions > 0;
  if (type.kind == catalog::TypeKind::enumeration) {
    if (const auto* object = catalog.enums.find(type.name)) {
      column.kind = "enumeration";
      column.type = column.enum_name = enum_name(*object);
      column.initial = "{}";
    }
  }
  column.padded = type.kind == catalog::TypeKind::portable && type.name.name == "char";
  describe_limits(type, column);
  if (!column.array) return;
  column.type = "schemac::JsonArray";
  column.initial.clear();
}

}  // namespace schemac::codegen
