#include "syntax/token_list.h"

#include <algorithm>

namespace schemac::syntax {

void TokenList::clear() {
  tokens_.clear();
  types_.clear();
  position_ = 0;
}

void TokenList::append(std::unique_ptr<antlr4::Token> token) {
  static_cast<antlr4::WritableToken&>(*token).setTokenIndex(tokens_.size());
  types_.push_back(token->getType());
  tokens_.push_back(std::move(token));
}

antlr4::Token* TokenList::LT(ssize_t k) {
  if (k < 0) return position_ < static_cast<std::size_t>(-k) ? nullptr : tokens_[position_ + k].get();
  return tokens_[std::min(position_ + k - 1, tokens_.size() - 1)].get();
}

std::size_t TokenList::LA(ssize_t k) {
  if (k > 0) return types_[std::min(position_ + k - 1, types_.size() - 1)];
  const antlr4::Token* token = LT(k);
  return token == nullptr ? antlr4::Token::INVALID_TYPE : token->getType();
}

}  // namespace schemac::syntax
