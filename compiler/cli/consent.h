// --accept: consent to hazards, by code.
#pragma once

#include "diff/diff.h"
#include "plan/plan.h"

namespace CLI {
class App;
}

namespace schemac::cli {

/// --accept, which may be given several times.
void add_accept_option(CLI::App* command, std::vector<std::string>& codes);

class Consents {
 public:
  explicit Consents(std::vector<std::string> codes) : codes_(std::move(codes)) {}

  bool has(std::string_view code) const;
  bool to_all() const;
  /// An unexplained drop+add is taken as the drop and the add that it says.
  diff::Options drop_and_add() const { return {true, to_all(), has("SC7010"), has("SC7011")}; }
  /// SC7027 for each hazard that is not consented to.
  Result<void> to(const std::vector<plan::Hazard>& hazards) const;

 private:
  std::vector<std::string> codes_;
};

}  // namespace schemac::cli
