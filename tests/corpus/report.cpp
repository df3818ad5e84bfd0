#include "corpus/report.h"

#include <fmt/format.h>

namespace schemac::corpus {

namespace {

struct Figures {
  int passed = 0, refused = 0, failed = 0, unloadable = 0, rows = 0;

  void add(const Outcome& outcome) {
    rows += outcome.rows;
    switch (outcome.verdict) {
      case Verdict::passed:
        ++passed;
        return;
      case Verdict::refused:
        ++refused;
        return;
      case Verdict::failed:
        ++failed;
        return;
      case Verdict::unloadable:
        ++unloadable;
        return;
    }
  }
};

void print_row(const std::string& name, const Figures& f) {
  const int all = f.passed + f.refused + f.failed;
  fmt::print("{:<24} {:>6} {:>6} {:>8} {:>7} {:>9} {:>6}\n", name, all, f.passed, f.refused, f.failed,
             all ? fmt::format("{:.1f} %", 100.0 * f.passed / all) : "", f.rows);
}

}  // namespace

void print_figures(const std::map<std::string, Case>& cases, const Outcomes& outcomes, const std::string& title) {
  std::map<std::string, Figures> groups;
  Figures total;
  std::map<std::string, int> raw_sql;
  for (const auto& [name, outcome] : outcomes) {
    groups[cases.at(name).group].add(outcome);
    total.add(outcome);
    for (const auto& [kind, count] : outcome.raw_sql) raw_sql[kind] += count;
  }
  fmt::print("\n{:<24} {:>6} {:>6} {:>8} {:>7} {:>9} {:>6}\n", title, "cases", "passed", "refused", "failed", "",
             "rows");
  for (const auto& [group, figures] : groups) print_row(group, figures);
  print_row("all", total);
  if (total.unloadable) fmt::print("{} more cases do not load on this server\n", total.unloadable);
  if (!raw_sql.empty()) fmt::print("raw SQL in what inspect writes of the targets:");
  for (const auto& [kind, count] : raw_sql) fmt::print(" {} {} ·", kind, count);
  fmt::print("{}\n", raw_sql.empty() ? "" : "\n");
}

bool is_as_expected(const Outcomes& outcomes, const Expectations& known) {
  bool good = true;
  for (const auto& [name, outcome] : outcomes) {
    const auto found = known.find(name);
    const std::string expected = found == known.end() ? "" : found->second;
    const std::string is = outcome.summary();
    if (is == expected) continue;
    good = false;
    if (is.empty())
      fmt::print("NOW PASSES: {} (known.txt says '{}'; take it out)\n", name, expected);
    else
      fmt::print("NEW: {}: {} (expected {})\n", name, is, expected.empty() ? "to pass" : "'" + expected + "'");
  }
  return good;
}

}  // namespace schemac::corpus
