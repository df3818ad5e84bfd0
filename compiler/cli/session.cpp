#include "cli/session.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace schemac::cli {

bool wants_colour(int stream) {
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(stream) == 1 && (!no_color || !*no_color);
}

diag::Diagnostics only_errors(diag::Diagnostics diagnostics) {
  std::erase_if(diagnostics, [](const diag::Diagnostic& d) { return diag::info(d.code).class_ < diag::Class::input; });
  return diagnostics;
}

namespace {

bool is_one_document(diag::Format format) { return format == diag::Format::json || format == diag::Format::sarif; }

}  // namespace

int Session::report(const diag::Diagnostics& diagnostics) const {
  if (is_one_document(format)) {
    held_.insert(held_.end(), diagnostics.begin(), diagnostics.end());
    return diag::exit_code(diagnostics);
  }
  std::fflush(stdout);  // what was done is read before what was not
  // a person reads the first ones; a program gets all
  constexpr std::size_t most = 50;
  if (format == diag::Format::text && diagnostics.size() > most) {
    const diag::Diagnostics first(diagnostics.begin(), diagnostics.begin() + most);
    fmt::print(stderr, "{}and {} more; --format json lists them all\n",
               diag::render(sources, first, format, wants_colour(STDERR_FILENO)), diagnostics.size() - most);
    return diag::exit_code(diagnostics);
  }
  fmt::print(stderr, "{}", diag::render(sources, diagnostics, format, wants_colour(STDERR_FILENO)));
  return diag::exit_code(diagnostics);
}

void Session::finish() const {
  if (is_one_document(format)) fmt::print(stderr, "{}", diag::render(sources, held_, format));
}

}  // namespace schemac::cli
