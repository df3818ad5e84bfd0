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

constexpr const char* kFooter =
    R"(A STATE is a .schema file or a folder of them, a database URL, migrations:DIR[@ID], or 'empty'.
URLs: sqlite:FILE, postgres://user@host:port/db, mysql://…, mariadb://… (?host=/socket/dir, ?socket=/path).

Exit codes: 0 done · 1 an error in input or usage · 2 there are differences · 3 refused, nothing changed ·
            4 the database failed; state recorded, 'schemac resume' goes on.)";

void add_global_options(CLI::App& app, schemac::cli::Session& session) {
  app.add_option("--project", session.project, "the folder with schemac.toml")->capture_default_str();
  app.add_flag("--json", session.json, "results as JSON on stdout");
  app.add_option_function<std::string>(
         "--format",
         [&](const std::string& name) {
           if (const auto format = schemac::diag::parse_format(name)) session.format = *format;
         },
         "how diagnostics are written: text, json, github or sarif")
      ->check(CLI::IsMember({"text", "json", "github", "sarif"}));
}

/// What CLI11 says; of an unknown command it says only that there is none.
schemac::diag::Diagnostic complaint(const CLI::App& app, const CLI::ParseError& wrong) {
  using schemac::diag::Code;
  const auto rest = app.remaining();
  if (rest.empty() || !app.get_subcommands().empty())
    return schemac::diag::make(Code::SC4001, wrong.what()).with_help("see 'schemac --help'");
  const bool option = rest.front().starts_with('-');
  std::vector<std::string> commands;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    commands.push_back(command->get_name());
  const std::string near = option ? "" : schemac::text::nearest(rest.front(), commands);
  return schemac::diag::make(Code::SC4001,
                             fmt::format("there is no {} '{}'", option ? "option" : "command", rest.front()))
      .with_help(near.empty() ? "see 'schemac --help'" : fmt::format("write '{}'", near));
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
  app.footer(kFooter);
  add_global_options(app, session);
  for (const auto add :
       {cli::add_init, cli::add_check, cli::add_fmt, cli::add_import, cli::add_inspect, cli::add_diff, cli::add_plan,
        cli::add_apply, cli::add_rollback, cli::add_status, cli::add_history, cli::add_verify, cli::add_baseline,
        cli::add_resume, cli::add_merge, cli::add_generate, cli::add_purge, cli::add_completion})
    add(app, session, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& wrong) {
    action = [&session, problem = complaint(app, wrong)] { return session.report({problem}); };
  }
  const int status = run(session, action);
  session.finish();
  return status;
}
