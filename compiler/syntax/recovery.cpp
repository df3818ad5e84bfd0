#include "syntax/recovery.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.h"
#include "syntax/words.h"

namespace schemac::syntax {

namespace {

using L = SchemaLexer;
using P = SchemaParser;
using antlr4::misc::IntervalSet;

/// What may follow tokens `from` … `to` - 1, the parser being about to decide in `state`. Walks the grammar's network
/// with every choice open at once.
class Following {
 public:
  Following(antlr4::Parser& parser, const antlr4::RuleContext* context) : atn_(parser.getATN()) {
    for (; context != nullptr && context->invokingState != antlr4::atn::ATNState::INVALID_STATE_NUMBER;
         context = static_cast<const antlr4::RuleContext*>(context->parent)) {
      const auto* call = static_cast<antlr4::atn::RuleTransition*>(atn_.states[context->invokingState]->transitions[0]);
      stack_.insert(stack_.begin(), call->followState);
    }
  }

  IntervalSet after(antlr4::Parser& parser, std::size_t state, std::size_t from, std::size_t to) {
    std::set<Config> now;
    close({atn_.states[state], stack_}, now);
    for (std::size_t i = from; i < to; ++i) {
      std::set<Config> next;
      const std::size_t type = parser.getTokenStream()->get(i)->getType();
      for (const Config& config : now)
        for (const antlr4::atn::Transition* edge : config.first->transitions)
          if (edge->matches(type, 1, atn_.maxTokenType)) close({edge->target, config.second}, next);
      now = std::move(next);
    }
    IntervalSet result;
    for (const Config& config : now)
      for (const antlr4::atn::Transition* edge : config.first->transitions)
        if (!edge->isEpsilon()) result.addAll(edge->label());
    return result;
  }

 private:
  using State = antlr4::atn::ATNState*;
  using Config = std::pair<State, std::vector<State>>;

  void close(Config config, std::set<Config>& into) {
    constexpr std::size_t kDeepest = 200;  // calls: more happens only in a left recursion that consumes nothing
    if (config.second.size() > kDeepest || !into.insert(config).second) return;
    if (config.first->getStateType() == antlr4::atn::ATNState::RULE_STOP) {
      if (config.second.empty()) return;
      Config back{config.second.back(), config.second};
      back.second.pop_back();
      return close(std::move(back), into);
    }
    for (const antlr4::atn::Transition* edge : config.first->transitions) {
      if (!edge->isEpsilon()) continue;
      Config next{edge->target, config.second};
      if (edge->getSerializationType() == antlr4::atn::Transition::RULE)
        next.second.push_back(static_cast<const antlr4::atn::RuleTransition*>(edge)->followState);
      close(std::move(next), into);
    }
  }

  const antlr4::atn::ATN& atn_;
  std::vector<State> stack_;
};

}  // namespace

void Recovery::reset(antlr4::Parser* parser) {
  DefaultErrorStrategy::reset(parser);
  first_sight_ = {};
}

IntervalSet Recovery::expected_here(antlr4::Parser* parser) {
  if (first_sight_.token != parser->getTokenStream()->index()) return parser->getExpectedTokens();
  return parser->getATN().getExpectedTokens(first_sight_.state, first_sight_.context);
}

// In a list of members, what is neither another member nor the list's end is told and skipped here, inside the loop:
// an error thrown from it would take the rest of the list with it.
void Recovery::sync(antlr4::Parser* parser) {
  antlr4::TokenStream* tokens = parser->getTokenStream();
  if (first_sight_.token != tokens->index()) first_sight_ = {tokens->index(), parser->getState(), parser->getContext()};
  antlr4::atn::ATNState* state = parser->getATN().states[parser->getState()];
  const auto kind = state->getStateType();
  if (kind != antlr4::atn::ATNState::STAR_LOOP_ENTRY && kind != antlr4::atn::ATNState::STAR_LOOP_BACK) return;
  const IntervalSet follows = parser->getATN().nextTokens(state);
  if (!follows.contains(ssize_t{L::NEWLINE}) || !follows.contains(ssize_t{L::RBRACE})) return;
  if (follows.contains(static_cast<ssize_t>(tokens->LA(1)))) return;
  if (!inErrorRecoveryMode(parser)) {
    beginErrorCondition(parser);
    report(parser, parser->getCurrentToken(), expected_here(parser));
  }
  skip_member(parser, false);
}

void Recovery::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  antlr4::Token* found = error.getOffendingToken();
  if (const auto* choice = dynamic_cast<const antlr4::NoViableAltException*>(&error)) {
    const std::size_t from = choice->getStartToken()->getTokenIndex();
    Following following(*parser, error.getCtx());
    return report(parser, found, following.after(*parser, error.getOffendingState(), from, found->getTokenIndex()));
  }
  report(parser, found, expected_here(parser));
}

