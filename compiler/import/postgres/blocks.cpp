// DO blocks. What a block does is known to a server alone, but for what many files hold: a statement is tried whose
// object may be there, or it is asked first whether it is.
#include <algorithm>

#include "base/text.h"
#include "import/postgres/catalog_questions.h"
#include "import/postgres/fold.h"

namespace schemac::import::postgres {

namespace {

[[noreturn]] void unknown_block() { needs_server("what a DO block does"); }

struct Step;
using Steps = std::vector<Step>;

/// What is done where one of the conditions was raised.
struct Handler {
  std::vector<std::string> conditions;
  Steps steps;
};

struct Step {
  enum Kind { sql, branch, block, unknown } kind = unknown;
  std::string text;  // of SQL; the condition of a branch
  Steps steps, otherwise;
  std::vector<Handler> handlers;  // of a block
};

class BlockParser {
 public:
  explicit BlockParser(const std::string& body) : text_(body) {}

  Step run() {
    Step out = block();
    accept(";");
    if (at_ != text_.size()) unknown_block();
    return out;
  }

 private:
  bool at(std::string_view word) const { return text_[at_].lower == word; }
  bool accept(std::string_view word) {
    if (!at(word)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view word) {
    if (!accept(word)) unknown_block();
  }

  Step block() {
    Step out;
    out.kind = Step::block;
    expect("begin");
    out.steps = steps();
    if (accept("exception"))
      while (accept("when")) out.handlers.push_back(handler());
    expect("end");
    return out;
  }

  Handler handler() {
    Handler out;
    do {
      out.conditions.push_back(text_[at_++].lower);
    } while (accept("or"));
    expect("then");
    out.steps = steps();
    return out;
  }

  Steps steps() {
    static constexpr std::size_t kDeepest = 100;
    if (++depth_ > kDeepest) unknown_block();
    Steps out = steps_within();
    --depth_;
    return out;
  }

  Steps steps_within() {
    Steps out;
    static constexpr std::string_view kEnds[] = {"end", "exception", "else", "elsif", "elseif", "when"};
    while (std::find(std::begin(kEnds), std::end(kEnds), text_[at_].lower) == std::end(kEnds)) {
      if (at_ >= text_.size()) unknown_block();
      if (at("begin")) {
        out.push_back(block());
        expect(";");
      } else if (accept("if")) {
        out.push_back(branch());
        expect("if");
        expect(";");
      } else {
        add_statement(out);
      }
    }
    return out;
  }

  /// Behind IF or ELSIF, up to END.
  Step branch() {
    Step out;
    out.kind = Step::branch;
    const std::size_t then = text_.find(at_, text_.size(), "then");
    out.text = between(at_, then);
    at_ = then;
    expect("then");
    out.steps = steps();
    if (accept("elsif") || accept("elseif")) {
      ++depth_;
      out.otherwise.push_back(branch());
      --depth_;
      return out;
    }
    if (accept("else")) out.otherwise = steps();
    expect("end");
    return out;
  }

  std::string between(std::size_t begin, std::size_t end) const {
    if (begin >= end || end >= text_.size()) unknown_block();
    return text_.sql().substr(text_[begin].begin, text_[end].begin - text_[begin].begin);
  }

  void add_statement(Steps& out) {
    static constexpr std::string_view kSql[] = {"create", "alter",  "comment",  "grant", "revoke", "drop",
                                                "insert", "update", "truncate", "set",   "delete", "refresh"};
    static constexpr std::string_view kLoops[] = {"for", "foreach", "while", "loop", "case", "declare", "<"};
    const std::string first = text_[at_].lower;
    const auto is_one_of = [&](const auto& words) {
      return std::find(std::begin(words), std::end(words), first) != std::end(words);
    };
    if (is_one_of(kLoops)) unknown_block();
    const std::size_t begin = at_, end = text_.find(at_, text_.size(), ";");
    if (end == text_.size()) unknown_block();
    at_ = end + 1;
    if (begin == end || first == "null") return;
    static constexpr std::string_view kSays[] = {"notice", "warning", "info", "log", "debug"};
    if (first == "raise" && std::find(std::begin(kSays), std::end(kSays), text_[begin + 1].lower) != std::end(kSays))
      return;
    Step step;
    step.text = between(begin, end);
    if (is_one_of(kSql)) {
      step.kind = Step::sql;
    } else if (first == "perform") {
      step.kind = Step::sql;
      step.text = "SELECT " + between(begin + 1, end);
    } else if (first == "execute" && end == begin + 2) {  // of one text
      const ParseTree literal("SELECT " + between(begin + 1, end));
      const auto targets = literal.statement().list("targetList");
      step.text = targets.size() == 1 ? targets[0]["val"]["sval"].text("sval") : "";
      step.kind = step.text.empty() ? Step::unknown : Step::sql;
    }
    out.push_back(std::move(step));
  }

  SqlText text_;
  std::size_t at_ = 0, depth_ = 0;
};

class BlockRunner {
 public:
  explicit BlockRunner(Database& db) : db_(db) {}

