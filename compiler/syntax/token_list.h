// The tokens of one declaration as ANTLR's parser reads them. The last is EOF.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "syntax/antlr.h"

namespace schemac::syntax {

class TokenList : public antlr4::TokenStream {
 public:
  explicit TokenList(antlr4::TokenSource& source) : source_(source) {}

  void clear();
  void append(std::unique_ptr<antlr4::Token> token);
  bool empty() const { return tokens_.empty(); }

  antlr4::Token* LT(ssize_t k) override;
  std::size_t LA(ssize_t k) override;
  antlr4::Token* get(std::size_t index) const override { return tokens_[index].get(); }
  antlr4::TokenSource* getTokenSource() const override { return &source_; }
  void consume() override { position_ += position_ + 1 < tokens_.size() ? 1 : 0; }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return position_; }
  void seek(std::size_t index) override { position_ = index; }
  std::size_t size() override { return tokens_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

 private:
  antlr4::TokenSource& source_;
  std::vector<std::unique_ptr<antlr4::Token>> tokens_;
  std::vector<std::size_t> types_;  // beside the tokens: prediction asks for nothing else
  std::size_t position_ = 0;
};

}  // namespace schemac::syntax
