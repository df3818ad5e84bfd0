#include <algorithm>

#include "sema/analysis.h"
#include "sema/expressions.h"
#include "sema/load.h"
#include "sema/objects.h"
#include "sema/sema.h"
#include "sema/tables.h"
#include "sema/types.h"

namespace schemac::sema {

namespace {

/// In the order of the text, which is the order in which they are mended.
void sort_by_place(diag::Diagnostics& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const diag::Diagnostic& a, const diag::Diagnostic& b) {
    if (a.labels.empty() || b.labels.empty()) return !a.labels.empty() < !b.labels.empty();
    const diag::Span first = a.labels.front().span;
    const diag::Span second = b.labels.front().span;
    return std::pair(first.source, first.begin) < std::pair(second.source, second.begin);
  });
}

}  // namespace

Schema analyse(const Input& input, diag::SourceMap& sources, diag::Diagnostics& diagnostics) {
  Schema schema;
  diag::Diagnostics found;
  {
    const std::deque<ast::File> files = load(input, sources, found);
    const Symbols symbols = collect(files, found);
    Analysis analysis{input, symbols, schema, found};
    Types types(analysis);
    Expressions expressions(analysis, types);
    Tables tables(analysis, types, expressions);
    Objects objects(analysis, types, expressions, tables);
    objects.enums();
    tables.declare();
    tables.complete();
    objects.complete();
    check_name_lengths(analysis);
  }
  sort_by_place(found);
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  schema.catalog.canonicalise();
  return schema;
}

void report_limits(const Schema& schema, const std::vector<DialectId>& dialects, diag::Diagnostics& diagnostics) {
  const auto takes = [](const Limited& limited, DialectId id) {
    return std::find(limited.taken_by.begin(), limited.taken_by.end(), id) != limited.taken_by.end();
  };
  const auto takes_all = [&](DialectId id) {
    return std::all_of(schema.limited.begin(), schema.limited.end(), [&](const Limited& l) { return takes(l, id); });
  };
  if (dialects.empty() && std::any_of(kAllDialects.begin(), kAllDialects.end(), takes_all)) return;
  for (const Limited& limited : schema.limited)
    if (dialects.empty() ||
        !std::all_of(dialects.begin(), dialects.end(), [&](DialectId id) { return takes(limited, id); }))
      diagnostics.push_back(limited.problem);
  sort_by_place(diagnostics);
}

}  // namespace schemac::sema
