#include "cli/inspected.h"

#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "import/write_database.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

namespace fs = std::filesystem;

/// SC4001 where files of an earlier time would be read together with these.
Result<void> refuse_schema_files_in(const fs::path& folder) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().extension() == ".schema")
      return failure(diag::make(diag::Code::SC4001, fmt::format("'{}' holds .schema files already", folder.string()))
                         .with_help("they would be read together with the new ones: name another folder, or remove "
                                    "them first"));
  return {};
}

/// The paths of what was written; none where it goes to stdout.
Result<std::vector<std::string>> write_files(const std::vector<import::SchemaFile>& files, const SchemaOutput& output) {
  std::vector<std::string> out;
  if (output.path.empty()) return out;
  if (output.split)
    if (auto clear = refuse_schema_files_in(output.path); !clear) return failure(std::move(clear.error()));
  for (const import::SchemaFile& file : files) {
    const fs::path path = output.split ? fs::path(output.path) / file.name : fs::path(output.path);
    if (auto done = store::write_file(path, file.text); !done) return failure(std::move(done.error()));
    out.push_back(path.string());
  }
  return out;
}

}  // namespace

int write_inspected(Session& session, const dialect::Inspection& inspected, const dialect::Dialect& dialect,
                    const SchemaOutput& output, const nlohmann::ordered_json& more) {
  std::vector<import::SchemaFile> files;
  if (output.split)
    files = import::write_database_split(inspected, dialect);
  else
    files.push_back({"", import::write_database(inspected, dialect)});
  auto wrote = write_files(files, output);
  if (!wrote) return session.report(wrote.error());
  const std::size_t tables = inspected.catalog.tables.size();
  if (session.json) {
    nlohmann::ordered_json out{{"dialect", to_string(dialect.id())}, {"tables", tables}};
    out["wrote"] = *wrote;
    out["not_managed"] = inspected.unmanaged;
    out.update(more);
    if (wrote->empty()) out["text"] = files.front().text;
    fmt::print("{}\n", out.dump(2));
    return 0;
  }
  for (const std::string& what : inspected.unmanaged) fmt::print(stderr, "not managed: {}\n", what);
  if (wrote->empty()) return fmt::print("{}", files.front().text), 0;
  if (output.split)
    fmt::print(stderr, "wrote {}\n", text::join(*wrote, ", "));
  else
    fmt::print(stderr, "wrote {}: {}\n", output.path, text::counted(tables, "table"));
  return 0;
}

}  // namespace schemac::cli
