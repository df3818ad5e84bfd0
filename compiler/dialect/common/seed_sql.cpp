#include "dialect/common/seed_sql.h"

#include <fmt/format.h>

#include "base/text.h"

namespace schemac::dialect {

using namespace catalog;

namespace {

using Values = std::vector<Expr>;
using Names = std::vector<std::string>;

class SeedWriter {
 public:
  SeedWriter(const Dialect& dialect, const QName& table, const Names& key) : d_(dialect), table_(table), key_(key) {}

  Statement insert(const Names& columns, const Values& values) const {
    Names names, sources;
    for (const std::string& column : columns) names.push_back(d_.quoted(column));
    for (const Expr& value : values) sources.push_back(d_.sql(value));
    return {fmt::format("INSERT INTO {} ({}) SELECT {} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE {})",
                        d_.qualified(table_), text::join(names, ", "), text::join(sources, ", "), d_.qualified(table_),
                        condition(columns, values, key_)),
            "insert seed row " + label(columns, values)};
  }

  Statement erase(const Names& columns, const Values& values) const {
    return {fmt::format("DELETE FROM {} WHERE {}", d_.qualified(table_), condition(columns, values, columns)),
            "delete seed row " + label(columns, values)};
  }

  Statement update(const Names& columns, const Values& before, const Values& after) const {
    Names sets;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (!(before[i] == after[i])) sets.push_back(d_.quoted(columns[i]) + " = " + d_.sql(after[i]));
    return {fmt::format("UPDATE {} SET {} WHERE {}", d_.qualified(table_), text::join(sets, ", "),
                        condition(columns, before, key_)),
            "update seed row " + label(columns, after)};
  }

 private:
  std::string condition(const Names& columns, const Values& values, const Names& wanted) const {
    Names parts;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (std::find(wanted.begin(), wanted.end(), columns[i]) == wanted.end()) continue;
      const bool null = values[i].kind == ExprKind::null_;
      parts.push_back(d_.quoted(columns[i]) + (null ? " IS NULL" : " = " + d_.sql(values[i])));
    }
    return text::join(parts, " AND ");
  }

  std::string label(const Names& columns, const Values& values) const {
    Names parts;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (std::find(key_.begin(), key_.end(), columns[i]) != key_.end()) parts.push_back(values[i].text);
    return text::join(parts, ", ") + " of " + table_.text();
  }

  const Dialect& d_;
  const QName& table_;
  const Names& key_;
};

struct SeedSql {
  const Dialect& d;
  using Out = std::optional<Statements>;

  Out operator()(const Create<Seed>& c) const {
    Statements out;
    for (const SeedRow& row : c.object.rows)
      out.push_back(SeedWriter(d, c.object.name, c.object.key).insert(c.object.columns, row.values));
    return out;
  }
  Out operator()(const Drop<Seed>& c) const {
    Statements out;
    for (const SeedRow& row : c.object.rows)
      out.push_back(SeedWriter(d, c.object.name, c.object.key).erase(c.object.columns, row.values));
    return out;
  }
  Out operator()(const Alter<Seed>& c) const {
    Statements out = *(*this)(Drop<Seed>{c.before, true});
    Statements in = *(*this)(Create<Seed>{c.after, false});
    out.insert(out.end(), in.begin(), in.end());
    return out;
  }
  Out operator()(const InsertRow& c) const {
    return Statements{SeedWriter(d, c.table, c.key).insert(c.columns, c.values)};
  }
  Out operator()(const DeleteRow& c) const {
    return Statements{SeedWriter(d, c.table, c.key).erase(c.columns, c.values)};
  }
  Out operator()(const UpdateRow& c) const {
    return Statements{SeedWriter(d, c.table, c.key).update(c.columns, c.before, c.after)};
  }
  template <class T>
  Out operator()(const T&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<Statements> seed_sql(const Dialect& dialect, const Change& change, const Both&) {
  return std::visit(SeedSql{dialect}, change);
}

}  // namespace schemac::dialect
