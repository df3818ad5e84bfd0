#include "diag/diagnostic.h"

#include <algorithm>
#include <array>

namespace schemac::diag {

namespace {
constexpr std::array kCodes = {
#define DIAG(id, class_, name, message) CodeInfo{#id, Class::class_, name, message},
#include "diag/diagnostics.def"
#undef DIAG
};
}  // namespace

const CodeInfo& info(Code code) { return kCodes[static_cast<std::size_t>(code)]; }

std::vector<CodeInfo> all_codes() { return {kCodes.begin(), kCodes.end()}; }

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return info(d.code).class_ >= Class::input; });
}

int exit_code(const Diagnostics& diagnostics) {
  int worst = 0;
  for (const Diagnostic& d : diagnostics) switch (info(d.code).class_) {
      case Class::note:
      case Class::warning:
        break;
      case Class::input:
        worst = std::max(worst, 1);
        break;
      case Class::refused:
        worst = std::max(worst, 3);
        break;
      case Class::database:
        worst = std::max(worst, 4);
        break;
    }
  return worst;
}

}  // namespace schemac::diag
