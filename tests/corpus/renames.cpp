#include "corpus/renames.h"

#include <map>

#include "diag/source.h"
#include "diff/diff.h"
#include "syntax/parse.h"

namespace schemac::corpus {

using namespace catalog;

namespace {

constexpr std::string_view kEnd = "_renamed";

std::string quoted(const std::string& name) { return "`" + name + "`"; }
std::string quoted(const QName& name) {
  return (name.schema.empty() ? "" : quoted(name.schema) + ".") + quoted(name.name);
}

QName earlier_name(const QName& table, const Renames& renames) {
  for (const Rename& rename : renames)
    if (rename.kind == RenameKind::table && rename.object == table) return QName::of_text(rename.from);
  return table;
}

/// What is to be written behind a name or a type, by its place.
class Insertions {
 public:
  Insertions(const std::string& schema, const Renames& renames) : renames_(renames) {
    diag::SourceMap sources;
    diag::Diagnostics problems;
    const auto file = syntax::parse(sources, sources.add("app.schema", schema), problems);
    for (const ast::Declaration& declaration : file.declarations)
      if (const auto* table = std::get_if<ast::Table>(&declaration.kind)) of_table(*table);
  }

  std::string into(std::string schema) const {
    for (auto at = texts_.rbegin(); at != texts_.rend(); ++at) schema.insert(at->first, at->second);
    return schema;
  }

 private:
  void of_table(const ast::Table& table) {
    const auto& parts = table.name.parts;
    const QName name = parts.size() == 1 ? QName(parts[0].text) : QName(parts[0].text, parts[1].text);
    for (const Rename& rename : renames_) {
      if (!(rename.object == name)) continue;
      if (rename.kind == RenameKind::table)
        texts_[table.name.span.end] = " was " + quoted(earlier_name(name, renames_));
      for (const ast::TableMember& member : table.members)
        if (const auto* column = std::get_if<ast::Column>(&member.kind); column && column->name.text == rename.to)
          texts_[column->type.span.end] = " was " + quoted(rename.from);
    }
  }

  const Renames& renames_;
  std::map<std::size_t, std::string> texts_;
};

}  // namespace

Renames renames_between(const Catalog& from, const Catalog& to) {
  Renames out;
  for (const Table& table : from.tables) {
    const QName renamed(table.name.schema, table.name.name + std::string(kEnd));
    const Table* after = to.tables.find(table.name);
    if (!after && !from.tables.find(renamed)) {
      after = to.tables.find(renamed);
      if (after) out.push_back({RenameKind::table, renamed, table.name.text(), ""});
    }
    if (!after) continue;
    for (const Column& column : table.columns) {
      const std::string later = column.name + std::string(kEnd);
      if (!after->find_column(column.name) && !table.find_column(later) && after->find_column(later))
        out.push_back({RenameKind::column, after->name, column.name, later});
    }
  }
  return out;
}

Catalog by_earlier_names(Catalog later, const Renames& renames) {
  Renames back;
  for (const Rename& rename : renames) {
    if (rename.kind == RenameKind::table)
      back.push_back({RenameKind::table, QName::of_text(rename.from), rename.object.text(), ""});
    else
      back.push_back({RenameKind::column, earlier_name(rename.object, renames), rename.to, rename.from});
  }
  return diff::renamed(std::move(later), back);
}

std::string with_was(std::string schema, const Renames& renames) {
  if (renames.empty()) return schema;
  const Insertions insertions(schema, renames);
  return insertions.into(std::move(schema));
}

QName later_name(const QName& table, const Renames& renames) {
  for (const Rename& rename : renames)
    if (rename.kind == RenameKind::table && rename.from == table.text()) return rename.object;
  return table;
}

std::string later_name(const QName& table, const std::string& column, const Renames& renames) {
  for (const Rename& rename : renames)
    if (rename.kind == RenameKind::column && rename.object == later_name(table, renames) && rename.from == column)
      return rename.to;
  return column;
}

}  // namespace schemac::corpus
