#include "schemac/rest/query_string.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "schemac/http/problem.h"
#include "schemac/rest/convert.h"

namespace schemac::rest {

namespace {

using query::Filter;
using query::Operator;
using query::Type;

[[noreturn]] void refuse(std::string detail) { throw http::bad_request(std::move(detail)); }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// `text` cut at the commas that stand outside parentheses and double quotes.
std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  bool quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == ',' && depth == 0) {
      parts.push_back(trimmed(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  if (depth != 0 || quoted) refuse("A parenthesis or quote is not closed in '" + std::string(text) + "'.");
  parts.push_back(trimmed(text.substr(start)));
  return parts;
}

/// "(a,b)" without its parentheses.
std::string_view inside_parentheses(std::string_view text, std::string_view of) {
  if (!text.starts_with('(') || !text.ends_with(')') || text.size() < 2)
    refuse("'" + std::string(of) + "' takes a list in parentheses, not '" + std::string(text) + "'.");
  return text.substr(1, text.size() - 2);
}

/// An element of a list: as it is, or between double quotes with backslash escapes.
std::string unquoted(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

/// Where `mark` first stands behind the name that `text` begins with, which may hold it between double quotes.
std::size_t behind_name(std::string_view text, char mark) {
  std::size_t at = 0;
  if (text.starts_with('"'))
    for (at = 1; at < text.size() && text[at] != '"'; ++at)
      if (text[at] == '\\') ++at;
  return text.find(mark, std::min(at, text.size()));
}

std::optional<Operator> comparison_called(std::string_view word) {
  if (word == "eq") return Operator::eq;
  if (word == "neq") return Operator::neq;
  if (word == "gt") return Operator::gt;
  if (word == "gte") return Operator::gte;
  if (word == "lt") return Operator::lt;
  if (word == "lte") return Operator::lte;
  return std::nullopt;
}

class FilterParser {
 public:
  explicit FilterParser(const View& view) : view_(view) {}

  /// The text behind `column=`, or behind `column.` inside a list.
  Filter condition(std::string_view column, std::string_view text, bool in_list) const {
    const auto index = view_.find(column);
    if (!index) refuse(std::string(view_.table().name) + " has no column '" + std::string(column) + "'.");
    const bool negated = text.starts_with("not.");
    if (negated) text.remove_prefix(4);
    const auto dot = text.find('.');
    if (dot == text.npos)
      refuse("The filter on '" + std::string(column) + "' needs an operator: " + std::string(column) + "=eq." +
             std::string(text));
    auto filter = operation(*index, text.substr(0, dot), text.substr(dot + 1), in_list);
    return negated ? !std::move(filter) : filter;  // is.not_null is a negation already
  }

  /// The list behind `and=` and `or=`.
  Filter group(Filter::Kind kind, bool negated, std::string_view text, int depth = 0) const {
    if (depth > 20) refuse("Filters are nested too deeply.");
    Filter filter;
    filter.kind = kind;
    filter.negated = negated;
    for (const auto part : split_list(inside_parentheses(text, kind == Filter::Kind::any_of ? "or" : "and")))
      filter.children.push_back(member(part, depth));
    return filter;
  }

 private:
  Filter member(std::string_view text, int depth) const {
    auto rest = text;
    const bool negated = rest.starts_with("not.and(") || rest.starts_with("not.or(");
    if (negated) rest.remove_prefix(4);
    if (rest.starts_with("and(")) return group(Filter::Kind::all_of, negated, rest.substr(3), depth + 1);
    if (rest.starts_with("or(")) return group(Filter::Kind::any_of, negated, rest.substr(2), depth + 1);
    const auto dot = behind_name(text, '.');
    if (dot == text.npos) refuse("'" + std::string(text) + "' is not a condition: expected column.operator.value.");
    return condition(unquoted(text.substr(0, dot)), text.substr(dot + 1), true);
  }

  Filter operation(std::size_t column, std::string_view word, std::string_view text, bool in_list) const {
    const auto value = in_list ? unquoted(text) : std::string(text);
    if (const auto op = comparison_called(word)) return comparison(column, *op, value);
    if (word == "like") return pattern(column, Operator::like, value);
    if (word == "ilike") return pattern(column, Operator::ilike, value);
    if (word == "in") return in(column, text);
    if (word == "is") return is(column, value);
    refuse("'" + std::string(word) +
           "' is not an operator that can be asked here; there are eq, neq, gt, gte, lt, lte, like, "
           "ilike, in and is.");
  }

  Filter comparison(std::size_t column, Operator op, std::string_view text) const {
    require_comparable(column);
    return Filter::compare(column, op, {value_of(column, text)});
  }

  void require_comparable(std::size_t column) const {
    const auto& described = view_.table().columns[column];
    if (described.type == Type::json || described.array)
      refuse("'" + std::string(described.name) + "' can only be asked with is.null: it holds JSON or an array.");
  }

  Filter pattern(std::size_t column, Operator op, std::string text) const {
    const auto& described = view_.table().columns[column];
    if (described.type != Type::text || described.array)
      refuse("'" + std::string(described.name) + "' is not text, and cannot be matched with a pattern.");
    std::replace(text.begin(), text.end(), '*', '%');
    return Filter::compare(column, op, {std::move(text)});
  }

  Filter in(std::size_t column, std::string_view text) const {
    require_comparable(column);
    std::vector<db::Value> values;
    const auto list = inside_parentheses(text, "in");
    if (!list.empty())
      for (const auto part : split_list(list)) values.push_back(value_of(column, unquoted(part)));
    return Filter::compare(column, Operator::in, std::move(values));
  }

  Filter is(std::size_t column, std::string_view word) const {
    if (word == "null" || word == "unknown") return Filter::compare(column, Operator::is_null);
    if (word == "not_null") return !Filter::compare(column, Operator::is_null);
    if (word != "true" && word != "false") refuse("'is' takes null, not_null, true, false or unknown.");
    const auto& described = view_.table().columns[column];
    if (described.type != Type::boolean) refuse("'" + std::string(described.name) + "' is not a boolean.");
    return Filter::compare(column, word == "true" ? Operator::is_true : Operator::is_false);
  }

  /// What is compared may lie beyond what can be stored: the limits are the writer's concern.
  db::Value value_of(std::size_t column, std::string_view text) const {
    auto described = view_.table().columns[column];
    described.max_length = 0;
    described.precision = -1;
    auto converted = convert_text(described, text);
    if (const auto* error = std::get_if<http::FieldError>(&converted)) {
      auto problem = http::bad_request("The filter's value: " + error->detail);
      problem.errors.push_back(*error);
      throw problem;
    }
    return std::get<db::Value>(std::move(converted));
  }

  const View& view_;
};

std::int64_t parse_count(std::string_view parameter, std::string_view text) {
  std::int64_t number = -1;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size() || number < 0)
    refuse("'" + std::string(parameter) + "' takes a number from 0, not '" + std::string(text) + "'.");
  return number;
}

void parse_select(const View& view, std::string_view text, Collection& collection) {
  for (const auto part : split_list(text)) {
    if (part == "*" || part.empty()) {
      for (const auto column : view.columns()) {
        collection.select.columns.push_back(column);
        collection.names.emplace_back();
      }
      continue;
    }
    if (behind_name(part, '(') != part.npos && !part.ends_with('"'))
      refuse("Embedding is not served here: '" + std::string(part) + "'.");
    const auto colon = behind_name(part, ':');
    const auto name = unquoted(colon == part.npos ? part : trimmed(part.substr(colon + 1)));
    const auto column = view.find(name);
    if (!column) refuse(std::string(view.table().name) + " has no column '" + name + "'.");
    collection.select.columns.push_back(*column);
    collection.names.emplace_back(colon == part.npos ? "" : unquoted(trimmed(part.substr(0, colon))));
  }
}

/// An object with two members of one name is read differently by every client.
void refuse_doubled_members(const View& view, const Collection& collection) {
  std::set<std::string_view> members;
  for (std::size_t i = 0; i < collection.names.size(); ++i) {
    const auto column = view.table().columns[collection.select.columns[i]].name;
    const auto member = collection.names[i].empty() ? column : std::string_view(collection.names[i]);
    if (!members.insert(member).second) refuse("'select' names '" + std::string(member) + "' twice.");
  }
}

query::Ordering parse_ordering(const View& view, std::string_view text) {
  query::Ordering ordering;
  const auto whole = text;
  auto dot = behind_name(text, '.');
  const auto column = view.find(unquoted(text.substr(0, dot)));
  if (!column)
    refuse(std::string(view.table().name) + " has no column '" + std::string(text.substr(0, dot)) + "' to order by.");
  ordering.column = *column;
  const auto& described = view.table().columns[*column];
  if (described.type == Type::json || described.array)
    refuse("'" + std::string(described.name) + "' cannot be ordered by: it holds JSON or an array.");
  while (dot != text.npos) {
    text.remove_prefix(dot + 1);
    dot = text.find('.');
    const auto word = text.substr(0, dot);
    if (word == "asc" || word == "desc")
      ordering.descending = word == "desc";
    else if (word == "nullsfirst")
      ordering.nulls = query::Nulls::first;
    else if (word == "nullslast")
      ordering.nulls = query::Nulls::last;
    else
      refuse("'order' takes column.asc or column.desc, then .nullsfirst or .nullslast, not '" + std::string(whole) +
             "'.");
  }
  return ordering;
}

void add_filter(Filter filter, Collection& collection) {
  collection.select.filter.children.push_back(std::move(filter));
}

/// Rows that compare equal have no order of their own: the key gives them one, the same on every engine and page.
void order_by_key(const View& view, std::vector<query::Ordering>& order) {
  for (const auto name : view.table().key) {
    const auto column = *view.table().find(name);
    if (std::none_of(order.begin(), order.end(), [&](const auto& entry) { return entry.column == column; }))
      order.push_back({column});
  }
}

}  // namespace

View::View(const query::Table& table, std::span<const std::string_view> fields) : table_(&table) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    const bool listed = fields.empty() || std::find(fields.begin(), fields.end(), column.name) != fields.end();
    if (listed && !column.hidden) columns_.push_back(i);
  }
}

