#include "sema/load.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "syntax/parse.h"

namespace schemac::sema {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> read_file(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::vector<std::string> modules(const Input& input) {
  std::vector<std::string> result;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(input.stdlib, error))
    if (entry.path().extension() == ".schema") result.push_back("std." + entry.path().stem().string());
  std::sort(result.begin(), result.end());
  return result;
}

class Loader {
 public:
  Loader(const Input& input, diag::SourceMap& sources, diag::Diagnostics& diagnostics)
      : input_(input), sources_(sources), diagnostics_(diagnostics) {}

  std::deque<ast::File> run() {
    for (const std::string& path : input_.files)
      if (!read(path)) diagnostics_.push_back(diag::make(diag::Code::SC4002, path));
    for (std::size_t i = 0; i < files_.size(); ++i)  // which grows as imports are found
      for (const ast::Declaration& declaration : files_[i].declarations)
        if (const auto* import = std::get_if<ast::Import>(&declaration.kind)) follow(*import, declaration, files_[i]);
    return std::move(files_);
  }

 private:
  void follow(const ast::Import& import, const ast::Declaration& declaration, const ast::File& file) {
    if (!import.module) {
      const fs::path beside = fs::path(sources_.name(file.source)).parent_path() / import.path;
      if (!read(beside.lexically_normal().string()))
        diagnostics_.push_back(diag::make(diag::Code::SC2001, import.path)
                                   .at(declaration.span, fmt::format("read as {}", beside.string())));
      return;
    }
    const std::string name = import.module->str();
    const bool standard = import.module->parts.size() == 2 && import.module->parts.front().text == "std";
    if (standard && read((fs::path(input_.stdlib) / (import.module->last().text + ".schema")).string())) return;
    diag::Diagnostic d = diag::make(diag::Code::SC2001, name).at(import.module->span, "no module of this name");
    const std::vector<std::string> known = modules(input_);
    const std::string near = text::nearest(name, known);
    if (known.empty()) {
      d.with_help(fmt::format("there is no standard library in '{}', where SCHEMAC_STDLIB or the installation says",
                              input_.stdlib));
    } else if (near.empty()) {
      d.with_help("the modules are " + text::join(known, ", ") + "; a file is imported by its path in quotes");
    } else {
      d.with_help(fmt::format("write '{}'", near)).fix(import.module->span, near);
    }
    diagnostics_.push_back(std::move(d));
  }

  bool read(const std::string& path) {
    if (!seen_.insert(fs::path(path).lexically_normal().string()).second) return true;
    std::optional<std::string> text = input_.read ? input_.read(path) : read_file(path);
    if (!text) return false;
    files_.push_back(syntax::parse(sources_, sources_.add(path, syntax::as_read(std::move(*text))), diagnostics_));
    return true;
  }

  const Input& input_;
  diag::SourceMap& sources_;
  diag::Diagnostics& diagnostics_;
  std::set<std::string> seen_;
  std::deque<ast::File> files_;
};

}  // namespace

std::deque<ast::File> load(const Input& input, diag::SourceMap& sources, diag::Diagnostics& diagnostics) {
  return Loader(input, sources, diagnostics).run();
}

std::string module_declaring(const Input& input, const std::string& name) {
  for (const std::string& module : modules(input)) {
    diag::SourceMap sources;
    diag::Diagnostics ignored;
    const auto text = read_file((fs::path(input.stdlib) / (module.substr(4) + ".schema")).string());
    if (!text) continue;
    const ast::File file = syntax::parse(sources, sources.add(module, *text), ignored);
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* type = std::get_if<ast::TypeAlias>(&declaration.kind);
      const auto* mixin = std::get_if<ast::Mixin>(&declaration.kind);
      if ((type != nullptr && type->name.str() == name) || (mixin != nullptr && mixin->name.text == name))
        return module;
    }
  }
  return {};
}

}  // namespace schemac::sema
