#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/text.h"
#include "cli/commands.h"

namespace {

constexpr const char* kStates =
    "A STATE is a .schema file or a folder of them, a database URL, migrations:DIR[@ID], or 'empty'.";
constexpr const char* kUrls =
    "URLs: sqlite:FILE, postgres://user@host:port/db, mysql://…, mariadb://… (?host=/socket/dir, ?socket=/path).";
constexpr const char* kExitCodes =
    R"(Exit codes: 0 done · 1 an error in input or usage · 2 there are differences · 3 refused, nothing changed ·
            4 the database failed or cannot be reached; state recorded, 'schemac resume' goes on.)";

/// What stands below the options of a command: those that every command takes, and what its own words mean.
std::string footer_of(const CLI::App& all, const CLI::App& command) {
  std::string out = "Options of every command:\n";
  const auto is_common = [](const CLI::Option* o) { return o->get_name() != "--version" && o->get_name() != "--help"; };
  for (const CLI::Option* option : all.get_options(is_common))
    out += fmt::format("  {:<28}{}\n", option->get_name() + (option->get_items_expected() > 0 ? " TEXT" : ""),
                       option->get_description());
  bool states = false, urls = false;
  for (const CLI::Option* option : command.get_options()) {
    states = states || option->get_description() == "a STATE";
    const std::string name = option->get_name();
    urls = urls || states || name.find("url") != name.npos || name == "--alembic";
  }
  if (states) out += fmt::format("\n{}\n", kStates);
  if (urls) out += fmt::format("{}{}\n", states ? "" : "\n", kUrls);
  out.pop_back();
  return command.get_footer().empty() ? out : command.get_footer() + "\n\n" + out;
}

void add_global_options(CLI::App& app, schemac::cli::Session& session) {
  app.add_option("--project", session.project,
                 "the folder with schemac.toml; default: this one, or the nearest above it");
  app.add_flag("--json", session.json, "results as JSON on stdout");
  app.add_option_function<std::string>(
         "--format",
         [&](const std::string& name) {
           if (const auto format = schemac::diag::parse_format(name)) session.format = *format;
         },
         "how diagnostics are written: text, json, github or sarif")
      ->check(CLI::IsMember({"text", "json", "github", "sarif"}));
}

/// The words and options that nothing takes, of the command that was named and before it.
std::vector<std::string> unknown_words(const CLI::App& app) {
  auto out = app.remaining(true);
  std::erase(out, "--");
  return out;
}

/// What CLI11 says; what it does not know is told before what it misses.
schemac::diag::Diagnostic complaint(const CLI::App& app, const std::string& otherwise) {
  using schemac::diag::Code;
  const auto rest = unknown_words(app);
  const auto named = app.get_subcommands();
  const std::string see =
      named.empty() ? "see 'schemac --help'" : fmt::format("see 'schemac help {}'", named.front()->get_name());
  if (rest.empty()) return schemac::diag::make(Code::SC4001, otherwise).with_help(see);
  const std::string& word = rest.front();
  const bool option = word.starts_with('-');
  std::vector<std::string> known;
  if (option) {
    for (const CLI::App* each : {&app, named.empty() ? &app : named.front()})
      for (const auto* o : each->get_options())
        for (const std::string& name : o->get_lnames()) known.push_back("--" + name);
  } else if (named.empty()) {
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
      known.push_back(command->get_name());
  }
  const std::string near = schemac::text::nearest(word.substr(0, word.find('=')), known);
  const std::string what = option          ? fmt::format("there is no option '{}'", word)
                           : named.empty() ? fmt::format("there is no command '{}'", word)
                                           : fmt::format("'{}' takes no further '{}'", named.front()->get_name(), word);
  return schemac::diag::make(Code::SC4001, what).with_help(near.empty() ? see : fmt::format("write '{}'", near));
}

/// What CLI11 parses, the last argument first: `help`, before a command's name, is `--help` behind it.
std::vector<std::string> arguments(int argc, char** argv) {
  std::vector<std::string> out(argv + 1, argv + argc);
  if (!out.empty() && out.front() == "help") {
    out.erase(out.begin());
    out.emplace_back("--help");
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// Runs the command; a full disk behind stdout, or a folder that may not be looked into, ends it with an error.
int run(const schemac::cli::Session& session, const schemac::cli::Action& action) {
  using schemac::diag::Code;
  const auto cannot_print = [&](const std::string& why) {
    return session.report({schemac::diag::make(Code::SC4004, "standard output", why)});
  };
  try {
    const int status = action();
    if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return status;
    return std::max(status, cannot_print(std::strerror(errno)));
  } catch (const std::filesystem::filesystem_error& error) {
    return session.report({schemac::diag::make(Code::SC4003, error.path1().string(), error.code().message())});
  } catch (const std::system_error& error) {  // of fmt, where stdout takes no more
    return cannot_print(error.code().message());
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace schemac;
  cli::Session session;
  cli::Action action;
  CLI::App app{"schemac: databases from .schema files, with migrations there and back and a compiled REST API"};
  app.set_version_flag("--version", "schemac " SCHEMAC_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  add_global_options(app, session);
  for (const auto add :
       {cli::add_init, cli::add_check, cli::add_fmt, cli::add_import, cli::add_inspect, cli::add_diff, cli::add_plan,
        cli::add_apply, cli::add_rollback, cli::add_status, cli::add_history, cli::add_verify, cli::add_baseline,
        cli::add_resume, cli::add_merge, cli::add_generate, cli::add_purge, cli::add_completion})
    add(app, session, action);
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    command->footer(footer_of(app, *command));
  app.footer(
      fmt::format("'schemac help COMMAND' tells what a command takes.\n\n{}\n{}\n\n{}", kStates, kUrls, kExitCodes));
  const auto wrong = [&](const std::string& otherwise) {
    action = [&session, problem = complaint(app, otherwise)] { return session.report({problem}); };
  };
  try {
    app.parse(arguments(argc, argv));
  } catch (const CLI::CallForHelp& help) {
    if (!app.get_subcommands().empty() || unknown_words(app).empty()) return app.exit(help);
    wrong("");
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    wrong(error.what());
  }
  const int status = run(session, action);
  session.finish();
  return status;
}
