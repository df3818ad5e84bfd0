#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/commands.h"

namespace schemac::cli {

namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// "--json --env …", those of a command before those that every command takes.
std::string options_of(const CLI::App& command, const CLI::App* all = nullptr) {
  std::vector<std::string> out;
  for (const CLI::App* app : {&command, all})
    if (app)
      for (const CLI::Option* option : app->get_options())
        for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  return text::join(out, " ");
}

/// Options behind a dash, commands where none is named yet, files elsewhere.
void print_bash(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(app)) names.push_back(command->get_name());
  fmt::print(
      "_schemac() {{\n  local current=${{COMP_WORDS[COMP_CWORD]}} command= options word\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n    case $word in\n      {}) command=$word ;;\n"
      "    esac\n  done\n  case $command in\n",
      text::join(names, " | "));
  for (const CLI::App* command : commands_of(app))
    fmt::print("    {}) options='{}' ;;\n", command->get_name(), options_of(*command, &app));
  fmt::print(
      "    *) options='{}' ;;\n  esac\n  COMPREPLY=()\n  if [[ $current == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n  elif [[ -z $command ]]; then\n"
      "    COMPREPLY=($(compgen -W '{}' -- \"$current\"))\n  else\n"
      "    COMPREPLY=($(compgen -f -- \"$current\"))\n  fi\n}}\ncomplete -o filenames -F _schemac schemac\n",
      options_of(app), text::join(names, " "));
}

std::string fish_quoted(const std::string& text) { return text::quoted(text::replace_all(text, "\n", " "), '"'); }

void print_fish(const CLI::App& app) {
  const auto options = [](const CLI::App& command, const std::string& condition) {
    for (const CLI::Option* option : command.get_options())
      for (const std::string& name : option->get_lnames())
        fmt::print("complete -c schemac{} -l {} -d {}\n", condition, name, fish_quoted(option->get_description()));
  };
  options(app, "");
  for (const CLI::App* command : commands_of(app)) {
    fmt::print("complete -c schemac -n __fish_use_subcommand -a {} -d {}\n", command->get_name(),
               fish_quoted(command->get_description()));
    options(*command, " -n '__fish_seen_subcommand_from " + command->get_name() + "'");
  }
}

}  // namespace

void add_completion(CLI::App& app, Session&, Action& action) {
  auto shell = std::make_shared<std::string>();
  auto* command = app.add_subcommand("completion", "what a shell reads to complete schemac's commands and options");
  command->add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(
      "bash: source <(schemac completion bash)\nzsh:  source <(schemac completion zsh)\n"
      "fish: schemac completion fish | source");
  command->callback([&app, &action, shell] {
    action = [&app, shell] {
      if (*shell == "zsh") fmt::print("autoload -U +X bashcompinit && bashcompinit\n");
      if (*shell == "fish")
        print_fish(app);
      else
        print_bash(app);
      return 0;
    };
  });
}

}  // namespace schemac::cli
