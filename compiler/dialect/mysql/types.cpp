#include "dialect/mysql/types.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/common/type_text.h"

namespace schemac::dialect::mysql {

using catalog::Type;
using catalog::TypeKind;

namespace {

// time and instants keep microseconds, as PostgreSQL's do; tinyint(1), char(36) and datetime(6) are told apart by hand
constexpr TypeRow kTypes[] = {
    {"smallint", "smallint"},
    {"int", "int"},
    {"bigint", "bigint"},
    {"decimal", "decimal", true},
    {"real", "float"},
    {"double", "double"},
    {"text", "longtext"},
    {"varchar", "varchar", true},
    {"char", "char", true},
    {"bytes", "longblob"},
    {"date", "date"},
    {"time", "time", true},
    {"timestamp", "datetime", true},
    {"json", "json"},
};

/// The display width that the server gives an integer for which none was asked; 0 for what is no integer.
int usual_width(std::string_view name, bool is_unsigned) {
  if (name == "tinyint") return is_unsigned ? 3 : 4;
  if (name == "smallint") return is_unsigned ? 5 : 6;
  if (name == "mediumint") return is_unsigned ? 8 : 9;
  if (name == "int") return is_unsigned ? 10 : 11;
  return name == "bigint" ? 20 : 0;
}

std::vector<std::string> fraction(const std::vector<std::string>& args) {
  if (args.empty()) return {"6"};
  return args.front() == "0" ? std::vector<std::string>{} : args;
}

}  // namespace

Type lower_type(const Type& type, DialectId id) {
  Type out = type;
  out.alias.clear();
  if (type.dimensions > 0) return catalog::native(id, "json");
  if (type.kind == TypeKind::native) return out.dialect = std::string(to_string(id)), out;
  if (type.kind == TypeKind::enumeration) return out;
  const std::string& name = type.name.name;
  if (name == "bool") return catalog::native(id, "tinyint", {"1"});
  if (name == "uuid")
    return id == DialectId::mariadb ? catalog::native(id, "uuid") : catalog::native(id, "char", {"36"});
  if (name == "timestamp" || name == "timestamptz") return catalog::native(id, "datetime", fraction(type.args));
  if (name == "time") return catalog::native(id, "time", fraction(type.args));
  if (name == "bytes" && !type.args.empty()) return catalog::native(id, "varbinary", type.args);
  if (name == "decimal" && type.args.empty()) return catalog::native(id, "decimal", {"65", "30"});
  if (name == "decimal" && type.args.size() == 1) return catalog::native(id, "decimal", {type.args[0], "0"});
  const TypeRow* row = find_by_portable(kTypes, name);
  return row ? catalog::native(id, std::string(row->native), type.args) : out;
}

Type raise_type(const Type& type, DialectId id) {
  if (type.kind != TypeKind::native || !type.words.empty()) return type;
  const std::string& name = type.name.name;
  Type out = type;
  if (name == "tinyint" && type.args == std::vector<std::string>{"1"})
    out = catalog::portable("bool");
  else if (name == "uuid" && id == DialectId::mariadb)
    out = catalog::portable("uuid");
  else if (name == "varbinary")
    out = catalog::portable("bytes", type.args);
  else if (name == "datetime" || name == "time") {
    std::vector<std::string> precision = type.args.empty() ? std::vector<std::string>{"0"} : type.args;
    if (precision.front() == "6") precision.clear();
    out = catalog::portable(name == "time" ? "time" : "timestamp", precision);
  } else if (const TypeRow* row = find_by_native(kTypes, name, type.args.size())) {
    out = catalog::portable(std::string(row->portable), type.args);
  }
  return out;
}

std::string type_sql(const Type& type) {
  std::string out = type.name.name + args_text(type.args);
  for (const std::string& word : type.words) out += " " + word;
  return out;
}

Type parse_type(std::string_view printed, DialectId id) {
  TypeText parts = split_type(printed);
  std::vector<std::string> words;
  std::string name = parts.before;
  std::string trailing = parts.behind;
  if (parts.args.empty()) {  // "bigint unsigned": the words stand where no argument parts them from the name
    const auto blank = name.find(' ');
    if (blank != name.npos && name.substr(0, 6) != "double") {
      trailing = name.substr(blank + 1);
      name = name.substr(0, blank);
    }
  }
  for (const std::string& word : text::split(trailing, ' '))
    if (!word.empty()) words.push_back(text::to_lower(word));
  name = text::to_lower(name);
  if (name == "integer") name = "int";
  const bool padded = std::find(words.begin(), words.end(), "zerofill") != words.end();
  const bool is_unsigned = std::find(words.begin(), words.end(), "unsigned") != words.end();
  const int width = usual_width(name, is_unsigned);
  if (width && !padded && parts.args == std::vector<std::string>{std::to_string(width)}) parts.args.clear();
  return catalog::native(id, std::move(name), std::move(parts.args), std::move(words));
}

}  // namespace schemac::dialect::mysql