  void run(const Step& step) {
    if (step.kind == Step::unknown) unknown_block();
    if (step.kind == Step::sql) return fold(db_, step.text);
    if (step.kind == Step::branch) return run_branch(step);
    if (step.handlers.empty()) return run_all(step.steps);
    const Database before = db_;  // what is passed over takes those before it back
    try {
      run_all(step.steps);
    } catch (const Refusal& refusal) {
      const Handler* handler = handler_of(step, refusal);
      if (!handler) throw;
      db_ = before;
      run_all(handler->steps);
    }
  }

 private:
  void run_all(const Steps& steps) {
    for (const Step& step : steps) run(step);
  }

  void run_branch(const Step& step) {
    const ParseTree tree("SELECT " + step.text);
    const auto targets = tree.statement().list("targetList");
    if (targets.size() != 1) unknown_block();
    switch (answer_to(db_, targets[0]["val"])) {
      case Answer::yes:
        return run_all(step.steps);
      case Answer::no:
        return run_all(step.otherwise);
      case Answer::of_roles:
        if (!makes_roles(step.steps) || !makes_roles(step.otherwise)) unknown_block();
        return run_all(step.steps);
      case Answer::unknown:
        unknown_block();
    }
  }

  /// CREATE ROLE and its like, which make nothing in a database.
  static bool makes_roles(const Steps& steps) {
    return std::all_of(steps.begin(), steps.end(), [](const Step& step) {
      const SqlText text(step.text);
      return step.kind == Step::sql && (text[0].lower == "create" || text[0].lower == "alter") &&
             (text[1].lower == "role" || text[1].lower == "user" || text[1].lower == "group");
    });
  }

  static const Handler* handler_of(const Step& block, const Refusal& refusal) {
    for (const Handler& handler : block.handlers)
      for (const std::string& condition : handler.conditions) {
        const bool others = condition == "others" && (refusal.exists_already || refusal.is_missing);
        if (others || (refusal.exists_already && condition.starts_with("duplicate_")) ||
            (refusal.is_missing && (condition.starts_with("undefined_") || condition == "invalid_schema_name")))
          return &handler;
      }
    return nullptr;
  }

  Database& db_;
};

}  // namespace

void run_block(const Statement& s) {
  std::string body, language = "plpgsql";
  for (const Node& argument : s.node.list("args"))
    (argument.text("defname") == "as" ? body : language) = option_value(s.text, argument);
  if (language != "plpgsql") unknown_block();
  try {
    BlockRunner(s.db).run(BlockParser(body).run());
  } catch (Refusal& refusal) {
    refusal.at.reset();  // a place in the block's own text
    throw;
  }
}

}  // namespace schemac::import::postgres
