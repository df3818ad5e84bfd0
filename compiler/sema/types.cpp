#include "sema/types.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "sema/load.h"
#include "syntax/format.h"

namespace schemac::sema {

namespace {

using Word = std::pair<std::string_view, std::string_view>;

// SQL's longer words for the same types.
constexpr std::array<Word, 3> kSynonyms = {Word{"integer", "int"}, Word{"boolean", "bool"}, Word{"numeric", "decimal"}};

// Engines' own words, and what is written instead.
constexpr std::array<Word, 22> kForeign = {
    Word{"tinyint", "smallint"},    Word{"int2", "smallint"},       Word{"int4", "int"},
    Word{"int8", "bigint"},         Word{"float", "double"},        Word{"float4", "real"},
    Word{"float8", "double"},       Word{"string", "text"},         Word{"nvarchar", "varchar"},
    Word{"tinytext", "text"},       Word{"mediumtext", "text"},     Word{"longtext", "text"},
    Word{"clob", "text"},           Word{"datetime", "timestamp"},  Word{"blob", "bytes"},
    Word{"bytea", "bytes"},         Word{"binary", "bytes"},        Word{"varbinary", "bytes"},
    Word{"jsonb", "json"},          Word{"serial", "int identity"}, Word{"bigserial", "bigint identity"},
    Word{"money", "decimal(15, 2)"}};

template <std::size_t N>
std::string_view lookup(const std::array<Word, N>& words, std::string_view name) {
  for (const auto& [word, meant] : words)
    if (word == name) return meant;
  return {};
}

// An argument as the catalog keeps it: digits, the characters of a text, a word.
std::string argument(const ast::Expression& expression) {
  if (const auto* text = std::get_if<ast::StringLiteral>(&expression.kind)) return text->value;
  return syntax::print(expression);
}

std::optional<int> small_number(const std::string& digits) {
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoi(digits);
}

}  // namespace

std::string spelled(const catalog::Type& type) {
  std::string result =
      type.kind == catalog::TypeKind::native ? type.dialect + "." + type.name.text() : type.name.text();
  if (!type.args.empty()) result += "(" + text::join(type.args, ", ") + ")";
  for (const std::string& word : type.words) result += " " + word;
  for (int i = 0; i < type.dimensions; ++i) result += "[]";
  return result;
}

std::optional<ResolvedType> Types::resolve(const ast::TypeRef& type) {
  std::optional<ResolvedType> result;
  if (!type.alternatives.empty()) {
    if (type.alternatives.size() > 1) {
      analysis_.report(diag::make(diag::Code::SC2026, "a raw type")
                           .at(type.alternatives[1].span, "a second dialect")
                           .with_help("put the column into a `for` block of each dialect"));
      return std::nullopt;
    }
    result = ResolvedType{};
    result->type =
        catalog::native(type.alternatives.front().dialect, std::string(text::trim(type.alternatives.front().sql)));
  } else {
    result = named(type);
  }
  if (!result) return std::nullopt;
  if ((type.is_unsigned || type.zerofill) && result->type.kind != catalog::TypeKind::native) {
    analysis_.report(diag::make(diag::Code::SC2013, "unsigned", "type " + spelled(result->type))
                         .at(type.span)
                         .with_help("write mysql.int unsigned, or a check that the value is not negative"));
    return std::nullopt;
  }
  if (type.is_unsigned) result->type.words.emplace_back("unsigned");
  if (type.zerofill) result->type.words.emplace_back("zerofill");
  result->type.dimensions += type.dimensions;
  result->nullable = result->nullable || type.nullable;
  return result;
}

std::optional<ResolvedType> Types::named(const ast::TypeRef& type) {
  const std::string name = type.name.str();
  if (const auto found = analysis_.symbols.types.find(name); found != analysis_.symbols.types.end())
    return alias(*found->second.node, type);
  if (const auto found = analysis_.symbols.enums.find(name); found != analysis_.symbols.enums.end()) {
    if (!no_arguments(type)) return std::nullopt;
    ResolvedType result;
    result.type.kind = catalog::TypeKind::enumeration;
    result.type.name = qname(found->second.node->name);
    return result;
  }
  std::optional<catalog::Type> made;
  if (type.name.parts.size() == 1) {
    const std::string lower = text::to_lower(name);
    const std::string_view synonym = lookup(kSynonyms, lower);
    made = portable(type, synonym.empty() ? lower : std::string(synonym));
  } else if (const auto dialect = parse_dialect(type.name.parts.front().text)) {
    made = native(type, *dialect);
  } else {
    return reference(type);
  }
  if (!made) return std::nullopt;
  ResolvedType result;
  result.type = std::move(*made);
  return result;
}

std::optional<ResolvedType> Types::alias(const ast::TypeAlias& alias, const ast::TypeRef& used) {
  if (!no_arguments(used)) return std::nullopt;
  if (!resolving_.insert(&alias).second) {
    analysis_.report(diag::make(diag::Code::SC2011, fmt::format("type '{}'", alias.name.str())).at(alias.type.span));
    return std::nullopt;
  }
  std::optional<ResolvedType> result = resolve(alias.type);
  resolving_.erase(&alias);
  if (!result) return std::nullopt;
  result->type.alias = alias.name.str();
  for (const ast::ColumnModifier& modifier : alias.modifiers) {
    if (const auto* check = std::get_if<ast::Box<ast::CheckModifier>>(&modifier.kind)) {
      result->checks.push_back(&**check);
    } else if (const auto* value = std::get_if<ast::Box<ast::DefaultModifier>>(&modifier.kind)) {
      result->default_value = &(*value)->value;
    } else if (const auto* collate = std::get_if<ast::CollateModifier>(&modifier.kind)) {
      result->collation = collate->collation.str();
    }
  }
  return result;
}

std::optional<ResolvedType> Types::reference(const ast::TypeRef& type) {
  if (!no_arguments(type)) return std::nullopt;
  ast::QualifiedName table = type.name;
  table.parts.pop_back();
  const std::string name = table.str();
  if (!analysis_.symbols.tables.contains(name)) {
    if (analysis_.symbols.broken) return std::nullopt;
    const diag::Span place{table.span.source, table.parts.front().span.begin, table.parts.back().span.end};
    diag::Diagnostic d = diag::make(diag::Code::SC2003, name).at(place, "no table of this name");
    std::vector<std::string> candidates = keys(analysis_.symbols.tables);
    for (DialectId id : kAllDialects) candidates.emplace_back(to_string(id));
    suggest(d, place, name, candidates);
    analysis_.report(std::move(d));
    return std::nullopt;
  }
  const catalog::Column* column = column_of_(name, type.name.last());
  if (column == nullptr) return std::nullopt;
  ResolvedType result;
  result.type = column->type;
  result.collation = column->collation;
  result.table = name;
  result.column = column->name;
  return result;
}

std::optional<catalog::Type> Types::portable(const ast::TypeRef& type, const std::string& name) {
  if (catalog::find_portable_type(name) == nullptr) {
    report_unknown(type);
    return std::nullopt;
  }
  catalog::Type made = catalog::portable(name);
  for (const ast::Expression& each : type.arguments) made.args.push_back(argument(each));
  if (!check_arguments(type, made)) return std::nullopt;
  return made;
}

bool Types::check_arguments(const ast::TypeRef& type, const catalog::Type& made) {
  const catalog::PortableType& known = *catalog::find_portable_type(made.name.name);
  const auto wrong = [&](const std::string& takes) {
    analysis_.report(diag::make(diag::Code::SC2012, made.name.name, takes).at(type.span));
    return false;
  };
  const int count = static_cast<int>(made.args.size());
  if (count < known.min_args && known.max_args == 1) return wrong("a length, such as " + made.name.name + "(80)");
  if (count > known.max_args)
    return wrong(known.max_args == 0
                     ? "no arguments"
                     : fmt::format("at most {}", known.max_args == 1 ? "one argument" : "two arguments"));
  std::vector<int> numbers;
  for (const std::string& each : made.args) {
    const std::optional<int> number = small_number(each);
    if (!number) return wrong("whole numbers only");
    numbers.push_back(*number);
  }
  if (numbers.empty()) return true;
  constexpr int kMostDigits = 65;    // MySQL's; PostgreSQL has 1000
  constexpr int kMostDecimals = 30;  // MySQL's too
  constexpr int kMicroseconds = 6;
  if (made.is("decimal")) {
    if (numbers[0] < 1 || numbers[0] > kMostDigits) return wrong(fmt::format("1 to {} digits", kMostDigits));
    if (numbers.size() > 1 && (numbers[1] > numbers[0] || numbers[1] > kMostDecimals))
      return wrong(fmt::format("no more decimals than digits, and at most {}", kMostDecimals));
  } else if (made.is("time") || made.is("timestamp") || made.is("timestamptz")) {
    if (numbers[0] > kMicroseconds) return wrong("0 to 6 decimals of a second");
  } else if (numbers[0] < 1) {
    return wrong("a length of at least 1");
  }
  return true;
}

std::optional<catalog::Type> Types::native(const ast::TypeRef& type, DialectId dialect) {
  std::vector<std::string> parts;
  for (std::size_t i = 1; i < type.name.parts.size(); ++i) {
    const std::string& part = type.name.parts[i].text;
    const bool as_written = dialect == DialectId::sqlite || part.find('"') != part.npos;  // "My type"
    parts.push_back(as_written ? part : text::to_lower(part));
  }
  catalog::Type made = catalog::native(dialect, parts.back());
  if (parts.size() > 1) made.name.schema = parts.front();
  for (const ast::Expression& each : type.arguments) {
    const auto* text = std::get_if<ast::StringLiteral>(&each.kind);  // as the engine writes it: enum('a','b')
    made.args.push_back(text != nullptr ? text::quoted(text->value, '\'') : argument(each));
  }
  return made;
}

bool Types::no_arguments(const ast::TypeRef& type) {
  if (type.arguments.empty()) return true;
  analysis_.report(diag::make(diag::Code::SC2012, type.name.str(), "no arguments").at(type.span));
  return false;
}

void Types::report_unknown(const ast::TypeRef& type) {
  const std::string name = type.name.str();
  diag::Diagnostic d = diag::make(diag::Code::SC2005, name).at(type.name.span, "no type of this name");
  if (const std::string_view meant = lookup(kForeign, text::to_lower(name)); !meant.empty()) {
    d.with_help(fmt::format("write '{}'", meant));
    if (type.arguments.empty()) d.fix(type.name.span, std::string(meant));
  } else if (const std::string module = module_declaring(analysis_.input, name); !module.empty()) {
    d.with_help(fmt::format("write 'import {}' at the head of the file", module))
        .fix({type.name.span.source, 0, 0}, fmt::format("import {}\n", module));
  } else {
    if (analysis_.symbols.broken) return;  // it may stand in what could not be read
    std::vector<std::string> candidates = keys(analysis_.symbols.types);
    for (const std::string& each : keys(analysis_.symbols.enums)) candidates.push_back(each);
    for (const catalog::PortableType& each : catalog::kPortableTypes) candidates.emplace_back(each.name);
    suggest(d, type.name.span, name, candidates);
    if (d.help.empty()) d.with_help("a type that only one engine has is written with its dialect, as in postgres.inet");
  }
  analysis_.report(std::move(d));
}

}  // namespace schemac::sema
