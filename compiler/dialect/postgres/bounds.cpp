#include "dialect/postgres/bounds.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sql_scanner.h"
#include "base/text.h"
#include "dialect/postgres/descent.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

constexpr std::string_view kLeast = "MINVALUE", kMost = "MAXVALUE";

/// "(a, (b + 1))" → "a", "(b + 1)"; `sql` begins with its parenthesis, and what stands behind the closing one is left.
std::vector<std::string> listed(const std::string& sql) {
  std::vector<std::string> out(1);
  int depth = 0;
  for (std::size_t at = 0; at < sql.size();) {
    const ScannedPiece piece = scan_piece(DialectId::postgres, sql, at);
    const std::string text = sql.substr(at, piece.end - at);
    at = piece.end;
    if (text == ")" && --depth == 0) break;
    if (text == "," && depth == 1)
      out.emplace_back();
    else if (depth > 0)
      out.back() += text;
    if (text == "(") ++depth;
  }
  for (std::string& part : out) part = text::trim(part);
  return out;
}

/// Whether a part of a key says how it is compared: COLLATE, or an operator class.
bool says_more(const std::string& key) {
  int depth = 0;
  for (std::size_t at = 0; at < key.size();) {
    const ScannedPiece piece = scan_piece(DialectId::postgres, key, at);
    if (key[at] == '(') ++depth;
    if (key[at] == ')') --depth;
    if (piece.piece == Piece::blank && depth == 0) return true;
    at = piece.end;
  }
  return false;
}

std::string tuple(const std::vector<std::string>& values, std::size_t count) {
  return "(" + text::join({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)}, ", ") + ")";
}

/// What `values` bound: the rows from there on, or those before. The first that is least or most ends the comparison
/// (sql-createtable.html, PARTITION OF).
std::string beyond(const std::vector<std::string>& key, const std::vector<std::string>& values, bool from) {
  const auto end = std::find_if(values.begin(), values.end(), [](const auto& v) { return v == kLeast || v == kMost; });
  const auto count = static_cast<std::size_t>(end - values.begin());
  const bool most = end != values.end() && *end == kMost;
  if (count == 0) return most == from ? "false" : "true";
  const char* comparison = from ? (most ? " > " : " >= ") : (most ? " <= " : " < ");
  return tuple(key, count) + comparison + tuple(values, count);
}

std::string one_of(const std::string& key, std::vector<std::string> values) {
  const auto nulls = std::erase(values, "NULL");
  std::vector<std::string> out;
  if (!values.empty()) out.push_back(key + " IN (" + text::join(values, ", ") + ")");
  if (nulls > 0) out.push_back(key + " IS NULL");
  return text::join(out, " OR ");
}

const Table* default_of(const std::vector<const Table*>& parts) {
  const auto found = std::find_if(parts.begin(), parts.end(), is_default_partition);
  return found == parts.end() ? nullptr : *found;
}

}  // namespace

std::string with_names(const std::string& sql, const std::function<std::string(const std::string&)>& renamed) {
  std::string out;
  for (std::size_t at = 0; at < sql.size();) {
    const ScannedPiece piece = scan_piece(DialectId::postgres, sql, at);
    const std::string text = sql.substr(at, piece.end - at);
    const bool quoted = text[0] == '"';
    const std::string name = quoted ? text::replace_all(text.substr(1, text.size() - 2), "\"\"", "\"") : text;
    const std::string now = quoted || piece.piece == Piece::word ? renamed(name) : name;
    out += now == name ? text : text::quoted(now, '"');
    at = piece.end;
  }
  return out;
}

std::vector<std::string> partition_key(const Table& parent, const Called& called) {
  const std::string by = option_of(parent.options, "partition_by");  // "LIST (k)"
  const std::size_t open = by.find('(');
  if (open == by.npos) return {};
  std::vector<std::string> out;
  for (const std::string& part : listed(by.substr(open))) {
    if (says_more(part)) return {};
    out.push_back(with_names(part, [&](const std::string& name) { return called.column(parent.name, name); }));
  }
  return out;
}

std::optional<std::string> within_bounds(const Dialect& d, const Table& partition, const Table& parent,
                                         const Catalog& catalog, const Called& called) {
  const std::string bound = option_of(partition.options, "partition");
  const auto key = partition_key(parent, called);
  if (key.empty()) return std::nullopt;
  const auto values = [&](std::string_view word) { return listed(bound.substr(bound.find(word) + word.size())); };
  if (bound.starts_with("FOR VALUES IN ")) return one_of(key[0], values(" IN "));
  if (bound.starts_with("FOR VALUES FROM ")) {
    const auto low = values(" FROM "), high = values(") TO ");
    if (low.size() != key.size() || high.size() != key.size()) return std::nullopt;
    return beyond(key, low, true) + " AND " + beyond(key, high, false);
  }
  if (bound.starts_with("FOR VALUES WITH ")) {
    const QName there = called.table(parent.name);
    const auto numbers = values(" WITH ");
    if (there.empty() || numbers.size() != 2) return std::nullopt;
    const auto number = [](const std::string& text) { return text.substr(text.rfind(' ') + 1); };
    return fmt::format("satisfies_hash_partition({}::regclass, {}, {}, {})", d.literal(d.qualified(there)),
                       number(numbers[0]), number(numbers[1]), text::join(key, ", "));
  }
  if (!is_default_partition(&partition)) return std::nullopt;
  std::vector<std::string> others;
  for (const Table* other : partitions_of(parent.name, catalog)) {
    if (is_default_partition(other)) continue;
    const auto condition = within_bounds(d, *other, parent, catalog, called);
    if (!condition) return std::nullopt;
    others.push_back("(" + *condition + ")");
  }
  return others.empty() ? "true" : "(" + text::join(others, " OR ") + ") IS NOT TRUE";
}

std::optional<std::string> taken_by_partitions(const Dialect& d, const Table& parent, const Catalog& catalog,
                                               const Called& called) {
  const auto parts = partitions_of(parent.name, catalog);
  const bool are_plain = std::all_of(
      parts.begin(), parts.end(), [](const Table* part) { return option_of(part->options, "partition_by").empty(); });
  if (default_of(parts) && are_plain) return "true";
  std::vector<std::string> out;
  for (const Table* part : parts) {
    auto condition = within_bounds(d, *part, parent, catalog, called);
    if (!condition) return std::nullopt;
    if (!option_of(part->options, "partition_by").empty()) {
      const auto below = taken_by_partitions(d, *part, catalog, called);
      if (!below) return std::nullopt;
      condition = "(" + *condition + ") AND (" + *below + ")";
    }
    out.push_back("(" + *condition + ")");
  }
  return out.empty() ? "false" : text::join(out, " OR ");
}

}  // namespace schemac::dialect::postgres
