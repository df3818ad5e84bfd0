// The law of docs/migrations, on each engine: random schemas with rows, led to a random other one and back, judged by
// the engine's own dump.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "support/database.h"
#include "support/normal_form.h"
#include "support/random_schema.h"

namespace schemac::test {
namespace {

constexpr int kRows = 4;

struct Operation {
  ChangeKind kind;
  std::uint64_t seed;
};

struct Case {
  std::uint64_t seed = 0;
  catalog::Catalog from;
  std::vector<Operation> operations;

  diff::Pair pair() const {
    diff::Pair out{from, from, {}};
    for (const Operation& operation : operations) random_change(out.to, out.renames, operation.kind, operation.seed);
    return out;
  }
  std::string text() const {
    std::string out = fmt::format("seed {}:", seed);
    for (const Operation& operation : operations)
      out += fmt::format(" {}({})", to_string(operation.kind), operation.seed);
    return out;
  }
};

/// Rows cannot follow where a column is new, not null and without a default: a refusal that is right.
bool rows_can_follow(const diff::Pair& pair) {
  const auto changes = must(diff::diff(pair, {true, true}));
  return std::none_of(changes.begin(), changes.end(), [](const catalog::Change& change) {
    const auto* add = std::get_if<catalog::AddColumn>(&change);
    return add && !add->column.nullable && !add->column.default_value && !add->column.generated;
  });
}

/// A schema and up to three changes, the first of them of the kind that is wanted.
Case make_case(std::uint64_t seed, ChangeKind wanted) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    Random random(seed * 1000 + attempt);
    Case out{seed * 1000 + attempt, random_schema(random), {}};
    catalog::Catalog to = out.from;
    catalog::Renames renames;
    for (int i = 0; i < 3; ++i) {
      const Operation operation{i == 0 ? wanted : static_cast<ChangeKind>(random() % kChangeKinds), random()};
      if (random_change(to, renames, operation.kind, operation.seed))
        out.operations.push_back(operation);
      else if (i == 0)
        break;
    }
    if (!out.operations.empty() && rows_can_follow(out.pair())) return out;
  }
}

void run(engine::Connection& connection, const dialect::Statements& statements) {
  for (const auto& statement : statements)
    if (auto done = connection.execute(statement.sql); !done) {
      (void)connection.execute("ROLLBACK");
      throw std::runtime_error(done.error().front().message + "\n  in: " + statement.sql);
    }
}

plan::BothWays planned(const diff::Pair& pair, const dialect::Dialect& dialect) {
  return must(plan::plan_both_ways(pair, dialect, "law001", {true, true}));
}

void no_row_in_the_way(engine::Connection& connection, const plan::Plan& plan) {
  for (const auto& guard : plan.guards) {
    const auto rows = must(connection.query(guard.sql));
    if (!rows.empty()) throw std::runtime_error("rows in the way, by " + guard.sql);
  }
}

/// Rows that differ, for people.
std::string difference(const TableRows& a, const TableRows& b) {
  std::string out;
  for (const auto& [table, rows] : a) {
    const auto other = b.find(table);
    if (other == b.end())
      out += "no table " + table + "\n";
    else if (other->second != rows)
      out += fmt::format("{}:\n  was {}\n  is  {}\n", table, rows.empty() ? "-" : rows[0],
                         other->second.empty() ? "-" : other->second[0]);
  }
  return out;
}

/// A way to break an emitter: a statement of the up script as it would come out, or nothing where it would not come
/// out.
struct Mutation {
  const char* name;
  std::optional<std::string> (*mutate)(const std::string& sql);
};

/// Whether the mutation changed anything is left in `bit_on`.
void apply_mutation(dialect::Statements& statements, const Mutation& mutation, bool& bit_on) {
  dialect::Statements out;
  for (auto& statement : statements) {
    const auto changed = mutation.mutate(statement.sql);
    bit_on |= !changed || *changed != statement.sql;
    if (changed) out.push_back({*changed, statement.what});
  }
  statements = std::move(out);
}

