// Partitions: one option of a table, which holds what stands behind the word PARTITION.
#include "base/text.h"
#include "dialect/mysql/inspect.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// One partition with its subpartitions, as information_schema.partitions shows them, a row each.
struct Partition {
  std::string name, description, comment;
  std::vector<std::string> subpartitions, subcomments;
};

struct Partitioning {
  std::string method, expression, sub_method, sub_expression;
  std::vector<Partition> partitions;
};

std::string quoted(const std::string& name) { return text::quoted(name, '`'); }

/// VALUES LESS THAN (…), VALUES IN (…); nothing for HASH and KEY.
std::string values_of(const Partitioning& by, const Partition& partition) {
  if (by.method.starts_with("RANGE"))
    return by.method == "RANGE" && partition.description == "MAXVALUE"
               ? " VALUES LESS THAN MAXVALUE"
               : " VALUES LESS THAN (" + partition.description + ")";
  if (!by.method.starts_with("LIST")) return "";
  return partition.description == "DEFAULT" ? " DEFAULT" : " VALUES IN (" + partition.description + ")";
}

/// Whether all names are those that the server gives: p0, p1 …, and p0sp0, p0sp1 … below them.
bool names_are_usual(const Partition& partition) {
  for (std::size_t i = 0; i < partition.subpartitions.size(); ++i)
    if (partition.subpartitions[i] != partition.name + "sp" + std::to_string(i) || !partition.subcomments[i].empty())
      return false;
  return true;
}
bool names_are_usual(const Partitioning& by) {
  for (std::size_t i = 0; i < by.partitions.size(); ++i)
    if (by.partitions[i].name != "p" + std::to_string(i) || !by.partitions[i].comment.empty()) return false;
  return true;
}

std::string text_of(const Partitioning& by) {
  std::string out = "BY " + by.method + " (" + by.expression + ")";
  const std::size_t below = by.partitions[0].subpartitions.size();
  if (!by.sub_method.empty())
    out += " SUBPARTITION BY " + by.sub_method + " (" + by.sub_expression + ") SUBPARTITIONS " + std::to_string(below);
  const bool counted = by.method.ends_with("HASH") || by.method.ends_with("KEY");
  if (counted && names_are_usual(by))
    return by.partitions.size() == 1 ? out : out + " PARTITIONS " + std::to_string(by.partitions.size());
  std::vector<std::string> parts;
  for (const Partition& partition : by.partitions) {
    std::string part = "PARTITION " + quoted(partition.name) + values_of(by, partition);
    if (!partition.comment.empty()) part += " COMMENT = " + text::quoted(partition.comment, '\'');
    if (!names_are_usual(partition)) {
      std::vector<std::string> names;
      for (const std::string& name : partition.subpartitions) names.push_back("SUBPARTITION " + quoted(name));
      for (std::size_t i = 0; i < names.size(); ++i)
        if (const std::string& said = partition.subcomments[i]; !said.empty())
          names[i] += " COMMENT = " + text::quoted(said, '\'');
      part += " (" + text::join(names, ", ") + ")";
    }
    parts.push_back(std::move(part));
  }
  return out + " (" + text::join(parts, ", ") + ")";
}

}  // namespace

Result<void> inspect_partitions(Inspecting& state) {
  std::string current;
  Partitioning by;
  const auto flush = [&] {
    if (Table* table = state.out.catalog.tables.find(current); table && !by.partitions.empty()) {
      if (by.method == "SYSTEM_TIME")
        state.out.unmanaged.push_back("partitions of table " + current);
      else
        table->options.push_back(state.option("partition", text_of(by)));
    }
    by = {};
  };
  auto done = state.each(
      "SELECT table_name, partition_name, subpartition_name, partition_method, subpartition_method,"
      " partition_expression, subpartition_expression, partition_description, partition_comment"
      " FROM information_schema.partitions WHERE table_schema = DATABASE() AND partition_name IS NOT NULL"
      " ORDER BY table_name, partition_ordinal_position, subpartition_ordinal_position",
      [&](const Row& row) {
        if (mysql::text_of(row[0]) != current) flush();
        current = mysql::text_of(row[0]);
        by.method = mysql::text_of(row[3]);
        by.sub_method = mysql::text_of(row[4]);
        by.expression = mysql::text_of(row[5]);
        by.sub_expression = mysql::text_of(row[6]);
        if (by.partitions.empty() || by.partitions.back().name != mysql::text_of(row[1]))
          by.partitions.push_back(
              {mysql::text_of(row[1]), mysql::text_of(row[7]), row[2] ? "" : mysql::text_of(row[8]), {}, {}});
        if (!row[2]) return;
        by.partitions.back().subpartitions.push_back(*row[2]);
        by.partitions.back().subcomments.push_back(mysql::text_of(row[8]));
      });
  flush();
  return done;
}

}  // namespace schemac::dialect::mysql
