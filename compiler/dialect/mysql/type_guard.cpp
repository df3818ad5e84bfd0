// Which rows hold values that a column's new type cannot: the servers would stop amid a migration, or change them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialect/mysql/history.h"
#include "dialect/mysql/questions.h"

namespace schemac::dialect::mysql {

using catalog::Type;

namespace {

struct Range {
  std::string_view type, least, most, most_unsigned;
};
constexpr std::array<Range, 5> kIntegers = {{
    {"tinyint", "-128", "127", "255"},
    {"smallint", "-32768", "32767", "65535"},
    {"mediumint", "-8388608", "8388607", "16777215"},
    {"int", "-2147483648", "2147483647", "4294967295"},
    {"bigint", "-9223372036854775808", "9223372036854775807", "18446744073709551615"},
}};

const Range* integer(const Type& type) {
  const auto found = std::find_if(kIntegers.begin(), kIntegers.end(),
                                  [&](const Range& range) { return range.type == type.name.name; });
  return found == kIntegers.end() ? nullptr : found;
}
bool is_unsigned(const Type& type) {
  return std::any_of(type.words.begin(), type.words.end(),
                     [](const std::string& word) { return word == "unsigned" || word == "zerofill"; });
}
bool is_fraction(const Type& type) {
  const std::string& name = type.name.name;
  return name == "decimal" || name == "float" || name == "double";
}
bool is_number(const Type& type) { return integer(type) || is_fraction(type); }
/// What is a number of many digits where it is asked for one.
bool is_moment(const Type& type) {
  const std::string& name = type.name.name;
  return name == "date" || name == "datetime" || name == "timestamp" || name == "time";
}

bool is_shape(const Type& type) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "geometry",        "point",        "linestring",         "polygon",       "multipoint",
      "multilinestring", "multipolygon", "geometrycollection", "geomcollection"};
  return std::find(kNames.begin(), kNames.end(), type.name.name) != kNames.end();
}

/// How many bytes a type takes that counts in bytes; nothing for the others, and where four thousand millions are room
/// enough.
std::string most_bytes(const Type& type) {
  const std::string& name = type.name.name;
  if (name == "varbinary" || name == "binary") return type.args.empty() ? "1" : type.args[0];
  if (name == "tinytext" || name == "tinyblob") return "255";
  if (name == "text" || name == "blob") return "65535";
  return name == "mediumtext" || name == "mediumblob" ? "16777215" : "";
}

class Values {
 public:
  Values(std::string column, const Type& from, const Type& to)
      : column_(has_labels(from) ? "CONVERT(" + column + " USING utf8mb4)" : std::move(column)), from_(from), to_(to) {}

  /// The condition on the values that do not fit; empty where every value does.
  std::string unfit() const {
    const std::string& name = to_.name.name;
    if (reads_as_text(from_) && is_number(to_)) {
      const std::string range = out_of_range();
      return column_ + R"( NOT REGEXP '^ *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *$')" +
             (range.empty() ? "" : " OR " + range);
    }
    if ((is_number(from_) || is_moment(from_)) && is_number(to_)) return out_of_range();
    if (name == "year" && reads_as_text(from_))
      return fmt::format("{0} NOT REGEXP '^[0-9]{{4}}$' OR ({0} + 0 <> 0 AND {0} + 0 NOT BETWEEN 1901 AND 2155)",
                         column_);
    if (name == "year" && is_number(from_)) return fmt::format("{0} <> 0 AND {0} NOT BETWEEN 1901 AND 2155", column_);
    if (name == "bit" && (is_number(from_) || from_.name.name == "bit")) return too_many_bits();
    if (name == "json" && reads_as_text(from_)) return fmt::format("NOT json_valid({})", column_);
    const bool of_time = name == "date" || name == "datetime" || name == "time";
    const bool is_written = reads_as_text(from_) || is_number(from_) || from_.name.name == "year";
    if (of_time && is_written) return cast_fails(name) + (name == "time" ? "" : too_few_digits());
    if (name == "timestamp" && is_written)
      return fmt::format("{0}{1} OR CAST({2} AS datetime) {3}", cast_fails("datetime"), too_few_digits(), column_,
                         kBeyondTimestamps);
    if (is_shape(to_) && is_shape(from_))
      return name == "geometry" ? "" : fmt::format("ST_GeometryType({}) <> '{}'", column_, text::to_upper(name));
    if (is_shape(to_) && (is_written || is_moment(from_) || from_.name.name == "json")) return column_ + " IS NOT NULL";
    if ((name == "uuid" || name == "inet4" || name == "inet6") && reads_as_text(from_)) return cast_fails(name);
    if (name == "timestamp" && (from_.name.name == "datetime" || from_.name.name == "date"))
      return fmt::format("year({0}) <> 0 AND {0} {1}", column_, kBeyondTimestamps);
    return "";
  }

