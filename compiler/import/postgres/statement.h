// What each reader of a statement is given, and how it says that it cannot carry it.
#pragma once

#include "diag/diagnostic.h"
#include "import/postgres/database.h"
#include "import/postgres/parse_tree.h"

namespace schemac::import::postgres {

/// A statement that cannot be carried; thrown, and told of with its place in the file.
struct Refusal {
  diag::Diagnostic diagnostic;
  std::optional<std::size_t> at;  // a byte of the statement; without one, its beginning
  bool exists_already = false;    // the statement makes what is there
};

/// SC4026: only a server knows what this comes to.
[[noreturn]] void needs_server(const std::string& what, std::optional<std::size_t> at = {});
/// SC4025: `what` ("table 'a.b'") is not there.
[[noreturn]] void missing(const std::string& what, std::optional<std::size_t> at = {});
/// SC4025: it is there already.
[[noreturn]] void taken(const std::string& what, std::optional<std::size_t> at = {});

struct Statement {
  Database& db;
  const SqlText& text;
  Node node;
};

// -- names
/// The last two of a dotted name's parts.
struct WrittenName {
  std::string schema, name;
};
WrittenName written_name(const std::vector<std::string>& parts);
WrittenName written_name(const Node& range_var);
std::string shown(const WrittenName& name);

/// What a name is to be called that the statement makes: in the first schema of the search path. SC4025 where there is
/// no such schema.
QName new_name(const Statement& s, const WrittenName& name, std::optional<std::size_t> at = {});
/// What the relation is to be called that the statement makes; nothing where it is temporary, or where it is there and
/// that is no error.
std::optional<QName> new_relation(const Statement& s, const Node& range_var, bool may_be_there);
/// The relation of that name; SC4025 where there is none.
QName relation(const Statement& s, const Node& range_var);
QName relation(const Statement& s, const std::vector<std::string>& parts);
/// The same, and it is a table.
Table& table_of(const Statement& s, const Node& range_var);
bool is_table(const Database& db, const QName& name);
/// A role as GRANT and OWNER write it; empty where it is whoever runs the script.
std::string role_name(const Node& role_spec);

/// The names of DROP, COMMENT and the like: one of a List, TypeName or String.
std::vector<std::string> name_parts(const Node& object);

// -- types
/// A type as format_type() prints it. SC4025 where there is none of that name.
std::string type_text(const Statement& s, const Node& type_name);
catalog::Type column_type(const Statement& s, const Node& type_name);

// -- expressions
/// Puts the schema before each name in `root` that means something else without the search path of here.
Splices qualified(const Statement& s, const Node& root);
/// The tokens of an expression as SQL on one line.
std::string sql_of(const Statement& s, std::size_t begin, std::size_t end, const Node& root);
catalog::Expr expression(const Statement& s, std::size_t begin, std::size_t end, const Node& root, const Table* table);
/// A default, read against the type of its column.
catalog::Expr default_value(const Statement& s, std::size_t begin, std::size_t end, const Node& root,
                            const catalog::Column& column, const Table* table);
/// SQL that some statement gave before.
catalog::Expr expression(const Database& db, const std::string& sql, const Table* table);
/// The columns that an expression reads, each once; "*" for a whole row.
std::vector<std::string> columns_in(const Node& root);
/// What the server calls a column of that expression (FigureColname(), src/backend/parser/parse_target.c); empty where
/// it has no idea.
std::string figured_name(const Node& root);

// -- lists
/// A DefElem's argument as text: a number, string, word or boolean; "true" where it has none.
std::string option_value(const SqlText& text, const Node& element);
/// fillfactor = 70 as an option; in the order in which they are written.
catalog::Options storage_options(const SqlText& text, const std::vector<Node>& elements);

}  // namespace schemac::import::postgres