void Recovery::report(antlr4::Parser* parser, antlr4::Token* found, const IntervalSet& expected) {
  const auto begin = static_cast<std::uint32_t>(found->getStartIndex());
  const auto end = std::max(begin, static_cast<std::uint32_t>(found->getStopIndex() + 1));
  const std::string_view written = text_.substr(begin, end - begin);
  const std::size_t type = found->getType();
  const std::string what = describe(expected);
  diag::Diagnostic d = diag::make(diag::Code::SC1001, what, describe(type, written));
  d.at({source_, begin, end});
  const std::string near =
      type == L::ID || is_keyword(type) ? text::nearest(text::to_lower(std::string(written)), keywords(expected)) : "";
  const antlr4::Token* before = parser->getTokenStream()->LT(-1);
  const std::string word =
      before ? std::string(text_.substr(before->getStartIndex(), before->getStopIndex() + 1 - before->getStartIndex()))
             : "";
  if (expected.contains(ssize_t{L::RAW}) && is_reserved(word)) {  // which was taken for a dialect's name
    d.with_help(
        fmt::format("'{0}' means itself in an expression; a column of this name is written in backticks: `{0}`", word));
  } else if (!near.empty()) {
    d.with_help(fmt::format("write '{}'", near)).fix({source_, begin, end}, near);
  } else if (type == L::DOUBLE_COLON) {
    d.with_help("a cast is written cast(value as type)");
  } else if (expected.contains(ssize_t{L::COLON}) && parser->getRuleContext()->getRuleIndex() == P::RuleTableMember) {
    const antlr4::Token* name = parser->getTokenStream()->LT(1);
    const auto after = static_cast<std::uint32_t>(name->getStopIndex() + 1);
    d.with_help("a column is written 'name : type'");
    if (is_name(type)) d.fix({source_, after, after}, " :");
  }
  diagnostics_.push_back(std::move(d));
}

antlr4::Token* Recovery::recoverInline(antlr4::Parser* parser) {
  const bool brace = parser->getExpectedTokens().contains(ssize_t{L::LBRACE});
  antlr4::TokenStream* tokens = parser->getTokenStream();
  std::size_t ahead = tokens->index();
  const auto type_at = [&](std::size_t index) { return tokens->get(index)->getType(); };
  while (type_at(ahead) != L::NEWLINE && type_at(ahead) != L::EOF && type_at(ahead) != L::LBRACE) ++ahead;
  antlr4::InputMismatchException error(parser);
  if (!brace || type_at(ahead) != L::LBRACE) throw error;
  reportError(parser, error);
  while (tokens->index() < ahead) parser->consume();
  antlr4::Token* found = parser->getCurrentToken();
  reportMatch(parser);
  return found;
}

void Recovery::recover(antlr4::Parser* parser, std::exception_ptr) {
  const bool body_follows = getErrorRecoverySet(parser).contains(ssize_t{L::LBRACE});
  skip_member(parser, body_follows);
}

// To the end of the line or of the block, past whatever braces open on the way; to the opening brace of the body
// where it is the head that is wrong.
void Recovery::skip_member(antlr4::Parser* parser, bool stop_at_brace) {
  std::size_t depth = 0;
  for (;;) {
    const std::size_t type = parser->getTokenStream()->LA(1);
    if (type == L::EOF || (depth == 0 && (type == L::NEWLINE || type == L::RBRACE))) return;
    if (type == L::LBRACE) {
      if (stop_at_brace && depth == 0) return;
      ++depth;
    }
    if (type == L::RBRACE) --depth;
    parser->consume();
  }
}

}  // namespace schemac::syntax
