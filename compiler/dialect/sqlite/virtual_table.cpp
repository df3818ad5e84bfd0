#include "dialect/sqlite/virtual_table.h"

#include <fmt/format.h>

#include <algorithm>

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

/// What tells the rows of one apart: the rowid, of an R*Tree its first column, whatever that is called.
std::string key_of(const Dialect& d, const VirtualTable& table) {
  return table.module.starts_with("fts") || table.columns.empty() ? "rowid" : d.quoted(table.columns[0]);
}

/// Columns that both have, beside the key.
std::vector<std::string> shared_columns(const Dialect& d, const VirtualTable& a, const VirtualTable& b) {
  std::vector<std::string> out;
  for (const std::string& column : a.columns)
    if (d.quoted(column) != key_of(d, a) && std::find(b.columns.begin(), b.columns.end(), column) != b.columns.end())
      out.push_back(d.quoted(column));
  return out;
}

bool are_copied(const VirtualTable& from, const VirtualTable& to) {
  return from.is_copied && to.is_copied && from.module.starts_with("fts") == to.module.starts_with("fts");
}

/// Whether `to` has no place for all that `from` holds, which what another table holds is not.
bool loses(const Dialect& d, const RawObject& from, const RawObject& to) {
  const VirtualTable before = read(from), after = read(to);
  if (before.is_derived) return false;
  const std::size_t keys = key_of(d, before) == "rowid" ? 0 : 1;
  return !are_copied(before, after) || shared_columns(d, before, after).size() + keys < before.columns.size();
}

std::string listed(std::vector<std::string> columns, const std::string& key) {
  columns.insert(columns.begin(), key);
  return text::join(columns, ", ");
}

Statement copy(const Dialect& d, const RawObject& object, const RawObject& before) {
  const VirtualTable now = read(object), then = read(before);
  const auto columns = shared_columns(d, now, then);
  return {fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", d.quoted(object.name.name),
                      listed(columns, key_of(d, now)), listed(columns, key_of(d, then)), d.quoted(old_name(object))),
          "copy its rows"};
}

Statement rebuild(const Dialect& d, const std::string& name) {
  return {fmt::format("INSERT INTO {0} ({0}) VALUES ('rebuild')", d.quoted(name)), "fill it from its table"};
}

/// What came out of quarantine gets the rows that its successor has: those that went, others, and new ones.
void follow(const Dialect& d, const RawObject& object, const RawObject& before, Statements& out) {
  const VirtualTable now = read(object), then = read(before);
  const auto columns = shared_columns(d, now, then);
  const std::string table = d.quoted(object.name.name), other = d.quoted(old_name(object));
  const std::string key = key_of(d, now), its_key = key_of(d, then);
  out.push_back({fmt::format("DELETE FROM {0} WHERE {1} NOT IN (SELECT {2} FROM {3})", table, key, its_key, other),
                 "rows that went meanwhile"});
  if (!columns.empty()) {
    std::vector<std::string> theirs;
    for (const std::string& column : columns) theirs.push_back("n." + column);
    const std::string list = text::join(columns, ", ");
    const std::string same = fmt::format("(SELECT {} FROM {} AS n WHERE n.{} = {}.{})", text::join(theirs, ", "), other,
                                         its_key, table, key);
    out.push_back({fmt::format("UPDATE {0} SET ({1}) = {2} WHERE ({1}) IS NOT {2}", table, list, same),
                   "rows that were changed meanwhile"});
  }
  out.push_back({fmt::format("INSERT INTO {} ({}) SELECT {} FROM {} WHERE {} NOT IN (SELECT {} FROM {})", table,
                             listed(columns, key), listed(columns, its_key), other, its_key, key, table),
                 "rows that came meanwhile"});
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
  const VirtualTable made = read(object);
  const bool was_kept =
      before ? quarantine.way_back && loses(d, object, *before) : comes_back(object, both) && !made.is_derived;
  Statements out;
  if (was_kept)
    out.push_back(rename(d, kept_name(d, object, quarantine), name, "bring back virtual table " + name));
  else
    out.push_back({object.create.text, "create virtual table " + name});
  if (made.is_derived && (before || comes_back(object, both))) out.push_back(rebuild(d, name));
  if (!before) return out;
  if (are_copied(read(*before), made)) {
    if (was_kept)
      follow(d, object, *before, out);
    else
      out.push_back(copy(d, object, *before));
  }
  if (quarantine.way_back || !loses(d, *before, object))
    out.push_back({"DROP TABLE " + d.quoted(old_name(object)), "drop the old virtual table"});
  else
    out.push_back(rename(d, old_name(object), kept_name(d, object, quarantine),
                         "keep the old virtual table " + name + " in quarantine"));
  return out;
}

Statements drop_virtual_table(const Dialect& d, const RawObject& object, const Both& both,
                              const Quarantine& quarantine) {
  const std::string& name = object.name.name;
  if (const RawObject* after = both.after.raw_objects.find(object.name)) {
    if (*after == object) return {};  // what it reads, it reads by name
    return {rename(d, name, old_name(object), "make room for virtual table " + name)};
  }
  if (quarantine.way_back || read(object).is_derived)  // whose rows are those of another table
    return {{"DROP TABLE " + d.quoted(name), "drop virtual table " + name}};
  return {rename(d, name, kept_name(d, object, quarantine), "keep virtual table " + name + " in quarantine")};
}

}  // namespace schemac::dialect::sqlite
