#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/state.h"
#include "dialect/dialects.h"
#include "import/write_database.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string url, output;
};

int run(Session& session, const Arguments& args) {
  if (!looks_like_database_url(args.url))
    return session.report({diag::make(diag::Code::SC4013, fmt::format("'{}' is not one", args.url))});
  auto state = load_state(session, args.url);
  if (!state) return session.report(state.error());
  const auto& dialect = dialect::get(*state->physical);
  const std::string text = import::write_database({state->catalog, state->unmanaged}, dialect);
  for (const std::string& what : state->unmanaged) fmt::print(stderr, "not managed: {}\n", what);
  if (args.output.empty()) return fmt::print("{}", text), 0;
  if (auto done = store::write_file(args.output, text); !done) return session.report(done.error());
  fmt::print(stderr, "wrote {}: {}\n", args.output, text::counted(state->catalog.tables.size(), "table"));
  return 0;
}

}  // namespace

void add_inspect(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("inspect", "a live database as .schema text");
  command->add_option("url", args->url, "the database")->required();
  command->add_option("-o,--output", args->output, "the file to write; default: stdout");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
