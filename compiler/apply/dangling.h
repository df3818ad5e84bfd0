// Rows of SQLite that refer to nothing, which it lets stand unless it is asked.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/connection.h"

namespace schemac::apply {

/// What `PRAGMA foreign_key_check` says, key by key.
class DanglingRows {
 public:
  /// Nothing where SQLite cannot tell: a foreign key that leads to what is no key is an error whenever it is looked at
  /// (foreignkeys.html, section 3).
  static Result<std::optional<DanglingRows>> found(engine::Connection& connection, const std::string& check);

  struct Row {
    std::string table, rowid, parent;
  };
  /// One that did not dangle `before`. Rows of a key that was there are told apart by their rowids, where those stay
  /// what they are; others, whose table or columns may have got another name, are counted.
  std::optional<Row> new_since(const DanglingRows& before) const;

 private:
  struct Key {
    std::set<std::string> rowids;
    std::size_t rows = 0;
    std::string primary_key;  // of the table; the rowid is another where it changes
    Row last;
  };
  std::optional<Row> new_since(const Key& before, const Key& now) const;

  std::map<std::string, Key> keys_;  // by table, columns and parent
};

}  // namespace schemac::apply