/// Empty where the law holds; else what is broken. With a `mutation` the up script is broken first.
std::string broken(DialectId id, const Case& test, const Mutation* mutation = nullptr, bool* mutated = nullptr) {
  try {
    const dialect::Dialect& dialect = dialect::get(id);
    const diff::Pair pair = test.pair();
    TestDatabase database(id), fresh(id);
    engine::Connection& connection = database.connection();
    run(connection, planned({{}, pair.from, {}}, dialect).up.statements);
    Random random(test.seed);
    for (const std::string& insert : random_rows(pair.from, pair.to, pair.renames, dialect, kRows, random))
      if (auto done = connection.execute(insert); !done)
        return "cannot insert: " + done.error().front().message + "\n  " + insert;
    const std::string dump = normal_form(connection);
    const TableRows rows = all_rows(connection);

    plan::BothWays plan = planned(pair, dialect);
    if (mutation) {
      apply_mutation(plan.up.statements, *mutation, *mutated);
      if (!*mutated) return "";
    }
    no_row_in_the_way(connection, plan.up);
    run(connection, plan.up.statements);
    run(fresh.connection(), planned({{}, pair.to, {}}, dialect).up.statements);
    const std::string wanted = normal_form(fresh.connection());
    if (const auto up = normal_form(connection); up != wanted) return "after up:\n" + up + "\nbut fresh:\n" + wanted;

    no_row_in_the_way(connection, plan.down);
    run(connection, plan.down.statements);
    if (const auto down = normal_form(connection); down != dump)
      return "after down:\n" + down + "\nbut it was:\n" + dump;
    if (const auto now = all_rows(connection); now != rows) return "rows after down:\n" + difference(rows, now);
    run(connection, plan.up.statements);  // nothing that the way back left is in the way
    if (const auto again = normal_form(connection); again != wanted)
      return "after up once more:\n" + again + "\nbut fresh:\n" + wanted;
    return "";
  } catch (const std::exception& e) {
    return e.what();
  }
}

/// The same failure with as few changes as can be.
Case shrunk(DialectId id, Case test) {
  for (std::size_t i = 0; i < test.operations.size() && test.operations.size() > 1;) {
    Case smaller = test;
    smaller.operations.erase(smaller.operations.begin() + static_cast<std::ptrdiff_t>(i));
    if (broken(id, smaller).empty())
      ++i;
    else
      test = std::move(smaller);
  }
  return test;
}

class Law : public EveryEngine {};

/// How often each kind is tried: SCHEMAC_LAW_CASES, so that a night can try more than a commit.
int cases_per_kind() {
  const char* wanted = std::getenv("SCHEMAC_LAW_CASES");
  return wanted ? std::max(1, std::atoi(wanted)) : 2;
}

TEST_P(Law, HoldsForEachKindOfChange) {
  std::map<std::string_view, int> tried;
  int failures = 0;
  const char* only = std::getenv("SCHEMAC_LAW_KIND");
  for (int k = 0; k < kChangeKinds; ++k)
    for (int n = 1; n <= cases_per_kind(); ++n) {
      const auto kind = static_cast<ChangeKind>(k);
      if (only && to_string(kind) != only) continue;
      const Case test = make_case(static_cast<std::uint64_t>(k) * 100 + static_cast<std::uint64_t>(n), kind);
      const std::string why = broken(GetParam(), test);
      for (const Operation& operation : test.operations) ++tried[to_string(operation.kind)];
      if (why.empty()) continue;
      const Case small = shrunk(GetParam(), test);
      ADD_FAILURE() << small.text() << "\n" << broken(GetParam(), small);
      if (++failures == 5) FAIL() << "five cases are enough to look at";
    }
  std::string report;
  for (int k = 0; k < kChangeKinds; ++k) {
    const auto name = to_string(static_cast<ChangeKind>(k));
    report += fmt::format("{} {}, ", name, tried[name]);
    if (!only) {
      EXPECT_GE(tried[name], cases_per_kind()) << name << " was not tried often enough with rows";
    }
  }
  fmt::print("[ law ] {} cases with rows: {}\n", to_string(GetParam()), report);
}

