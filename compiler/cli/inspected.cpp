#include "cli/inspected.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "import/write_database.h"
#include "store/files.h"

namespace schemac::cli {

int write_inspected(Session& session, const dialect::Inspection& inspected, const dialect::Dialect& dialect,
                    const SchemaOutput& output, const nlohmann::ordered_json& more) {
  const std::string text = import::write_database(inspected, dialect);
  if (!output.path.empty())
    if (auto done = store::write_file(output.path, text); !done) return session.report(done.error());
  const std::size_t tables = inspected.catalog.tables.size();
  if (session.json) {
    nlohmann::ordered_json out{{"dialect", to_string(dialect.id())}, {"tables", tables}};
    out["wrote"] = nlohmann::ordered_json::array();
    if (!output.path.empty()) out["wrote"].push_back(output.path);
    out["not_managed"] = inspected.unmanaged;
    out.update(more);
    if (output.path.empty()) out["text"] = text;
    fmt::print("{}\n", out.dump(2));
    return 0;
  }
  for (const std::string& what : inspected.unmanaged) fmt::print(stderr, "not managed: {}\n", what);
  if (output.path.empty()) return fmt::print("{}", text), 0;
  fmt::print(stderr, "wrote {}: {}\n", output.path, text::counted(tables, "table"));
  return 0;
}

}  // namespace schemac::cli