 private:
  static constexpr std::string_view kBeyondTimestamps = "NOT BETWEEN '1970-01-01 00:00:01' AND '2038-01-19 03:14:07'";

  /// A number of fewer digits than a date has, which CAST takes for one of some year, and a column does not.
  std::string too_few_digits() const {
    return is_number(from_) ? fmt::format(" OR ({0} <> 0 AND {0} < 10000101)", column_) : "";
  }
  std::string too_many_bits() const {
    const auto bits = [](const Type& type) { return type.args.empty() ? 1 : std::atoi(type.args[0].c_str()); };
    if (bits(to_) >= 64 || (from_.name.name == "bit" && bits(from_) <= bits(to_))) return "";
    return fmt::format("{} + 0 NOT BETWEEN 0 AND {}", column_, (std::uint64_t{1} << bits(to_)) - 1);
  }
  std::string cast_fails(const std::string& type) const {
    return fmt::format("{0} IS NOT NULL AND CAST({0} AS {1}) IS NULL", column_, type);
  }
  /// As a number, whatever it is written as.
  std::string number() const { return reads_as_text(from_) || is_moment(from_) ? "(" + column_ + " + 0)" : column_; }

  std::string out_of_range() const {
    if (const Range* range = integer(to_)) {
      if (holds_all_integers(*range)) return "";
      const bool whole = integer(from_) != nullptr;
      return fmt::format("{} NOT BETWEEN {} AND {}", whole ? number() : "round(" + number() + ")",
                         is_unsigned(to_) ? "0" : range->least, is_unsigned(to_) ? range->most_unsigned : range->most);
    }
    std::vector<std::string> unfit;
    if (is_unsigned(to_) && !is_unsigned(from_)) unfit.push_back(number() + " < 0");
    if (to_.args.size() == 2 && !holds_all_digits()) {
      const int digits = std::atoi(to_.args[0].c_str()) - std::atoi(to_.args[1].c_str());
      unfit.push_back(fmt::format("round(abs({}), {}) >= 1{}", number(), to_.args[1],
                                  std::string(static_cast<std::size_t>(std::max(digits, 0)), '0')));
    }
    return text::join(unfit, " OR ");
  }
  bool holds_all_integers(const Range& to) const {
    const Range* from = integer(from_);
    if (!from) return false;
    if (is_unsigned(from_) == is_unsigned(to_)) return from <= &to;
    return is_unsigned(from_) && from < &to;
  }
  /// 999.99 fits into any decimal of as many digits before the point, and as many behind it.
  bool holds_all_digits() const {
    if (from_.name.name != "decimal" || from_.args.size() != 2) return false;
    const auto at = [](const Type& type, std::size_t i) { return std::atoi(type.args[i].c_str()); };
    return at(from_, 0) - at(from_, 1) <= at(to_, 0) - at(to_, 1) && at(from_, 1) <= at(to_, 1);
  }

  std::string column_;
  const Type &from_, &to_;
};

/// The labels of a set that are gone and that rows hold.
std::string lost_labels(const std::string& column, const Type& from, const Type& to) {
  std::vector<std::string> held;
  for (const std::string& label : from.args)
    if (std::find(to.args.begin(), to.args.end(), label) == to.args.end())
      held.push_back(fmt::format("find_in_set({}, {}) > 0", label, column));
  return text::join(held, " OR ");
}

