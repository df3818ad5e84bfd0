// How the parser goes on after a mistake: at the next line or closing brace, so that each mistake is told once and the
// members after it are still read. It runs only on declarations in which the fast pass found something wrong.
#pragma once

#include <cstddef>
#include <string_view>

#include "diag/diagnostic.h"
#include "syntax/antlr.h"

namespace schemac::syntax {

class Recovery : public antlr4::DefaultErrorStrategy {
 public:
  Recovery(std::string_view text, diag::SourceId source, diag::Diagnostics& diagnostics)
      : text_(text), source_(source), diagnostics_(diagnostics) {}

  void reset(antlr4::Parser* parser) override;
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* parser) override;

 private:
  /// Where the parser first looked at a token: all that could have stood there is known from here.
  struct Sight {
    std::size_t token = SIZE_MAX;
    std::size_t state = 0;
    antlr4::RuleContext* context = nullptr;
  };

  antlr4::misc::IntervalSet expected_here(antlr4::Parser* parser);
  void report(antlr4::Parser* parser, antlr4::Token* found, const antlr4::misc::IntervalSet& expected);
  void skip_member(antlr4::Parser* parser, bool stop_at_brace);

  std::string_view text_;
  diag::SourceId source_;
  diag::Diagnostics& diagnostics_;
  Sight first_sight_;
};

}  // namespace schemac::syntax
