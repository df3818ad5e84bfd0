#include <memory>
#include <utility>

#include "syntax/antlr.h"
#include "syntax/byte_stream.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/token_list.h"

namespace schemac::syntax {

bool bare_parse(std::string_view text) {
  ByteStream bytes(text);
  SchemaLexer lexer(&bytes);
  diag::Diagnostics diagnostics;
  Layout layout(lexer, text, {}, diagnostics);
  TokenList tokens(lexer);
  layout.all(tokens);
  SchemaParser parser(&tokens);
  parser.removeErrorListeners();
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
  parser.schemaFile();
  return diagnostics.empty() && parser.getNumberOfSyntaxErrors() == 0;
}

}  // namespace schemac::syntax
