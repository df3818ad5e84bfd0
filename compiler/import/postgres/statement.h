// What each reader of a statement is given, and how it says that it cannot carry it.
#pragma once

#include <utility>

#include "diag/diagnostic.h"
#include "import/postgres/database/query.h"

namespace schemac::import::postgres {

/// A statement that cannot be carried; thrown, and told of with its place in the file.
struct Refusal {
  diag::Diagnostic diagnostic;
  std::optional<std::size_t> at;  // a byte of the statement; without one, its beginning
  bool exists_already = false;    // the statement makes what is there
  bool is_missing = false;        // it names what is not
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
/// What goes with the session is not carried, and said so. `kind` is "table".
void make_temporary(const Statement& s, const std::string& kind, const std::string& name);
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
/// Whether the system's type is meant by a name, whatever else is called so.
bool is_system_type(const QName& name);
catalog::Type column_type(const Statement& s, const Node& type_name);

/// While it lives, names without a schema are of public: those in SQL that the database keeps.
class WholeNames {
 public:
  explicit WholeNames(Database& db) : db_(db), path_(std::exchange(db.search_path, {""})) {}
  ~WholeNames() { db_.search_path = std::move(path_); }
  WholeNames(const WholeNames&) = delete;
  WholeNames& operator=(const WholeNames&) = delete;

 private:
  Database& db_;
  std::vector<std::string> path_;
};

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

// -- lists
/// A DefElem's argument as text: a number, string, word or boolean; "true" where it has none.
std::string option_value(const SqlText& text, const Node& element);
/// fillfactor = 70 as an option; in the order in which they are written.
catalog::Options storage_options(const SqlText& text, const std::vector<Node>& elements);

}  // namespace schemac::import::postgres
