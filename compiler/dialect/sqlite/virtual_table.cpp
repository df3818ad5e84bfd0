#include "dialect/sqlite/virtual_table.h"

#include <fmt/format.h>

#include "base/text.h"
#include "dialect/common/sql_parser.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

/// CREATE VIRTUAL TABLE name USING module (arguments)
struct VirtualTable {
  std::string module;
  std::vector<std::string> columns;  // of the modules that are known
  bool is_copied = false;            // whether its rows can be read and written by its columns
  bool is_derived = false;           // from another table, which FTS reads by itself
};

void argument(SqlParser& sql, VirtualTable& out) {
  sql.accept("+");  // an R*Tree's own column
  const std::string name = sql.name();
  if (sql.accept("=")) {
    if (name != "content") return;
    const std::string content = sql.at(",") || sql.at_end() ? "" : sql.take().name(DialectId::sqlite);
    out.is_derived = !content.empty();
    out.is_copied = false;
  } else {
    out.columns.push_back(name);
  }
}

VirtualTable read(const RawObject& object) {
  ReaderRules rules;
  rules.dialect = DialectId::sqlite;
  SqlParser sql(object.create.text, rules);
  VirtualTable out;
  try {
    while (!sql.at("using") && !sql.at_end()) sql.take();
    sql.expect("using");
    out.module = text::to_lower(sql.name());
    out.is_copied = out.module.starts_with("fts") || out.module.starts_with("rtree");
    sql.expect("(");
    do {
      argument(sql, out);
      for (int depth = 0; !sql.at_end() && (depth > 0 || (!sql.at(",") && !sql.at(")"))); sql.take())
        depth += sql.at("(") ? 1 : sql.at(")") ? -1 : 0;
    } while (sql.accept(","));
  } catch (const Unreadable&) {
    out.is_copied = out.is_derived = false;
  }
  return out;
}

Statement rename(const Dialect& d, const std::string& from, const std::string& to, std::string why) {
  return {fmt::format("ALTER TABLE {} RENAME TO {}", d.quoted(from), d.quoted(to)), std::move(why)};
}

std::string kept_name(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  return quarantine.name(object.name.name, d.max_identifier_bytes());
}

std::string old_name(const RawObject& object) { return "_schemac_new_" + object.name.name; }

bool comes_back(const RawObject& object, const Both& both) {
  return std::any_of(both.changes.begin(), both.changes.end(), [&](const Change& change) {
    const auto* create = std::get_if<Create<RawObject>>(&change);
    return create && create->object.name == object.name && create->restored;
  });
}

Statement copy(const Dialect& d, const RawObject& object, const RawObject& before) {
  const VirtualTable now = read(object), then = read(before);
  std::vector<std::string> names;
  if (now.module.starts_with("fts")) names.emplace_back("rowid");
  for (const std::string& column : now.columns)
    if (std::find(then.columns.begin(), then.columns.end(), column) != then.columns.end())
      names.push_back(d.quoted(column));
  const std::string list = text::join(names, ", ");
  return {fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", d.quoted(object.name.name), list, list,
                      d.quoted(old_name(object))),
          "copy its rows"};
}

}  // namespace

bool is_virtual_table(const RawObject& object) {
  return text::to_lower(object.create.text.substr(0, 20)) == "create virtual table";
}

std::string virtual_table_sql(std::string_view sql, std::string_view name) {
  for (const SqlToken& token : lex_sql(DialectId::sqlite, sql))
    if (token.is("using"))
      return "CREATE VIRTUAL TABLE " + text::quoted(name, '"') + " USING" + std::string(sql.substr(token.end));
  return std::string(sql);
}

Statements create_virtual_table(const Dialect& d, const RawObject& object, const Both& both,
                                const Quarantine& quarantine) {
  const std::string& name = object.name.name;
  const RawObject* before = both.before.raw_objects.find(object.name);
  if (before && *before == object) return {};
  if (!before && comes_back(object, both))
    return {rename(d, kept_name(d, object, quarantine), name, "bring back virtual table " + name)};
  Statements out{{object.create.text, "create virtual table " + name}};
  if (!before) return out;
  const VirtualTable made = read(object);
  if (made.is_copied && read(*before).is_copied) out.push_back(copy(d, object, *before));
  if (made.is_derived)
    out.push_back({fmt::format("INSERT INTO {0} ({0}) VALUES ('rebuild')", d.quoted(name)), "fill it from its table"});
  out.push_back({"DROP TABLE " + d.quoted(old_name(object)), "drop the old virtual table"});
  return out;
}

Statements drop_virtual_table(const Dialect& d, const RawObject& object, const Both& both,
                              const Quarantine& quarantine) {
  const std::string& name = object.name.name;
  if (const RawObject* after = both.after.raw_objects.find(object.name)) {
    if (*after == object) return {};  // what it reads, it reads by name
    return {rename(d, name, old_name(object), "make room for virtual table " + name)};
  }
  if (quarantine.way_back) return {{"DROP TABLE " + d.quoted(name), "drop virtual table " + name}};
  return {rename(d, name, kept_name(d, object, quarantine), "keep virtual table " + name + " in quarantine")};
}

}  // namespace schemac::dialect::sqlite