/// A value as the text by which the servers look for a label; its own character set may lack what the labels have.
struct Labelled {
  std::string text;
  bool ignores_case;

  Labelled(const std::string& quoted_column, const Table& table, const Column& to)
      : text("CONVERT(" + quoted_column + " USING utf8mb4)") {
    ignores_case = collation_of(table, to).ends_with("_ci");
  }

  /// The texts that are no label.
  std::string in_none_of(const std::vector<std::string>& labels) const {
    return text + (ignores_case ? "" : " COLLATE utf8mb4_bin") + " NOT IN (" + text::join(labels, ", ") + ")";
  }

  /// The texts that are more than labels with commas between them. A number is no label, though the servers would take
  /// it for the bits of a set.
  std::string more_than(const std::vector<std::string>& labels) const {
    const auto folded = [&](const std::string& sql) { return ignores_case ? "lower(" + sql + ")" : sql; };
    std::string rest = fmt::format("replace({}, ',', ',,')", folded(fmt::format("concat(',', {}, ',')", text)));
    for (const std::string& label : labels)
      if (label != "''")
        rest = fmt::format("replace({}, {}, '')", rest, folded(fmt::format("concat(',', {}, ',')", label)));
    return fmt::format("{} <> '' AND {} <> ',,'", text, rest);
  }
};

/// The labels of an enum that are gone. Labels that are one but for their case are one to most collations.
std::string gone_labels(const std::string& column, const Type& from, const Type& to) {
  std::vector<std::string> lost, like;
  for (const std::string& label : from.args)
    if (std::find(to.args.begin(), to.args.end(), label) == to.args.end()) lost.push_back(label);
  for (const std::string& label : to.args)
    if (std::any_of(lost.begin(), lost.end(),
                    [&](const auto& l) { return text::to_lower(l) == text::to_lower(label); }))
      like.push_back(label);
  if (lost.empty()) return "";
  return fmt::format("{} IN ({})", column, text::join(lost, ", ")) +
         (like.empty() ? "" : fmt::format(" AND {} NOT IN ({})", column, text::join(like, ", ")));
}

}  // namespace

std::optional<Guard> MysqlDialect::type_guard(const Table& table, const Column& from, const Column& to,
                                              bool way_back) const {
  const std::string subject = table.name.text() + "." + to.name, column = quoted(from.name);
  const std::string& name = to.type.name.name;
  const auto guard = [&](diag::Code code, std::string sql) -> std::optional<Guard> {
    if (sql.empty()) return std::nullopt;
    return Guard{code, subject, std::move(sql)};
  };
  if (name == "varchar" || name == "char")
    return guard(diag::Code::SC6003,
                 fmt::format("char_length({}) > {}", column, to.type.args.empty() ? "1" : to.type.args[0]));
  if (const std::size_t padding = padding_taken_off(from.type, to.type); padding > 0 && !keeps_history(table))
    return guard(diag::Code::SC6003, fmt::format("right({0}, {1}) <> repeat(x'00', {1})", column, padding));
  if (const std::string most = most_bytes(to.type); !most.empty() && most_bytes(from.type) != most)
    return guard(diag::Code::SC6003, fmt::format("length({}) > {}", column, most));
  if (name == "enum" && from.type.name.name == "enum")
    return guard(diag::Code::SC6007, gone_labels(column, from.type, to.type));
  if (name == "enum") return guard(diag::Code::SC6007, Labelled(column, table, to).in_none_of(to.type.args));
  if (name == "set" && from.type.name.name == "set")
    return guard(diag::Code::SC6007, lost_labels(column, from.type, to.type));
  if (name == "set") return guard(diag::Code::SC6007, Labelled(column, table, to).more_than(to.type.args));
  if (!way_back && becomes_truth(from, to) && !keeps_history(table)) return std::nullopt;  // of any size
  const std::string unfit = Values(column, from.type, to.type).unfit();
  if (unfit.empty()) return std::nullopt;
  return Guard{diag::Code::SC6005, "type " + type_sql(to.type) + " of " + subject, unfit};
}

}  // namespace schemac::dialect::mysql
