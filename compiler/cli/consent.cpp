#include "cli/consent.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace schemac::cli {

void add_accept_option(CLI::App* command, std::vector<std::string>& codes) {
  const CLI::Validator known(
      [](const std::string& given) -> std::string {
        const auto all = diag::all_codes();
        if (given == "all" || std::any_of(all.begin(), all.end(), [&](const auto& code) { return code.id == given; }))
          return "";
        return "'" + given + "' is no code; write it as the error does, SC5002, or 'all'";
      },
      "");
  command->add_option("--accept", codes, "consent to a hazard by its code, or to all")
      ->allow_extra_args(false)
      ->check(known);
}

bool Consents::has(std::string_view code) const {
  return std::any_of(codes_.begin(), codes_.end(), [&](const std::string& c) { return c == "all" || c == code; });
}

bool Consents::to_all() const { return std::find(codes_.begin(), codes_.end(), "all") != codes_.end(); }

Result<void> Consents::to(const std::vector<plan::Hazard>& hazards) const {
  diag::Diagnostics missing;
  for (const plan::Hazard& hazard : hazards) {
    const std::string code(diag::info(hazard.code).id);
    if (!has(code))
      missing.push_back(
          diag::make(diag::Code::SC7027, code, hazard.subject, hazard.text).with_help("consent with --accept " + code));
  }
  if (missing.empty()) return {};
  return failure(std::move(missing));
}

}  // namespace schemac::cli
