#include "corpus/journey.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <set>

#include "base/text.h"
#include "corpus/client.h"
#include "corpus/raw_sql.h"
#include "corpus/renames.h"
#include "corpus/rows.h"
#include "dialect/dialects.h"
#include "support/normal_form.h"

namespace schemac::corpus {

namespace fs = std::filesystem;

namespace {

constexpr int kRefused = 3;  // schemac's exit code
constexpr std::size_t kLinesShown = 8;

/// A journey's early end.
struct Ended {
  Verdict verdict;
  std::string stage, reason;
};

/// The lines of the one that the other lacks, each with its sign.
std::string first_differences(const std::string& expected, const std::string& found) {
  const auto wanted = text::split(expected, '\n'), got = text::split(found, '\n');
  const std::multiset<std::string> in_wanted(wanted.begin(), wanted.end()), in_got(got.begin(), got.end());
  std::vector<std::string> out;
  for (const auto& line : wanted)
    if (!in_got.contains(line)) out.push_back("- " + line);
  for (const auto& line : got)
    if (!in_wanted.contains(line)) out.push_back("+ " + line);
  if (out.empty()) out.push_back("(the same lines in another order or number)");
  if (out.size() > kLinesShown) out.resize(kLinesShown);
  return text::join(out, "\n");
}

std::string first_lines(const std::string& said) {
  auto lines = text::split(std::string(text::trim(said)), '\n');
  if (lines.size() > kLinesShown) lines.resize(kLinesShown);
  return text::join(lines, "\n");
}

/// "SC7010", of what schemac said.
std::string code_in(const std::string& said) {
  const std::size_t at = said.find("[SC");
  return at == said.npos ? "" : said.substr(at + 1, said.find(']', at) - at - 1);
}

/// What of a schema is not managed, as inspect said it.
std::string unmanaged_in(const std::string& said) {
  std::vector<std::string> out;
  for (const std::string& line : text::split(said, '\n'))
    if (line.starts_with("not managed: ")) out.push_back(line);
  return text::join(out, "\n");
}

class Journey {
 public:
  Journey(const Case& of, const Settings& settings) : case_(of), settings_(settings), from_(of.engine), to_(of.engine) {
    static std::atomic<int> count{0};
    project_ = fs::temp_directory_path() / fmt::format("schemac_corpus_{}_{}", getpid(), count++);
    fs::create_directories(project_);
    std::ofstream(project_ / "schemac.toml")
        << "dialects = [\"" << to_string(of.engine) << "\"]\nschema = \"app.schema\"\n\n[env.dev]\nurl = \""
        << from_.url() << "\"\n";
  }
  ~Journey() {
    if (!settings_.keep)
      fs::remove_all(project_);
    else
      fmt::print("{}: {}\n", case_.name, project_.string());
  }
  Journey(const Journey&) = delete;
  Journey& operator=(const Journey&) = delete;

  Outcome run(Way way) {
    Outcome out;
    try {
      load(from_, case_.from);
      load(to_, case_.to);
      travel(way, out);
    } catch (const Ended& ended) {
      out.verdict = ended.verdict;
      out.stage = ended.stage;
      out.reason = ended.reason;
    }
    return out;
  }

 private:
  void travel(Way way, Outcome& out) {
    switch (way) {
      case Way::migrate:
        return migrate(out);
      case Way::create:
        return create();
      case Way::diff:
        inspect(to_, "app.schema");
        return diff("app.schema", out);
      case Way::between:
        return diff(shell_quoted(to_.url()), out);
      case Way::offline:
        return import_offline();
    }
  }

  void migrate(Outcome& out) {
    inspect(from_, "app.schema");
    put(out, Way::migrate);
    const std::string start = dump(from_), target = dump(to_);
    schemac("baseline", "plan -m start --accept all");
    schemac("baseline", "baseline");
    inspect(to_, "app.schema");
    out.raw_sql = raw_sql_in(after_);
    say_what_was();
    const test::TableRows rows = test::all_rows(from_.connection());
    const std::string kept = rows_kept({});
    schemac("plan", "plan -m change --accept all");
    schemac("apply", "apply --accept all");
    compare("dump after apply", target, dump(from_));
    compare("rows after apply", kept, rows_kept(renames_));
    const auto migrations = migration_count();
    const std::string said = schemac("plan again", "plan -m again --accept all");
    if (migration_count() != migrations) end("plan again", said);
    if (start == target && migrations == 1) return;  // nothing was to do: nothing is to be undone
    schemac("rollback", "rollback --accept all");
    compare("dump after rollback", start, dump(from_));
    compare("rows after rollback", shown(rows), shown(test::all_rows(from_.connection())));
    schemac("apply again", "apply --accept all");  // nothing that the rollback left is in the way
    compare("dump after apply again", target, dump(from_));
  }

  void create() {
    inspect(to_, "app.schema");
    test::TestDatabase fresh(case_.engine);
    script("create", fresh, fmt::format("diff --from empty --to app.schema --dialect {}", to_string(case_.engine)));
    compare("dump of inspected", dump(to_), dump(fresh));
  }

