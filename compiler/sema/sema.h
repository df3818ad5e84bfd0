// .schema files → Catalog: imports, mixins, names, types, expressions.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "diag/source.h"

namespace schemac::sema {

/// The text of a file, or nothing where there is none to read.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

struct Input {
  std::vector<std::string> files;  // paths of the files to read; what they import is read too
  std::string stdlib;              // the folder that `import std.time` finds time.schema in
  ReadFile read;                   // default: the file system
};

/// What some engines take and others do not: a key column that may be null, a reference to nothing unique.
struct Limited {
  diag::Diagnostic problem;
  std::vector<DialectId> taken_by;  // the engines on which it is no problem
};

struct Schema {
  catalog::Catalog catalog;  // canonical
  catalog::Renames renames;  // what `was` declares
  /// The columns that each view gives whose query is portable, by the view's full name.
  std::map<std::string, std::vector<catalog::Column>> view_columns;
  /// Where things are declared: "pages", "pages.title", "sales.orders.id", by the names the catalog uses.
  std::unordered_map<std::string, diag::Span> origins;
  std::vector<Limited> limited;
  std::vector<diag::Span> rename_places;  // of each of `renames`: the old name, behind its `was`
};

/// What of `renames` cannot be, or need not be said any more, since the state before is `before`: SC2037 where it names
/// nothing there and the new name is new, SC2038 where it was carried out. `portable`: `before` is no database's, and
/// has enums and labels too.
void check_renames(const catalog::Renames& renames, const std::vector<diag::Span>& places, const catalog::Catalog& now,
                   const catalog::Catalog& before, bool portable, const diag::SourceMap& sources,
                   diag::Diagnostics& diagnostics);

/// Adds those limits that matter to one of `dialects`. Where none is named, one that takes everything is enough.
void report_limits(const Schema& schema, const std::vector<DialectId>& dialects, diag::Diagnostics& diagnostics);

/// Reads and checks everything. Mistakes are added to `diagnostics` (SC1xxx, SC2xxx, SC30xx); where there are errors
/// the catalog holds what could be made sense of.
Schema analyse(const Input& input, diag::SourceMap& sources, diag::Diagnostics& diagnostics);

}  // namespace schemac::sema