std::optional<std::size_t> View::find(std::string_view column) const {
  const auto index = table_->find(column);
  if (!index || std::find(columns_.begin(), columns_.end(), *index) == columns_.end()) return std::nullopt;
  return index;
}

Collection parse_collection(const View& view, const http::Fields& parameters) {
  Collection collection;
  const FilterParser filters(view);
  for (const auto& [name, value] : parameters) {
    if (name == "select") {
      parse_select(view, value, collection);
    } else if (name == "order") {
      for (const auto part : split_list(value)) collection.select.order.push_back(parse_ordering(view, part));
    } else if (name == "limit") {
      collection.select.limit = parse_count(name, value);
    } else if (name == "offset") {
      collection.select.offset = parse_count(name, value);
    } else if (name == "and" || name == "not.and") {
      add_filter(filters.group(Filter::Kind::all_of, name != "and", value), collection);
    } else if (name == "or" || name == "not.or") {
      add_filter(filters.group(Filter::Kind::any_of, name != "or", value), collection);
    } else {
      add_filter(filters.condition(name, value, false), collection);
    }
  }
  refuse_doubled_members(view, collection);
  if (collection.select.columns.empty()) collection.select.columns = view.columns();
  order_by_key(view, collection.select.order);
  return collection;
}

}  // namespace schemac::rest