  /// The case begins with the empty database: it is where what was read is made.
  void import_offline() {
    schemac("import", "import " + shell_quoted(case_.to.string()) + " --dialect postgres --offline -o app.schema");
    script("import", from_, "diff --from empty --to app.schema --dialect postgres");
    compare("dump of imported", dump(to_), dump(from_));
  }

  void diff(const std::string& target, Outcome& out) {
    put(out, Way::diff);
    const std::string kept = rows_kept({});
    const std::string command = "diff --from " + shell_quoted(from_.url()) + " --to " + target + " --accept all";
    script("diff", from_, command);
    compare("dump after diff", dump(to_), dump(from_));
    compare("rows after diff", kept, rows_kept({}));
    const std::string again = schemac("diff again", command);
    for (const std::string& line : text::split(again, '\n'))
      if (!line.empty() && !line.starts_with("--")) end("diff again", again);
  }

  // -- steps

  void load(const test::TestDatabase& database, const fs::path& file) const {
    if (file.empty()) return;
    const Finished done = run_script(database, file, case_);
    if (done.exit != 0) throw Ended{Verdict::unloadable, "load", first_lines(done.said)};
  }

  void inspect(const test::TestDatabase& database, const std::string& file) {
    const std::string said = schemac("inspect", "inspect " + shell_quoted(database.url()) + " -o " + file);
    if (const std::string names = unmanaged_in(said); !names.empty()) unmanaged_ = names;
    schemac("check", "check");
    schemac("fmt", "fmt --check " + file);
  }

  /// Looks at both sides with schemac's own eyes, which is good enough for making up rows.
  void put(Outcome& out, Way way) {
    const auto& d = dialect::get(case_.engine);
    auto before = d.inspect(from_.connection()), after = d.inspect(to_.connection());
    if (!before || !after) end("inspect", "inspection failed");
    before_ = std::move(before->catalog);
    if (way == Way::migrate) renames_ = renames_between(before_, after->catalog);
    after_ = by_earlier_names(std::move(after->catalog), renames_);
    out.rows = put_rows({from_, before_}, {to_, after_}, renames_);
  }

  /// The schema that was inspected, as someone would have written it who did not want to lose what is renamed.
  void say_what_was() const {
    std::ifstream file(project_ / "app.schema");
    const std::string schema{std::istreambuf_iterator<char>(file), {}};
    std::ofstream(project_ / "app.schema") << with_was(schema, renames_);
    if (!renames_.empty()) schemac("check", "check");
  }

  std::string rows_kept(const catalog::Renames& done) {
    return shown(common_rows(from_.connection(), before_, after_, done));
  }

  /// Runs schemac in the project; anything but success is the end.
  std::string schemac(const std::string& stage, const std::string& arguments) const {
    const Finished done = run_command("cd " + shell_quoted(project_.string()) + " && " +
                                      shell_quoted(settings_.schemac) + " " + arguments);
    if (done.exit == kRefused) throw Ended{Verdict::refused, code_in(done.said), first_lines(done.said)};
    if (done.exit != 0) end(stage, fmt::format("exit {}: {}", done.exit, first_lines(done.said)));
    return done.said;
  }

  /// Runs the SQL that a `diff` command prints.
  void script(const std::string& stage, const test::TestDatabase& database, const std::string& command) const {
    schemac(stage, command + " --format sql > script.sql");
    Case plain = case_;
    plain.sql_mode.clear();
    plain.no_delimiter = false;
    const Finished done = run_script(database, project_ / "script.sql", plain);
    if (done.exit != 0) end(stage + " script", first_lines(done.said));
  }

  static std::string dump(test::TestDatabase& database) { return test::normal_form(database.connection()); }

  static std::string shown(const test::TableRows& rows) {
    std::string out;
    for (const auto& [table, lines] : rows)
      for (const std::string& line : lines) out += table + ": " + line + "\n";
    return out;
  }

  void compare(const std::string& stage, const std::string& wanted, const std::string& found) const {
    if (wanted != found) end(stage, first_differences(wanted, found));
  }

  [[noreturn]] void end(const std::string& stage, const std::string& reason) const {
    throw Ended{Verdict::failed, stage, unmanaged_.empty() ? reason : reason + "\n" + unmanaged_};
  }

  std::ptrdiff_t migration_count() const {
    if (!fs::exists(project_ / "migrations")) return 0;
    const fs::directory_iterator all(project_ / "migrations");
    return std::count_if(fs::begin(all), fs::end(all), [](const auto& entry) { return entry.is_directory(); });
  }

  const Case& case_;
  const Settings& settings_;
  test::TestDatabase from_, to_;
  catalog::Catalog before_, after_;  // as inspected, by the names of the first; filled where rows are put
  catalog::Renames renames_;
  fs::path project_;
  std::string unmanaged_;
};

}  // namespace

std::string Outcome::summary() const {
  switch (verdict) {
    case Verdict::passed:
      return "";
    case Verdict::refused:
      return "refused " + stage;
    case Verdict::failed:
      return "failed " + stage;
    case Verdict::unloadable:
      return "does not load";
  }
  return "";
}

Outcome travel(const Case& of, Way way, const Settings& settings) {
  try {
    return Journey(of, settings).run(way);
  } catch (const std::exception& error) {
    return {Verdict::failed, "runner", error.what(), 0, {}};
  }
}

}  // namespace schemac::corpus
