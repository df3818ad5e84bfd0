#include "syntax/layout.h"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "syntax/words.h"

namespace schemac::syntax {

namespace {

using L = SchemaLexer;

char closing(std::size_t open) { return open == L::LPAREN ? ')' : open == L::LBRACKET ? ']' : '}'; }
char opening(std::size_t open) { return open == L::LPAREN ? '(' : open == L::LBRACKET ? '[' : '{'; }

std::size_t closing_type(std::size_t open) {
  return open == L::LPAREN ? L::RPAREN : open == L::LBRACKET ? L::RBRACKET : L::RBRACE;
}

}  // namespace

Layout::Layout(antlr4::Lexer& lexer, std::string_view text, diag::SourceId source, diag::Diagnostics& diagnostics)
    : lexer_(lexer), text_(text), source_(source), diagnostics_(diagnostics) {}

diag::Span Layout::span(const antlr4::Token& token) const {
  return {source_, static_cast<std::uint32_t>(token.getStartIndex()),
          static_cast<std::uint32_t>(token.getStopIndex() + 1)};
}

Layout::Next Layout::next(TokenList& tokens) {
  out_ = &tokens;
  tokens.clear();
  too_deep_ = false;
  while (tokens.empty())  // a declaration may be nothing but brackets that close nothing
    if (!read_declaration()) return Next::end;
  emit(L::EOF, last_end_);
  return too_deep_ ? Next::unreadable : Next::declaration;
}

void Layout::all(TokenList& tokens) {
  out_ = &tokens;
  while (read_declaration()) emit(L::NEWLINE, last_end_);
  emit(L::EOF, last_end_);
}

// False at the end of the text.
bool Layout::read_declaration() {
  open_.clear();
  skip_separators();
  if (peek_type() == L::EOF) return false;
  in_dialect_block_ = peek_type() == L::KW_FOR;
  for (bool more = true; more;) {
    if (peek_type() == L::EOF) {
      if (!open_.empty() && !ends_in_raw_)
        report_unclosed(open_.back(), "the file ends", {source_, last_end_, static_cast<std::uint32_t>(text_.size())});
      close_down_to(0);
      break;
    }
    if (!open_.empty() && peek().starts_line) {
      if (at_declaration()) {
        report_unclosed(open_.front(), "a new declaration starts here", span(*peek().token));
        close_down_to(0);
        break;
      }
      if (open_.back().type != L::LBRACE && at_member()) {
        report_unclosed(open_.back(), "a new member starts here", span(*peek().token));
        while (!open_.empty() && open_.back().type != L::LBRACE) close_down_to(open_.size() - 1);
        emit(L::NEWLINE, last_end_);
      }
    }
    if (at_separator()) {
      more = end_member();
      continue;
    }
    Token token = take();
    switch (token->getType()) {
      case L::LPAREN:
      case L::LBRACKET:
      case L::LBRACE:
        open(std::move(token));
        break;
      case L::RPAREN:
      case L::RBRACKET:
      case L::RBRACE:
        more = close(std::move(token));
        break;
      default:
        emit(std::move(token));
    }
  }
  return true;
}

// ── reading ahead

Layout::Ahead& Layout::peek(std::size_t ahead) {
  while (ahead_.size() <= ahead) {
    Token token = pull();
    const bool starts_line = !line_has_token_;
    line_has_token_ = token->getType() != L::NEWLINE;
    ahead_.push_back({std::move(token), starts_line});
  }
  return ahead_[ahead];
}

Layout::Token Layout::take() {
  peek();
  Token token = std::move(ahead_.front().token);
  ahead_.pop_front();
  last_end_ = span(*token).end;
  return token;
}

// The next token that means something; comments are set aside, and what cannot be a token is reported and mended.
Layout::Token Layout::pull() {
  for (;;) {
    Token token = lexer_.nextToken();
    if (token->getChannel() == L::COMMENTS) {
      set_aside(*token, comments_);
    } else if (token->getChannel() == L::DOCS) {
      set_aside(*token, docs_);
    } else if (token->getType() == L::EOF || mend(*token)) {
      if (token->getType() == L::NEWLINE) return token;
      last_begin_ = span(*token).begin;
      for (SetAside* comment : unanchored_) comment->anchor = last_begin_;
      unanchored_.clear();
      return token;
    }
  }
}

void Layout::set_aside(const antlr4::Token& token, std::deque<SetAside>& list) {
  const diag::Span place = span(token);
  list.push_back({place.begin, place.end, last_begin_, !line_has_token_});
  if (list.back().own_line) unanchored_.push_back(&list.back());
}

// Turns what is almost a token into one; false where there is nothing to keep.
bool Layout::mend(antlr4::Token& token) {
  using enum diag::Code;
  auto& writable = static_cast<antlr4::WritableToken&>(token);
  const diag::Span place = span(token);
  const std::string_view text = text_.substr(place.begin, place.end - place.begin);
  switch (token.getType()) {
    case L::ID:
      return check_name(token), true;
    case L::UNCLOSED_STRING:
      diagnostics_.push_back(diag::make(SC1006, "text", text.substr(0, 1)).at(place, "starts here"));
      writable.setType(L::STRING);
      return true;
    case L::UNCLOSED_QUOTED:
      diagnostics_.push_back(diag::make(SC1006, "name", "`").at(place, "starts here"));
      writable.setType(L::QUOTED);
      return text.size() > 1;
    case L::UNCLOSED_RAW:
      diagnostics_.push_back(diag::make(SC1006, "raw text", "\"\"\"").at(place, "starts here"));
      lexer_.getInputStream()->seek(text_.size());  // whatever follows, it was meant as text
      ends_in_raw_ = true;
      writable.setType(L::RAW);
      return true;
    case L::SQL_COMMENT:
    case L::BLOCK_COMMENT: {
      diag::Diagnostic d = diag::make(SC1007, text.substr(0, 2)).at(place);
      if (token.getType() == L::SQL_COMMENT) d.fix({source_, place.begin, place.begin + 2}, "//");
      diagnostics_.push_back(std::move(d));
      return false;
    }
    case L::UNKNOWN:
      diagnostics_.push_back(diag::make(SC1008, printable(text)).at(place));
      return false;
    default:
      return true;
  }
}

// Letters of every script may stand in a name; signs that only look like ASCII's may not.
void Layout::check_name(const antlr4::Token& token) {
  const diag::Span place = span(token);
  for (const Lookalike& found : lookalikes(text_.substr(place.begin, place.end - place.begin))) {
    const diag::Span at{source_, place.begin + found.begin, place.begin + found.end};
    diag::Diagnostic d = diag::make(diag::Code::SC1008, found.name).at(at);
    if (!found.meant.empty()) d.with_help(fmt::format("write {}", found.meant_words)).fix(at, std::string(found.meant));
    diagnostics_.push_back(std::move(d));
  }
}

// ── line ends

// At a line's end, a semicolon, or a comma before either or before a closing brace, where these end a member.
bool Layout::at_separator() {
  if (!open_.empty() && open_.back().ignores_line_ends) {
    if (peek_type() != L::NEWLINE) return false;
    return true;
  }
  if (peek_type() != L::COMMA) return peek_type() == L::NEWLINE || peek_type() == L::SEMICOLON;
  const std::size_t after = peek_type(1);
  return after == L::NEWLINE || after == L::SEMICOLON || after == L::RBRACE || after == L::EOF;
}

void Layout::skip_separators() {
  while (peek_type() == L::NEWLINE || peek_type() == L::SEMICOLON || peek_type() == L::COMMA) take();
}

// False where the declaration ends too.
bool Layout::end_member() {
  if (!open_.empty() && open_.back().ignores_line_ends) return take(), true;
  const std::uint32_t end = last_end_;
  skip_separators();
  if (peek_type() == L::LBRACE) return true;
  if (open_.empty()) return false;
  if (peek_type() != L::RBRACE && peek_type() != L::EOF && !at_declaration()) emit(L::NEWLINE, end);
  return true;
}

// ── brackets

void Layout::open(Token token) {
  const std::size_t type = token->getType();
  const diag::Span place = span(*token);
  emit(std::move(token));
  const bool inside = !open_.empty() && open_.back().ignores_line_ends;
  bool ignores = inside || type != L::LBRACE;
  if (type == L::LBRACE) {
    skip_separators();
    ignores = ignores || (peek_type() == L::KW_SELECT && peek_type(1) != L::COLON && peek_type(1) != L::EQUAL);
  }
  if (open_.size() == kMaxBrackets && !too_deep_) {
    diagnostics_.push_back(diag::make(diag::Code::SC1005, kMaxBrackets).at(place));
    too_deep_ = true;
  }
  open_.push_back({type, place.begin, ignores});
}

// False where the declaration ends with it.
bool Layout::close(Token token) {
  const std::size_t type = token->getType();
  std::size_t depth = open_.size();  // of the bracket it closes, counted from 1
  while (depth > 0 && closing_type(open_[depth - 1].type) != type &&
         (type == L::RBRACE || open_[depth - 1].type != L::LBRACE))
    --depth;
  if (depth == 0 || closing_type(open_[depth - 1].type) != type) {
    const diag::Span place = span(*token);
    diagnostics_.push_back(
        diag::make(diag::Code::SC1004, text_.substr(place.begin, 1)).at(place).fix(place, std::string()));
    return true;
  }
  if (depth < open_.size()) report_unclosed(open_.back(), "this closes what is around it", span(*token));
  close_down_to(depth);
  open_.pop_back();
  const std::uint32_t end = span(*token).end;
  emit(std::move(token));
  if (type != L::RBRACE) return true;
  if (open_.empty()) return false;
  const bool inside = open_.back().ignores_line_ends;
  if (!inside && !at_separator() && peek_type() != L::RBRACE && peek_type() != L::EOF) emit(L::NEWLINE, end);
  return true;
}

void Layout::close_down_to(std::size_t depth) {
  for (; open_.size() > depth; open_.pop_back()) emit(closing_type(open_.back().type), last_end_);
}

void Layout::report_unclosed(const Open& open, std::string reason, diag::Span where) {
  const char close = closing(open.type);
  diagnostics_.push_back(
      diag::make(diag::Code::SC1003, opening(open.type), close)
          .at({source_, open.begin, open.begin + 1}, "opened here")
          .at(where, std::move(reason))
          .fix({source_, last_end_, last_end_}, open.type == L::LBRACE ? "\n}" : std::string(1, close)));
}

// Whether a line starts with the head of a declaration, at its very left: then what is open was forgotten.
bool Layout::at_declaration() {
  Ahead& here = peek();
  if (!here.starts_line || here.token->getCharPositionInLine() != 0) return false;
  if (in_dialect_block_ && open_.size() <= 1) return false;
  switch (here.token->getType()) {
    case L::KW_IMPORT:
      return peek_type(1) == L::STRING || at_name(1);
    case L::KW_MIXIN:
    case L::KW_TYPE:
    case L::KW_ENUM:
    case L::KW_TABLE:
    case L::KW_VIEW:
    case L::KW_TRIGGER:
    case L::KW_FUNCTION:
    case L::KW_PROCEDURE:
    case L::KW_EVENT:
    case L::KW_SEED:
    case L::KW_POLICY:
    case L::KW_ROLE:
    case L::KW_API:
      return at_name(1);
    default:
      return false;
  }
}

// Whether a line starts as a column does. No colon stands in parentheses.
bool Layout::at_member() { return at_name(0) && peek_type(1) == L::COLON; }

bool Layout::at_name(std::size_t ahead) { return is_name(peek_type(ahead)); }

// ── writing

void Layout::emit(Token token) {
  if (!too_deep_) out_->append(std::move(token));
}

void Layout::emit(std::size_t type, std::uint32_t at) {
  if (too_deep_) return;
  auto token = std::make_unique<antlr4::CommonToken>(type);
  token->setStartIndex(at);
  token->setStopIndex(static_cast<std::size_t>(at) - 1);
  out_->append(std::move(token));
}

}  // namespace schemac::syntax
