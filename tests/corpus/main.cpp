// corpus_runner: schemac over schemas that other people wrote, judged by the engines.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "base/text.h"
#include "corpus/report.h"
#include "support/database.h"

namespace schemac::corpus {

namespace {

constexpr int kNotSet = 77;  // ctest's word for a test that was skipped

struct Arguments {
  std::string known, filter, engine;
  std::vector<std::string> ways;
  std::size_t jobs = 2, every = 1;
  bool update = false, quiet = false;
  Settings settings;
};

const std::map<std::string, Way> kWays = {{"migrate", Way::migrate},
                                          {"create", Way::create},
                                          {"diff", Way::diff},
                                          {"between", Way::between},
                                          {"import", Way::offline}};

/// Roles belong to the server, not to a database: they are made once, before any case.
void make_roles(const std::map<std::string, Case>& cases) {
  std::set<std::string> roles;
  for (const auto& [name, of] : cases) roles.insert(of.roles.begin(), of.roles.end());
  if (roles.empty()) return;
  auto server = test::must(engine::open(test::must_parse_url(test::server_url(DialectId::postgres))));
  const auto there = test::must(server->query("SELECT rolname FROM pg_roles"));
  for (const auto& row : there) roles.erase(*row[0]);
  for (const std::string& role : roles) test::must(server->execute("CREATE ROLE " + text::quoted(role, '"')));
}

std::string text_in(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, Case> chosen(const std::string& folder, const Arguments& args) {
  std::map<std::string, Case> out;
  for (Case& of : cases_in(folder)) {
    if (!args.engine.empty() && to_string(of.engine) != args.engine) continue;
    if (of.name.find(args.filter) != of.name.npos) out.emplace(of.name, std::move(of));
  }
  return out;
}

/// Each text of the cases as a case of its own, which begins with nothing: many a case begins where another ends. Of
/// those, one in `every`.
std::map<std::string, Case> texts_of(const std::map<std::string, Case>& cases, std::size_t every) {
  std::map<std::string, Case> out;
  std::set<std::string> seen;
  for (const auto& [name, of] : cases)
    for (const std::filesystem::path& file : {of.from, of.to}) {
      if (file.empty() || !seen.insert(text_in(file)).second || seen.size() % every != 0) continue;
      Case text = of;
      text.name += "/" + file.filename().string();
      text.from.clear();
      text.to = file;
      out.emplace(text.name, std::move(text));
    }
  return out;
}

/// Each way in turn, until one does not pass.
Outcome travelled(const Case& of, const Arguments& args) {
  Outcome all;
  for (const std::string& way : args.ways) {
    Outcome one = travel(of, kWays.at(way), args.settings);
    one.rows += all.rows;
    one.raw_sql.merge(all.raw_sql);
    all = std::move(one);
    if (all.verdict != Verdict::passed) break;
  }
  return all;
}

Outcomes run_all(const std::map<std::string, Case>& cases, const Arguments& args) {
  std::vector<const Case*> waiting;
  for (const auto& [name, of] : cases) waiting.push_back(&of);
  std::atomic<std::size_t> next{0};
  std::mutex printing;
  Outcomes outcomes;
  const auto work = [&] {
    for (std::size_t at = next++; at < waiting.size(); at = next++) {
      Outcome outcome = travelled(*waiting[at], args);
      const std::lock_guard lock(printing);
      if (!args.quiet && outcome.verdict != Verdict::passed)
        fmt::print("{}: {}\n{}\n", waiting[at]->name, outcome.summary(), text::indented(outcome.reason, 4));
      outcomes.emplace(waiting[at]->name, std::move(outcome));
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < args.jobs; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return outcomes;
}

bool any_failed(const Outcomes& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(), [](const auto& of) {
    return of.second.verdict == Verdict::failed || of.second.verdict == Verdict::unloadable;
  });
}

/// What known.txt has of other cases stays; of those that ran it becomes what they did.
void update(const Arguments& args, const Outcomes& outcomes) {
  Expectations all = read_expectations(args.known);
  for (const auto& [name, outcome] : outcomes) {
    all.erase(name);
    if (outcome.verdict != Verdict::passed) all[name] = outcome.summary();
  }
  write_expectations(args.known, all);
}

int run(const Arguments& args) {
  const char* folder = std::getenv("SCHEMAC_CORPUS");
  if (!folder || !*folder) {
    fmt::print("SCHEMAC_CORPUS is not set: nothing was tried. It names the folder of the corpora.\n");
    return kNotSet;
  }
  auto cases = chosen(folder, args);
  if (cases.empty()) return fmt::print("no case is called like that\n"), 1;
  const bool import_only = args.ways == std::vector<std::string>{"import"};
  if (import_only) cases = texts_of(cases, args.every);
  make_roles(cases);
  const Outcomes outcomes = run_all(cases, args);
  print_figures(cases, outcomes, import_only ? "suite, read offline" : "suite");
  if (args.known.empty()) return any_failed(outcomes) ? 1 : 0;
  if (args.update) return update(args, outcomes), 0;
  return is_as_expected(outcomes, read_expectations(args.known)) ? 0 : 1;
}

}  // namespace
}  // namespace schemac::corpus

int main(int argc, char** argv) {
  using namespace schemac::corpus;
  CLI::App app{"schemac over the schemas in $SCHEMAC_CORPUS, judged by the engines' own dumps"};
  Arguments args;
  args.ways = {"migrate", "create"};
  app.add_option("--schemac", args.settings.schemac, "the program")->required()->check(CLI::ExistingFile);
  app.add_option("--known", args.known,
                 "the cases that do not pass yet: anything else fails (without it a refusal does not)")
      ->check(CLI::ExistingFile);
  app.add_flag("--update", args.update, "write what happened into the --known file");
  app.add_option("--engine", args.engine, "only cases of this engine");
  app.add_option("--filter", args.filter, "only cases whose name contains this");
  app.add_option("--way", args.ways, "migrate, create, diff, between, import; several in turn")
      ->check(CLI::IsMember(kWays));
  app.add_option("--jobs", args.jobs, "how many cases at a time")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--every", args.every, "of the texts that import reads, one in so many")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_flag("--quiet", args.quiet, "the figures only");
  app.add_flag("--keep", args.settings.keep, "leave each case's project where it was made");
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // each case as it ends, into a file too
  args.settings.schemac = std::filesystem::absolute(args.settings.schemac);
  try {
    return run(args);
  } catch (const std::exception& error) {
    fmt::print(stderr, "corpus_runner: {}\n", error.what());
    return 1;
  }
}
