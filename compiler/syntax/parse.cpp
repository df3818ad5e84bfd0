#include "syntax/parse.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"
#include "syntax/antlr.h"
#include "syntax/byte_stream.h"
#include "syntax/convert.h"
#include "syntax/layout.h"
#include "syntax/recovery.h"
#include "syntax/token_list.h"
#include "syntax/words.h"

namespace schemac::syntax {

namespace {

/// A parser that stops before expressions nest so deep that its stack would not hold them.
class BoundedParser : public SchemaParser {
 public:
  struct TooDeep {
    antlr4::Token* where;
  };
  using SchemaParser::SchemaParser;

  void enterRecursionRule(antlr4::ParserRuleContext* context, std::size_t state, std::size_t rule,
                          int precedence) override {
    constexpr int kDeepest = 1000;  // rules: some five to an expression's level
    if (context->depth() > kDeepest) throw TooDeep{getCurrentToken()};
    SchemaParser::enterRecursionRule(context, state, rule, precedence);
  }
};

/// One source being read, declaration by declaration: the tree of one is dropped before the next is parsed.
class Reader {
 public:
  Reader(std::string_view text, diag::SourceId source, diag::Diagnostics& diagnostics)
      : text_(text),
        source_(source),
        diagnostics_(diagnostics),
        bytes_(text),
        lexer_(&bytes_),
        layout_(lexer_, text, source, diagnostics),
        tokens_(lexer_),
        parser_(&tokens_),
        converter_(text, source, diagnostics) {
    lexer_.removeErrorListeners();
    parser_.removeErrorListeners();
    fast_ = std::make_shared<antlr4::BailErrorStrategy>();
    thorough_ = std::make_shared<Recovery>(text, source, diagnostics);
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) bytes_.seek(kByteOrderMark.size());
  }

  ast::File read() {
    ast::File file;
    file.source = source_;
    for (;;) {
      const Layout::Next next = layout_.next(tokens_);
      if (next == Layout::Next::end) break;
      std::optional<ast::Declaration> declaration;
      if (next == Layout::Next::declaration) declaration = read_declaration();
      if (declaration) {
        file.declarations.push_back(std::move(*declaration));
      } else {
        file.broken = true;
      }
      parser_.getTreeTracker().reset();
    }
    converter_.report_stray_docs(layout_.docs(), UINT32_MAX);
    for (const SetAside& comment : layout_.comments())
      file.comments.push_back({{{source_, comment.begin, comment.end}},
                               std::string(text_.substr(comment.begin, comment.end - comment.begin))});
    return file;
  }

 private:
  std::optional<ast::Declaration> read_declaration() {
    if (!starts_as_declaration()) return std::nullopt;
    const std::size_t errors = diagnostics_.size();
    try {
      SchemaParser::SingleDeclarationContext* tree = parse_tree();
      std::optional<ast::Declaration> result = converter_.declaration(tree->declaration(), layout_.docs());
      if (result && diagnostics_.size() > errors) result->broken = true;
      return result;
    } catch (const BoundedParser::TooDeep& deep) {
      const auto begin = static_cast<std::uint32_t>(deep.where->getStartIndex());
      const auto end = static_cast<std::uint32_t>(deep.where->getStopIndex() + 1);
      diagnostics_.push_back(diag::make(diag::Code::SC1005, kMaxExpressionDepth).at({source_, begin, end}));
      return std::nullopt;
    }
  }

  SchemaParser::SingleDeclarationContext* parse_tree() {
    auto* simulator = parser_.getInterpreter<antlr4::atn::ParserATNSimulator>();
    simulator->setPredictionMode(antlr4::atn::PredictionMode::SLL);
    parser_.setErrorHandler(fast_);
    parser_.reset();
    try {
      return parser_.singleDeclaration();
    } catch (const antlr4::ParseCancellationException&) {
      simulator->setPredictionMode(antlr4::atn::PredictionMode::LL);
      parser_.setErrorHandler(thorough_);
      parser_.reset();
      return parser_.singleDeclaration();
    }
  }

  // A word that starts no declaration is told here, where it can be compared with those that do.
  bool starts_as_declaration() {
    const antlr4::Token& first = *tokens_.get(0);
    antlr4::misc::IntervalSet starters =
        parser_.getATN().nextTokens(parser_.getATN().ruleToStartState[SchemaParser::RuleDeclaration]);
    if (starters.contains(static_cast<ssize_t>(first.getType()))) return true;
    const diag::Span place{source_, static_cast<std::uint32_t>(first.getStartIndex()),
                           static_cast<std::uint32_t>(first.getStopIndex() + 1)};
    const std::string_view written = text_.substr(place.begin, place.end - place.begin);
    diag::Diagnostic d =
        diag::make(diag::Code::SC1002, describe(first.getType(), written)).at(place, "not the start of a declaration");
    const std::string near = text::nearest(text::to_lower(std::string(written)), keywords(starters));
    if (near.empty()) {
      d.with_help("a declaration starts with " + text::join(keywords(starters), ", "));
    } else {
      d.with_help(fmt::format("write '{}'", near)).fix(place, near);
    }
    diagnostics_.push_back(std::move(d));
    return false;
  }

  std::string_view text_;
  diag::SourceId source_;
  diag::Diagnostics& diagnostics_;
  ByteStream bytes_;
  SchemaLexer lexer_;
  Layout layout_;
  TokenList tokens_;
  BoundedParser parser_;
  Converter converter_;
  std::shared_ptr<antlr4::ANTLRErrorStrategy> fast_;
  std::shared_ptr<antlr4::ANTLRErrorStrategy> thorough_;
};

}  // namespace

std::string as_read(std::string text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  const auto first = text.find_first_of("\r\n");
  if (first == text.npos || text[first] == '\n') return text;
  if (text.find('\n') == text.npos) return std::replace(text.begin(), text.end(), '\r', '\n'), text;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  return out;
}

ast::File parse(const diag::SourceMap& sources, diag::SourceId source, diag::Diagnostics& diagnostics) {
  const std::string_view text = sources.text(source);
  ast::File nothing;
  nothing.source = source;
  nothing.broken = true;
  if (text.size() > kMaxFileSize) {
    diagnostics.push_back(diag::make(diag::Code::SC1015, text.size(), kMaxFileSize).at({source, 0, 0}));
    return nothing;
  }
  if (const auto bad = first_invalid_utf8(text)) {
    const auto at = static_cast<std::uint32_t>(*bad);
    diagnostics.push_back(diag::make(diag::Code::SC1012, static_cast<unsigned>(static_cast<unsigned char>(text[at])))
                              .at({source, at, at + 1}));
    return nothing;
  }
  if (const auto nul = text.find('\0'); nul != text.npos) {
    const auto at = static_cast<std::uint32_t>(nul);
    diagnostics.push_back(diag::make(diag::Code::SC1008, "a NUL character")
                              .at({source, at, at + 1})
                              .with_help("take it out: no engine keeps one in a text"));
    return nothing;
  }
  diag::Diagnostics found;
  ast::File file = Reader(text, source, found).read();
  std::stable_sort(found.begin(), found.end(), [](const diag::Diagnostic& a, const diag::Diagnostic& b) {
    return a.labels.front().span.begin < b.labels.front().span.begin;
  });
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return file;
}

}  // namespace schemac::syntax
