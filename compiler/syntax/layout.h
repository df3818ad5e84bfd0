// Between lexer and parser: makes line ends mean what they should (grammar/SchemaParser.g4 says what), cuts the text
// into declarations, sets comments and documentation aside, and mends brackets, so that one that was forgotten costs
// one message and not the rest of the file.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "diag/source.h"
#include "syntax/antlr.h"
#include "syntax/token_list.h"

namespace schemac::syntax {

/// How deep brackets may nest.
inline constexpr std::size_t kMaxBrackets = 64;

/// A `//` or `///` comment. One that has its line to itself belongs to the token after it, another to the one before.
struct SetAside {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t anchor = 0;  // where the token it belongs to begins
  bool own_line = false;
};

class Layout {
 public:
  Layout(antlr4::Lexer& lexer, std::string_view text, diag::SourceId source, diag::Diagnostics& diagnostics);

  enum class Next { declaration, unreadable, end };

  /// Reads the tokens of the next declaration, an EOF after them. `unreadable` where it nests too deeply: reported, and
  /// the tokens are of no use.
  Next next(TokenList& tokens);

  /// Reads the tokens of the whole text, a NEWLINE between declarations.
  void all(TokenList& tokens);

  /// Every `///` and every `//` comment read so far, in the order of the text.
  const std::deque<SetAside>& docs() const { return docs_; }
  const std::deque<SetAside>& comments() const { return comments_; }

 private:
  using Token = std::unique_ptr<antlr4::Token>;
  struct Ahead {
    Token token;
    bool starts_line;
  };
  struct Open {
    std::size_t type;  // LPAREN, LBRACKET or LBRACE
    std::uint32_t begin;
    bool ignores_line_ends;  // parentheses, brackets, and the braces of a query
  };

  bool read_declaration();
  Ahead& peek(std::size_t ahead = 0);
  std::size_t peek_type(std::size_t ahead = 0) { return peek(ahead).token->getType(); }
  Token take();
  Token pull();
  void set_aside(const antlr4::Token& token, std::deque<SetAside>& list);
  bool mend(antlr4::Token& token);
  void check_name(const antlr4::Token& token);

  bool at_separator();
  void skip_separators();
  bool end_member();
  void open(Token token);
  bool close(Token token);
  void close_down_to(std::size_t depth);
  void report_unclosed(const Open& open, std::string reason, diag::Span where);
  bool at_declaration();
  bool at_member();
  bool at_name(std::size_t ahead);
  void emit(Token token);
  void emit(std::size_t type, std::uint32_t at);
  diag::Span span(const antlr4::Token& token) const;

  antlr4::Lexer& lexer_;
  std::string_view text_;
  diag::SourceId source_;
  diag::Diagnostics& diagnostics_;
  std::deque<Ahead> ahead_;
  std::vector<Open> open_;
  std::deque<SetAside> docs_;
  std::deque<SetAside> comments_;
  std::vector<SetAside*> unanchored_;  // those with their line to themselves, the token after them not yet read
  std::uint32_t last_begin_ = 0;
  std::uint32_t last_end_ = 0;  // of the token taken last
  bool line_has_token_ = false;
  bool in_dialect_block_ = false;
  bool too_deep_ = false;
  bool ends_in_raw_ = false;  // raw text that is never closed took the rest of the file
  TokenList* out_ = nullptr;
};

}  // namespace schemac::syntax