std::string without(std::string sql, std::string_view word) {
  for (auto at = sql.find(word); at != sql.npos; at = sql.find(word)) sql.erase(at, word.size());
  return sql;
}
bool begins(const std::string& sql, std::string_view with) { return sql.compare(0, with.size(), with) == 0; }

/// What an emitter could get wrong. Each of them must be seen on each engine whose scripts it changes.
const Mutation kMutations[] = {
    {"forgets NOT NULL",
     [](const std::string& sql) { return std::optional(without(without(sql, " NOT NULL"), "SET NOT NULL")); }},
    {"forgets defaults", [](const std::string& sql) { return std::optional(without(sql, " DEFAULT 7")); }},
    {"forgets UNIQUE", [](const std::string& sql) { return std::optional(without(sql, " UNIQUE")); }},
    {"forgets DESC", [](const std::string& sql) { return std::optional(without(sql, " DESC")); }},
    {"forgets referential actions",
     [](const std::string& sql) {
       return std::optional(without(without(sql, " ON DELETE CASCADE"), " ON DELETE SET NULL"));
     }},
    {"makes no index",
     [](const std::string& sql) {
       return begins(sql, "CREATE INDEX") || sql.find("ADD KEY") != sql.npos ? std::nullopt : std::optional(sql);
     }},
    {"makes no view",
     [](const std::string& sql) { return begins(sql, "CREATE VIEW") ? std::nullopt : std::optional(sql); }},
    {"drops no view",
     [](const std::string& sql) { return begins(sql, "DROP VIEW") ? std::nullopt : std::optional(sql); }},
    {"makes no table",
     [](const std::string& sql) { return begins(sql, "CREATE TABLE") ? std::nullopt : std::optional(sql); }},
    {"alters nothing",
     [](const std::string& sql) { return begins(sql, "ALTER TABLE") ? std::nullopt : std::optional(sql); }},
    {"copies no rows",
     [](const std::string& sql) {
       return sql.find("FROM") != sql.npos && begins(sql, "INSERT INTO \"_schemac_new") ? std::nullopt
                                                                                        : std::optional(sql);
     }},
    {"really drops columns",
     [](const std::string& sql) {
       const bool keeps = sql.find("AS SELECT") != sql.npos && begins(sql, "CREATE TABLE \"_schemac");
       return keeps ? std::nullopt : std::optional(sql);
     }},
    {"shortens texts",
     [](const std::string& sql) {
       std::string out = sql;
       if (const auto at = out.find("(80)"); at != out.npos) out.replace(at, 4, "(79)");
       return std::optional(out);
     }},
};

TEST_P(Law, BitesWhateverEmitterIsBroken) {
  constexpr ChangeKind kinds[] = {ChangeKind::add_column_with_default,
                                  ChangeKind::add_first_column,
                                  ChangeKind::drop_column,
                                  ChangeKind::add_unique,
                                  ChangeKind::add_index,
                                  ChangeKind::add_foreign_key,
                                  ChangeKind::add_table,
                                  ChangeKind::change_view,
                                  ChangeKind::widen_type,
                                  ChangeKind::make_not_null,
                                  ChangeKind::set_default};
  std::string report;
  for (const Mutation& mutation : kMutations) {
    bool mutated = false, bitten = false;
    for (std::uint64_t n = 1; n <= 3 && !bitten; ++n)
      for (const ChangeKind kind : kinds) {
        bool here = false;
        bitten |=
            !broken(GetParam(), make_case(static_cast<std::uint64_t>(kind) * 100 + n, kind), &mutation, &here).empty();
        mutated |= here;
        if (bitten) break;
      }
    EXPECT_TRUE(bitten || !mutated) << "nobody notices an emitter that " << mutation.name;
    report += std::string(mutation.name) + (bitten ? "; " : " (changes nothing here); ");
  }
  fmt::print("[ law ] {} notices: {}\n", to_string(GetParam()), report);
}

SCHEMAC_ON_EVERY_ENGINE(Law);

}  // namespace
}  // namespace schemac::test
