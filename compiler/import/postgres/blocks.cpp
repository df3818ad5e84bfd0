// DO blocks. What a block does is known to a server alone, but for two that many files hold: roles are made where they
// are missing, and a statement is tried whose object may be there.
#include <algorithm>

#include "base/text.h"
#include "import/postgres/fold.h"

namespace schemac::import::postgres {

namespace {

class Block {
 public:
  explicit Block(const std::string& body) : text_(body) {}

  /// The statements that are run, in their order; nothing where the block does anything else.
  std::optional<std::vector<std::string>> statements() {
    if (!accept("begin")) return std::nullopt;
    while (!at("end") && !at("exception")) {
      if (at("if") ? !roles_if_missing() : !statement()) return std::nullopt;
      if (at_ >= text_.size()) return std::nullopt;
    }
    if (accept("exception") && !passes_over_duplicates()) return std::nullopt;
    if (!accept("end")) return std::nullopt;
    accept(";");
    return at_ == text_.size() ? std::optional(found_) : std::nullopt;
  }
  bool passes_over_what_exists() const { return passes_over_; }

 private:
  bool at(std::string_view word) const { return text_[at_].lower == word; }
  bool accept(std::string_view word) {
    if (!at(word)) return false;
    ++at_;
    return true;
  }

  bool makes_role() const { return at("create") && (text_[at_ + 1].lower == "role" || text_[at_ + 1].lower == "user"); }

  /// IF NOT EXISTS (SELECT … pg_roles …) THEN CREATE ROLE …; END IF;
  bool roles_if_missing() {
    ++at_;
    if (!accept("not") || !accept("exists") || !at("(")) return false;
    const std::size_t close = text_.closing(at_, text_.size());
    bool of_roles = false;
    for (std::size_t i = at_; i < close; ++i) {
      const std::string& word = text_[i].lower;
      of_roles |= word == "pg_roles" || word == "pg_user" || word == "pg_authid";
    }
    at_ = close + 1;
    if (!of_roles || !accept("then")) return false;
    while (makes_role())
      if (!statement()) return false;
    return accept("end") && accept("if") && accept(";");
  }

  /// A statement of SQL: what PL/pgSQL has of its own begins otherwise.
  bool statement() {
    static constexpr std::string_view kFirst[] = {"create", "alter", "comment", "grant", "revoke", "drop"};
    if (std::find(std::begin(kFirst), std::end(kFirst), text_[at_].lower) == std::end(kFirst)) return false;
    const std::size_t end = text_.find(at_, text_.size(), ";");
    if (end == text_.size()) return false;
    found_.push_back(text_.sql().substr(text_[at_].begin, text_[end].begin - text_[at_].begin));
    at_ = end + 1;
    return true;
  }

  /// WHEN duplicate_object THEN NULL;
  bool passes_over_duplicates() {
    passes_over_ = true;
    while (accept("when")) {
      do {
        if (!text_[at_].lower.starts_with("duplicate_")) return false;
        ++at_;
      } while (accept("or"));
      if (!accept("then") || !accept("null") || !accept(";")) return false;
    }
    return true;
  }

  SqlText text_;
  std::size_t at_ = 0;
  std::vector<std::string> found_;
  bool passes_over_ = false;
};

}  // namespace

void run_block(const Statement& s) {
  std::string body, language = "plpgsql";
  for (const Node& argument : s.node.list("args"))
    (argument.text("defname") == "as" ? body : language) = option_value(s.text, argument);
  Block block(body);
  const auto statements = block.statements();
  // one that is passed over takes those before it back
  if (language != "plpgsql" || !statements || (block.passes_over_what_exists() && statements->size() > 1))
    needs_server("what a DO block does");
  for (const std::string& sql : *statements) {
    const Database before = s.db;
    try {
      fold(s.db, sql);
    } catch (const Refusal& refusal) {
      if (!block.passes_over_what_exists() || !refusal.exists_already) throw Refusal{refusal.diagnostic, {}, false};
      s.db = before;
    }
  }
}

}  // namespace schemac::import::postgres
