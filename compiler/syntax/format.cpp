#include "syntax/format.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "syntax/parse.h"
#include "syntax/print_blocks.h"
#include "syntax/print_text.h"

namespace schemac::syntax {

std::optional<std::string> format(const diag::SourceMap& sources, diag::SourceId source,
                                  diag::Diagnostics& diagnostics) {
  diag::Diagnostics found;
  const ast::File file = parse(sources, source, found);
  const bool sound = !diag::has_errors(found);
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  if (!sound) return std::nullopt;
  return BlockPrinter(sources.text(source), file.comments).file(file);
}

std::string print(const ast::File& file) { return BlockPrinter().file(file); }

std::string print(const ast::Expression& expression) { return TextPrinter().expression(expression); }

std::string print(const ast::TypeRef& type) { return TextPrinter().type(type); }

}  // namespace schemac::syntax
