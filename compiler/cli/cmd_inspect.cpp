#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/inspected.h"
#include "cli/state.h"
#include "dialect/dialects.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string url, output;
  bool split = false;
};

int run(Session& session, const Arguments& args) {
  if (!looks_like_database_url(args.url))
    return session.report({diag::make(diag::Code::SC4013, fmt::format("'{}' is not one", args.url))});
  auto state = load_state(session, args.url);
  if (!state) return session.report(state.error());
  return write_inspected(session, {std::move(state->catalog), std::move(state->unmanaged)},
                         dialect::get(*state->physical), {args.output, args.split}, nlohmann::ordered_json::object());
}

}  // namespace

void add_inspect(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("inspect", "a live database as .schema text");
  command->add_option("url", args->url, "the database")->required();
  auto* output = command->add_option("-o,--output", args->output, "the file to write; default: stdout");
  command->add_flag("--split", args->split, "write a folder of files, one for each group of tables; -o names it")
      ->needs(output);
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
