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

int Session::report(const diag::Diagnostics& diagnostics) const {
  if (diagnostics.empty() && format == diag::Format::text) return 0;
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

}  // namespace schemac::cli
